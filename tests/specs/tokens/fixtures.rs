//! Tokens that exist before a test begins: as parameters, and as statics that tests share.

use std::sync::Mutex;

use hapi_test::{ops::TokenRole, prelude::*, proto::services::TokenId as Id};

#[account_spec(balance = 20.hbar(), memo = "keeps the gold")]
static BANK: SpecAccount;

/// Cannot be created before its treasury
#[fungible_token_spec(keys = [admin, supply, wipe], treasury = &BANK, initial_supply = 1_000, decimals = 2)]
static GOLD: SpecFungibleToken;

/// Has a treasury of its own, and NFTs from the start
#[non_fungible_token_spec(num_pre_mints = 12)]
static ART: SpecNonFungibleToken;

static SEEN: Mutex<Option<Id>> = Mutex::new(None);

/// Every test that sees the token must see the same.
fn seen(token: Id) {
    let mut seen = SEEN.lock().unwrap();
    assert_eq!(*seen.get_or_insert(token), token);
}

// Parameters

/// A fungible token has a hundred units, keys to administer it and to mint, and a treasury of its own
#[hapi_test]
fn units_without_further_ado(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        gold.get_info()
            .has_token_type(TokenType::FungibleCommon)
            .has_supply_type(TokenSupplyType::Infinite)
            .has_total_supply(100)
            .has_decimals(0)
            .has_treasury("goldTreasury")
            .has_no_auto_renew_account(),
        gold.get_info()
            .has_admin_key("gold_ADMIN_KEY")
            .has_supply_key(gold.key(TokenRole::Supply))
            .has_no_kyc_key()
            .has_no_freeze_key()
            .has_no_wipe_key()
            .has_no_pause_key()
            .has_no_fee_schedule_key()
            .has_no_metadata_key(),
        gold.treasury().get_balance().has_token_balance(&gold, 100),
    ]
}

/// A non-fungible token has no NFTs, unless they are asked for
#[hapi_test]
fn nfts_without_further_ado(art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        art.get_info().has_token_type(TokenType::NonFungibleUnique).has_total_supply(0),
        mint_token(&art, ["one"]),
        art.serial(1).assert_owner_is(art.treasury()),
    ]
}

/// A fungible token is as its attribute says
#[hapi_test]
fn units_as_described(
    #[fungible_token_spec(
        name = "silver",
        initial_supply = 7,
        max_supply = 9,
        decimals = 3,
        treasury = &BANK,
        freeze_default = true,
        keys = [freeze, supply],
        memo = "second",
    )]
    token: SpecFungibleToken,
    bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_token_info("silver")
            .has_registered_id(&token)
            .has_total_supply(7)
            .has_max_supply(9)
            .has_decimals(3)
            .has_entity_memo("second")
            .has_treasury(&BANK)
            .has_freeze_default(TokenFreezeStatus::Frozen)
            .has_no_admin_key(),
        bob.associate_tokens(&token),
        bob.get_info().has_token(relationship_with(&token).freeze(TokenFreezeStatus::Frozen)),
        mint_token(&token, 3).fails_with(TokenMaxSupplyReached),
    ]
}

/// A token can have every key there is, each of them known by its role
#[hapi_test]
fn every_key_is_known(
    #[fungible_token_spec(keys = [admin, kyc, freeze, wipe, supply, fee_schedule, pause, metadata])]
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        gold.get_info()
            .has_admin_key("gold_ADMIN_KEY")
            .has_kyc_key("gold_KYC_KEY")
            .has_freeze_key("gold_FREEZE_KEY")
            .has_wipe_key("gold_WIPE_KEY"),
        gold.get_info()
            .has_supply_key("gold_SUPPLY_KEY")
            .has_fee_schedule_key("gold_FEE_SCHEDULE_KEY")
            .has_pause_key("gold_PAUSE_KEY")
            .has_metadata_key("gold_METADATA_KEY"),
        token_pause(&gold),
        gold.get_info().has_pause_status(TokenPauseStatus::Paused),
    ]
}

/// A token without keys is what it is for ever
#[hapi_test]
fn no_key_is_a_choice(#[fungible_token_spec(keys = [])] gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        gold.get_info().has_no_admin_key().has_no_supply_key(),
        mint_token(&gold, 1).fails_with(TokenHasNoSupplyKey),
    ]
}

/// An account of its own pays for a token's renewal, where that is asked for
#[hapi_test]
fn renewal_has_its_account(
    #[fungible_token_spec(use_auto_renew_account = true)] gold: SpecFungibleToken,
    #[non_fungible_token_spec(auto_renew_account = &BANK)] art: SpecNonFungibleToken,
    silver: SpecFungibleToken,
) -> impl IntoSpec {
    assert!(silver.auto_renew_account().is_none());
    hapi_spec![
        gold.get_info().has_auto_renew_account("goldAutoRenew"),
        get_account_info("goldAutoRenew").has(account_with().key("goldAutoRenew")),
        art.get_info().has_auto_renew_account(&BANK),
    ]
}

/// NFTs are there from the start, in as many mints as it takes
#[hapi_test]
fn nfts_from_the_start(
    #[non_fungible_token_spec(num_pre_mints = 11)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        art.get_info().has_total_supply(11),
        art.get_nft_info(1).has_metadata("SN#1").has_serial_num(1).has_token_id(&art).has_no_spender(),
        art.get_nft_info(11).has_metadata("SN#11").has_valid_creation_time(),
        art.get_nft_info(12).fails_with(InvalidNftId),
        art.treasury().get_info().has_owned_nfts(11),
    ]
}

/// What a token was created as is known to code
#[hapi_test]
async fn a_model_tells_what_was_created(
    spec: &Spec,
    #[fungible_token_spec(memo = "shiny", treasury = &BANK)] gold: SpecFungibleToken,
) -> SpecResult {
    let (id, bank) = (gold.id(spec)?, BANK.id(spec)?);
    assert_eq!(gold.address(spec)?[12..], id.num().to_be_bytes());
    spec.run(gold.do_with(move |model| {
        assert_eq!((model.token_id, model.treasury, &*model.memo), (id, bank, "shiny"));
        get_token_info(model.token_id).has_name(model.name).has_symbol(model.symbol)
    }))
    .await?;
    Ok(())
}

/// Parameters of the same name in other tests are other tokens
#[hapi_test]
async fn each_test_has_its_own(spec: &Spec, #[case(1, 2)] _round: u8, gold: SpecFungibleToken) -> SpecResult {
    static BEFORE: Mutex<Vec<Id>> = Mutex::new(Vec::new());
    let id = gold.id(spec)?;
    spec.run(gold.get_info().has_registered_id(id)).await?;
    let mut before = BEFORE.lock().unwrap();
    assert!(!before.contains(&id), "{id} was there before");
    before.push(id);
    Ok(())
}

// Accounts and their tokens

/// An account associates itself with tokens, moves them, and lets go of them
#[hapi_test]
fn accounts_have_operations_for_tokens(
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
    bob: SpecAccount,
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    let bank = gold.treasury();
    hapi_spec![
        bob.associate_tokens([&gold]),
        bank.transfer_units_to(&alice, 10, &gold),
        alice.transfer_units_to(&bob, 4, &gold),
        bob.get_balance().has_token_balance(&gold, 4),
        bob.transfer_units_to(&bank, 4, &gold),
        bob.dissociate_tokens(&gold),
        bob.get_info().has_no_token_relationship(&gold),
    ]
}

/// NFTs move one by one and together
#[hapi_test]
fn nfts_move_in_any_number(
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
    #[non_fungible_token_spec(num_pre_mints = 4)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    let bank = art.treasury();
    hapi_spec![
        bank.transfer_nfts_to(&alice, &art, [1, 2]),
        crypto_transfer(send(art.serial(3)).from(&bank).to(&alice)),
        art.serial(3).assert_owner_is(&alice),
        crypto_transfer(send(art.serials([1, 2])).from(&alice).to(&bank)),
        art.serial(1).assert_owner_is(&bank),
        alice.get_info().has_owned_nfts(1).has_already_used_automatic_associations(1),
    ]
}

/// An account lets others spend its tokens
#[hapi_test]
fn accounts_approve_allowances(
    bob: SpecAccount,
    gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 2)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        gold.treasury().approve_token_allowance(&gold, &bob, 5),
        art.treasury().approve_nft_allowance(&art, &bob, false, [2]),
        gold.treasury().get_details().has(
            account_details_with().token_allowances_containing(&gold, &bob, 5).token_allowances_count(1)
        ),
        art.serial(2).get_info().has_spender_id(&bob),
        art.serial(1).get_info().has_no_spender(),
    ]
}

/// An allowance is spent by who has it, and by nobody else
#[hapi_test]
fn allowances_are_spent(
    #[account_spec(max_auto_associations = 2)] bob: SpecAccount,
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    let bank = gold.treasury();
    let spend = |units: i64| {
        crypto_transfer(moving_with_allowance(units, &gold).between(&bank, &bob)).paying_with(&bob)
    };
    hapi_spec![
        spend(1).fails_with(SpenderDoesNotHaveAllowance),
        bank.approve_token_allowance(&gold, &bob, 5),
        spend(3),
        spend(3).fails_with(AmountExceedsAllowance),
        bank.get_details().has(account_details_with().token_allowances_containing(&gold, &bob, 2)),
    ]
}

/// What an account cannot receive waits for it, and it may claim it
#[hapi_test]
fn accounts_drop_tokens_on_others(bob: SpecAccount, gold: SpecFungibleToken) -> impl IntoSpec {
    let bank = gold.treasury();
    hapi_spec![
        bank.do_airdrops(send(5.of(&gold)).from(&bank).to(&bob)).via("drop"),
        get_txn_record("drop").has_priority(
            record_with()
                .pending_airdrops(including_fungible_pending_airdrop(moving(5, &gold).between(&bank, &bob))),
        ),
        bob.get_balance().has_token_balance(&gold, 0),
        token_claim_airdrop(pending_airdrop(&bank, &bob, &gold)).paying_with(&bob),
        bob.get_balance().has_token_balance(&gold, 5),
    ]
}

/// A token that has not the decimals that its sender counts on does not move
#[hapi_test]
fn decimals_are_counted_on(
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    #[fungible_token_spec(decimals = 2)] gold: SpecFungibleToken,
) -> impl IntoSpec {
    let with =
        |decimals| crypto_transfer(send(5.of(&gold).with_decimals(decimals)).from(gold.treasury()).to(&bob));
    hapi_spec![with(3).fails_with(UnexpectedTokenDecimals), with(2)]
}

/// One transfer reaches many, and what does not divide is the last one's
#[hapi_test]
fn units_are_distributed(
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(moving(7, &gold).distributing(gold.treasury(), [&alice, &bob])),
        alice.get_balance().has_token_balance(&gold, 3),
        bob.get_balance().has_token_balance(&gold, 4),
    ]
}

// Statics

/// A static token stands wherever a parameter does
#[hapi_test]
async fn a_static_token_is_a_token(spec: &Spec) -> SpecResult {
    seen(GOLD.id(spec)?);
    spec.run(GOLD.get_info().has_decimals(2).has_treasury(&BANK)).await?;
    Ok(())
}

/// The treasury of a static token may be named before the token is
#[hapi_test]
fn a_treasury_may_be_named_first() -> impl IntoSpec {
    hapi_spec![
        ART.treasury().get_info().has_owned_nfts(12).has(account_with().key(ART.treasury())),
        ART.serial(12).assert_owner_is(ART.treasury()),
    ]
}

/// The keys of a static token sign for it in every test
#[hapi_test]
async fn the_keys_of_a_static_sign(
    spec: &Spec,
    #[case(1, 2)] _round: u8,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> SpecResult {
    seen(GOLD.id(spec)?);
    spec.run(crypto_transfer(send(2.of(&GOLD)).from(&BANK).to(&bob))).await?;
    spec.run(wipe_token_account(&GOLD, &bob, 2)).await?;
    Ok(())
}

/// A key of a static token may be named before the token is
#[hapi_test]
async fn a_role_may_be_named_first(spec: &Spec, alice: SpecAccount) -> SpecResult {
    spec.run(crypto_update(&alice).key(ART.key(SpecTokenKey::Admin))).await?;
    spec.run(alice.get_info().has(account_with().key(ART.key(SpecTokenKey::Admin)))).await?;
    Ok(())
}

/// Tokens are created in the order that a test asks for
#[leaky_test(NoConcurrentCreations)]
async fn creation_has_an_order(
    spec: &Spec,
    gold: SpecFungibleToken,
    art: SpecNonFungibleToken,
) -> SpecResult {
    spec.run(force_create_and_register((&gold, &art))).await?;
    assert!(gold.id(spec)? < art.id(spec)?);
    Ok(())
}
