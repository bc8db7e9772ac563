//! What transactions cost (HIP-1261), who pays that, and who gets it (HIP-1259).
//!
//! - <https://hips.hedera.com/hip/hip-32>
//! - <https://hips.hedera.com/hip/hip-1259>
//! - <https://hips.hedera.com/hip/hip-1261>

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use hapi_test::prelude::*;

/// Each type of transaction has its price in US dollars
#[hapi_test]
fn prices_are_in_dollars(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        blocking_order(hapi_spec![
            crypto_create("child").balance(0).paying_with(&alice).via("creation"),
            alice.transfer_hbars_to(&bob, 1.hbar()).via("transfer"),
            alice.approve_crypto_allowance(&bob, 1.hbar()).via("approval"),
            crypto_update(&alice).entity_memo("dear").paying_with(&alice).via("update"),
            bob.delete_with_transfer(FUNDING).paying_with(&bob).via("deletion"),
        ]),
        validate_charged_usd("creation", 0.05),
        validate_charged_usd("transfer", 0.0001),
        validate_charged_usd("approval", 0.05),
        validate_charged_usd("update", 0.00022),
        validate_charged_usd("deletion", 0.005),
    ]
}

/// Each signature after the first costs as much as the smallest transaction
#[hapi_test]
fn signatures_cost(
    #[account_spec(key = list_of(3))] trio: SpecAccount,
    alice: SpecAccount,
    #[account_spec(receiver_sig_required = true)] picky: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        trio.transfer_hbars_to(FUNDING, 1.hbar()).via("three for one"),
        alice.transfer_hbars_to(&picky, 1.hbar()).via("sender and receiver"),
        validate_charged_usd("three for one", 0.0003),
        validate_charged_usd("sender and receiver", 0.0002),
    ]
}

/// Each key of an account after the first has a price of its own
#[hapi_test]
fn keys_cost() -> impl IntoSpec {
    hapi_spec![
        crypto_create("four").key_shape(list_of([SIMPLE, thresh_of(1, 3)])).balance(0).via("creation"),
        validate_charged_usd("creation", 0.08),
    ]
}

/// Each byte of a transaction above 1,350 costs 0.00001 US dollars
#[hapi_test]
async fn long_transactions_cost(
    spec: &Spec,
    alice: SpecAccount,
    #[key_spec(kind = list_of(25))] strangers: SpecKey,
) -> SpecResult {
    let length = Arc::new(AtomicUsize::new(0));
    let measured = Arc::clone(&length);
    let transfer = alice
        .transfer_hbars_to(FUNDING, 1.hbar())
        .signed_by_payer_and(&strangers)
        .with_proto_structure(Layout::Signed)
        .with_txn_transform(move |transaction| {
            measured.store(transaction.signed_transaction_bytes.len(), Ordering::Relaxed);
            transaction
        });
    spec.run(transfer.via("long")).await?;
    let above = u32::try_from(length.load(Ordering::Relaxed).saturating_sub(1_350))?;
    assert!(above > 100, "25 signatures are long");
    let usd = 0.0001 + 0.00001 * f64::from(above);
    spec.run(validate_charged_usd_within("long", usd, 0.01)).await
}

/// Prices become tinybars at the rate in the receipt, rounded down for node and network each
#[hapi_test]
async fn prices_follow_the_exchange_rate(spec: &Spec, alice: SpecAccount) -> SpecResult {
    const NODE_TINYCENTS: u64 = 100_000;
    const NETWORK_TINYCENTS: u64 = 9 * NODE_TINYCENTS;
    spec.run(alice.transfer_hbars_to(FUNDING, 1.hbar()).via("transfer")).await?;
    let rates = spec.run(get_receipt("transfer")).await?.receipt.exchange_rate.unwrap_or_default();
    let rate = rates.current_rate.expect("each receipt has the rate");
    let (hbars, cents) = (u64::try_from(rate.hbar_equiv)?, u64::try_from(rate.cent_equiv)?);
    let tinybars = |tinycents| tinycents * hbars / cents;
    let fee = tinybars(NODE_TINYCENTS) + tinybars(NETWORK_TINYCENTS);
    spec.run(get_txn_record("transfer").has_priority(record_with().fee(fee))).await?;
    Ok(())
}

/// The payer pays the whole fee, and the fee collection account gets it (HIP-1259)
#[hapi_test]
fn fees_are_collected(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("child").balance(0).paying_with(&alice).via("creation"),
        validate_record_transaction_fees("creation"),
        get_txn_record("creation")
            .has_priority(record_with().transfers(exact_participants((&alice, FEE_COLLECTOR)))),
    ]
}

/// Who pays is not always who gives
#[hapi_test]
fn payers_pay_for_others(
    #[account_spec(balance = 5.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
    payer: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 5.hbar()).paying_with(&payer),
        get_account_balance(&alice).has_hbar(0.hbar()),
        get_account_balance(&bob).has_hbar(5.hbar()),
        get_account_balance(&payer).has_tiny_bars(less_than(10.hbar())),
    ]
}

/// Superusers pay nothing for their transactions, whatever these are
#[hapi_test]
fn superusers_go_free(#[case(GENESIS, "SYSTEM_ADMIN")] payer: &'static str) -> impl IntoSpec {
    hapi_spec![
        crypto_create("child").balance(0).fee(0).paying_with(payer).via("favour"),
        get_txn_record("favour").shows_no_transfers().has_priority(record_with().fee(0)),
    ]
}

/// An offer that covers node and network, but not the service, buys a failure
#[hapi_test]
fn offers_cover_the_service(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("child")
            .balance(0)
            .fee(1_000_000)
            .paying_with(&alice)
            .via("short")
            .has_known_status(InsufficientTxFee),
        validate_charged_usd("short", 0.0001),
    ]
}

/// Nobody pays more than the price, however much they offer
#[hapi_test]
fn offers_are_limits(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).fee(5.hbar()).via("generous"),
        validate_charged_usd("generous", 0.0001),
    ]
}

/// Who sends to a new alias pays for the account that it creates (HIP-32)
#[hapi_test]
fn creations_by_transfer_cost(key: SpecKey, alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.hbar()).from(&alice).to(by_alias(&key))).paying_with(&alice).via("creation"),
        validate_charged_usd("creation", 0.0001),
        validate_charged_usd_with_child("creation", 0.0501, 0.1),
        get_auto_created_account_balance(&key).has_hbar(1.hbar()),
    ]
}
