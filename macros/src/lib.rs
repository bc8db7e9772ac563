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
mod family;
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
/// | argument | meaning |
/// |---|---|
/// | `tags("slow", "hip_904")` | words to select tests by, of lower-case letters, digits, `_` and `-` |
/// | `extended` | runs with `--extended` only |
/// | `reset` | runs on the session's network as it was at genesis |
/// | `needs(..)` | what it needs of the network: `virtual_time`, `state_access`, `grpc`, `node_control`; where that is not there, it is listed as ignored, with the reason (under libtest's own harness, which cannot be told so, it passes, and the standard error says that it did not run) |
/// | `crate = path` | where `hapi_test` is, for a crate that depends on it under another name |
///
/// # Parameters
///
/// Each parameter is one of:
///
/// - `spec: &Spec`, first in an `async fn`;
/// - a fixture, an entity that exists before the first operation runs. `#[account_spec(..)]`, `#[key_spec(..)]` and their
///   kin say what it is like; without them it has its defaults. It is registered under the parameter's name, or `name = ".."`;
///   a `GrpcEndpoint` implies `needs(grpc)`;
/// - a value of `#[case(a, b, ..)]`. Each value makes a test of its own, listed as `test::case_1_a`, `test::case_2_b`;
///   several such parameters make every combination, the last one varying fastest.
///
/// # Attributes
///
/// The doc comment is the name shown to people. `#[ignore = "why"]` needs its reason. `#[should_panic]` is refused: the
/// operation that must fail says so with `.fails_with(..)`. `#[order(1)]` is its place in a suite that is ordered in
/// isolation.
///
/// # Running
///
/// The test is listed by its module path and name both by the runner of `hapi_test::main!()` and by libtest's own
/// harness, so `harness = false` is not needed for it to run. The function itself can not be called from elsewhere, for
/// under libtest its name is that of the listed test; move what two tests share into a function that returns operations.
#[proc_macro_attribute]
pub fn hapi_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::HAPI_TEST, arguments, item)
}

/// A test that changes something for others, and therefore runs when nobody uses that.
///
/// ```
/// # fn overriding(name: &str, value: &str) -> String { format!("{name}={value}") }
/// use hapi_test::prelude::*;
///
/// /// The ceiling on auto-associations is a network property
/// #[leaky_test(PropertyOverrides, overrides = ["ledger.maxAutoAssociations"])]
/// fn auto_association_ceiling() -> impl IntoSpec {
///     hapi_spec![overriding("ledger.maxAutoAssociations", "1")]
/// }
/// ```
///
/// # Reasons
///
/// At least one, first: what the test changes, or needs unchanged for itself.
///
/// | reason | what nobody else may use meanwhile |
/// |---|---|
/// | `NoConcurrentCreations` | the numbers that new entities get |
/// | `NoConcurrentStakePeriodBoundaryCrossings` | the first transactions of staking periods |
/// | `PropertyOverrides` | the network properties, file 0.0.121 |
/// | `PermissionOverrides` | the API permissions, file 0.0.122 |
/// | `ThrottleOverrides` | the throttle definitions, file 0.0.123 |
/// | `FeeScheduleOverrides` | the fee schedules and exchange rates, files 0.0.111 to 0.0.113 |
/// | `UpgradeFileContent` | the upgrade files, from 0.0.150 |
/// | `SystemAccountBalances` | the balances of system accounts |
/// | `SystemAccountKeys` | the keys of system accounts |
/// | `NodeControl` | the processes of nodes, which it stops, starts or suspends; implies `needs(node_control)` |
///
/// # Arguments
///
/// | argument | meaning | needs |
/// |---|---|---|
/// | `overrides = ["name", ..]` | properties that are remembered before the test and restored after it, however it ends | `PropertyOverrides` |
/// | `throttles = "file"` | throttle definitions that hold during the test | `ThrottleOverrides` |
/// | `fees = "file"` | fee schedules that hold during the test | `FeeScheduleOverrides` |
/// | `reads = [Reason, ..]` | what it uses, when that is not everything: tests that change other things may then run beside it | |
///
/// `tags`, `extended`, `needs` and `crate`, the parameters and the attributes are those of [`macro@hapi_test`].
#[proc_macro_attribute]
pub fn leaky_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::LEAKY_TEST, arguments, item)
}

/// A test that needs an embedded network: `#[embedded_test(NeedsStateAccess)]`. On others it is listed as ignored.
///
/// | reason | meaning |
/// |---|---|
/// | `MustSkipIngest` | submits what a node would always reject at ingest |
/// | `NeedsStateAccess` | asserts on state that gRPC does not show, or changes it |
/// | `ManipulatesEventVersion` | sets the version of the simulated event |
///
/// At least one. All else is that of [`macro@hapi_test`].
#[proc_macro_attribute]
pub fn embedded_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::EMBEDDED_TEST, arguments, item)
}

/// A test that needs an embedded network and changes something for others:
/// `#[leaky_embedded_test(NeedsStateAccess, SystemAccountBalances)]`.
///
/// Takes at least one reason of [`macro@embedded_test`] and one of [`macro@leaky_test`], in any order, and the arguments of
/// the latter.
#[proc_macro_attribute]
pub fn leaky_embedded_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::LEAKY_EMBEDDED_TEST, arguments, item)
}

/// A test that needs a repeatable network, in virtual time: `#[repeatable_test(NeedsVirtualTimeForFastExecution)]`. On
/// others it is listed as ignored.
///
/// | reason | meaning |
/// |---|---|
/// | `NeedsVirtualTimeForFastExecution` | would take too long in real time |
/// | `NeedsLastAssignedConsensusTime` | time must stand still after each transaction |
/// | `NeedsSynchronousHandleWorkflow` | a transaction must be handled before its submission returns |
/// | `NeedsTssControl` | drives the threshold signer |
/// | `NeedsStateAccess` | asserts on state that gRPC does not show, or changes it |
/// | `ThrottleOverrides` | changes throttles |
/// | `UsesStateSignatureTransactionCallback` | acts on the callbacks of state signatures |
///
/// At least one. All else is that of [`macro@hapi_test`].
#[proc_macro_attribute]
pub fn repeatable_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::REPEATABLE_TEST, arguments, item)
}

/// A test that needs a repeatable network and changes something for others:
/// `#[leaky_repeatable_test(NeedsVirtualTimeForFastExecution, PropertyOverrides)]`.
///
/// Takes at least one reason of [`macro@repeatable_test`] and one of [`macro@leaky_test`], in any order, and the arguments
/// of the latter. `ThrottleOverrides` is one of either.
#[proc_macro_attribute]
pub fn leaky_repeatable_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::LEAKY_REPEATABLE_TEST, arguments, item)
}

/// A test with an embedded network of its own, from genesis: `#[genesis_test(overrides = {"ledger.id" = "0x01"})]`.
///
/// | argument | meaning |
/// |---|---|
/// | `overrides = {"name" = "value", ..}` | network properties that the network is started with |
///
/// `tags`, `extended`, `needs` and `crate`, the parameters and the attributes are those of [`macro@hapi_test`].
#[proc_macro_attribute]
pub fn genesis_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::GENESIS_TEST, arguments, item)
}

/// A test with an embedded network of its own, which it stops and starts again by `restart_network()`: what stands before
/// that is the set-up, what stands after it meets the restarted network. A test that restarts nothing fails.
///
/// | argument | meaning | default |
/// |---|---|---|
/// | `restart_type = ..` | what the next start finds: `Genesis` nothing, `SameVersion` the state that was saved, `UpgradeBoundary` that of an earlier version | `Genesis` |
/// | `setup_overrides = {"name" = "value", ..}` | network properties of the first start | none |
/// | `restart_overrides = {"name" = "value", ..}` | network properties of each start after it | none |
///
/// With `UpgradeBoundary` the test is always listed as ignored: in this version, state does not tell versions apart.
///
/// `tags`, `extended`, `needs` and `crate`, the parameters and the attributes are those of [`macro@hapi_test`].
#[proc_macro_attribute]
pub fn restart_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    test(&family::RESTART_TEST, arguments, item)
}

fn test(family: &family::Family, arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::test(family, arguments.into(), &item.into()).into()
}

/// The place of a test in a suite that is `ordered_in_isolation`: `#[order(1)]`. Tests without one come last, by name.
///
/// It orders the tests that one process runs. `cargo nextest` has a process for each test, and starts them in its own order.
#[proc_macro_attribute]
pub fn order(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::order(&arguments.into(), item.into()).into()
}

/// Says something of all tests of an inline module, and of the modules in it.
///
/// ```
/// use hapi_test::prelude::*;
///
/// /// What the treasury can do
/// #[hapi_suite(tags("slow"), leaky(SystemAccountBalances, reads = [PropertyOverrides]))]
/// mod treasury {
///     use hapi_test::prelude::*;
///
///     #[before_all]
///     async fn set_up(manager: &SpecManager) -> SpecResult {
///         manager.do_adhoc(hapi_spec!["newKeyNamed"]).await
///     }
///
///     #[hapi_test]
///     fn first() -> impl IntoSpec {
///         hapi_spec!["first"]
///     }
/// }
/// ```
///
/// | argument | meaning |
/// |---|---|
/// | `tags("a", ..)` | tags that all its tests have |
/// | `ordered_in_isolation` | its tests run one after the other, by their `#[order(n)]` and then by name, and nobody runs beside them; under `cargo nextest`, nobody runs beside them, and they come in nextest's order |
/// | `leaky(Reason, ..)` | what it changes for others from its `before_all` to its `after_all`: reasons and arguments as in [`macro@leaky_test`] |
/// | `crate = path` | where `hapi_test` is |
///
/// The doc comment is the name shown to people. Suites may stand in suites. At the top of a file, write [`suite!`].
#[proc_macro_attribute]
pub fn hapi_suite(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::on_module(arguments.into(), item.into()).into()
}

/// Says of the module that it stands in what [`macro@hapi_suite`] says of an inline one.
///
/// ```
/// use hapi_test::prelude::*;
///
/// suite! {
///     /// What the treasury can do
///     tags("slow"), ordered_in_isolation
/// }
/// # fn main() {}
/// ```
#[proc_macro]
pub fn suite(input: TokenStream) -> TokenStream {
    expand::in_module(input.into()).into()
}

/// Runs once on a network before the first test of the module that it stands in, or of a module in that.
///
/// Once in each process: `cargo nextest`, which has a process for each test, runs it before each of them, on the network that
/// all share. What it creates is new each time, and what it changes for others is to be declared, `leaky(..)`.
///
/// It is an `async fn` over `&SpecManager` that returns a `SpecResult`; further parameters are fixtures, as those of a
/// test, and are there in every test of the suite. When it fails, so do those tests, with its cause.
///
/// ```
/// use hapi_test::prelude::*;
///
/// #[before_all]
/// async fn set_up(manager: &SpecManager, treasury: SpecAccount) -> SpecResult {
///     manager.do_adhoc(hapi_spec![treasury]).await
/// }
/// # fn main() {}
/// ```
#[proc_macro_attribute]
pub fn before_all(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::hook("before_all", &quote::quote!(BeforeAll), arguments.into(), &item.into()).into()
}

/// Runs once on a network after the last test of the module that it stands in, and of the modules in that: the
/// counterpart of [`macro@before_all`]. Under `cargo nextest` it, too, runs in each process, after its test.
#[proc_macro_attribute]
pub fn after_all(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::hook("after_all", &quote::quote!(AfterAll), arguments.into(), &item.into()).into()
}

/// Describes an account: one that a parameter of a test receives, `#[account_spec(balance = 100.hbar())] alice: SpecAccount`,
/// or one that tests share.
///
/// ```
/// use hapi_test::prelude::*;
///
/// #[account_spec(balance = 100.hbar())]
/// static ALICE: SpecAccount;
/// # fn main() {}
/// ```
///
/// A static has no value: the session creates the account once on each network, when the first test names it, and every
/// test that names it has it in its registry. Its attribute may name other statics, and takes `crate = path`.
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
/// | `staked_account` | an account that exists or is a static, `&BANK`, instead of `staked_node_id` | not staked |
///
/// On a static it is as [`macro@account_spec`]; anywhere else it is an error.
#[proc_macro_attribute]
pub fn account_spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::fixture("account_spec", &arguments.into(), item.into()).into()
}

/// Describes a key that a parameter of a test receives, or a static: `#[key_spec(kind = ecdsa)] admin: SpecKey`.
///
/// | name | value | default |
/// |---|---|---|
/// | `name` | a string literal, the name in the registry | the parameter's |
/// | `kind` | `ed25519`, `ecdsa`, or an expression for a `KeyShape` | the fixture's |
///
/// On a static it is as [`macro@account_spec`]; anywhere else it is an error.
#[proc_macro_attribute]
pub fn key_spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::fixture("key_spec", &arguments.into(), item.into()).into()
}

/// Describes a file that a parameter of a test receives, or a static: `#[file_spec(contents = "dear diary")] notes: SpecFile`.
///
/// | name | value | default |
/// |---|---|---|
/// | `name` | a string literal, the name in the registry | the parameter's |
/// | `contents` | a string or bytes | the setup's |
/// | `memo` | a string | empty |
/// | `key` | `ed25519`, `ecdsa`, or an expression for a `KeyShape` or a key that exists | one new key |
/// | `immutable` | `true` or `false`: whether it has no keys, instead of `key` | `false` |
/// | `lifetime` | seconds from its creation | the setup's |
/// | `expiry` | seconds of consensus time, instead of `lifetime` | |
///
/// On a static it is as [`macro@account_spec`]; anywhere else it is an error.
#[proc_macro_attribute]
pub fn file_spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::fixture("file_spec", &arguments.into(), item.into()).into()
}

/// Describes a fungible token that a parameter of a test receives, or a static:
/// `#[fungible_token_spec(initial_supply = 500)] gold: SpecFungibleToken`.
///
/// ```
/// use hapi_test::prelude::*;
///
/// #[account_spec(balance = 100.hbar())]
/// static BANK: SpecAccount;
///
/// #[fungible_token_spec(keys = [admin, supply, freeze], treasury = &BANK, decimals = 2)]
/// static GOLD: SpecFungibleToken;
/// # fn main() {}
/// ```
///
/// What it needs is created before it: its treasury `<name>Treasury`, its auto-renew account `<name>AutoRenew`, and its
/// keys `<name>_ADMIN_KEY`, `<name>_SUPPLY_KEY`, ..
///
/// | name | value | default |
/// |---|---|---|
/// | `name` | a string literal, the name in the registry | the parameter's |
/// | `keys` | a list of what it has keys for: `admin`, `kyc`, `freeze`, `wipe`, `supply`, `fee_schedule`, `pause`, `metadata` | `[admin, supply]` |
/// | `initial_supply` | the units that the treasury starts with | 100 |
/// | `max_supply` | the most units that there may be; 0 for no limit | 0 |
/// | `decimals` | how many of the units' digits are decimals | 0 |
/// | `treasury` | an account that exists or is a static, `&BANK` | a new one |
/// | `use_auto_renew_account` | `true` or `false`: whether a new account pays for its renewal | `false` |
/// | `auto_renew_account` | the account that pays for its renewal, instead of `use_auto_renew_account` | none |
/// | `freeze_default` | `true` or `false`: whether accounts start frozen | `false` |
/// | `memo` | a string | empty |
///
/// On a static it is as [`macro@account_spec`]; anywhere else it is an error.
#[proc_macro_attribute]
pub fn fungible_token_spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::fixture("fungible_token_spec", &arguments.into(), item.into()).into()
}

/// Describes a non-fungible token that a parameter of a test receives, or a static:
/// `#[non_fungible_token_spec(num_pre_mints = 2)] art: SpecNonFungibleToken`.
///
/// | name | value | default |
/// |---|---|---|
/// | `name` | a string literal, the name in the registry | the parameter's |
/// | `keys` | as in [`macro@fungible_token_spec`] | `[admin, supply]` |
/// | `num_pre_mints` | how many NFTs the treasury starts with; their metadata are `SN#1`, `SN#2`, .. | 0 |
/// | `max_supply` | the most NFTs that there may be; 0 for no limit | 0 |
/// | `treasury` | an account that exists or is a static, `&BANK` | a new one |
/// | `use_auto_renew_account` | `true` or `false`: whether a new account pays for its renewal | `false` |
/// | `auto_renew_account` | the account that pays for its renewal, instead of `use_auto_renew_account` | none |
/// | `freeze_default` | `true` or `false`: whether accounts start frozen | `false` |
/// | `memo` | a string | empty |
///
/// On a static it is as [`macro@account_spec`]; anywhere else it is an error.
#[proc_macro_attribute]
pub fn non_fungible_token_spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::fixture("non_fungible_token_spec", &arguments.into(), item.into()).into()
}

/// Makes one listed test of each value: `#[case(0, 1, i64::MAX)] amount: i64`.
///
/// Only a test reads it; anywhere else it is an error.
#[proc_macro_attribute]
pub fn case(_: TokenStream, item: TokenStream) -> TokenStream {
    misuse::attribute("case", "on a parameter of a test", item.into()).into()
}
