//! What runs before the first or after the last test of a suite.

use proc_macro2::TokenStream;
use syn::{Path, Result};

use super::{
    Argument, Form, parameters,
    signature::{self, Subject},
};
use crate::{
    errors::Errors,
    family::HOOK,
    parse::{Arguments, Function},
};

/// A hook without anything wrong.
pub(crate) struct Hook {
    /// Where the facade is, when not at `::hapi_test`.
    pub(crate) crate_path: Option<Path>,
    /// The call's arguments after the `&SpecManager`: all of them fixtures.
    pub(crate) arguments: Vec<Argument>,
}

impl Hook {
    /// Judges the function under `#[attribute(arguments)]`, and takes from it the attributes that are for the macro.
    pub(crate) fn new(attribute: &str, arguments: TokenStream, function: &mut Function) -> Result<Self> {
        let mut errors = Errors::default();
        let given = Arguments::parse(arguments, HOOK, false, &mut errors);
        if signature::check(&function.signature, &Subject::HOOK, &mut errors) == Form::Operations {
            let ident = &function.signature.ident;
            let whole = format!("async fn {ident}(manager: &SpecManager, ..) -> SpecResult");
            errors.at(function.signature.fn_token, format_args!("`#[{attribute}]` stands on an `{whole}`"));
        }
        let arguments = parameters::take(&mut function.signature, Form::Async, &Subject::HOOK, &mut errors);
        errors.finish(Self { crate_path: given.crate_path(), arguments })
    }
}
