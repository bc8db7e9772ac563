//! Everything that is wrong with a test, reported at once.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// Errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Adds an error that underlines all of `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// Adds an error.
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Fills `slot`, which may be filled once: the second time is the error.
    pub(crate) fn once<T>(&mut self, slot: &mut Option<T>, value: T, tokens: impl ToTokens, name: &str) {
        if slot.is_some() {
            self.at(tokens, format_args!("`{name}` specified more than once"));
        } else {
            *slot = Some(value);
        }
    }

    /// Gives `value` if nothing is wrong, else all that is.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Error> {
        self.0.map_or(Ok(value), Err)
    }
}

/// The errors as code that makes the compiler report them.
pub(crate) fn report(error: &Error) -> TokenStream {
    error.to_compile_error()
}
