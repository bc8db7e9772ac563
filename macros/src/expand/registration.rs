//! The block that holds the function and registers it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{ReturnType, Type, spanned::Spanned};

use super::{
    path::{here, local},
    traits,
    unit::Apart,
};
use crate::{
    model::{Argument, Case, Field, Fixture, Form, Test, Venue},
    parse::Function,
};

/// The block: the function without its visibility, which nothing outside could use, and what refers to it.
pub(super) fn expand(test: &Test, function: &Function) -> TokenStream {
    let private = here(test.crate_path.as_ref());
    let fixtures = fixtures(&test.arguments);
    let traits = traits::declaration(&test.traits);
    let apart = Apart::of(test, function).map(|apart| apart.expand(test, function));
    let (function, submissions) = match (apart, &test.cases) {
        (Some((method, body)), _) => (method, submission(test, None, &body)),
        (None, None) => (standing(test, function), called(test, function, None)),
        (None, Some(cases)) => {
            let submissions = cases.iter().map(|case| called(test, function, Some(case))).collect();
            (standing(test, function), submissions)
        }
    };
    quote! {
        const _: () = {
            use #private as __hapi;

            #function

            #fixtures
            #traits
            #submissions
        };
    }
}

/// The function, as the user wrote it.
fn standing(test: &Test, function: &Function) -> TokenStream {
    let Function { attributes: kept, signature, body, .. } = function;
    // Fixtures and the values of cases come by value: each test has its own.
    let allowed = (!test.arguments.is_empty()).then(|| quote!(#[allow(clippy::needless_pass_by_value)]));
    quote!(#(#kept)* #allowed #signature #body)
}

/// The function that declares the fixtures, shared by all cases; nothing when there are none.
pub(super) fn fixtures(arguments: &[Argument]) -> TokenStream {
    let into = local("fixtures");
    if !takes_fixtures(arguments) {
        return TokenStream::new();
    }
    let declarations = arguments.iter().filter_map(|argument| match argument {
        Argument::Fixture(fixture) => Some(declaration(fixture, &into)),
        Argument::Case(_) => None,
    });
    quote! {
        fn __declare(#into: &mut __hapi::Fixtures) {
            #(#declarations)*
        }
    }
}

fn declaration(fixture: &Fixture, into: &impl ToTokens) -> TokenStream {
    let Fixture { name, ty, .. } = fixture;
    let set = set(fixture);
    // At the type, so that what is no fixture is reported there.
    quote_spanned!(at(ty)=> #into.declare::<#ty>(#name, #set);)
}

/// The closure that sets the fixture's attributes.
pub(super) fn set(Fixture { fields, .. }: &Fixture) -> TokenStream {
    let attributes = local("attributes");
    let pattern = if fields.is_empty() { quote!(_) } else { attributes.to_token_stream() };
    let assignments = fields
        .iter()
        .map(|Field { name, value }| quote!(#attributes.#name = ::core::convert::Into::into(#value);));
    quote!(|#pattern| { #(#assignments)* })
}

/// The function that calls the user's for the test, or for one of its cases, and its registration.
fn called(test: &Test, function: &Function, case: Option<&Case>) -> TokenStream {
    let (run, body) = run(test, function, case);
    let submission = submission(test, case, &body);
    quote!(#run #submission)
}

/// One registration: of the test, or of one of its cases.
fn submission(test: &Test, case: Option<&Case>, body: &TokenStream) -> TokenStream {
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
    let fixtures =
        if takes_fixtures(&test.arguments) { quote!(__declare) } else { quote!(__hapi::no_fixtures) };
    let traits = traits::reference(&test.traits);
    let place = place();
    quote! {
        __hapi::inventory::submit! {
            __hapi::TestCase {
                path: ::core::concat!(::core::module_path!(), #path),
                display: #display,
                place: #place,
                ignore: #ignore,
                tags: &[#(#tags),*],
                traits: #traits,
                fixtures: #fixtures,
                body: #body,
            }
        }
    }
}

/// Where the attribute stands.
pub(super) fn place() -> TokenStream {
    quote!(__hapi::Place { file: ::core::file!(), line: ::core::line!(), column: ::core::column!() })
}

/// The function that calls the user's, as the runner calls it, and the body that is registered.
///
/// A function and no closure: a closure would have the compiler generate another function that calls it.
fn run(test: &Test, function: &Function, case: Option<&Case>) -> (TokenStream, TokenStream) {
    let (spec, fixtures) = (local("spec"), local("fixtures"));
    let name = &test.name;
    let run = match case {
        None => format_ident!("__run"),
        Some(case) => format_ident!("__run_{}", case.name),
    };
    let mut given = arguments(&test.arguments, case, &fixtures);
    let fixtures = if takes_fixtures(&test.arguments) { fixtures.to_token_stream() } else { quote!(_) };
    let returned = returned(function);
    match test.form {
        Form::Operations => {
            let into = if restarts(test) { "into_restarting" } else { "into_operations" };
            let into = Ident::new(into, returned);
            let call = quote_spanned!(returned=> __hapi::#into(#name(#(#given),*)));
            let run_it = quote! {
                fn #run(#fixtures: &__hapi::Fixtures) -> __hapi::Operations {
                    #call
                }
            };
            (run_it, quote!(__hapi::Body::Operations(#run)))
        }
        Form::Async => {
            given.insert(0, spec.to_token_stream());
            let boxed = boxed(function, &quote_spanned!(returned=> #name(#(#given),*)));
            let boxed = seen_restarting(test, &spec, boxed);
            let run_it = quote! {
                fn #run<'a>(#spec: &'a __hapi::Spec, #fixtures: &'a __hapi::Fixtures) -> __hapi::BoxFuture<'a> {
                    #boxed
                }
            };
            (run_it, quote!(__hapi::Body::Async(#run)))
        }
    }
}

/// Whether it is a `#[restart_test]`, which fails when it restarts nothing.
fn restarts(test: &Test) -> bool {
    matches!(test.traits.venue, Venue::Restart { .. })
}

/// The future of an `async` test, with what sees that it restarted its network, if it is to.
pub(super) fn seen_restarting(test: &Test, spec: &impl ToTokens, boxed: TokenStream) -> TokenStream {
    if restarts(test) { quote!(__hapi::restarting(#spec, #boxed)) } else { boxed }
}

/// A return type that cannot be run is the user's to see at the return type.
pub(super) fn returned(function: &Function) -> Span {
    match &function.signature.output {
        ReturnType::Type(_, ty) => at(ty),
        ReturnType::Default => Span::call_site(),
    }
}

/// The future that `call` makes, in a box.
///
/// Where it returns a `SpecResult` there is nothing to convert, and the only code that is generated for this test alone is
/// the box's; this is what makes a test no slower to build than a plain one.
pub(super) fn boxed(function: &Function, call: &TokenStream) -> TokenStream {
    let returned = returned(function);
    if returns_spec_result(function) {
        quote_spanned!(returned=> __hapi::pin(::std::boxed::Box::new(#call)))
    } else {
        quote_spanned!(returned=> __hapi::boxed(#call))
    }
}

/// Whether the function says so in so many words.
pub(super) fn returns_spec_result(function: &Function) -> bool {
    let ReturnType::Type(_, ty) = &function.signature.output else { return false };
    let Type::Path(path) = &**ty else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident == "SpecResult" && last.arguments.is_none())
}

/// Whether the function takes any fixture.
pub(super) fn takes_fixtures(arguments: &[Argument]) -> bool {
    arguments.iter().any(|argument| matches!(argument, Argument::Fixture(_)))
}

/// The arguments after any `&Spec`: fixtures by their place among the fixtures, case values as they are written.
pub(super) fn arguments(all: &[Argument], case: Option<&Case>, fixtures: &impl ToTokens) -> Vec<TokenStream> {
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
    all.iter().map(argument).collect()
}

/// For tokens of our own that are to be reported at the place of the user's.
pub(super) fn at(tokens: &impl ToTokens) -> Span {
    tokens.span().resolved_at(Span::call_site())
}
