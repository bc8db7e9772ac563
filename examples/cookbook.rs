//! Every annotation once, as `docs/cookbook.md` explains it: `cargo run --example cookbook`.
//!
//! Tests that need a network which this run is not on are listed as ignored, with the reason.

use hapi_test::prelude::*;

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

/// Sixty days of virtual time take no time
#[repeatable_test(NeedsVirtualTimeForFastExecution)]
fn time_is_virtual() -> impl IntoSpec {
    hapi_spec![
        crypto_create("frank"),
        sleep_for_seconds(60 * 86_400),
        get_account_info("frank").has(account_with().key("frank")),
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

/// Tests that build on each other say in which order
#[hapi_suite(ordered_in_isolation)]
mod a_story {
    use hapi_test::prelude::*;

    #[account_spec(balance = 0.hbar())]
    static HERO: SpecAccount;

    /// First the hero gets a coin
    #[order(1)]
    #[hapi_test]
    fn a_coin_is_found() -> impl IntoSpec {
        crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(&HERO))
    }

    /// Then it is there
    #[order(2)]
    #[hapi_test]
    fn the_coin_is_there() -> impl IntoSpec {
        get_account_balance(&HERO).has_hbar(1.hbar())
    }
}

hapi_test::main!(flags = ["--show-output"]);
