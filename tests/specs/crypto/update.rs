//! What can be said about an account, and within which limits.

use hapi_test::{
    prelude::*, proto::services::crypto_update_transaction_body::ReceiverSigRequiredField as SignedCredits,
};

/// The shortest and the longest renewal period, in seconds. No account may live longer than the latter either.
const SHORTEST: i64 = 30 * 24 * 60 * 60;
const LONGEST: i64 = 8_000_001;

/// An update changes what it speaks of and nothing else
#[hapi_test]
fn only_what_is_named(
    #[account_spec(memo = "as ever", max_auto_associations = 7, decline_reward = true)] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).saving_snapshot("before"),
        crypto_update(&alice).via("nothing"),
        get_account_info(&alice).has(account_with().no_changes_from_snapshot("before")),
        crypto_update(&alice).entity_memo("anew"),
        get_account_info(&alice)
            .has(account_with().memo("anew").key(&alice).max_auto_associations(7).decline_reward(true)),
        get_txn_record("nothing").has_priority(record_with().target_account(&alice)),
    ]
}

/// A memo of an account has at most 100 bytes, however many letters these are
#[hapi_test]
fn longest_memos(
    #[case(String::new(), "a".repeat(100), "é".repeat(50))] memo: String,
    #[account_spec(memo = "before")] alice: SpecAccount,
) -> impl IntoSpec {
    (crypto_update(&alice).entity_memo(&memo), get_account_info(&alice).has(account_with().memo(&memo)))
}

/// A memo of an account is refused when it is too long or holds a zero byte
#[hapi_test]
fn refused_memos(
    #[case(
        ("a".repeat(101), MemoTooLong),
        ("é".repeat(51), MemoTooLong),
        ("a\0b".to_owned(), InvalidZeroByteInString)
    )]
    refused: (String, ResponseCodeEnum),
    #[account_spec(memo = "before")] alice: SpecAccount,
) -> impl IntoSpec {
    let (memo, code) = refused;
    (
        crypto_update(&alice).entity_memo(memo).fails_with(code),
        get_account_info(&alice).has(account_with().memo("before")),
    )
}

/// An expiry can be put off within the lifetime of an account, but not brought forward
#[hapi_test]
async fn expiry(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let info = spec.run(get_account_info(&alice)).await?;
    let expiry = info.expiration_time.expect("every account expires").seconds;
    let too_far = spec.consensus_time().seconds + LONGEST + 3_600;

    spec.run(crypto_update(&alice).expiring(expiry + 60)).await?;
    spec.run(crypto_update(&alice).expiring(expiry).fails_with(ExpirationReductionNotAllowed)).await?;
    spec.run(crypto_update(&alice).expiring(too_far).fails_with(InvalidExpirationTime)).await?;
    spec.run(crypto_update(&alice).expiring(1).fails_with(InvalidExpirationTime)).await?;
    spec.run(get_account_info(&alice).has(account_with().expiry(expiry + 60, 0))).await?;
    Ok(())
}

/// A renewal period lies between 30 days and 8000001 seconds
#[hapi_test]
fn renewal_periods(#[case(SHORTEST, LONGEST)] seconds: i64, alice: SpecAccount) -> impl IntoSpec {
    (
        crypto_update(&alice).auto_renew_secs(seconds),
        get_account_info(&alice).has(account_with().auto_renew(seconds)),
    )
}

/// A renewal period outside of its bounds is refused
#[hapi_test]
fn refused_renewal_periods(
    #[case(
        (SHORTEST - 1, AutorenewDurationNotInRange),
        (LONGEST + 1, AutorenewDurationNotInRange),
        (0, InvalidRenewalPeriod),
        (-1, InvalidRenewalPeriod)
    )]
    refused: (i64, ResponseCodeEnum),
    alice: SpecAccount,
) -> impl IntoSpec {
    let (seconds, code) = refused;
    hapi_spec![
        get_account_info(&alice).saving_snapshot("before"),
        crypto_update(&alice).auto_renew_secs(seconds).fails_with(code),
        get_account_info(&alice).has(account_with().no_changes_from_snapshot("before")),
    ]
}

/// An account stakes to a node until node -1 ends it
#[hapi_test]
fn staking_to_a_node(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&alice).new_staked_node_id(0),
        get_account_info(&alice).has(account_with().staked_node_id(0).has_stake_period_start(true)),
        crypto_update(&alice).new_staked_node_id(-1),
        get_account_info(&alice).has(account_with().not_staked()),
    ]
}

/// An account stakes to another one until account 0.0.0 ends it
#[hapi_test]
fn staking_to_an_account(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&alice).new_staked_account_id(&bob),
        get_account_info(&alice).has(account_with().staked_account_id(&bob)),
        crypto_update(&alice).without_staked_account(),
        get_account_info(&alice).has(account_with().not_staked()),
    ]
}

/// An account is staked to with the whole hbar that those who stake to it have
#[hapi_test]
fn stakes_follow_balances(
    #[account_spec(balance = 10.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&alice).new_staked_account_id(&bob),
        get_account_info(&bob).has(account_with().staked_to_me(10.hbar())),
        crypto_transfer(send(1.tinybars()).from(&alice).to(&carol)),
        get_account_info(&bob).has(account_with().staked_to_me(9.hbar())),
        crypto_delete(&alice),
        get_account_info(&bob).has(account_with().staked_to_me(0.hbar())),
    ]
}

/// Nobody stakes to a node or an account that does not exist
#[hapi_test]
fn staking_to_nobody(#[account_spec(staked_node_id = 0)] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&alice).new_staked_node_id(999).fails_with(InvalidStakingId),
        crypto_update(&alice).new_staked_node_id(-2).fails_with(InvalidStakingId),
        crypto_update(&alice).new_staked_account_id("0.0.999999999").fails_with(InvalidStakingId),
        get_account_info(&alice).has(account_with().staked_node_id(0)),
    ]
}

/// An account declines rewards, and may think better of it
#[hapi_test]
fn declined_rewards(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&alice).new_declined_reward(true),
        get_account_info(&alice).has(account_with().decline_reward(true)),
        crypto_update(&alice).new_declined_reward(false),
        get_account_info(&alice).has(account_with().decline_reward(false)),
    ]
}

/// An account takes up to 5000 automatic associations, or with -1 any number
#[hapi_test]
fn automatic_associations(#[case(0, 5_000, -1)] count: i32, alice: SpecAccount) -> impl IntoSpec {
    (
        crypto_update(&alice).max_automatic_associations(count),
        get_account_info(&alice).has_max_automatic_associations(count),
    )
}

/// Fewer automatic associations than none, and more than 5000, are refused
#[hapi_test]
fn refused_automatic_associations(
    #[case(
        (-2, InvalidMaxAutoAssociations),
        (5_001, RequestedNumAutomaticAssociationsExceedsAssociationLimit)
    )]
    refused: (i32, ResponseCodeEnum),
    #[account_spec(max_auto_associations = 3)] alice: SpecAccount,
) -> impl IntoSpec {
    let (count, code) = refused;
    (
        crypto_update(&alice).max_automatic_associations(count).fails_with(code),
        get_account_info(&alice).has_max_automatic_associations(3),
    )
}

/// An account that wants to sign for credits gets none without its signature
#[hapi_test]
fn signing_for_credits(
    alice: SpecAccount,
    #[account_spec(balance = 1.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    let gift = || alice.transfer_hbars_to(&bob, 1.hbar());
    hapi_spec![
        crypto_update(&bob).receiver_sig_required(true),
        get_account_info(&bob).has(account_with().receiver_sig_req(true)),
        gift().signed_by(&alice).fails_with(InvalidSignature),
        gift().signed_by((&alice, &bob)),
        crypto_update(&bob).receiver_sig_required(false),
        gift().signed_by(&alice),
        get_account_balance(&bob).has_hbar(3.hbar()),
    ]
}

/// The flag by which clients once asked for signed credits still counts
#[hapi_test]
fn the_deprecated_flag_for_credits(alice: SpecAccount) -> impl IntoSpec {
    let deprecated = |_: &Spec, body: &mut TransactionBody| {
        let Some(Data::CryptoUpdateAccount(update)) = &mut body.data else { unreachable!("it is an update") };
        #[expect(deprecated, reason = "what is deprecated still counts")]
        let flag = SignedCredits::ReceiverSigRequired(true);
        update.receiver_sig_required_field = Some(flag);
    };
    (
        crypto_update(&alice).with_body_mutation(deprecated),
        get_account_info(&alice).has(account_with().receiver_sig_req(true)),
    )
}

/// An account that never was cannot be changed
#[hapi_test]
fn unknown_accounts(alice: SpecAccount) -> impl IntoSpec {
    (
        crypto_update("0.0.999999999")
            .entity_memo("?")
            .signed_by_payer_and(&alice)
            .fails_with(InvalidAccountId),
        crypto_update_aliased(alice.name()).entity_memo("?").fails_with(InvalidAccountId),
    )
}

/// An account that was deleted cannot be changed
#[hapi_test]
fn deleted_accounts(alice: SpecAccount) -> impl IntoSpec {
    (
        crypto_delete(&alice),
        crypto_update(&alice).entity_memo("back from the dead").fails_with(AccountDeleted),
    )
}

/// An update says of whom it is
#[hapi_test]
fn missing_accounts(alice: SpecAccount) -> impl IntoSpec {
    let of_nobody = |_: &Spec, body: &mut TransactionBody| {
        let Some(Data::CryptoUpdateAccount(update)) = &mut body.data else { unreachable!("it is an update") };
        update.account_id_to_update = None;
    };
    crypto_update(&alice).with_body_mutation(of_nobody).has_precheck(AccountIdDoesNotExist)
}

/// Each id in an update is looked at
#[hapi_test]
fn every_id_matters(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    submit_modified(with_successively_varied_body_ids(), move || {
        crypto_update(&alice).entity_memo("varied").new_staked_account_id(&bob).paying_with(&alice)
    })
}

/// An update costs 0.00022 USD, a cent more for each key beyond the first, and 0.0001 USD for each further signature
#[hapi_test]
fn price(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        new_key_named("three").shape(list_of(3)),
        crypto_update(&alice).entity_memo("cheap").paying_with(&alice).via("memo"),
        validate_charged_usd("memo", 0.000_22),
        crypto_update(&alice).key("three").paying_with(&alice).via("keys"),
        validate_charged_usd("keys", 0.000_22 + 2.0 * 0.01 + 3.0 * 0.000_1),
    ]
}
