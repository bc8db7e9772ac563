//! What specs say of tokens, and what they are told when it is not so.

use hapi_test::prelude::*;

// What is so

/// An account's relationship with a token can be told in every detail
#[hapi_test]
fn relationships_have_details(
    bob: SpecAccount,
    #[fungible_token_spec(decimals = 2, keys = [kyc, freeze])] gold: SpecFungibleToken,
    silver: SpecFungibleToken,
) -> impl IntoSpec {
    let standing = |kyc, freeze| relationship_with(&gold).balance(0).decimals(2).kyc(kyc).freeze(freeze);
    hapi_spec![
        bob.associate_tokens(&gold),
        bob.get_info()
            .has_token(standing(TokenKycStatus::Revoked, TokenFreezeStatus::Unfrozen).automatic(false)),
        grant_token_kyc(&gold, &bob),
        token_freeze(&gold, &bob),
        bob.get_info().has_token(standing(TokenKycStatus::Granted, TokenFreezeStatus::Frozen)),
        bob.get_details().has_token(relationship_with(&gold).balance(0)).has_no_token_relationship(&silver),
        bob.get_info().has_token_relationship_count(1).has_already_used_automatic_associations(0),
    ]
}

/// Statuses that a token has no key for are not applicable
#[hapi_test]
fn without_keys_nothing_applies(bob: SpecAccount, gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        bob.associate_tokens(&gold),
        bob.get_info().has_token(
            relationship_with(&gold)
                .kyc(TokenKycStatus::KycNotApplicable)
                .freeze(TokenFreezeStatus::FreezeNotApplicable),
        ),
        gold.get_info()
            .has_kyc_default(TokenKycStatus::KycNotApplicable)
            .has_freeze_default(TokenFreezeStatus::FreezeNotApplicable)
            .has_pause_status(TokenPauseStatus::PauseNotApplicable),
    ]
}

/// New associations are those that a snapshot has not
#[hapi_test]
fn associations_are_counted_from_a_snapshot(
    #[account_spec(max_auto_associations = -1)] bob: SpecAccount,
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        bob.associate_tokens(&gold),
        bob.get_info().saving_snapshot("before"),
        silver.treasury().transfer_units_to(&bob, 3, &silver),
        bob.get_info().has(account_with().new_associations_from_snapshot(
            "before",
            [relationship_with(&silver).balance(3).automatic(true)],
        )),
    ]
}

/// Balances of tokens are compared with snapshots as those of hbar are
#[hapi_test]
fn balances_have_snapshots(
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    let bank = gold.treasury();
    hapi_spec![
        token_balance_snapshot("before", &gold, &bank),
        bank.transfer_units_to(&bob, 30, &gold),
        bank.get_balance().has_token_balance(&gold, change_from_snapshot("before", -30)),
        bank.get_balance().has_token_balance(&gold, reduced_from_snapshot("before")),
        bank.get_info().has_token(relationship_with(&gold).balance(change_from_snapshot("before", -30))),
        bob.get_balance().has_token_balance(&gold, less_than(31)),
        bob.get_balance().has_token_balance_with_decimals(&gold, 30, 0),
    ]
}

/// A record says which units moved, in several ways
#[hapi_test]
fn records_tell_of_units(
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    let bank = gold.treasury();
    let changes = changing_fungible_balances().including(&gold, &bank, -5).including(&gold, &bob, 5);
    let movement = moving(5, &gold).between(&bank, &bob);
    hapi_spec![
        bank.transfer_units_to(&bob, 5, &gold).via("xfer"),
        get_txn_record("xfer").has_priority(
            record_with()
                .token_transfers(changes.and(changing_no_nft_owners()))
                .token_transfers(including_fungible_movement(movement))
                .auto_associated([(&bob, &gold)])
                .auto_association_count(1)
                .assessed_custom_fee_count(0),
        ),
        get_txn_record("xfer").has_token_amount(&gold, &bob, 5).has_new_token_association(&gold, &bob),
        bob.transfer_hbars_to(&bank, 1).via("hbar"),
        get_txn_record("hbar").has_priority(
            record_with()
                .no_token_transfers()
                .token_transfers(empty_token_transfers())
                .auto_association_count(0),
        ),
    ]
}

/// A record says which NFTs were minted, moved and burned
#[hapi_test]
fn records_tell_of_nfts(
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    art: SpecNonFungibleToken,
) -> impl IntoSpec {
    let bank = art.treasury();
    let moves = |from: &str, to: &str, serial| {
        record_with().token_transfers(changing_nft_owners().including(&art, from, to, serial))
    };
    hapi_spec![
        mint_token(&art, ["one", "two"]).via("mint"),
        get_txn_record("mint")
            .has_priority(moves("0.0.0", bank.name(), 2).serial_nos([1, 2]).new_total_supply(2)),
        get_receipt("mint").has_serial_numbers([1, 2]).has_new_total_supply(2),
        bank.transfer_nfts_to(&bob, &art, [2]).via("xfer"),
        get_txn_record("xfer").has_priority(moves(bank.name(), bob.name(), 2)).has_nft_transfer(
            art.serial(2),
            &bank,
            &bob
        ),
        burn_token(&art, [1]).via("burn"),
        get_txn_record("burn").has_priority(moves(bank.name(), "0.0.0", 1).new_total_supply(1)),
    ]
}

/// A receipt names the token that was created
#[hapi_test]
fn receipts_name_tokens() -> impl IntoSpec {
    hapi_spec![
        token_create("gold").via("creation"),
        get_receipt("creation").has_token("gold"),
        get_txn_record("creation").has_priority(record_with().target_token("gold").status(Success)),
    ]
}

/// Custom fees are told by amount, unit, collector and payer
#[hapi_test]
fn records_tell_of_fees(
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    carol: SpecAccount,
    #[fungible_token_spec(keys = [fee_schedule])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        carol.associate_tokens(&gold),
        gold.treasury().transfer_units_to(&alice, 50, &gold),
        token_fee_schedule_update(&gold)
            .with_custom((fixed_hbar_fee(1.hbar(), &carol), fractional_fee(1, 10, &carol))),
        gold.get_info()
            .has_custom(fixed_hbar_fee(1.hbar(), &carol))
            .has_custom_fees((fixed_hbar_fee(1.hbar(), &carol), fractional_fee(1, 10, &carol))),
        alice.transfer_units_to(&bob, 20, &gold).fee(1.hbar()).via("sale"),
        get_txn_record("sale")
            .has_assessed_custom_fee(assessed_fee(1.hbar(), &carol).paid_by(&alice))
            .has_assessed_custom_fee(assessed_fee(2.of(&gold), &carol).paid_by(&bob))
            .has_assessed_custom_fees_size(2),
        bob.get_balance().has_token_balance(&gold, 18),
    ]
}

/// What waits for its receiver is told by sender, receiver and amount
#[hapi_test]
fn records_tell_of_airdrops(
    bob: SpecAccount,
    gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    let (bank, gallery) = (gold.treasury(), art.treasury());
    let (units, nft) =
        (moving(5, &gold).between(&bank, &bob), moving_unique(&art, [1]).between(&gallery, &bob));
    let waiting =
        including_fungible_pending_airdrop(units.clone()).and(including_nft_pending_airdrop(nft.clone()));
    hapi_spec![
        token_airdrop([units, nft]).via("drop"),
        get_txn_record("drop").has_priority(
            record_with().pending_airdrops(waiting).pending_airdrops_count(2).no_token_transfers()
        ),
    ]
}

/// What the spec said of a token when it created it, it can ask for
#[hapi_test]
fn what_was_said_is_registered(bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").name("Gold").symbol("AU").entity_memo("shiny").metadata("79").treasury(&bob),
        get_token_info("gold").has_registered_name().has_registered_symbol().has_registered_memo(),
        get_token_info("gold").has_name("Gold").has_symbol("AU").has_entity_memo("shiny").has_metadata("79"),
        get_token_info("gold").has_treasury(&bob).is_not_deleted().has_no_custom_fees(),
    ]
}

// What is not so

/// What is wrong with a token is told all at once, with names
#[hapi_test]
async fn token_infos_are_told_apart(spec: &Spec, gold: SpecFungibleToken, bob: SpecAccount) -> SpecResult {
    let query = gold.get_info().has_total_supply(99).has_treasury(&bob).has_no_supply_key();
    let error = spec.run(query).await.expect_err("none of it is so");
    assert_eq!(error.message(), "3 things are wrong with gold");
    let sides = error.comparison().expect("two sides");
    let (bob, bank) = (bob.id(spec)?, gold.treasury().id(spec)?);
    assert!(
        sides.expected.starts_with(&format!("total supply: 99\ntreasury: {bob} (bob)\nsupply key: none"))
    );
    assert!(
        sides
            .actual
            .starts_with(&format!("total supply: 100\ntreasury: {bank} (goldTreasury)\nsupply key: "))
    );
    Ok(())
}

/// A missing relationship is shown beside those that are there
#[hapi_test]
async fn missing_relationships_are_shown(
    spec: &Spec,
    bob: SpecAccount,
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
) -> SpecResult {
    spec.run(bob.associate_tokens(&gold)).await?;
    let error = spec.run(bob.get_info().has_token(relationship_with(&silver))).await.expect_err("it is not");
    let sides = error.comparison().expect("two sides");
    assert_eq!(sides.expected, format!("one with {} (silver)", silver.id(spec)?));
    assert_eq!(sides.actual, format!("{} (gold) 0", gold.id(spec)?));
    Ok(())
}

/// A movement that is not in the record is shown beside those that are
#[hapi_test]
async fn missing_movements_are_shown(
    spec: &Spec,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    gold: SpecFungibleToken,
) -> SpecResult {
    let bank = gold.treasury();
    spec.run(bank.transfer_units_to(&bob, 5, &gold).via("xfer")).await?;
    let error = spec.run(get_txn_record("xfer").has_token_amount(&gold, &bob, 6)).await.expect_err("it is 5");
    let sides = error.comparison().expect("two sides");
    let (gold, bob, bank) = (gold.id(spec)?, bob.id(spec)?, bank.id(spec)?);
    assert_eq!(sides.expected, format!("{gold} (gold): {bob} (bob) +6"));
    assert!(sides.actual.starts_with(&format!("{gold} (gold): ")), "{}", sides.actual);
    assert!(sides.actual.contains(&format!("{bank} (goldTreasury) -5")), "{}", sides.actual);
    Ok(())
}

/// An owner that is not the expected one is named
#[hapi_test]
async fn other_owners_are_named(
    spec: &Spec,
    bob: SpecAccount,
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
) -> SpecResult {
    let error = spec.run(art.serial(1).assert_owner_is(&bob)).await.expect_err("the treasury has it");
    let sides = error.comparison().expect("two sides");
    assert_eq!(sides.expected, format!("{} (bob)", bob.id(spec)?));
    assert_eq!(sides.actual, format!("{} (artTreasury)", art.treasury().id(spec)?));
    Ok(())
}

/// Serial numbers that do not divide among receivers are not sent at all
#[hapi_test]
async fn serials_divide_or_stay(
    spec: &Spec,
    bob: SpecAccount,
    #[non_fungible_token_spec(num_pre_mints = 3)] art: SpecNonFungibleToken,
) -> SpecResult {
    let uneven = send(art.serials([1, 2, 3])).from(art.treasury()).distributing([&bob, &art.treasury()]);
    let error = spec.run(crypto_transfer(uneven)).await.expect_err("three do not divide by two");
    assert!(error.message().starts_with("3 serial numbers do not divide among 2 receivers"), "{error}");
    Ok(())
}

/// A token that nobody has created is not known, and names like it are suggested
#[hapi_test]
async fn unknown_tokens_are_not_known(spec: &Spec, gold: SpecFungibleToken) -> SpecResult {
    spec.run(gold.get_info()).await?;
    let error = spec.run(get_token_info("glod")).await.expect_err("it is gold");
    assert_eq!(error.message(), "no token is named `glod`: did you mean `gold`?");
    Ok(())
}
