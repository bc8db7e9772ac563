//! Attributes that mean something in some places only, found elsewhere.

use proc_macro2::{Span, TokenStream};
use syn::Error;

use crate::errors::report;

/// The error for an attribute that stands elsewhere than `place`, and the item.
pub(crate) fn attribute(name: &str, place: &str, item: TokenStream) -> TokenStream {
    let message = format!("`#[{name}]` belongs {place}");
    // The attribute's place, seen as the user's own text and not as something of a macro's.
    let at = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let mut output = report(&Error::new(Span::call_site().resolved_at(at), message));
    output.extend(item);
    output
}
