//! **Tests that say how a ledger behaves.**
//!
//! `hapi-test` is a test DSL for Hedera-style ledgers, and the networks it runs against. A test is a *spec*: ordered
//! operations that share one registry of names. The attribute [`macro@hapi_test`] turns a function into one; the session
//! starts one network, runs the specs side by side, and tells what went wrong in full.
//!
//! ```
//! use hapi_test::prelude::*;
//!
//! /// Transfer moves exactly the given amount
//! #[hapi_test]
//! fn transfer_moves_hbar(
//!     #[account_spec(balance = 100.hbar())] alice: SpecAccount,
//!     bob: SpecAccount,
//! ) -> impl IntoSpec {
//!     hapi_spec![
//!         crypto_transfer(send(10.hbar()).from(&alice).to(&bob)).paying_with(&alice).via("xfer"),
//!         get_txn_record("xfer").has_priority(record_with().status(Success)),
//!     ]
//! }
//! # fn main() {}
//! ```
//!
//! Specs live in a test target without libtest's harness, whose `main.rs` ends with [`main!`]:
//!
//! ```toml
//! [[test]]
//! name = "specs"
//! harness = false
//! ```
//!
//! The same file also passes under libtest's own harness: each spec is a plain `#[test]` there.

pub use hapi_test_macros::{
    account_spec, after_all, before_all, embedded_test, file_spec, fungible_token_spec, genesis_test,
    hapi_suite, hapi_test, key_spec, leaky_embedded_test, leaky_repeatable_test, leaky_test,
    non_fungible_token_spec, order, repeatable_test, restart_test, suite,
};
pub use hapi_test_runtime::{
    fixtures, hapi_spec, keys, main, networks, ops, registry, sigs,
    spec::{self, IntoSpec, Operation, Operations, Spec, SpecError, SpecOperation, SpecResult, SpecSetup},
};

/// The wire schema, and the types that make it pleasant.
pub use hapi_proto as proto;

/// What the expansions of the macros name; the version in it keeps everyone else out.
#[doc(hidden)]
pub use hapi_test_runtime::private as __private_0_1_0;

pub mod prelude {
    //! All that a file of specs needs: `use hapi_test::prelude::*;`

    pub use hapi_proto::{
        Hbar, HbarExt,
        codes::*,
        services::{
            AccountId, Key, ResponseCodeEnum, TokenFreezeStatus, TokenId, TokenKycStatus, TokenPauseStatus,
            TokenSupplyType, TokenType, TransactionBody, transaction_body::Data,
        },
    };
    pub use hapi_test_runtime::{
        fixtures::{
            GrpcEndpoint, SpecAccount, SpecFile, SpecFungibleToken, SpecKey, SpecNft, SpecNonFungibleToken,
            SpecTokenKey, force_create_and_register,
        },
        hapi_spec,
        keys::*,
        ops::*,
        registry::{DEFAULT_PAYER, FEE_COLLECTOR, FUNDING, GENESIS, NODE, NODE_REWARD, STAKING_REWARD},
        session::SpecManager,
        sigs,
        spec::{IntoSpec, Operation, Operations, Spec, SpecError, SpecOperation, SpecResult},
        txns::{Layout, SubmissionStrategy, UnknownFieldIn},
    };

    pub use crate::{
        account_spec, after_all, before_all, embedded_test, file_spec, fungible_token_spec, genesis_test,
        hapi_suite, hapi_test, key_spec, leaky_embedded_test, leaky_repeatable_test, leaky_test,
        non_fungible_token_spec, order, repeatable_test, restart_test, suite,
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hidden_module_carries_the_version_of_the_macros() {
        let hidden = format!("__private_{}", env!("CARGO_PKG_VERSION").replace('.', "_"));
        assert!(include_str!("lib.rs").contains(&format!("private as {hidden};")), "rename it to {hidden}");
    }
}
