//! Tests that are compiled apart from the others of their file.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{FnArg, Pat, PatType, ReturnType, Type};

use super::{
    path::local,
    registration::{arguments, returned, returns_spec_result, seen_restarting},
};
use crate::{
    model::{Form, Test},
    parse::Function,
};

/// How many units the runtime has.
const UNITS: u64 = 64;

/// A test that is a method of a unit: what it takes, and what it returns.
pub(super) struct Apart<'a> {
    parameters: Vec<&'a PatType>,
    returns: &'a Type,
    block: Group,
}

impl<'a> Apart<'a> {
    /// Reads a function so, if it is one whose body means the same in an `async` block.
    ///
    /// An `async fn` has no say where the code of its body goes, and an `async` block has. The block needs nothing converted
    /// (`SpecResult`), one caller (no cases), parameters that `let` can introduce, and no attribute that wants to see an
    /// `async fn`, be it a macro or the level of a lint about such functions.
    pub(super) fn of(test: &Test, function: &'a Function) -> Option<Self> {
        let ReturnType::Type(_, returns) = &function.signature.output else { return None };
        let plain = test.form == Form::Async
            && test.cases.is_none()
            && returns_spec_result(function)
            && function.attributes.iter().all(|attribute| attribute.path().is_ident("doc"));
        let parameter = |parameter: &'a FnArg| match parameter {
            FnArg::Typed(typed) if matches!(*typed.pat, Pat::Ident(_)) => Some(typed),
            _ => None,
        };
        let parameters = function.signature.inputs.iter().map(parameter).collect::<Option<_>>()?;
        let block = block(&function.body).filter(|block| !starts_with_attribute(block))?;
        plain.then_some(Self { parameters, returns, block })
    }

    /// The method, in which the body stands, and what refers to it.
    ///
    /// Where the body is compiled is up to the method's type. It is so for what is called by the method alone, which a block
    /// that is always inlined is; nothing is ever inlined, as the block is called through the table of its `dyn Future`.
    pub(super) fn expand(&self, test: &Test, function: &Function) -> (TokenStream, TokenStream) {
        let Self { parameters, returns, block } = self;
        let name = &test.name;
        let unit = unit(name);
        let (spec, fixtures) = (local("spec"), local("fixtures"));
        let mut given = arguments(&test.arguments, None, &fixtures);
        given.insert(0, spec.to_token_stream());
        let bindings = parameters
            .iter()
            .zip(given)
            .map(|(PatType { attrs, pat, ty, .. }, value)| quote!(#(#attrs)* let #pat: #ty = #value;));
        let documentation = &function.attributes;
        // Unlike a function, a block does not say what it returns; what never happens says it, at no cost.
        let returning = quote_spanned!(returned(function)=> if false { return <#returns>::Ok(()); });
        // In a block of its own, which is nobody's unused one: what the body declares does not come after a statement.
        let mut body = Group::new(Delimiter::Brace, block.stream());
        body.set_span(Span::mixed_site().located_at(block.span()));
        let mut statements = Group::new(Delimiter::Brace, quote!(#returning #body));
        statements.set_span(block.span());
        let boxed = quote_spanned! {returned(function)=>
            __hapi::pin(::std::boxed::Box::new(#[inline(always)] async move #statements))
        };
        let boxed = seen_restarting(test, &spec, boxed);
        let method = quote! {
            trait __Test {
                fn #name<'a>(spec: &'a __hapi::Spec, fixtures: &'a __hapi::Fixtures) -> __hapi::BoxFuture<'a>;
            }

            impl __Test for #unit {
                #(#documentation)*
                fn #name<'a>(#spec: &'a __hapi::Spec, #fixtures: &'a __hapi::Fixtures) -> __hapi::BoxFuture<'a> {
                    #(#bindings)*
                    #boxed
                }
            }
        };
        (method, quote!(__hapi::Body::Async(<#unit as __Test>::#name)))
    }
}

/// The block that the body is. One that a `macro_rules` macro passes on is wrapped in what cannot be seen.
fn block(body: &TokenStream) -> Option<Group> {
    match body.clone().into_iter().next()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => block(&group.stream()),
        _ => None,
    }
}

/// Whether the block begins with an attribute of the function's, `#![..]`, which none can that is no function's.
fn starts_with_attribute(block: &Group) -> bool {
    let mut tokens = block.stream().into_iter();
    let mut next_is =
        |wanted| matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    next_is('#') && next_is('!')
}

/// The unit of the test with this name.
///
/// By the name alone, so that no test moves to another unit when one is added before it.
fn unit(name: &Ident) -> TokenStream {
    let unit = format_ident!("u{}", spread(&name.to_string()) % UNITS);
    quote!(__hapi::units::#unit::Unit)
}

/// A hash (FNV-1a) that is the same in any build by any compiler.
fn spread(name: &str) -> u64 {
    let mixed = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The last bits are those of the last letters.
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::family::HAPI_TEST;

    #[test]
    fn names_that_differ_in_a_digit_are_spread_over_all_units() {
        let mut sizes = BTreeMap::new();
        for n in 0..1000 {
            *sizes.entry(unit(&format_ident!("t{n:04}")).to_string()).or_insert(0) += 1;
        }
        assert_eq!(sizes.len(), 64);
        assert!(sizes.values().all(|&size| size <= 32), "none has twice its share: {sizes:?}");
    }

    #[test]
    fn what_needs_an_async_fn_stays_one() {
        let is_apart = |item: TokenStream| {
            let mut function = Function::parse("hapi_test", "`fn`", item).expect("it is a function");
            let test = Test::new(&HAPI_TEST, TokenStream::new(), &mut function).expect("it is a test");
            Apart::of(&test, &function).is_some()
        };
        assert!(is_apart(quote!(
            /// Its name
            pub async fn test(spec: &Spec, mut alice: SpecAccount) -> spec::SpecResult {}
        )));
        assert!(!is_apart(quote!(
            async fn test(_: &Spec) -> SpecResult {}
        )));
        assert!(!is_apart(quote!(
            async fn test(spec: &Spec) -> Result<(), String> {}
        )));
        assert!(!is_apart(quote!(
            async fn test(spec: &Spec, #[case(1)] amount: i64) -> SpecResult {}
        )));
        assert!(!is_apart(quote!(
            #[instrument]
            async fn test(spec: &Spec) -> SpecResult {}
        )));
        assert!(!is_apart(quote!(
            async fn test(spec: &Spec) -> SpecResult {
                #![allow(unused)]
            }
        )));
        assert!(!is_apart(quote!(
            fn test() -> SpecResult {}
        )));
    }

    #[test]
    fn sees_attributes_of_the_function_at_the_start_of_its_body() {
        let starts = |body: TokenStream| starts_with_attribute(&block(&body).expect("it is a block"));
        assert!(starts(quote!(
            {
                #![allow(unused)]
                Ok(())
            }
        )));
        let passed_on = Group::new(
            Delimiter::None,
            quote!(
                {
                    #![allow(unused)]
                }
            ),
        );
        assert!(starts(passed_on.to_token_stream()));
        assert!(!starts(quote!({
            #[allow(unused)]
            let a = 1;
            Ok(())
        })));
        assert!(!starts(quote!({})));
    }
}
