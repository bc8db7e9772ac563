//! The attribute macros of `hapi-test`.
//!
//! This crate is an implementation detail of `hapi-test`; depend on that instead. What it expands to names a module of
//! the facade that carries this crate's version, so the two only ever fit together in the same release.
//!
//! A macro works in three steps, each a module: `parse` reads tokens into syntax, `model` decides what the test is
//! and collects everything that is wrong with it, `expand` writes the registration. None of them knows what a spec is
//! or how a test runs.

mod errors;
mod expand;
mod misuse;
mod model;
mod nearest;
mod parse;
mod schema;

use proc_macro::TokenStream;

/// Turns a function into a test that runs against the session's network.
///
/// Two forms, chosen by what the flow needs:
///
/// ```
/// # fn get_account_balance(account: &SpecAccount) -> String { account.to_string() }
/// use hapi_test::prelude::*;
///
/// /// An account starts with the balance it is given
/// #[hapi_test]
/// fn initial_balance(
///     #[account_spec(balance = 100.hbar())] alice: SpecAccount,
///     bob: SpecAccount,
/// ) -> impl IntoSpec {
///     hapi_spec![get_account_balance(&alice), get_account_balance(&bob)]
/// }
///
/// #[hapi_test]
/// async fn step_by_step(spec: &Spec, carol: SpecAccount) -> SpecResult {
///     spec.run(get_account_balance(&carol)).await
/// }
/// ```
///
/// # Arguments
///
/// - `tags("slow", "hip_904")`: words to select tests by, of lower-case letters, digits, `_` and `-`.
/// - `crate = path`: where `hapi_test` is, for a crate that depends on it under another name.
///
/// # Parameters
///
/// Each parameter is one of:
///
/// - `spec: &Spec`, first in an `async fn`;
/// - a fixture, an entity that exists before the first operation runs. `#[account_spec(..)]` and `#[key_spec(..)]` say
///   what it is like; without them it has its defaults. It is registered under the parameter's name, or `name = ".."`;
/// - a value of `#[case(a, b, ..)]`. Each value makes a test of its own, listed as `test::case_1_a`, `test::case_2_b`;
///   several such parameters make every combination, the last one varying fastest.
///
/// # Attributes
///
/// The doc comment is the name shown to people. `#[ignore = "why"]` needs its reason. `#[should_panic]` is refused: the
/// operation that must fail says so with `.fails_with(..)`.
///
/// # Running
///
/// The test is listed by its module path and name both by the runner of `hapi_test::main!()` and by libtest's own
/// harness, so `harness = false` is not needed for it to run. The function itself can not be called from elsewhere, for
/// under libtest its name is that of the listed test; move what two tests share into a function that returns operations.
#[proc_macro_attribute]
pub fn hapi_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::hapi_test(arguments.into(), &item.into()).into()
}

/// Describes the account that a parameter of a test receives: `#[account_spec(balance = 100.hbar())] alice: SpecAccount`.
///
/// | name | value | default |
/// |---|---|---|
/// | `name` | a string literal, the name in the registry | the parameter's |
/// | `balance` | an amount with its unit, `100.hbar()` | the fixture's |
/// | `cents` | the balance in US cents at the network's rate, instead of `balance` | |
/// | `key` | `ed25519`, `ecdsa`, or an expression for a `KeyShape` | the fixture's |
/// | `memo` | a string | empty |
/// | `max_auto_associations` | -1 (no limit) or more | 0 |
/// | `receiver_sig_required` | `true` or `false` | `false` |
/// | `decline_reward` | `true` or `false` | `false` |
/// | `staked_node_id` | the node's number | not staked |
///
/// Only `#[hapi_test]` reads it; anywhere else it is an error.
#[proc_macro_attribute]
pub fn account_spec(_: TokenStream, item: TokenStream) -> TokenStream {
    misuse::parameter_attribute("account_spec", item.into()).into()
}

/// Describes the key that a parameter of a test receives: `#[key_spec(kind = ecdsa)] admin: SpecKey`.
///
/// | name | value | default |
/// |---|---|---|
/// | `name` | a string literal, the name in the registry | the parameter's |
/// | `kind` | `ed25519`, `ecdsa`, or an expression for a `KeyShape` | the fixture's |
///
/// Only `#[hapi_test]` reads it; anywhere else it is an error.
#[proc_macro_attribute]
pub fn key_spec(_: TokenStream, item: TokenStream) -> TokenStream {
    misuse::parameter_attribute("key_spec", item.into()).into()
}

/// Makes one listed test of each value: `#[case(0, 1, i64::MAX)] amount: i64`.
///
/// Only `#[hapi_test]` reads it; anywhere else it is an error.
#[proc_macro_attribute]
pub fn case(_: TokenStream, item: TokenStream) -> TokenStream {
    misuse::parameter_attribute("case", item.into()).into()
}
