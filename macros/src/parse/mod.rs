//! Tokens to syntax, without judging what it means.

mod arguments;
mod assignments;
mod function;
mod statics;

pub(crate) use self::{
    arguments::{Arguments, Shape},
    assignments::{Assignment, assignments},
    function::Function,
    statics::Static,
};

use proc_macro2::TokenTree;
use syn::{Token, parse::ParseStream};

/// Leaves out the rest of a broken entry, so that the entries after it are still checked.
fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // A token tree always parses where there is one.
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
