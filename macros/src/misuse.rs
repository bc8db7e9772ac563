//! Attributes that mean something on a parameter of a test only, found elsewhere.

use proc_macro2::{Span, TokenStream};
use syn::Error;

use crate::errors::report;

/// The error for an attribute that stands on an item of its own, and the item.
pub(crate) fn parameter_attribute(name: &str, item: TokenStream) -> TokenStream {
    let message = format!("`#[{name}]` belongs on a parameter of a `#[hapi_test]` function");
    let mut output = report(&Error::new(Span::call_site(), message));
    output.extend(item);
    output
}
