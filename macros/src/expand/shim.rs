//! The tests that libtest sees, where it is the harness.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::path::{here, inside};
use crate::{model::Test, parse::Function};

/// The shims, which stand where the user's function does: at its `fn`, under its name. What the compiler says of a test, and
/// where an editor offers to run it, is then there and not at the attribute.
pub(super) fn expand(test: &Test, user: &Function) -> TokenStream {
    let at = user.signature.fn_token.span.resolved_at(Span::call_site());
    let Test { name, attributes, crate_path, .. } = test;
    let ignore = attributes.ignore.as_ref().map(|reason| quote!(#[ignore = #reason]));
    let function = |name: &syn::Ident, private: &TokenStream| {
        let path = format!("::{name}");
        quote_spanned! {at=>
            #[::core::prelude::v1::test]
            #ignore
            fn #name() {
                #private::run_under_libtest(::core::concat!(::core::module_path!(), #path));
            }
        }
    };
    match &test.cases {
        None => function(name, &here(crate_path.as_ref())),
        Some(cases) => {
            let (private, import) = inside(crate_path.as_ref());
            let functions = cases
                .iter()
                .map(|case| function(&format_ident!("{}", case.name, span = name.span()), &private));
            quote! {
                mod #name {
                    #import
                    #(#functions)*
                }
            }
        }
    }
}
