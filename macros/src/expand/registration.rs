//! The block that holds the function and registers it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ReturnType, spanned::Spanned};

use super::path::{here, local};
use crate::{
    model::{Argument, Case, Field, Fixture, Form, Test},
    parse::Function,
};

/// The block: the function without its visibility, which nothing outside could use, and what refers to it.
pub(super) fn expand(test: &Test, function: &Function) -> TokenStream {
    let private = here(test.crate_path.as_ref());
    let Function { attributes: kept, signature, body, .. } = function;
    let fixtures = fixtures(test);
    let submissions = match &test.cases {
        None => submission(test, function, None),
        Some(cases) => cases.iter().map(|case| submission(test, function, Some(case))).collect(),
    };
    quote! {
        const _: () = {
            use #private as __hapi;

            // Fixtures come by value: each test has handles of its own.
            #(#kept)*
            #[allow(clippy::needless_pass_by_value)]
            #signature #body

            #fixtures
            #submissions
        };
    }
}

/// The function that declares the fixtures, shared by all cases; nothing when there are none.
fn fixtures(test: &Test) -> TokenStream {
    let into = local("fixtures");
    if !takes_fixtures(test) {
        return TokenStream::new();
    }
    let declarations = test.arguments.iter().filter_map(|argument| match argument {
        Argument::Fixture(fixture) => Some(declaration(fixture, &into)),
        Argument::Case(_) => None,
    });
    quote! {
        fn __declare(#into: &mut __hapi::Fixtures) {
            #(#declarations)*
        }
    }
}

fn declaration(Fixture { name, ty, fields }: &Fixture, into: &impl ToTokens) -> TokenStream {
    let attributes = local("attributes");
    let pattern = if fields.is_empty() { quote!(_) } else { attributes.to_token_stream() };
    let assignments = fields
        .iter()
        .map(|Field { name, value }| quote!(#attributes.#name = ::core::convert::Into::into(#value);));
    // At the type, so that what is no fixture is reported there.
    quote_spanned!(at(ty)=> #into.declare::<#ty>(#name, |#pattern| { #(#assignments)* });)
}

/// One registration: of the test, or of one of its cases.
fn submission(test: &Test, function: &Function, case: Option<&Case>) -> TokenStream {
    let path = match case {
        None => format!("::{}", test.name),
        Some(case) => format!("::{}::{}", test.name, case.name),
    };
    let display = &test.attributes.display;
    let ignore = match &test.attributes.ignore {
        None => quote!(::core::option::Option::None),
        Some(reason) => quote!(::core::option::Option::Some(#reason)),
    };
    let tags = &test.tags;
    let fixtures = if takes_fixtures(test) { quote!(__declare) } else { quote!(__hapi::no_fixtures) };
    let body = body(test, function, case);
    quote! {
        __hapi::inventory::submit! {
            __hapi::TestCase {
                path: ::core::concat!(::core::module_path!(), #path),
                display: #display,
                place: __hapi::Place { file: ::core::file!(), line: ::core::line!(), column: ::core::column!() },
                ignore: #ignore,
                tags: &[#(#tags),*],
                traits: &__hapi::Traits::PLAIN,
                fixtures: #fixtures,
                body: #body,
            }
        }
    }
}

/// The call of the function, as the runner makes it.
fn body(test: &Test, function: &Function, case: Option<&Case>) -> TokenStream {
    let (spec, fixtures) = (local("spec"), local("fixtures"));
    let name = &test.name;
    let mut given = arguments(test, case, &fixtures);
    let fixtures = if takes_fixtures(test) { fixtures.to_token_stream() } else { quote!(_) };
    // A return type that cannot be run is the user's to see at the return type.
    let returned = match &function.signature.output {
        ReturnType::Type(_, ty) => at(ty),
        ReturnType::Default => Span::call_site(),
    };
    match test.form {
        Form::Operations => {
            let call = quote_spanned!(returned=> __hapi::into_operations(#name(#(#given),*)));
            quote!(__hapi::Body::Operations(|#fixtures| #call))
        }
        Form::Async => {
            given.insert(0, spec.to_token_stream());
            let boxed = quote_spanned!(returned=> __hapi::boxed(#name(#(#given),*)));
            quote!(__hapi::Body::Async(|#spec, #fixtures| #boxed))
        }
    }
}

/// Whether the function takes any fixture.
fn takes_fixtures(test: &Test) -> bool {
    test.arguments.iter().any(|argument| matches!(argument, Argument::Fixture(_)))
}

/// The arguments after any `&Spec`: fixtures by their place among the fixtures, case values as they are written.
fn arguments(test: &Test, case: Option<&Case>, fixtures: &impl ToTokens) -> Vec<TokenStream> {
    let mut choices = case.map_or(&[][..], |case| &case.values).iter();
    let mut index = 0_usize..;
    let argument = |argument: &Argument| match argument {
        Argument::Fixture(fixture) => {
            let index = index.next();
            quote_spanned!(at(&fixture.ty)=> #fixtures.get(#index))
        }
        Argument::Case(values) => {
            let value = choices.next().and_then(|choice| values.get(*choice));
            value.to_token_stream()
        }
    };
    test.arguments.iter().map(argument).collect()
}

/// For tokens of our own that are to be reported at the place of the user's.
fn at(tokens: &impl ToTokens) -> Span {
    tokens.span().resolved_at(Span::call_site())
}
