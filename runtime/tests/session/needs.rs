//! What tests may do beyond HAPI, and have to declare before.

use hapi_proto::services::ResponseCodeEnum::InsufficientTxFee;
use hapi_test_runtime::{
    ops::{
        crypto_create, get_account_balance, mutate_account, mutate_singleton, view_account, view_singleton,
    },
    spec::{OpError, Operation, Spec},
    test_case::{EmbeddedReason, Need, Traits},
};

const STATE: Traits = Traits {
    attribute: "embedded_test",
    needs: &[Need::Embedded(EmbeddedReason::NeedsStateAccess)],
    ..Traits::PLAIN
};
const INGEST: Traits = Traits {
    attribute: "embedded_test",
    needs: &[Need::Embedded(EmbeddedReason::MustSkipIngest)],
    ..Traits::PLAIN
};

async fn error<O: Operation>(spec: &Spec, op: O) -> String {
    let error: OpError = spec.run(op).await.map(drop).expect_err("it is not declared");
    error.message().to_owned()
}

test!("state_is_seen_and_changed", STATE, async |spec| {
    spec.run(crypto_create("alice").balance(5)).await?;
    spec.run(mutate_account("alice", |account| account.balance = 77)).await?;
    spec.run(get_account_balance("alice").has_tiny_bars(77)).await?;
    spec.run(view_account("alice", |account| assert_eq!(account.balance, 77))).await?;
    spec.run(view_singleton(|network| assert!(network.next_entity > 1001))).await?;
});

test!("state_is_a_need_that_is_declared", Traits::PLAIN, async |spec| {
    spec.run(crypto_create("bob")).await?;
    let message = "this reads or changes state directly, which a `#[hapi_test]` does not declare: mark the test \
                   `#[embedded_test(NeedsStateAccess)]`";
    assert_eq!(error(spec, view_account("bob", |_| ())).await, message);
    assert_eq!(error(spec, mutate_singleton(|_| ())).await, message);
});

test!("an_account_that_is_not_there_is_named", STATE, async |spec| {
    assert_eq!(error(spec, view_account("0.0.999999", |_| ())).await, "state has no account 0.0.999999");
});

test!("ingest_is_skipped_and_consensus_judges", INGEST, async |spec| {
    // A node refuses what offers too little; past it, the network does.
    spec.run(crypto_create("nobody").fee(1).has_precheck(InsufficientTxFee)).await?;
    spec.run(crypto_create("nobody").fee(1).skipping_ingest().has_known_status(InsufficientTxFee)).await?;
});

test!("skipping_ingest_is_a_need_that_is_declared", STATE, async |spec| {
    let create = crypto_create("nobody").skipping_ingest();
    assert_eq!(
        error(spec, create).await,
        "this goes round the checks of ingest, which a `#[embedded_test]` does not declare: mark the test \
         `#[embedded_test(MustSkipIngest)]`"
    );
});
