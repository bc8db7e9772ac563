//! Transactions that no node would take, as consensus judges them.

use hapi_test::prelude::*;

/// What the network and the node get for a transaction of one signature, in tinybars: a hundredth of a cent.
const NODE_AND_NETWORK: u64 = 83_333;

/// A node refuses an offer that is too low; past it, consensus does, and charges all but what the service would have cost
#[embedded_test(MustSkipIngest)]
fn an_offer_too_low_is_refused_at_consensus(alice: SpecAccount) -> impl IntoSpec {
    let create = || crypto_create("nobody").balance(0).fee(1_000_000).paying_with(&alice);
    hapi_spec![
        create().has_precheck(InsufficientTxFee),
        create().skipping_ingest().has_known_status(InsufficientTxFee).via("refused"),
        get_txn_record("refused").has_priority(record_with().status(InsufficientTxFee).fee(NODE_AND_NETWORK)),
    ]
}

/// Who does not sign does not pay: the node that let it through does
#[embedded_test(MustSkipIngest)]
fn the_node_pays_for_what_the_payer_has_not_signed(
    alice: SpecAccount,
    mallory: SpecAccount,
) -> impl IntoSpec {
    let theft = || alice.transfer_hbars_to(&mallory, 1.hbar()).signed_by(&mallory);
    hapi_spec![
        crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(NODE)),
        theft().has_precheck(InvalidSignature),
        theft().skipping_ingest().has_known_status(InvalidPayerSignature).via("theft"),
        get_account_balance(&alice).has_hbar(10.hbar()),
        get_txn_record("theft").has_priority(record_with().transfers(including_any_deduction(NODE))),
    ]
}

/// A transaction that is late expires at consensus as well
#[embedded_test(MustSkipIngest)]
fn what_comes_too_late_expires_at_consensus(alice: SpecAccount) -> impl IntoSpec {
    let late = || alice.transfer_hbars_to(FUNDING, 1.hbar()).txn_id("late");
    hapi_spec![
        usable_txn_id_named("late").payer_id(&alice).modify_valid_start(|start| start.plus_seconds(-200)),
        late().has_precheck(TransactionExpired),
        late().skipping_ingest().has_known_status(TransactionExpired),
    ]
}

/// What is right anyway, consensus carries out
#[embedded_test(MustSkipIngest)]
fn what_is_right_needs_no_ingest(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 3.hbar()).skipping_ingest(),
        get_account_balance(&bob).has_hbar(13.hbar()),
    ]
}
