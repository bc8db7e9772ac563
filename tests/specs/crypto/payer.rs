//! Who pays, and with what.

use hapi_test::prelude::*;

/// What is offered covers the fee
#[hapi_test]
fn offers_below_the_fee(
    #[case(0, 1, 80_000)] tinybars: i64,
    alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &alice),
        alice.transfer_hbars_to(&bob, 1.hbar()).fee(tinybars).has_precheck(InsufficientTxFee),
        get_account_balance(&alice).has_tiny_bars(unchanged_from_snapshot("before")),
    ]
}

/// Who has nothing pays for nothing
#[hapi_test]
fn empty_purses(#[account_spec(balance = 0.hbar())] pauper: SpecAccount) -> impl IntoSpec {
    crypto_update(&pauper).entity_memo("poor").paying_with(&pauper).has_precheck(InsufficientPayerBalance)
}

/// A node does not submit a transfer whose payer has the fee, but not what it gives
#[hapi_test]
fn fee_but_not_the_amount(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    (
        alice.transfer_hbars_to(&bob, 1.hbar()).has_precheck(InsufficientPayerBalance),
        get_account_balance(&alice).has_hbar(1.hbar()),
    )
}

/// A payer that can pay the node and the network, but not for the service, pays these and gets nothing
#[hapi_test]
fn the_service_is_too_dear(#[account_spec(cents = 1)] pauper: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &pauper),
        crypto_create("child")
            .balance(0.hbar())
            .paying_with(&pauper)
            .fails_with(InsufficientPayerBalance)
            .via("create"),
        record_fee_amount("create", "fee"),
        get_account_balance(&pauper).has_tiny_bars(unchanged_from_snapshot("before").minus_amount("fee")),
        validate_charged_usd("create", 0.000_1),
    ]
}

/// Who pays exists, and is named by number
#[hapi_test]
fn unknown_payers(alice: SpecAccount) -> impl IntoSpec {
    let update = || crypto_update(&alice).entity_memo("?");
    hapi_spec![
        update().paying_with("0.0.999999999").signed_by(&alice).has_precheck(PayerAccountNotFound),
        update().paying_with("0.0.0").signed_by(&alice).has_precheck(PayerAccountNotFound),
        update().paying_with("0.1.1001").signed_by(&alice).has_precheck(PayerAccountNotFound),
        update().paying_with_aliased(alice.name()).has_precheck(PayerAccountNotFound),
    ]
}

/// Who pays signs
#[hapi_test]
fn payers_sign(alice: SpecAccount, mallory: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &alice),
        crypto_update(&mallory)
            .entity_memo("at another's cost")
            .paying_with_no_sig(&alice)
            .has_precheck(InvalidSignature),
        get_account_balance(&alice).has_tiny_bars(unchanged_from_snapshot("before")),
    ]
}

/// A memo of a transaction has at most 100 bytes, and its record repeats it
#[hapi_test]
fn longest_memos(#[case(String::new(), "a".repeat(100), "é".repeat(50))] memo: String) -> impl IntoSpec {
    (
        crypto_transfer_with(|_, _| {}).memo(&memo).via("noted"),
        get_txn_record("noted").has_priority(record_with().memo(memo)),
    )
}

/// A memo of a transaction is refused when it is too long or holds a zero byte
#[hapi_test]
fn refused_memos(
    #[case(
        ("a".repeat(101), MemoTooLong),
        ("é".repeat(51), MemoTooLong),
        ("a\0b".to_owned(), InvalidZeroByteInString)
    )]
    refused: (String, ResponseCodeEnum),
) -> impl IntoSpec {
    let (memo, code) = refused;
    crypto_transfer_with(|_, _| {}).memo(memo).has_precheck(code)
}

/// Superusers pay for nothing, whatever they offer
#[hapi_test]
fn superusers_pay_nothing(#[account_spec(balance = 0.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.tinybars()).from(GENESIS).to(&alice)).paying_with(GENESIS).fee(0).via("gift"),
        get_txn_record("gift")
            .has_priority(record_with().fee(0).transfers(exact_participants([GENESIS, alice.name()]))),
    ]
}
