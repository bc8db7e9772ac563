//! Every annotation, as `docs/cookbook.md` explains it: `cargo run --example cookbook`.
//!
//! Tests that need a network which this run is not on are listed as ignored, with the reason: between them, the networks
//! `embedded`, `repeatable` and `subprocess` (`-- --network repeatable`) run all but the one that is always ignored.

use hapi_test::prelude::*;

suite! {
    /// Everything in this file, and in the modules in it
    tags("cookbook")
}

/// A transfer moves exactly the given amount
#[hapi_test]
fn transfer_moves_hbar(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(10.hbar()).from(&alice).to(&bob)),
        get_account_balance(&bob).has_hbar(10.hbar()),
    ]
}

/// A receipt names the account that was created
#[hapi_test]
async fn receipts_have_types(spec: &Spec) -> SpecResult {
    let carol = spec.run(crypto_create("carol")).await?;
    spec.run(crypto_update(carol.account_id).entity_memo("new here")).await?;
    spec.run(get_account_info("carol").has(account_with().memo("new here"))).await?;
    Ok(())
}

/// Every kind of key signs for its account
#[hapi_test]
fn keys_sign(
    #[case(KeyShape::Ed25519, KeyShape::Secp256k1)] shape: KeyShape,
    bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("alice").key_shape(shape),
        crypto_transfer(send(1.hbar()).from("alice").to(&bob)).paying_with("alice"),
    ]
}

/// Many creations in a row are for those who ask for them
#[hapi_test(extended, tags("slow"))]
fn many_accounts_are_created() -> impl IntoSpec {
    (0..100).map(|n| crypto_create(format!("account{n}"))).collect::<Vec<_>>()
}

/// The first letter of a name may be small
#[hapi_test]
#[ignore = "shows how a test is left out"]
fn names_may_be_small() -> impl IntoSpec {
    crypto_create("alice")
}

/// Keys and files are there before the first operation, as accounts are
#[hapi_test]
fn keys_and_files_are_there(
    #[key_spec(kind = ecdsa)] lock: SpecKey,
    #[file_spec(contents = "dear diary", memo = "private")] diary: SpecFile,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("safe").key(&lock),
        get_account_info("safe").has(account_with().key(&lock)),
        diary.append(", today"),
        diary.get_contents().has_contents("dear diary, today"),
    ]
}

/// Clients of other makes reach the network of the test, and can pay
#[hapi_test]
async fn others_can_connect(spec: &Spec, endpoint: GrpcEndpoint) -> SpecResult {
    tonic::transport::Channel::from_shared(endpoint.uri())?.connect().await?;
    spec.run_all(get_account_info(endpoint.operator_id()).has(account_with().key(DEFAULT_PAYER))).await
}

/// Units and NFTs move as hbar does, in one transfer or in several
#[hapi_test]
fn tokens_move(
    #[account_spec(max_auto_associations = 2)] bob: SpecAccount,
    #[fungible_token_spec(initial_supply = 500, decimals = 2)] gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 2)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer((
            send(10.of(&gold)).from(gold.treasury()).to(&bob),
            send(art.serial(1)).from(art.treasury()).to(&bob),
        ))
        .via("gifts"),
        get_account_balance(&bob).has_token_balance(&gold, 10),
        art.serial(1).assert_owner_is(&bob),
        get_txn_record("gifts").has_token_amount(&gold, &bob, 10).has_new_token_association(&art, &bob),
    ]
}

/// A token has the keys that it is asked for, and they sign by themselves
#[hapi_test]
fn roles_sign(
    bob: SpecAccount,
    #[fungible_token_spec(keys = [admin, freeze])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        bob.associate_tokens(&gold),
        token_freeze(&gold, &bob),
        bob.get_info().has_token(relationship_with(&gold).freeze(TokenFreezeStatus::Frozen)),
        gold.treasury().transfer_units_to(&bob, 1, &gold).fails_with(AccountFrozenForToken),
    ]
}

/// What a transfer costs its parties is in its record
#[hapi_test]
fn custom_fees_are_told(
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    #[account_spec(balance = 0.hbar())] carol: SpecAccount,
    #[fungible_token_spec(keys = [fee_schedule])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_fee_schedule_update(&gold).with_custom(fixed_hbar_fee(1.hbar(), &carol)),
        gold.treasury().transfer_units_to(&alice, 5, &gold),
        alice.transfer_units_to(&bob, 5, &gold).via("sale"),
        get_txn_record("sale").has_assessed_custom_fee(assessed_fee(1.hbar(), &carol).paid_by(&alice)),
        carol.get_balance().has_hbar(1.hbar()),
    ]
}

/// The ceiling on auto-associations is a network property
#[leaky_test(PropertyOverrides, overrides = ["ledger.maxAutoAssociations"])]
fn the_ceiling_is_a_property() -> impl IntoSpec {
    hapi_spec![
        overriding("ledger.maxAutoAssociations", 1),
        crypto_create("dave").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations),
    ]
}

/// What no bucket has room for is busy
#[leaky_test(ThrottleOverrides, throttles = "extreme-limits")]
fn what_has_no_bucket_is_busy(alice: SpecAccount) -> impl IntoSpec {
    crypto_create("carol").balance(0).paying_with(&alice).has_precheck(Busy)
}

/// Prices are what the schedule says
#[leaky_test(FeeScheduleOverrides, fees = "tests/resources/dear-transfers.json")]
fn transfers_are_dear(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("transfer"),
        validate_charged_usd("transfer", 0.0101),
    ]
}

/// An upgrade file has the hash of its contents as its memo, whoever creates accounts meanwhile
#[leaky_test(
    UpgradeFileContent,
    reads = [PropertyOverrides, PermissionOverrides, ThrottleOverrides, FeeScheduleOverrides],
)]
fn upgrades_are_told_by_their_hash() -> impl IntoSpec {
    hapi_spec![
        update_special_file("UPDATE_FEATURE", "version 2"),
        get_file_info("UPDATE_FEATURE").has_memo_hash_of("version 2"),
    ]
}

/// After the default payer, 0.0.1001, a network at genesis creates 0.0.1002
#[hapi_test(reset)]
async fn numbers_begin_at_genesis(spec: &Spec) -> SpecResult {
    let first = spec.run(crypto_create("first")).await?;
    assert_eq!(first.account_id, AccountId::from_num(1002));
    Ok(())
}

/// A network of its own starts with the properties that a test gives it
#[genesis_test(overrides = {"ledger.maxAutoAssociations" = "1"})]
fn own_networks_have_own_properties() -> impl IntoSpec {
    crypto_create("erin").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations)
}

/// An account outlives its network, and the properties that the network was started with do not
#[restart_test(
    restart_type = SameVersion,
    setup_overrides = {"ledger.maxAutoAssociations" = "1"},
    restart_overrides = {"ledger.maxAutoAssociations" = "2"},
)]
fn accounts_outlive_a_restart(#[account_spec(balance = 5.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("grace").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations),
        restart_network(),
        crypto_create("grace").max_automatic_token_associations(2),
        get_account_balance(&alice).has_hbar(5.hbar()),
    ]
}

/// State shows what no query does
#[embedded_test(NeedsStateAccess)]
fn state_shows_who_stakes_to_whom(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("staker").balance(2.hbar()).staked_account_id(&alice),
        view_account(&alice, |account| assert_eq!(account.staked_to_me, 200_000_000)),
    ]
}

/// Numbers of entities go on where state says
#[leaky_embedded_test(NeedsStateAccess, NoConcurrentCreations)]
async fn numbers_go_on_where_state_says(spec: &Spec) -> SpecResult {
    spec.run(mutate_singleton(|network| network.next_entity = 1_000_000)).await?;
    let created = spec.run(crypto_create("millionth")).await?;
    assert_eq!(created.account_id, AccountId::from_num(1_000_000));
    Ok(())
}

/// Sixty days of virtual time take no time
#[repeatable_test(NeedsVirtualTimeForFastExecution)]
fn time_is_virtual() -> impl IntoSpec {
    hapi_spec![
        crypto_create("frank"),
        sleep_for_seconds(60 * 86_400),
        get_account_info("frank").has(account_with().key("frank")),
    ]
}

/// Whoever begins to stake a day later does so in the next period
#[leaky_repeatable_test(NeedsVirtualTimeForFastExecution, NoConcurrentStakePeriodBoundaryCrossings)]
async fn a_day_is_a_period(spec: &Spec) -> SpecResult {
    let period = async |name: &str| {
        let info = spec.run(get_account_info(name)).await?;
        let start = info.staking_info.and_then(|info| info.stake_period_start).unwrap_or_default();
        Ok::<_, SpecError>(start.seconds / 86_400)
    };
    spec.run(crypto_create("heidi").staked_node_id(0)).await?;
    spec.run(sleep_for_seconds(86_400)).await?;
    spec.run(crypto_create("ivan").staked_node_id(0)).await?;
    assert_eq!(period("ivan").await?, period("heidi").await? + 1);
    Ok(())
}

/// A transaction that is sent too late has expired
#[hapi_test(needs(virtual_time))]
fn old_transactions_expire(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("early").payer_id(&alice),
        sleep_for_seconds(181),
        alice.transfer_hbars_to(FUNDING, 1.hbar()).txn_id("early").has_precheck(TransactionExpired),
    ]
}

/// A network goes on when one of its four nodes does not
#[leaky_test(NodeControl)]
fn three_of_four_go_on() -> impl IntoSpec {
    hapi_spec![
        stop_nodes("node4"),
        crypto_create("alice"),
        start_nodes("node4"),
        assert_log_contains("node4", "ACTIVE"),
        crypto_create("bob").set_node("0.0.6"),
    ]
}

/// What the suite creates, all its tests have
#[hapi_suite(tags("family"))]
mod family {
    use hapi_test::prelude::*;

    /// Created once on each network, by the first test that names it.
    #[account_spec(balance = 1_000.hbar())]
    static GRANDMOTHER: SpecAccount;

    #[before_all]
    async fn children_are_born(manager: &SpecManager) -> SpecResult {
        manager.do_adhoc(crypto_create("child").balance(0.hbar())).await
    }

    #[after_all]
    async fn children_leave(manager: &SpecManager) -> SpecResult {
        manager.do_adhoc(crypto_delete("child").transfer(FUNDING)).await
    }

    /// Whoever comes first creates what all share
    #[hapi_test]
    fn a_gift() -> impl IntoSpec {
        crypto_transfer(send(1.hbar()).from(&GRANDMOTHER).to("child"))
    }

    /// The names of `before_all` are there in every test
    #[hapi_test]
    fn a_child_is_known() -> impl IntoSpec {
        get_account_info("child").has(account_with().key("child"))
    }
}

/// What a suite overrides, all its tests meet
#[hapi_suite(leaky(PropertyOverrides))]
mod a_low_ceiling {
    use hapi_test::prelude::*;

    #[before_all]
    async fn lower(manager: &SpecManager) -> SpecResult {
        manager.override_in_suite([("ledger.maxAutoAssociations", 1)]).await
    }

    /// A creation keeps to the ceiling
    #[hapi_test]
    fn creations_keep_to_it() -> impl IntoSpec {
        crypto_create("dave").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations)
    }

    /// So does an update
    #[hapi_test]
    fn updates_keep_to_it(erin: SpecAccount) -> impl IntoSpec {
        crypto_update(&erin)
            .max_automatic_associations(2)
            .fails_with(RequestedNumAutomaticAssociationsExceedsAssociationLimit)
    }
}

/// Tests that others would disturb run one after the other, in this order
#[hapi_suite(ordered_in_isolation)]
mod a_story {
    use hapi_test::prelude::*;

    #[account_spec(balance = 0.hbar())]
    static HERO: SpecAccount;

    /// A coin is found, and nobody takes it at the same time
    #[order(1)]
    #[hapi_test]
    fn a_coin_is_found() -> impl IntoSpec {
        hapi_spec![
            balance_snapshot("before", &HERO),
            crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(&HERO)),
            get_account_balance(&HERO).has_tiny_bars(change_from_snapshot("before", 1.hbar())),
        ]
    }

    /// Two more are found and spent, whether or not there is one already
    #[order(2)]
    #[hapi_test]
    fn coins_are_spent() -> impl IntoSpec {
        hapi_spec![
            balance_snapshot("before", &HERO),
            crypto_transfer(send(2.hbar()).from(DEFAULT_PAYER).to(&HERO)),
            crypto_transfer(send(2.hbar()).from(&HERO).to(FUNDING)),
            get_account_balance(&HERO).has_tiny_bars(unchanged_from_snapshot("before")),
        ]
    }
}

hapi_test::main!(flags = ["--show-output"]);
