//! Transfers of hbar.

use hapi_test::prelude::*;

/// System accounts that own nothing: somebody to send to.
fn system_accounts(count: u64) -> Vec<AccountId> {
    (200..200 + count).map(AccountId::from_num).collect()
}

/// A transfer moves exactly what it says, and its record shows that and the fee
#[hapi_test]
fn exact_amounts(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(10.hbar()).from(&alice).to(&bob)).via("transfer"),
        get_account_balance(&alice).has_hbar(90.hbar()),
        get_account_balance(&bob).has_hbar(10.hbar()),
        get_txn_record("transfer").has_priority(
            record_with()
                .status(Success)
                .transfers(exact_participants([alice.name(), bob.name(), DEFAULT_PAYER, FEE_COLLECTOR]))
                .transfers(including(&alice, -10.hbar()).and(including(&bob, 10.hbar()))),
        ),
        validate_record_transaction_fees("transfer"),
        validate_charged_usd("transfer", 0.000_2),
    ]
}

/// Who gives and pays loses the amount and the fee, and no more than the fee that was due
#[hapi_test]
fn amount_and_fee(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &alice),
        alice.transfer_hbars_to(&bob, 10.hbar()).fee(50.hbar()).via("transfer"),
        record_fee_amount("transfer", "fee"),
        get_account_balance(&alice)
            .has_tiny_bars(change_from_snapshot("before", -10.hbar()).minus_amount("fee")),
        get_account_balance(&bob).has_hbar(10.hbar()),
        validate_charged_usd("transfer", 0.000_1),
    ]
}

/// Several movements are one transfer: all of them happen
#[hapi_test]
fn several_movements(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        take_balance_snapshots([&alice, &bob, &carol]),
        crypto_transfer([
            send(3.hbar()).from(&alice).to(&bob),
            send(2.hbar()).from(&bob).to(&carol),
            moving_hbar(5.tinybars()).distributing(&carol, [&alice, &bob]),
        ])
        .via("round"),
        get_txn_record("round")
            .has_hbar_amount(&alice, -299_999_998)
            .has_hbar_amount(&bob, 100_000_003)
            .has_hbar_amount(&carol, 199_999_995),
        validate_transfer_list_for_balances("round", [&alice, &bob, &carol]),
    ]
}

/// One part that fails undoes the whole transfer; the fee is still due
#[hapi_test]
fn all_or_nothing(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    #[account_spec(balance = 1.hbar())] bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        take_balance_snapshots([&alice, &bob, &carol]),
        crypto_transfer([send(1.hbar()).from(&alice).to(&carol), send(2.hbar()).from(&bob).to(&carol)])
            .fails_with(InsufficientAccountBalance)
            .via("transfer"),
        get_txn_record("transfer")
            .has_priority(record_with().transfers(exact_participants([DEFAULT_PAYER, FEE_COLLECTOR]))),
        validate_transfer_list_for_balances("transfer", [&alice, &bob, &carol]),
        validate_charged_usd("transfer", 0.000_1 + 2.0 * 0.000_1 + 0.000_1),
    ]
}

/// Value comes from somewhere and goes somewhere
#[hapi_test]
fn zero_sum(#[case(1, i64::MAX)] tinybars: i64, alice: SpecAccount) -> impl IntoSpec {
    crypto_transfer(send(tinybars.tinybars()).to(&alice)).has_precheck(InvalidAccountAmounts)
}

/// Amounts whose sum is zero only in 64 bits are not zero-sum
#[hapi_test]
fn sums_do_not_wrap(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let most = || send(i64::MAX.tinybars());
    crypto_transfer([most().to(&alice), most().to(&bob), send(2.tinybars()).to(&carol)])
        .has_precheck(InvalidAccountAmounts)
}

/// An account is listed once
#[hapi_test]
fn repeated_accounts(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    crypto_transfer([send(1.hbar()).from(&alice).to(&bob), send(1.hbar()).from(&alice).to(&carol)])
        .dont_fully_aggregate_transfers()
        .has_precheck(AccountRepeatedInAccountAmounts)
}

/// A transfer has at most ten adjustments
#[hapi_test]
fn ten_adjustments(alice: SpecAccount) -> impl IntoSpec {
    let to = |count| crypto_transfer(moving_hbar(90.tinybars()).distributing(&alice, system_accounts(count)));
    hapi_spec![
        balance_snapshot("before", &alice),
        to(10).fails_with(TransferListSizeLimitExceeded),
        get_account_balance(&alice).has_tiny_bars(unchanged_from_snapshot("before")),
        to(9).via("nine"),
        get_account_balance(&alice).has_tiny_bars(change_from_snapshot("before", -90)),
        get_txn_record("nine").has_hbar_amount("0.0.208", 10),
    ]
}

/// The whole balance can be sent, and not one tinybar more
#[hapi_test]
fn the_whole_balance(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    let transfer = |amount: Hbar| crypto_transfer(send(amount).from(&alice).to(&bob));
    hapi_spec![
        transfer(7.hbar() + 1.tinybars()).fails_with(InsufficientAccountBalance),
        transfer(i64::MAX.tinybars()).fails_with(InsufficientAccountBalance),
        get_account_balance(&alice).has_hbar(7.hbar()),
        transfer(7.hbar()),
        get_account_balance(&alice).has_hbar(0.hbar()),
        get_account_balance(&bob).has_hbar(7.hbar()),
    ]
}

/// Nobody moves another's hbar without a signature; trying costs the fee
#[hapi_test]
fn theft(#[account_spec(balance = 100.hbar())] alice: SpecAccount, mallory: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &mallory),
        crypto_transfer(send(10.hbar()).from(&alice).to(&mallory))
            .paying_with(&mallory)
            .signed_by(&mallory)
            .fails_with(InvalidSignature)
            .via("theft"),
        record_fee_amount("theft", "fee"),
        get_account_balance(&alice).has_hbar(100.hbar()),
        get_account_balance(&mallory).has_tiny_bars(unchanged_from_snapshot("before").minus_amount("fee")),
        get_txn_record("theft")
            .has_priority(record_with().transfers(exact_participants([mallory.name(), FEE_COLLECTOR]))),
        validate_charged_usd("theft", 0.000_1),
    ]
}

/// A receiver that wants to sign for credits signs for each, even for one tinybar
#[hapi_test]
fn receivers_that_sign(
    alice: SpecAccount,
    #[account_spec(balance = 0.hbar(), receiver_sig_required = true)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 1.tinybars()).signed_by(&alice).fails_with(InvalidSignature),
        alice.transfer_hbars_to(&bob, 1.tinybars()).signed_by((&alice, &bob)),
        get_account_balance(&bob).has_tiny_bars(1),
    ]
}

/// Whose balance does not change need not sign
#[hapi_test]
fn nothing_moved(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    #[account_spec(balance = 7.hbar(), receiver_sig_required = true)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(0.hbar()).from(&alice).to(&bob)).signed_by(DEFAULT_PAYER).via("nothing"),
        get_account_balance(&alice).has_hbar(7.hbar()),
        get_txn_record("nothing")
            .has_priority(record_with().transfers(exact_participants([DEFAULT_PAYER, FEE_COLLECTOR]))),
    ]
}

/// A transfer of nothing at all succeeds
#[hapi_test]
fn empty_transfers() -> impl IntoSpec {
    hapi_spec![
        crypto_transfer_with(|_, _| {}).via("empty"),
        get_txn_record("empty")
            .has_priority(record_with().transfers(exact_participants([DEFAULT_PAYER, FEE_COLLECTOR]))),
    ]
}

/// Who sends to itself loses only the fee
#[hapi_test]
fn to_oneself(alice: SpecAccount) -> impl IntoSpec {
    let to_myself = || alice.transfer_hbars_to(&alice, 1.hbar());
    hapi_spec![
        balance_snapshot("before", &alice),
        to_myself().dont_fully_aggregate_transfers().has_precheck(AccountRepeatedInAccountAmounts),
        to_myself().via("circle"),
        record_fee_amount("circle", "fee"),
        get_account_balance(&alice).has_tiny_bars(unchanged_from_snapshot("before").minus_amount("fee")),
    ]
}

/// Nothing is sent to or from an account that never was
#[hapi_test]
fn unknown_accounts(#[account_spec(balance = 7.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.hbar()).from(&alice).to("0.0.999999999")).fails_with(InvalidAccountId),
        crypto_transfer(send(1.hbar()).from("0.0.999999999").to(&alice)).fails_with(InvalidAccountId),
        crypto_transfer(send(1.hbar()).from(&alice).to("0.0.0")).fails_with(InvalidAccountId),
        get_account_balance(&alice).has_hbar(7.hbar()),
    ]
}

/// An account is found by the address that its number makes, and is then still the same account
#[hapi_test]
fn addresses_by_number(
    alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    // lint: allow(closures): an address is known when the spec runs
    let to_both_names_of_bob = |address| {
        [send(1.hbar()).from("alice").to(by_evm_address(address)), send(1.hbar()).from("alice").to("bob")]
    };
    hapi_spec![
        with_long_zero_address(&bob, move |address| alice
            .transfer_hbars_to(by_evm_address(address), 1.hbar())),
        get_account_balance(&bob).has_hbar(1.hbar()),
        with_long_zero_address(&bob, move |address| {
            crypto_transfer(to_both_names_of_bob(address)).fails_with(AccountRepeatedInAccountAmounts)
        }),
        get_account_balance(&bob).has_hbar(1.hbar()),
    ]
}

/// An account of another shard or realm is unknown even if its number is not
#[hapi_test]
fn other_shards(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.hbar()).from(&alice).to("1.0.98")).fails_with(InvalidAccountId),
        crypto_transfer(send(1.hbar()).from(&alice).to("0.1.98")).fails_with(InvalidAccountId),
    ]
}

/// Anybody may give to the accounts that pay rewards
#[hapi_test]
fn gifts_to_reward_accounts(
    #[case(STAKING_REWARD, NODE_REWARD)] account: &'static str,
    alice: SpecAccount,
) -> impl IntoSpec {
    (
        alice.transfer_hbars_to(account, 5.tinybars()).via("gift"),
        get_txn_record("gift").has_priority(record_with().status(Success).transfers(including(account, 5))),
    )
}

/// Nobody, not even a superuser, takes from the accounts that pay rewards, with or without an allowance
#[hapi_test]
fn reward_accounts_give_nothing(
    #[case(STAKING_REWARD, NODE_REWARD)] account: &'static str,
    #[case(GENESIS, DEFAULT_PAYER)] payer: &'static str,
    alice: SpecAccount,
) -> impl IntoSpec {
    let take =
        |movement| crypto_transfer(movement).paying_with(payer).signed_by(payer).fails_with(InvalidAccountId);
    (
        take(send(1.tinybars()).from(account).to(&alice)),
        take(send(1.tinybars()).from_allowance(account).to(&alice)),
    )
}

/// The account that collects fees takes nothing but fees
#[hapi_test]
fn the_fee_collector_takes_only_fees(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    (
        crypto_transfer(send(1.hbar()).from(&alice).to(FEE_COLLECTOR))
            .fails_with(TransferToFeeCollectionAccountNotAllowed),
        get_account_balance(&alice).has_hbar(7.hbar()),
    )
}

/// Each id in a transfer is looked at
#[hapi_test]
fn every_id_matters(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    submit_modified(with_successively_varied_body_ids(), move || alice.transfer_hbars_to(&bob, 1.tinybars()))
}

/// A transfer costs 0.0001 USD, and as much again for each account beyond the second
#[hapi_test]
fn price_of_accounts(#[case(1, 2, 9)] receivers: u32, alice: SpecAccount) -> impl IntoSpec {
    let to = system_accounts(receivers.into());
    (
        crypto_transfer(moving_hbar(90.tinybars()).distributing(&alice, to))
            .paying_with(&alice)
            .via("transfer"),
        validate_charged_usd("transfer", 0.000_1 * f64::from(receivers)),
    )
}

/// Each signature beyond the first costs 0.0001 USD
#[hapi_test]
fn price_of_signatures(
    #[account_spec(key = list_of(5))] board: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    (board.transfer_hbars_to(&bob, 1.hbar()).via("transfer"), validate_charged_usd("transfer", 5.0 * 0.000_1))
}

/// Each byte of a signed transaction beyond 1350 costs 0.00001 USD
#[hapi_test]
async fn price_of_bytes(
    spec: &Spec,
    #[account_spec(key = list_of(15), balance = 100.hbar())] board: SpecAccount,
    bob: SpecAccount,
) -> SpecResult {
    const SIGNATURES: f64 = 15.0;
    let (seen, size) = std::sync::mpsc::channel();
    let transfer = board
        .transfer_hbars_to(&bob, 1.hbar())
        .sig_map_prefixes(FULL_PREFIXES)
        .with_proto_structure(Layout::Signed)
        .with_txn_transform(move |transaction| {
            seen.send(transaction.signed_transaction_bytes.len()).expect("the spec is listening");
            transaction
        });
    spec.run(transfer.via("transfer")).await?;
    let bytes = u32::try_from(size.try_iter().last().expect("it was sent"))?;
    assert!(bytes > 1_500, "{bytes} bytes");
    let beyond = f64::from(bytes - 1_350);
    let exactly = 0.01;
    spec.run(validate_charged_usd_within("transfer", 0.000_1 * SIGNATURES + 0.000_01 * beyond, exactly))
        .await?;
    Ok(())
}
