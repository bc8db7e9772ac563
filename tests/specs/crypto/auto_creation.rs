//! Accounts that come into being because hbar is sent to their alias (HIP-32, HIP-583).
//!
//! - <https://hips.hedera.com/hip/hip-32>
//! - <https://hips.hedera.com/hip/hip-583>
//! - <https://hips.hedera.com/hip/hip-1313>

use hapi_test::prelude::*;

/// Hbar sent to the alias of a key creates an account with that key, which may associate with any number of tokens
#[hapi_test]
fn a_transfer_to_a_key_creates_its_account(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[case(ED25519, SECP256K1)] kind: KeyShape,
) -> impl IntoSpec {
    hapi_spec![
        new_key_named("bob").shape(kind),
        alice.transfer_hbars_to(by_alias("bob"), 10.hbar()).via("transfer"),
        get_receipt("transfer").and_child_receipts().has_child_auto_account_creations(1),
        get_txn_record("transfer").saving_created_account_as("bob"),
        get_account_info(by_alias("bob")).has_expected_account_id("bob").has_expected_alias_key().has(
            account_with()
                .key("bob")
                .balance(10.hbar())
                .max_auto_associations(-1)
                .auto_renew(7_776_000)
                .memo("")
                .receiver_sig_req(false)
                .not_staked(),
        ),
        crypto_transfer(send(3.hbar()).from("bob").to(&alice)),
        get_account_balance("bob").has_hbar(7.hbar()),
    ]
}

/// The creation is a transaction of its own: its record names the account and its EVM address, but no alias and no memo
#[hapi_test]
fn a_creation_has_its_own_record(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[key_spec(kind = ecdsa)] bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(by_alias(&bob), 10.hbar()).memo("for bob").via("transfer"),
        get_account_info(by_alias(&bob)).saving_id_as("bob"),
        child_records_check(
            "transfer",
            Success,
            [record_with().status(Success).target_account("bob").evm_address_of(&bob).memo("")],
        )
        .has_no_alias_in_child_record(0)
        .has_priority(record_with().memo("for bob").transfers(including("bob", 10.hbar()))),
    ]
}

/// The creation happens one nanosecond before the transfer, under its id with nonce 1, and costs the payer only
#[hapi_test]
async fn a_creation_precedes_its_transfer(
    spec: &Spec,
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
) -> SpecResult {
    spec.run(alice.transfer_hbars_to(by_alias(&bob), 1.hbar()).via("transfer")).await?;
    let answer = spec.run(get_txn_record("transfer").and_all_child_records()).await?;
    let [creation] = &*answer.children else { panic!("one creation, not {:?}", answer.children) };

    let time = |record: &hapi_test::proto::services::TransactionRecord| {
        record.consensus_timestamp.unwrap_or_default()
    };
    assert_eq!(time(creation).plus_nanos(1), time(&answer.record));
    let transfer_id = answer.record.transaction_id.clone().unwrap_or_default();
    assert_eq!(creation.transaction_id, Some(transfer_id.with_nonce(1)));
    let changes = creation.transfer_list.clone().unwrap_or_default().account_amounts;
    let fee = i64::try_from(creation.transaction_fee).unwrap_or_default();
    let payer = changes.iter().find(|change| change.amount < 0).and_then(|change| change.account_id.clone());
    assert_eq!((payer, changes.iter().map(|change| change.amount).max()), (Some(alice.id(spec)?), Some(fee)));
    Ok(())
}

/// The payer of the transfer pays five US cents for each account that it creates; the receiver gets all that was sent
#[hapi_test]
fn the_payer_pays_for_the_creation(
    #[account_spec(balance = 100.hbar())] payer: SpecAccount,
    #[account_spec(balance = 10.hbar())] sender: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(10.hbar()).from(&sender).to(by_alias(&bob))).paying_with(&payer).via("transfer"),
        sender.get_balance().has_hbar(0.hbar()),
        get_account_balance(by_alias(&bob)).has_hbar(10.hbar()),
        validate_charged_usd_within("transfer", 0.0002, 0.1),
        validate_charged_usd_with_child("transfer", 0.0502, 0.1),
    ]
}

/// Several may send to one alias: that is one account, and 0.0001 dollars for each party and signature beyond the usual
#[hapi_test]
fn several_senders_create_one_account(
    #[account_spec(balance = 100.hbar(), key = ed25519)] payer: SpecAccount,
    #[account_spec(balance = 10.hbar(), key = ed25519)] alice: SpecAccount,
    #[account_spec(balance = 10.hbar(), key = ed25519)] carol: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    let gift = |sender: &SpecAccount, amount: Hbar| send(amount).from(sender).to(by_alias(&bob));
    hapi_spec![
        crypto_transfer([gift(&alice, 10.hbar()), gift(&carol, 1.hbar())])
            .paying_with(&payer)
            .via("transfer"),
        get_receipt("transfer").and_child_receipts().has_child_auto_account_creations(1),
        get_account_balance(by_alias(&bob)).has_hbar(11.hbar()),
        alice.get_balance().has_hbar(0.hbar()),
        carol.get_balance().has_hbar(9.hbar()),
        validate_charged_usd_within("transfer", 0.0004, 0.1),
        validate_charged_usd_with_child("transfer", 0.0504, 0.01),
    ]
}

/// A creation that belongs to a high-volume transfer costs as much as a high-volume creation (HIP-1313)
#[hapi_test]
fn high_volume_transfers_create_at_high_volume_prices(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(by_alias(&bob), 1.hbar()).high_volume().via("transfer"),
        validate_charged_usd_within("transfer", 0.0001, 0.1),
        validate_charged_usd_with_child("transfer", 0.2001, 0.1),
    ]
}

/// A payer who can pay for the transfer, but not for the creation, creates nothing
#[hapi_test]
fn a_creation_that_cannot_be_paid_for_fails_the_transfer(
    #[account_spec(cents = 2)] poor: SpecAccount,
    #[account_spec(balance = 10.hbar())] sender: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(10.hbar()).from(&sender).to(by_alias(&bob)))
            .paying_with(&poor)
            .via("transfer")
            .has_known_status(InsufficientPayerBalance),
        empty_child_records_check("transfer", InsufficientPayerBalance),
        sender.get_balance().has_hbar(10.hbar()),
        get_account_info(by_alias(&bob)).fails_with(InvalidAccountId),
    ]
}

/// Once created, an account is reached by its alias like any other, from both sides, and nothing is created again
#[hapi_test]
fn an_alias_stands_for_its_account(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
    carol: SpecKey,
) -> impl IntoSpec {
    // lint: allow(operations): the steps follow from each other
    hapi_spec![
        alice.transfer_hbars_to(by_alias(&bob), 10.hbar()),
        alice.transfer_hbars_to(by_alias(&bob), 5.hbar()).via("second"),
        empty_child_records_check("second", Success),
        crypto_transfer(send(6.hbar()).from(by_alias(&bob)).to(by_alias(&carol))).via("third"),
        get_txn_record("third").has_non_staking_child_record_count(1),
        crypto_transfer(send(1.hbar()).from(by_alias(&bob)).to(&alice))
            .signed_by(DEFAULT_PAYER)
            .has_known_status(InvalidSignature),
        get_account_balance(by_alias(&bob)).has_hbar(9.hbar()),
        get_account_balance(by_alias(&carol)).has_hbar(6.hbar()),
    ]
}

/// The alias of an ECDSA key and that key's EVM address stand for the same account
#[hapi_test]
fn an_ecdsa_key_has_two_aliases(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[key_spec(kind = ecdsa)] bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(by_alias(&bob), 10.hbar()),
        get_account_info(by_alias(&bob))
            .saving_id_as("bob's account")
            .has(account_with().evm_address_of(&bob)),
        alice.transfer_hbars_to(by_evm_address_of(&bob), 10.hbar()).via("by address"),
        empty_child_records_check("by address", Success),
        get_account_balance(by_evm_address_of(&bob))
            .has_hbar(20.hbar())
            .has_expected_account_id("bob's account"),
    ]
}

/// One transfer may create several accounts, each with its own record
#[hapi_test]
fn one_transfer_creates_several_accounts(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[key_spec(kind = ed25519)] bob: SpecKey,
    #[key_spec(kind = ecdsa)] carol: SpecKey,
    #[key_spec(kind = ecdsa)] dave: SpecKey,
) -> impl IntoSpec {
    // lint: allow(closures): each goes through one list
    let receivers = [by_alias(&bob), by_alias(&carol), by_evm_address_of(&dave)];
    let gifts = receivers.map(|receiver| send(2.hbar()).from(&alice).to(receiver));
    hapi_spec![
        crypto_transfer(gifts).paying_with(&alice).via("transfer"),
        get_receipt("transfer").and_child_receipts().has_child_auto_account_creations(3),
        get_account_info(by_alias(&bob)).saving_id_as("bob").has(account_with().balance(2.hbar())),
        get_account_info(by_alias(&carol)).saving_id_as("carol").has(account_with().balance(2.hbar())),
        get_account_info(by_evm_address_of(&dave)).is_hollow().saving_id_as("dave"),
        child_records_check(
            "transfer",
            Success,
            ["bob", "carol", "dave"].map(|name| record_with().target_account(name))
        ),
        get_account_balance("dave").has_hbar(2.hbar()),
    ]
}

/// At most three transactions precede another: a transfer that would create a fourth account creates none
#[hapi_test]
fn one_transfer_creates_at_most_three_accounts(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    // lint: allow(closures): each goes through one list
    const RECEIVERS: [&str; 4] = ["bob", "carol", "dave", "eve"];
    let gifts = RECEIVERS.map(|receiver| send(2.hbar()).from(&alice).to(by_alias(receiver)));
    hapi_spec![
        RECEIVERS.map(new_key_named),
        crypto_transfer(gifts).paying_with(&alice).via("transfer").has_known_status(MaxChildRecordsExceeded),
        empty_child_records_check("transfer", MaxChildRecordsExceeded),
        RECEIVERS.map(|receiver| get_account_info(by_alias(receiver)).fails_with(InvalidAccountId)),
    ]
}

/// An account is named once in a transfer: not twice by its alias, and not by alias and number either
#[hapi_test]
fn an_alias_is_not_repeated(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    let gift = |receiver: AccountRef| send(1.hbar()).from(&alice).to(receiver);
    hapi_spec![
        crypto_transfer([gift(by_alias(&bob)), gift(by_alias(&bob))])
            .dont_fully_aggregate_transfers()
            .has_precheck(AccountRepeatedInAccountAmounts),
        crypto_transfer(gift(by_alias(&bob))),
        get_account_info(by_alias(&bob)).saving_id_as("bob's account"),
        crypto_transfer([gift(by_alias(&bob)), gift("bob's account".into())])
            .has_known_status(AccountRepeatedInAccountAmounts),
        get_account_balance(by_alias(&bob)).has_hbar(1.hbar()),
    ]
}

/// A transfer that fails takes back the accounts that it created, and their aliases are free again
#[hapi_test]
fn a_failed_transfer_creates_nothing(
    #[account_spec(balance = 5.hbar())] alice: SpecAccount,
    #[key_spec(kind = ecdsa)] bob: SpecKey,
    #[case(by_alias, by_evm_address_of)] alias: fn(SpecKey) -> AccountRef,
) -> impl IntoSpec {
    let bob = || alias(bob.clone());
    hapi_spec![
        crypto_transfer(send(6.hbar()).from(&alice).to(bob()))
            .via("failure")
            .has_known_status(InsufficientAccountBalance),
        empty_child_records_check("failure", InsufficientAccountBalance),
        validate_charged_usd_within("failure", 0.0002, 0.1),
        get_account_info(bob()).fails_with(InvalidAccountId),
        crypto_transfer(send(5.hbar()).from(&alice).to(bob())).via("success"),
        get_txn_record("success").has_non_staking_child_record_count(1),
        get_account_balance(bob()).has_hbar(5.hbar()),
    ]
}

/// Only a credit creates an account: an unknown alias has nothing to give
#[hapi_test]
fn a_debit_creates_nothing(alice: SpecAccount, #[key_spec(kind = ecdsa)] bob: SpecKey) -> impl IntoSpec {
    let take = |giver: AccountRef| crypto_transfer(send(1.hbar()).from(giver).to(&alice));
    hapi_spec![
        take(by_alias(&bob)).fails_with(InvalidAccountId),
        take(by_evm_address_of(&bob)).fails_with(InvalidAccountId),
        get_account_info(by_alias(&bob)).fails_with(InvalidAccountId),
    ]
}

/// An alias is the key of one signature, or an EVM address, and nothing else
#[hapi_test]
fn other_aliases_create_nothing(#[case(list_of(2), thresh_of(1, 2))] shape: KeyShape) -> impl IntoSpec {
    let give_to = |receiver: AccountRef| crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(receiver));
    hapi_spec![
        new_key_named("many").shape(shape),
        give_to(by_alias("many")).has_known_status(InvalidAliasKey),
        give_to(by_literal_alias([7; 19].to_vec())).has_known_status(InvalidAliasKey),
        give_to(by_literal_alias([7; 32].to_vec())).has_known_status(InvalidAliasKey),
        give_to(by_literal_alias(b"alice".to_vec())).has_known_status(InvalidAliasKey),
        get_account_info(by_alias("many")).fails_with(InvalidAccountId),
    ]
}

/// Hbar sent to an address that spells out a number goes to the account with that number, and creates none
#[hapi_test]
fn a_number_as_an_address_creates_nothing(alice: SpecAccount) -> impl IntoSpec {
    let nobody = long_zero_address(&AccountId::from_num(987_654_321)).unwrap_or_default();
    hapi_spec![
        balance_snapshot("before", &alice),
        with_long_zero_address(&alice, |address| {
            crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_evm_address(address)))
        }),
        alice.get_balance().has_tiny_bars(change_from_snapshot("before", 1.hbar())),
        crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_evm_address(nobody)))
            .fails_with(InvalidAliasKey),
    ]
}

/// A transaction is paid for by number: an alias cannot be its payer
#[hapi_test]
fn an_alias_does_not_pay(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(by_alias(&bob), 10.hbar()),
        crypto_transfer(send(1.hbar()).from(by_alias(&bob)).to(&alice))
            .paying_with_aliased(bob.name())
            .has_precheck(PayerAccountNotFound),
        get_account_balance(by_alias(&bob)).has_hbar(10.hbar()),
    ]
}

/// The alias of a deleted account is free: hbar sent to it creates another account
#[hapi_test]
fn the_alias_of_a_deleted_account_creates_another(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(by_alias(&bob), 10.hbar()),
        get_account_info(by_alias(&bob)).saving_id_as("first"),
        crypto_delete("first").transfer(&alice).signed_by_payer_and(&bob),
        alice.transfer_hbars_to(by_alias(&bob), 1.hbar()).via("again"),
        get_txn_record("again").has_non_staking_child_record_count(1),
        get_account_balance(by_alias(&bob)).has_hbar(1.hbar()),
    ]
}

/// A key that is an alias can be the key of other accounts, which the alias does not stand for
#[hapi_test]
fn an_alias_stands_for_one_account_of_its_key(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("older").key(&bob).balance(3.hbar()),
        alice.transfer_hbars_to(by_alias(&bob), 10.hbar()).via("transfer"),
        get_txn_record("transfer").has_non_staking_child_record_count(1),
        get_account_balance("older").has_hbar(3.hbar()),
        get_account_balance(by_alias(&bob)).has_hbar(10.hbar()),
    ]
}
