//! The output of the macros: registrations, and function pointers to what they register.

mod path;
mod registration;
mod shim;
mod statics;
mod suite;
mod traits;
mod unit;

pub(crate) use self::{
    statics::fixture,
    suite::{hook, in_module, on_module, order},
};

use proc_macro2::TokenStream;
use quote::quote;

use crate::{errors::report, family::Family, model::Test, parse::Function};

/// Expands `#[hapi_test(arguments)] item`, or the same of another attribute that makes a test.
///
/// A function becomes two things beside each other:
///
/// - `const _: () = { .. }`, which holds the function and registers it with the runner;
/// - a `#[test]` of the same name (for cases, a module of that name with one for each), which runs it under libtest.
///
/// The name goes to the shim because libtest names a test by where it stands, and only a shim of the function's own name
/// in the function's own module has the name that our runner lists. Where there is no libtest (`harness = false`) the
/// compiler drops the shim by itself, so nothing has to tell the two apart, and no code is left unused in either.
/// A block in a `const` is no module, so `self`, `super` and private items mean inside what they mean outside. Editors
/// offer to run what is a `#[test]` after expansion, hence the shim is also their button.
///
/// One thing is lost: without libtest the compiler no longer sees that two tests of a module have the same name. The
/// runner does, from what is registered.
pub(crate) fn test(family: &Family, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut function = match Function::parse(family.name, "`fn` or `async fn`", item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = report(&error);
            return quote!(#error #item);
        }
    };
    match Test::new(family, arguments, &mut function) {
        Ok(test) => {
            let registration = registration::expand(&test, &function);
            let shim = shim::expand(&test, &function);
            quote!(#registration #shim)
        }
        Err(error) => {
            let error = report(&error);
            // The editor has nothing else of the function to offer help in.
            let function = function.without_consequences();
            quote!(#error #[allow(unused)] #function)
        }
    }
}
