//! The end of accounts.

use hapi_test::prelude::*;

/// Who obtains the hbar of a deleted account gets all of it
#[hapi_test]
fn the_obtainer_gets_everything(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&alice).transfer(&bob).via("delete"),
        get_account_balance(&bob).has_hbar(7.hbar()),
        get_txn_record("delete").has_priority(
            record_with()
                .status(Success)
                .transfers(including(&alice, -7.hbar()).and(including(&bob, 7.hbar()))),
        ),
        validate_record_transaction_fees("delete"),
    ]
}

/// An account may pay for its own end: the obtainer gets what the fee leaves
#[hapi_test]
fn paying_for_the_own_end(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    #[account_spec(balance = 1.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &bob),
        crypto_delete(&alice).transfer(&bob).paying_with(&alice).via("delete"),
        record_fee_amount("delete", "fee"),
        get_account_balance(&bob).has_tiny_bars(change_from_snapshot("before", 7.hbar()).minus_amount("fee")),
        validate_charged_usd("delete", 0.005),
    ]
}

/// A deleted account answers no questions, and cannot be deleted again
#[hapi_test]
fn deleted_is_deleted(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&alice),
        get_account_info(&alice).has_cost_answer_precheck(AccountDeleted),
        get_account_balance(&alice).has_answer_only_precheck(AccountDeleted),
        crypto_delete(&alice).transfer(&bob).fails_with(AccountDeleted),
    ]
}

/// Deletion takes the signature of the account
#[hapi_test]
fn only_the_account_ends_itself(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    mallory: SpecAccount,
) -> impl IntoSpec {
    (
        crypto_delete(&alice)
            .transfer(&mallory)
            .paying_with(&mallory)
            .signed_by(&mallory)
            .fails_with(InvalidSignature),
        get_account_balance(&alice).has_hbar(7.hbar()),
    )
}

/// An obtainer that wants to sign for credits signs for this one too
#[hapi_test]
fn obtainers_that_sign(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    #[account_spec(balance = 1.hbar(), receiver_sig_required = true)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&alice).transfer(&bob).signed_by_payer_and(&alice).fails_with(InvalidSignature),
        crypto_delete(&alice).transfer(&bob).signed_by_payer_and((&alice, &bob)),
        get_account_balance(&bob).has_hbar(8.hbar()),
    ]
}

/// Nobody obtains the own hbar
#[hapi_test]
fn the_obtainer_is_another(alice: SpecAccount) -> impl IntoSpec {
    crypto_delete(&alice).transfer(&alice).has_precheck(TransferAccountSameAsDeleteAccount)
}

/// A deletion says who obtains the hbar
#[hapi_test]
fn missing_obtainers(alice: SpecAccount) -> impl IntoSpec {
    crypto_delete(&alice).missing_transfer().has_precheck(AccountIdDoesNotExist)
}

/// Both accounts of a deletion exist
#[hapi_test]
fn unknown_accounts(#[account_spec(balance = 7.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_delete("0.0.999999999")
            .transfer(&alice)
            .signed_by_payer_and(&alice)
            .fails_with(InvalidAccountId),
        crypto_delete(&alice).transfer("0.0.999999999").fails_with(InvalidTransferAccountId),
        get_account_balance(&alice).has_hbar(7.hbar()),
    ]
}

/// A deleted account obtains nothing
#[hapi_test]
fn deleted_obtainers(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&bob),
        crypto_delete(&alice).transfer(&bob).fails_with(AccountDeleted),
        get_account_balance(&alice).has_hbar(7.hbar()),
    ]
}

/// Nobody, not even a superuser, deletes a system account
#[hapi_test]
fn system_accounts(
    #[case(GENESIS, "SYSTEM_ADMIN", DEFAULT_PAYER)] payer: &'static str,
    #[case("0.0.2", "0.0.98", "0.0.750")] account: &'static str,
    alice: SpecAccount,
) -> impl IntoSpec {
    crypto_delete(account)
        .transfer(&alice)
        .paying_with(payer)
        .signed_by((payer, GENESIS))
        .fails_with(EntityNotAllowedToDelete)
}

/// The accounts that pay rewards have no key, so that nobody deletes them
#[hapi_test]
fn reward_accounts(
    #[case(STAKING_REWARD, NODE_REWARD)] account: &'static str,
    alice: SpecAccount,
) -> impl IntoSpec {
    crypto_delete(account).transfer(&alice).signed_by((DEFAULT_PAYER, GENESIS)).fails_with(InvalidAccountId)
}

/// Nothing is sent to or from a deleted account
#[hapi_test]
fn transfers_with_the_deleted(
    alice: SpecAccount,
    #[account_spec(balance = 1.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&alice),
        crypto_transfer(send(1.hbar()).from(&bob).to(&alice)).fails_with(AccountDeleted),
        crypto_transfer(send(1.hbar()).from(&alice).to(&bob)).fails_with(AccountDeleted),
        get_account_balance(&bob).has_hbar(1.hbar()),
    ]
}

/// A deleted account pays for nothing
#[hapi_test]
fn deleted_payers(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    (
        crypto_delete(&alice),
        crypto_update(&bob).entity_memo("?").paying_with(&alice).has_precheck(PayerAccountDeleted),
    )
}

/// The account that collects fees obtains nothing
#[hapi_test]
fn the_fee_collector_obtains_nothing(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    (
        crypto_delete(&alice).transfer(FEE_COLLECTOR).fails_with(TransferToFeeCollectionAccountNotAllowed),
        get_account_balance(&alice).has_hbar(7.hbar()),
    )
}

/// The alias of a deleted account names nobody, and is free for another one
#[hapi_test]
fn freed_aliases(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    // lint: allow(closures): each looks at one balance
    let create =
        move |name: &str| crypto_create(name).key(&key).balance(3.hbar()).with_matching_evm_address();
    let by_alias = |look: fn(Query<GetAccountBalance>) -> Query<GetAccountBalance>| {
        with_address_of_key("key", move |address| look(get_aliased_account_balance(address.to_vec())))
    };
    hapi_spec![
        create("first"),
        create("second").fails_with(AliasAlreadyAssigned),
        by_alias(|balance| balance.has_expected_account_id("first").has_hbar(3.hbar())),
        crypto_delete("first"),
        by_alias(|balance| balance.has_answer_only_precheck(InvalidAccountId)),
        create("second"),
        by_alias(|balance| balance.has_expected_account_id("second").has_hbar(3.hbar())),
    ]
}

/// Each id in a deletion is looked at
#[hapi_test]
fn every_id_matters(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    submit_modified(with_successively_varied_body_ids(), move || {
        crypto_delete(&alice).transfer(&bob).paying_with(&alice)
    })
}
