//! Suites, and the hooks in them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Ident, Result, Token, Visibility, braced,
    parse::{ParseStream, Parser},
};

use super::{
    path::{here, local},
    registration::{self, arguments, boxed, fixtures, place, takes_fixtures},
    traits,
};
use crate::{
    errors::report,
    model::{Hook, Suite},
    parse::Function,
};

/// Expands `#[hapi_suite(arguments)] mod item { .. }`: the module as it is, and the registration beside it.
pub(crate) fn on_module(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let output = module(item.clone()).and_then(|(name, attributes)| {
        let path = format!("::{name}");
        let suite = Suite::new(arguments, &attributes)?;
        Ok(submission(&suite, &quote!(::core::concat!(::core::module_path!(), #path))))
    });
    let mut output = output.unwrap_or_else(|error| report(&error));
    output.extend(item);
    output
}

/// Expands `suite! { /// display  arguments }`, which registers the module that it stands in.
pub(crate) fn in_module(input: TokenStream) -> TokenStream {
    let read = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_outer)?;
        Ok((attributes, input.parse::<TokenStream>()?))
    };
    let output = read.parse2(input).and_then(|(attributes, arguments)| {
        if let Some(other) = attributes.iter().find(|attribute| !attribute.path().is_ident("doc")) {
            return Err(syn::Error::new_spanned(
                other,
                "only a doc comment, the suite's name, can stand here",
            ));
        }
        let suite = Suite::new(arguments, &attributes)?;
        Ok(submission(&suite, &quote!(::core::module_path!())))
    });
    output.unwrap_or_else(|error| report(&error))
}

/// The name of an inline module, and its attributes, inner ones included. What else is in it stays unread.
fn module(item: TokenStream) -> Result<(Ident, Vec<Attribute>)> {
    let read = |input: ParseStream<'_>| {
        let mut attributes = input.call(Attribute::parse_outer)?;
        let _: Visibility = input.parse()?;
        if !input.peek(Token![mod]) {
            let advice = "at the top of a file, write `suite! { .. }`";
            return Err(input.error(format_args!("`#[hapi_suite]` stands on `mod name {{ .. }}`; {advice}")));
        }
        input.parse::<Token![mod]>()?;
        let name = input.parse()?;
        let content;
        braced!(content in input);
        attributes.extend(content.call(Attribute::parse_inner)?);
        content.parse::<TokenStream>()?;
        Ok((name, attributes))
    };
    read.parse2(item)
}

fn submission(suite: &Suite, path: &TokenStream) -> TokenStream {
    let Suite { display, crate_path, tags, ordered_in_isolation, leaky } = suite;
    let private = here(crate_path.as_ref());
    let leaky = traits::leaky_option(leaky.as_ref());
    let place = place();
    quote! {
        const _: () = {
            use #private as __hapi;

            __hapi::inventory::submit! {
                __hapi::Suite {
                    path: #path,
                    display: #display,
                    place: #place,
                    tags: &[#(#tags),*],
                    ordered_in_isolation: #ordered_in_isolation,
                    leaky: #leaky,
                }
            }
        };
    }
}

/// Expands `#[before_all]` and `#[after_all]`, of which `moment` is the variant: the function as it is, and its registration.
pub(crate) fn hook(
    attribute: &str,
    moment: &TokenStream,
    arguments: TokenStream,
    item: &TokenStream,
) -> TokenStream {
    let mut function = match Function::parse(attribute, "`async fn`", item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = report(&error);
            return quote!(#error #item);
        }
    };
    match Hook::new(attribute, arguments, &mut function) {
        Ok(hook) => hook_registration(&hook, moment, &function),
        Err(error) => {
            let error = report(&error);
            // Kept for the editor, which has nothing else of it; its errors have been told, and warnings would be noise.
            let function = function.without_consequences();
            quote!(#error #[allow(unused)] #function)
        }
    }
}

fn hook_registration(hook: &Hook, moment: &TokenStream, function: &Function) -> TokenStream {
    let private = here(hook.crate_path.as_ref());
    let ident = &function.signature.ident;
    let name = ident.to_string();
    let (manager, declared) = (local("manager"), local("fixtures"));
    let fixtures = fixtures(&hook.arguments);
    let given = arguments(&hook.arguments, None, &declared);
    let at = registration::returned(function);
    let future = if takes_fixtures(&hook.arguments) {
        let call = quote_spanned!(at=> #ident(#manager, #(#given),*));
        quote_spanned! {at=>
            __hapi::pin(::std::boxed::Box::new(async move {
                let #declared = __hapi::fixtures_of(#manager, __declare).await?;
                ::core::result::Result::map_err(#call.await, ::core::convert::Into::into)
            }))
        }
    } else {
        boxed(function, &quote_spanned!(at=> #ident(#manager)))
    };
    let place = place();
    let function = function.to_token_stream();
    // As in a test, fixtures come by value.
    quote! {
        #[allow(clippy::needless_pass_by_value)]
        #function

        const _: () = {
            use #private as __hapi;

            #fixtures
            fn __run<'a>(#manager: &'a __hapi::SpecManager) -> __hapi::BoxFuture<'a> {
                #future
            }
            __hapi::inventory::submit! {
                __hapi::Hook {
                    suite: ::core::module_path!(),
                    name: #name,
                    place: #place,
                    moment: __hapi::Moment::#moment,
                    body: __run,
                }
            }
        };
    }
}

/// Expands `#[order(arguments)]` above the attribute that makes the test: moves it below, where that attribute reads it.
pub(crate) fn order(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let read = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_outer)?;
        Ok((attributes, input.parse::<TokenStream>()?))
    };
    let is_test = |attribute: &Attribute| {
        let word = attribute.path().segments.last().map(|segment| &segment.ident);
        word.is_some_and(|word| crate::family::FAMILIES.iter().any(|family| word == family.name))
    };
    match read.parse2(item.clone()) {
        Ok((attributes, rest)) if attributes.iter().any(is_test) => {
            quote!(#(#attributes)* #[order(#arguments)] #rest)
        }
        _ => crate::misuse::attribute("order", "on a test, such as a `#[hapi_test]` function", item),
    }
}
