//! `CryptoCreate`: what an account may be like, who pays for it, and what is refused.
//!
//! - <https://hips.hedera.com/hip/hip-406>
//! - <https://hips.hedera.com/hip/hip-904>
//! - <https://hips.hedera.com/hip/hip-1313>

use hapi_test::prelude::*;

/// The payer of a creation gives the new account its first balance, and pays the fee
#[hapi_test]
fn initial_balance_comes_from_the_payer(
    #[account_spec(balance = 100.hbar())] payer: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &payer),
        crypto_create("child").balance(7.hbar()).paying_with(&payer).via("creation"),
        record_fee_amount("creation", "fee"),
        get_account_balance("child").has_hbar(7.hbar()),
        payer.get_balance().has_tiny_bars(change_from_snapshot("before", -7.hbar()).minus_amount("fee")),
        get_txn_record("creation").has_hbar_amount("child", 7.hbar()).has_priority(
            record_with().target_account("child").transfers(exact_participants([
                "child",
                payer.name(),
                "0.0.802"
            ])),
        ),
        validate_record_transaction_fees("creation"),
    ]
}

/// An account is what its creation says, and has no alias, no stake and no tokens that it does not mention
#[hapi_test]
fn an_account_is_as_it_was_asked_for() -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol")
            .balance(3.hbar())
            .entity_memo("born today")
            .max_automatic_token_associations(12)
            .receiver_sig_required(true)
            .decline_reward(true)
            .auto_renew_secs(2_600_000),
        get_account_info("carol").is_not_hollow().has_owned_nfts(0).has(
            account_with()
                .key("carol")
                .balance(3.hbar())
                .memo("born today")
                .max_auto_associations(12)
                .receiver_sig_req(true)
                .decline_reward(true)
                .auto_renew(2_600_000)
                .deleted(false)
                .no_alias()
                .not_staked()
                .nonce(0),
        ),
    ]
}

/// A receipt names the new account; numbers rise, beyond those of system accounts
#[hapi_test]
async fn receipts_name_new_accounts_in_rising_numbers(spec: &Spec) -> SpecResult {
    let first = spec.run(crypto_create("first")).await?.account_id;
    let second = spec.run(crypto_create("second")).await?.account_id;
    assert!(first.num() > Some(1_000), "{first} is a system account");
    assert!(first < second, "{first} was created before {second}");
    spec.run(get_account_info(second).has_expected_account_id("second")).await?;
    Ok(())
}

/// An account expires one renewal period after the consensus time of its creation
#[hapi_test]
async fn expiry_is_counted_from_consensus_time(spec: &Spec) -> SpecResult {
    const PERIOD: i64 = 3_000_000;
    spec.run(crypto_create("carol").auto_renew_secs(PERIOD).via("creation")).await?;
    let created = spec.run(get_txn_record("creation")).await?.record.consensus_timestamp.unwrap_or_default();
    spec.run(get_account_info("carol").has(account_with().expiry(created.seconds + PERIOD, 0))).await?;
    Ok(())
}

/// An account costs five US cents, one more for each key beyond the first, and 0.0001 dollars for each further signature
#[hapi_test]
fn creation_is_priced_by_keys_and_signatures(
    #[account_spec(balance = 100.hbar(), key = ed25519)] payer: SpecAccount,
) -> impl IntoSpec {
    let exactly = |creation, usd| validate_charged_usd_within(creation, usd, 0.01);
    hapi_spec![
        crypto_create("one key").key_shape(ED25519).paying_with(&payer).signed_by(&payer).via("one key"),
        crypto_create("three keys")
            .key_shape(list_of(3))
            .paying_with(&payer)
            .signed_by(&payer)
            .via("three keys"),
        crypto_create("two more signatures")
            .key_shape(list_of(2))
            .receiver_sig_required(true)
            .paying_with(&payer)
            .via("two more signatures"),
        exactly("one key", 0.05),
        exactly("three keys", 0.07),
        exactly("two more signatures", 0.0602),
    ]
}

/// Among many creations one may ask for room of its own, for four times the price when nobody else does (HIP-1313)
#[hapi_test]
fn high_volume_creation_costs_more() -> impl IntoSpec {
    // lint: allow(closures): a price is told as it is looked at
    let hurried = record_with().satisfies(|record| match record.high_volume_pricing_multiplier {
        4_000.. => Ok(()),
        multiplier => Err(format!("a multiplier of {multiplier} thousandths")),
    });
    hapi_spec![
        crypto_create("hurried").high_volume().fee(50.hbar()).via("creation"),
        get_txn_record("creation").has_priority(hurried),
        validate_charged_usd("creation", 0.2),
        crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to("hurried")).high_volume().via("transfer"),
        validate_charged_usd("transfer", 0.0001),
    ]
}

/// A creation that fails at consensus is paid for in full, and creates nothing
#[hapi_test]
fn a_failed_creation_costs_its_fee_and_nothing_else(
    #[account_spec(balance = 100.hbar())] payer: SpecAccount,
) -> impl IntoSpec {
    // lint: allow(closures): what must not be there has no name
    hapi_spec![
        balance_snapshot("before", &payer),
        crypto_create("nobody")
            .balance(50.hbar())
            .entity_memo("a\0b")
            .paying_with(&payer)
            .via("failure")
            .has_known_status(InvalidZeroByteInString),
        record_fee_amount("failure", "fee"),
        payer.get_balance().has_tiny_bars(unchanged_from_snapshot("before").minus_amount("fee")),
        empty_child_records_check("failure", InvalidZeroByteInString).has_priority(
            record_with().transfers(exact_participants([payer.name(), "0.0.802"])).satisfies(|record| {
                let created = record.receipt.as_ref().and_then(|receipt| receipt.account_id.clone());
                created.map_or(Ok(()), |account| Err(format!("created {account}")))
            }),
        ),
        validate_charged_usd("failure", 0.05),
    ]
}

/// A first balance is at most 2^63 - 1 tinybars, for nodes read it as a signed number
#[hapi_test]
fn initial_balance_is_not_negative(#[case(-1, i64::MIN)] tinybars: i64) -> impl IntoSpec {
    crypto_create("debtor").balance(tinybars).has_precheck(InvalidInitialBalance)
}

/// A payer who cannot give the first balance beside the fee creates nothing, at ingest or at consensus
#[hapi_test]
fn payers_give_no_more_than_they_have(
    #[account_spec(balance = 10.hbar())] payer: SpecAccount,
    #[case(10.hbar(), i64::MAX.tinybars())] too_much: Hbar,
) -> impl IntoSpec {
    // At ingest a node looks at its own part of the fee only: the service fee, of five cents, is found missing later.
    let all_but_the_service_fee = 10.hbar() - 20_000_000.tinybars();
    hapi_spec![
        crypto_create("rich").balance(too_much).paying_with(&payer).has_precheck(InsufficientPayerBalance),
        payer.get_balance().has_hbar(10.hbar()),
        crypto_create("rich")
            .balance(all_but_the_service_fee)
            .paying_with(&payer)
            .via("late")
            .has_known_status(InsufficientPayerBalance),
        validate_charged_usd("late", 0.05),
    ]
}

/// The renewal period is between 30 and about 92 days
#[hapi_test]
fn renewal_periods_are_bounded(#[case(2_592_000, 8_000_001)] longest_or_shortest: i64) -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol").auto_renew_secs(longest_or_shortest),
        get_account_info("carol").has(account_with().auto_renew(longest_or_shortest)),
    ]
}

/// A renewal period out of bounds is refused; one that is no period at all, by another code
#[hapi_test]
fn renewal_periods_out_of_bounds_are_refused() -> impl IntoSpec {
    let renewed_after = |seconds| crypto_create("nobody").auto_renew_secs(seconds);
    hapi_spec![
        renewed_after(2_591_999).has_known_status(AutorenewDurationNotInRange),
        renewed_after(8_000_002).has_known_status(AutorenewDurationNotInRange),
        renewed_after(i64::MAX).has_known_status(AutorenewDurationNotInRange),
        renewed_after(0).has_known_status(InvalidRenewalPeriod),
        renewed_after(-1).has_precheck(InvalidRenewalPeriod),
        crypto_create("nobody").without_auto_renew_period().has_precheck(InvalidRenewalPeriod),
    ]
}

/// A memo is at most 100 bytes of UTF-8, however many characters that is
#[hapi_test]
fn memos_are_measured_in_bytes() -> impl IntoSpec {
    let fits = "ħ".repeat(50);
    hapi_spec![
        crypto_create("carol").entity_memo(&fits),
        get_account_info("carol").has(account_with().memo(&fits)),
        crypto_create("nobody").entity_memo(fits + "!").has_known_status(MemoTooLong),
        crypto_create("nobody").entity_memo("x".repeat(101)).has_known_status(MemoTooLong),
        crypto_create("nobody").entity_memo("\0").has_known_status(InvalidZeroByteInString),
    ]
}

/// An account may take part in up to 5000 automatic associations, or with -1 in any number (HIP-904)
#[hapi_test]
fn automatic_associations_up_to_the_limit(#[case(-1, 0, 1_001, 5_000)] slots: i32) -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol").max_automatic_token_associations(slots),
        get_account_info("carol").has_max_automatic_associations(slots),
    ]
}

/// No other number of automatic associations is accepted
#[hapi_test]
fn automatic_associations_beyond_the_limit() -> impl IntoSpec {
    let with_slots = |slots| crypto_create("nobody").max_automatic_token_associations(slots);
    hapi_spec![
        with_slots(-2).has_precheck(InvalidMaxAutoAssociations),
        with_slots(i32::MIN).has_precheck(InvalidMaxAutoAssociations),
        with_slots(5_001).has_known_status(InvalidMaxAutoAssociations),
        with_slots(i32::MAX).has_known_status(InvalidMaxAutoAssociations),
    ]
}

/// An account that must sign to be credited signs its own creation as well
#[hapi_test]
fn a_receiver_that_must_sign_signs_from_the_start(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    let shy = || crypto_create("shy").balance(0.hbar()).receiver_sig_required(true);
    let gift = || alice.transfer_hbars_to("shy", 1.hbar());
    hapi_spec![
        shy().signed_by(DEFAULT_PAYER).has_known_status(InvalidSignature),
        shy(),
        gift().signed_by(&alice).has_known_status(InvalidSignature),
        get_account_balance("shy").has_hbar(0.hbar()),
        gift().signed_by_payer_and("shy"),
        get_account_balance("shy").has_hbar(1.hbar()),
    ]
}

/// An account may stake to a node or to an account from its creation on (HIP-406)
#[hapi_test]
fn staking_starts_with_the_account(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("to node").staked_node_id(0),
        get_account_info("to node").has(account_with().staked_node_id(0).has_stake_period_start(true)),
        crypto_create("to alice").staked_account_id(&alice).decline_reward(true),
        get_account_info("to alice")
            .has(account_with().staked_account_id(&alice).decline_reward(true).has_stake_period_start(false)),
    ]
}

/// Nobody stakes to a node or an account that does not exist
#[hapi_test]
fn staking_needs_a_target() -> impl IntoSpec {
    let staker = || crypto_create("staker");
    hapi_spec![
        staker().staked_node_id(-1).has_known_status(InvalidStakingId),
        staker().staked_node_id(9_999).has_known_status(InvalidStakingId),
        staker().staked_account_id("0.0.0").has_known_status(InvalidStakingId),
        staker().staked_account_id("0.0.999999999").has_known_status(InvalidStakingId),
    ]
}

/// Proxies and record thresholds are things of the past: proxies are refused, thresholds only when they are negative
#[hapi_test]
#[expect(deprecated, reason = "nodes still answer with these codes")]
fn deprecated_fields_are_still_looked_at(alice: SpecAccount) -> impl IntoSpec {
    let nobody = || crypto_create("nobody");
    hapi_spec![
        nobody().proxy_account_id(&alice).has_precheck(ProxyAccountIdFieldIsDeprecated),
        nobody().proxy_account_id("0.0.0").has_precheck(ProxyAccountIdFieldIsDeprecated),
        nobody().send_record_threshold(-1).has_precheck(InvalidSendRecordThreshold),
        nobody().receive_record_threshold(-1).has_precheck(InvalidReceiveRecordThreshold),
        crypto_create("carol").send_record_threshold(1).receive_record_threshold(1),
    ]
}

/// Accounts are created in the network's own shard and realm only
#[hapi_test]
fn accounts_stay_in_their_shard_and_realm() -> impl IntoSpec {
    hapi_spec![
        crypto_create("here").shard_id(0).realm_id(0),
        crypto_create("nobody").shard_id(1).has_known_status(InvalidAccountId),
        crypto_create("nobody").realm_id(1).has_known_status(InvalidAccountId),
        crypto_create("nobody").shard_id(-1).has_precheck(InvalidAccountId),
        crypto_create("nobody").realm_id(-1).has_precheck(InvalidAccountId),
    ]
}

/// Each id in a creation is needed: without it, the creation fails with that id's own code
#[hapi_test]
fn cleared_ids_are_missed(alice: SpecAccount) -> impl IntoSpec {
    submit_modified(with_successively_varied_body_ids(), move || {
        crypto_create("staker").staked_account_id(&alice)
    })
}

/// Two accounts may share a key; each keeps its own balance
#[hapi_test]
fn a_key_may_have_many_accounts(shared: SpecKey) -> impl IntoSpec {
    hapi_spec![
        crypto_create("work").key(&shared).balance(5.hbar()),
        crypto_create("home").key(&shared).balance(1.hbar()),
        crypto_transfer(send(2.hbar()).from("work").to("home")).signed_by_payer_and(&shared),
        get_account_balance("work").has_hbar(3.hbar()),
        get_account_balance("home").has_hbar(3.hbar()),
    ]
}
