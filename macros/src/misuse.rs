//! Attributes that mean something on a parameter of a test only, found elsewhere.

use proc_macro2::{Span, TokenStream};
use syn::Error;

use crate::errors::report;

/// The error for an attribute that stands on an item of its own, and the item.
pub(crate) fn parameter_attribute(name: &str, item: TokenStream) -> TokenStream {
    let message = format!("`#[{name}]` belongs on a parameter of a `#[hapi_test]` function");
    // The attribute's place, seen as the user's own text and not as something of a macro's.
    let place = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let mut output = report(&Error::new(Span::call_site().resolved_at(place), message));
    output.extend(item);
    output
}
