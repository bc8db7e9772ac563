//! Statics that tests share.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{
    Attribute,
    parse::{ParseStream, Parser},
    parse2,
};

use super::{
    path::here,
    registration::{at, place, set},
};
use crate::{errors::report, misuse, model::StaticFixture, parse::Static, schema::Schema};

/// Expands `#[account_spec(arguments)] static ALICE: SpecAccount;` and its kin; on what is no static they are misplaced.
///
/// The value is the handle of a constant that holds what the attribute says; the constant is registered, so that a name is
/// known to be that of a static.
pub(crate) fn fixture(name: &str, arguments: &TokenStream, item: TokenStream) -> TokenStream {
    if !is_static(&item) {
        let place = "on a parameter of a test, or on a `static` without a value";
        return misuse::attribute(name, place, item);
    }
    let word = quote::format_ident!("{name}");
    let attribute: Attribute = syn::parse_quote!(#[#word(#arguments)]);
    let Some(schema) = Schema::of(&word) else { return item };
    let item: Static = match parse2(item) {
        Ok(item) => item,
        Err(error) => return report(&error),
    };
    match StaticFixture::new(schema, &attribute, &item) {
        Ok(fixture) => expand(&fixture, &item),
        Err(error) => report(&error),
    }
}

fn is_static(item: &TokenStream) -> bool {
    let starts = |input: ParseStream<'_>| {
        let starts = Static::starts(input);
        input.parse::<TokenStream>()?;
        Ok(starts)
    };
    starts.parse2(item.clone()).unwrap_or(false)
}

fn expand(StaticFixture { crate_path, fixture }: &StaticFixture, item: &Static) -> TokenStream {
    let Static { attributes, visibility, ident, ty, .. } = item;
    let private = here(crate_path.as_ref());
    let path = format!("::{}", fixture.name.value());
    let (set, place) = (set(fixture), place());
    // At the type, so that what is no fixture is reported there.
    let handle = quote_spanned!(at(ty)=> <#ty>::of_static(&__FIXTURE));
    quote! {
        #(#attributes)*
        #visibility static #ident: #ty = {
            use #private as __hapi;

            static __FIXTURE: __hapi::StaticFixture<#ty> = <__hapi::StaticFixture<#ty>>::new(
                ::core::concat!(::core::module_path!(), #path),
                #place,
                #set,
            );
            __hapi::inventory::submit! { __hapi::StaticEntry::new(&__FIXTURE) }
            #handle
        };
    }
}
