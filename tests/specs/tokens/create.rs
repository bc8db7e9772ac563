//! `TokenCreate`: what a token may be like, who signs for it, and what is refused.
//!
//! - <https://hips.hedera.com/hip/hip-18>
//! - <https://hips.hedera.com/hip/hip-540>
//! - <https://hips.hedera.com/hip/hip-646>

use hapi_test::prelude::*;

/// A token is what its creation says
#[hapi_test]
fn a_token_is_as_it_was_asked_for(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    let keyed = TokenRole::ALL.into_iter().fold(token_create("gold"), |create, role| create.key(role, &seal));
    hapi_spec![
        keyed
            .name("Gold of the realm")
            .symbol("AU")
            .entity_memo("shining")
            .metadata("79")
            .decimals(3)
            .initial_supply(500)
            .max_supply(1_000)
            .treasury(&alice),
        get_token_info("gold")
            .has_name("Gold of the realm")
            .has_symbol("AU")
            .has_entity_memo("shining")
            .has_metadata("79")
            .has_decimals(3)
            .has_total_supply(500)
            .has_max_supply(1_000)
            .has_token_type(TokenType::FungibleCommon)
            .has_supply_type(TokenSupplyType::Finite)
            .has_treasury(&alice),
        get_token_info("gold")
            .has_admin_key(&seal)
            .has_kyc_key(&seal)
            .has_freeze_key(&seal)
            .has_wipe_key(&seal)
            .has_supply_key(&seal)
            .has_fee_schedule_key(&seal)
            .has_pause_key(&seal)
            .has_metadata_key(&seal),
    ]
}

/// A token has no keys, fees or limit that its creation does not mention
#[hapi_test]
fn a_token_is_nothing_more() -> impl IntoSpec {
    (
        token_create("gold"),
        get_token_info("gold")
            .has_supply_type(TokenSupplyType::Infinite)
            .has_max_supply(0)
            .has_decimals(0)
            .has_no_custom_fees()
            .has_no_admin_key()
            .has_no_supply_key()
            .has_no_metadata_key()
            .has_no_auto_renew_account()
            .has_entity_memo("")
            .is_not_deleted(),
    )
}

/// Receipts name new tokens in rising numbers
#[hapi_test]
async fn receipts_name_new_tokens(spec: &Spec) -> SpecResult {
    let first = spec.run(token_create("first")).await?.token_id;
    let second = spec.run(token_create("second")).await?.token_id;
    assert!(first.num() > 1_000, "{first} is a system entity");
    assert!(first < second, "{first} was created before {second}");
    spec.run(get_token_info(second).has_registered_id("second")).await?;
    Ok(())
}

/// The treasury starts with the initial supply, and the record tells
#[hapi_test]
fn the_treasury_gets_the_initial_supply(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").initial_supply(70).treasury(&alice).via("creation"),
        get_account_balance(&alice).has_token_balance("gold", 70),
        get_txn_record("creation")
            .has_token_amount("gold", &alice, 70)
            .has_new_token_association("gold", &alice)
            .has_priority(record_with().target_token("gold")),
    ]
}

/// NFTs are minted later: a token of them starts with none
#[hapi_test]
fn nfts_are_minted_later(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("cards").non_fungible().supply_key(&seal).treasury(&alice).via("creation"),
        get_token_info("cards").has_total_supply(0).has_token_type(TokenType::NonFungibleUnique),
        get_txn_record("creation").has_priority(record_with().no_token_transfers()),
        get_account_info(&alice).has_owned_nfts(0).has_token(relationship_with("cards").balance(0)),
    ]
}

/// The treasury is known to itself, and not frozen, whatever holds for others
#[hapi_test]
fn the_treasury_may_use_its_token(alice: SpecAccount, bob: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").kyc_key(&seal).freeze_key(&seal).freeze_default(true).treasury(&alice),
        token_associate(&bob, "gold"),
        get_account_info(&alice).has_token(
            relationship_with("gold").kyc(TokenKycStatus::Granted).freeze(TokenFreezeStatus::Unfrozen)
        ),
        get_account_info(&bob).has_token(
            relationship_with("gold").kyc(TokenKycStatus::Revoked).freeze(TokenFreezeStatus::Frozen)
        ),
    ]
}

/// A treasury cannot be deleted
#[hapi_test]
fn treasuries_stay(alice: SpecAccount) -> impl IntoSpec {
    (
        token_create("gold").initial_supply(0).treasury(&alice),
        crypto_delete(&alice).transfer(FUNDING).fails_with(AccountIsTreasury),
    )
}

/// Treasury, admin and auto-renew account each have to sign; the other keys need not
#[hapi_test]
fn whom_it_concerns_signs(
    #[case("treasury", "admin", "renewer")] missing: &'static str,
    seal: SpecKey,
) -> impl IntoSpec {
    let create = || {
        token_create("gold")
            .treasury("treasury")
            .admin_key("admin")
            .auto_renew_account("renewer")
            .supply_key(&seal)
    };
    let all = ["treasury", "admin", "renewer"];
    let others: Vec<_> = all.into_iter().filter(|name| *name != missing).collect();
    hapi_spec![
        crypto_create("treasury"),
        new_key_named("admin"),
        crypto_create("renewer"),
        create().signed_by_payer_and(others).fails_with(InvalidSignature),
        create().signed_by_payer_and(all),
    ]
}

/// Who collects units of the new token is associated with it, and so has to sign
#[hapi_test]
fn collectors_of_units_are_associated(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let create = || {
        let fees = (fractional_fee(1, 10, &alice), fixed_hts_fee(1, THIS_TOKEN, &bob));
        token_create("gold").with_custom(fees)
    };
    hapi_spec![
        create().signed_by_payer_and(&alice).fails_with(InvalidSignature),
        create().signed_by_payer_and(&bob).fails_with(InvalidSignature),
        create().via("creation"),
        get_txn_record("creation").has_priority(record_with().auto_associated([
            (DEFAULT_PAYER, "gold"),
            (alice.name(), "gold"),
            (bob.name(), "gold"),
        ])),
        get_token_info("gold")
            .has_custom_fees((fractional_fee(1, 10, &alice), fixed_hts_fee(1, "gold", &bob))),
    ]
}

/// Who collects hbar signs only if it signs for all that it receives, and is not associated
#[hapi_test]
fn collectors_of_hbar_need_not_sign(
    alice: SpecAccount,
    #[account_spec(receiver_sig_required = true)] shy: SpecAccount,
) -> impl IntoSpec {
    let create = |collector: &SpecAccount| token_create("gold").with_custom(fixed_hbar_fee(1, collector));
    hapi_spec![
        create(&alice).signed_by(DEFAULT_PAYER),
        get_account_info(&alice).has_no_token_relationship("gold"),
        create(&shy).signed_by(DEFAULT_PAYER).fails_with(InvalidSignature),
        create(&shy).signed_by_payer_and(&shy),
    ]
}

/// What a token starts with fits its kind and its limit
#[hapi_test]
fn supplies_fit(seal: SpecKey) -> impl IntoSpec {
    // lint: allow(operations): a table of numbers
    use TokenSupplyType::{Finite, Infinite};
    let coin = || token_create("coin");
    let card = || token_create("card").non_fungible().supply_key(&seal);
    hapi_spec![
        coin().initial_supply(-1).fails_with(InvalidTokenInitialSupply),
        coin().initial_supply(11).max_supply(10).fails_with(InvalidTokenInitialSupply),
        card().initial_supply(1).fails_with(InvalidTokenInitialSupply),
        coin().decimals(u32::MAX).fails_with(InvalidTokenDecimals),
        card().decimals(1).fails_with(InvalidTokenDecimals),
        coin().supply_type(Infinite).max_supply(10).fails_with(InvalidTokenMaxSupply),
        coin().supply_type(Finite).initial_supply(0).fails_with(InvalidTokenMaxSupply),
        coin().supply_type(Finite).initial_supply(0).max_supply(-1).fails_with(InvalidTokenMaxSupply),
        coin().initial_supply(10).max_supply(10),
        coin().initial_supply(i64::MAX),
    ]
}

/// Only the kinds of tokens and supplies that the protocol names can be made
#[hapi_test]
fn kinds_that_do_not_exist() -> impl IntoSpec {
    // lint: allow(closures): a body that no modifier would come to
    let changed = |change: fn(&mut hapi_test::proto::services::TokenCreateTransactionBody)| {
        token_create("odd").with_body_mutation(move |_, body| {
            if let Some(Data::TokenCreation(op)) = &mut body.data {
                change(op);
            }
        })
    };
    (
        changed(|op| op.token_type = 2).fails_with(NotSupported),
        changed(|op| op.supply_type = 2).fails_with(NotSupported),
    )
}

/// NFTs need somebody to mint them; accounts frozen at first need somebody to unfreeze them
#[hapi_test]
fn keys_that_are_needed(seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("cards").non_fungible().fails_with(TokenHasNoSupplyKey),
        token_create("ice").freeze_default(true).fails_with(TokenHasNoFreezeKey),
        token_create("ice").freeze_default(true).freeze_key(&seal),
    ]
}

/// A treasury is an account that exists
#[hapi_test]
fn treasuries_exist(gone: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").without_treasury().fails_with(InvalidTreasuryAccountForToken),
        token_create("gold").treasury("0.0.999999").signed_by(DEFAULT_PAYER).fails_with(InvalidAccountId),
        crypto_delete(&gone),
        token_create("gold").treasury(&gone).fails_with(InvalidTreasuryAccountForToken),
    ]
}

/// Names and symbols have 1 to 100 bytes, none of them zero
#[hapi_test]
fn names_and_symbols() -> impl IntoSpec {
    // lint: allow(operations): a table of texts
    let (longest, longer) = ("ä".repeat(50), "ä".repeat(51));
    hapi_spec![
        token_create("gold").name("").fails_with(MissingTokenName),
        token_create("gold").name(longer.as_str()).fails_with(TokenNameTooLong),
        token_create("gold").name("go\0ld").fails_with(InvalidZeroByteInString),
        token_create("gold").symbol("").fails_with(MissingTokenSymbol),
        token_create("gold").symbol(longer).fails_with(TokenSymbolTooLong),
        token_create("gold").symbol("\0").fails_with(InvalidZeroByteInString),
        token_create("gold").name(longest.as_str()).symbol(longest.as_str()),
        get_token_info("gold").has_name(longest.as_str()).has_symbol(longest),
    ]
}

/// Memos and metadata have at most 100 bytes; metadata may be any
#[hapi_test]
fn memos_and_metadata() -> impl IntoSpec {
    hapi_spec![
        token_create("gold").entity_memo("x".repeat(101)).fails_with(MemoTooLong),
        token_create("gold").entity_memo("\0").fails_with(InvalidZeroByteInString),
        token_create("gold").metadata(vec![0; 101]).fails_with(MetadataTooLong),
        token_create("gold").entity_memo("x".repeat(100)).metadata(vec![0; 100]),
        get_token_info("gold").has_metadata(vec![0; 100]),
    ]
}

/// Each key is one, and has a code of its own if it is not
#[hapi_test]
fn keys_are_keys(
    #[case(
        (TokenRole::Admin, InvalidAdminKey),
        (TokenRole::Kyc, InvalidKycKey),
        (TokenRole::Freeze, InvalidFreezeKey),
        (TokenRole::Wipe, InvalidWipeKey),
        (TokenRole::Supply, InvalidSupplyKey),
        (TokenRole::FeeSchedule, InvalidCustomFeeScheduleKey),
        (TokenRole::Pause, InvalidPauseKey),
        (TokenRole::Metadata, InvalidMetadataKey)
    )]
    refused: (TokenRole, ResponseCodeEnum),
) -> impl IntoSpec {
    let (role, code) = refused;
    (
        token_create("gold").key(role, Key::ed25519(vec![1; 31])).fails_with(code),
        token_create("gold").key(role, Key::list(vec![Key::list(Vec::new())])).fails_with(code),
    )
}

/// An empty list is told as no key, and yet one that everybody holds
#[hapi_test]
fn an_empty_list_is_everybodys(mallory: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").pause_key(Key::list(Vec::new())),
        get_token_info("gold").has_no_pause_key(),
        token_pause("gold").paying_with(&mallory).signed_by(&mallory),
        token_associate(&mallory, "gold").fails_with(TokenIsPaused),
    ]
}

/// A token has at most ten custom fees
#[hapi_test]
fn ten_fees_are_enough(alice: SpecAccount) -> impl IntoSpec {
    let with = |count: i64| {
        let fees: Vec<_> = (1..=count).map(|amount| fixed_hbar_fee(amount, &alice)).collect();
        token_create("gold").with_custom(fees)
    };
    (with(11).fails_with(CustomFeesListTooLong), with(10), get_token_info("gold").has_custom_fees_size(10))
}

/// Fees of a token of units are fees, collected by somebody
#[hapi_test]
fn fees_of_units(
    #[case(
        (fixed_hbar_fee(0, "0.0.98"), CustomFeeMustBePositive),
        (fixed_hts_fee(-1, THIS_TOKEN, "0.0.98"), CustomFeeMustBePositive),
        (fixed_hbar_fee(1, "0.0.98").without_collector(), InvalidCustomFeeCollector),
        (fixed_hbar_fee(1, "0.0.999999"), InvalidCustomFeeCollector),
        (fixed_hbar_fee(1, FEE_COLLECTOR), InvalidCustomFeeCollector),
        (incomplete_custom_fee("0.0.98"), CustomFeeNotFullySpecified),
        (fractional_fee(1, 0, FUNDING).into(), FractionDividesByZero),
        (fractional_fee(-1, 2, FUNDING).into(), CustomFeeMustBePositive),
        (fractional_fee(1, 2, FUNDING).min(-1).into(), CustomFeeMustBePositive),
        (fractional_fee(1, 2, FUNDING).min(3).max(2).into(), FractionalFeeMaxAmountLessThanMinAmount),
        (royalty_fee_no_fallback(1, 2, "0.0.98"), CustomRoyaltyFeeOnlyAllowedForNonFungibleUnique),
        (fixed_hts_fee(1, "0.0.999999", "0.0.98"), InvalidTokenIdInCustomFees)
    )]
    refused: (TokenFee, ResponseCodeEnum),
) -> impl IntoSpec {
    let (fee, code) = refused;
    token_create("gold").with_custom(fee).fails_with(code)
}

/// Fees of NFTs are royalties or fixed, and a royalty takes at most all
#[hapi_test]
fn fees_of_nfts(
    #[case(
        (fractional_fee(1, 2, FUNDING).into(), CustomFractionalFeeOnlyAllowedForFungibleCommon),
        (fixed_hts_fee(1, THIS_TOKEN, FUNDING), CustomFeeDenominationMustBeFungibleCommon),
        (royalty_fee_no_fallback(1, 0, FUNDING), FractionDividesByZero),
        (royalty_fee_no_fallback(0, 2, FUNDING), CustomFeeMustBePositive),
        (royalty_fee_no_fallback(3, 2, FUNDING), RoyaltyFractionCannotExceedOne)
    )]
    refused: (TokenFee, ResponseCodeEnum),
    seal: SpecKey,
) -> impl IntoSpec {
    let (fee, code) = refused;
    token_create("cards").non_fungible().supply_key(&seal).with_custom(fee).fails_with(code)
}

/// A fee in another token is one of units, which its collector can receive
#[hapi_test]
fn fees_in_other_tokens(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    // lint: allow(operations): a table of denominations
    let gold = |denomination| token_create("gold").with_custom(fixed_hts_fee(1, denomination, &alice));
    hapi_spec![
        token_create("silver").admin_key(&seal),
        token_create("cards").non_fungible().supply_key(&seal),
        gold("silver").fails_with(TokenNotAssociatedToFeeCollector),
        gold("cards").fails_with(CustomFeeDenominationMustBeFungibleCommon),
        token_associate(&alice, "silver"),
        gold("silver"),
        token_delete("silver"),
        gold("silver").fails_with(InvalidTokenIdInCustomFees),
    ]
}

/// With an account that renews it a token lives for its period, else as long as it says
#[hapi_test]
async fn lifetimes(spec: &Spec, alice: SpecAccount) -> SpecResult {
    const PERIOD: i64 = 3_000_000;
    let renewed = token_create("gold").auto_renew_account(&alice).auto_renew_period(PERIOD);
    spec.run(renewed.via("creation")).await?;
    let created = spec.run(get_txn_record("creation")).await?.record.consensus_timestamp.unwrap_or_default();
    let expiry = created.seconds + PERIOD;
    let info = get_token_info("gold").has_auto_renew_account(&alice).has_auto_renew_period(PERIOD);
    spec.run(info.has_expiry(expiry)).await?;
    spec.run(token_create("silver").expiry(expiry + 5)).await?;
    spec.run(get_token_info("silver").has_no_auto_renew_account().has_expiry(expiry + 5)).await?;
    Ok(())
}

/// Lifetimes are neither too short nor too long, and end in the future
#[hapi_test]
fn lifetimes_have_limits(alice: SpecAccount, gone: SpecAccount) -> impl IntoSpec {
    // lint: allow(operations): a table of times
    let renewed = |seconds| token_create("gold").auto_renew_account(&alice).auto_renew_period(seconds);
    hapi_spec![
        renewed(2_591_999).fails_with(InvalidRenewalPeriod),
        renewed(8_000_002).fails_with(InvalidRenewalPeriod),
        renewed(-1).fails_with(InvalidRenewalPeriod),
        renewed(2_592_000),
        token_create("gold").expiry(1_000).fails_with(InvalidExpirationTime),
        token_create("gold").without_expiry().fails_with(InvalidExpirationTime),
        token_create("gold")
            .auto_renew_account("0.0.999999")
            .signed_by(DEFAULT_PAYER)
            .fails_with(InvalidAutorenewAccount),
        crypto_delete(&gone),
        token_create("gold").auto_renew_account(&gone).fails_with(InvalidAutorenewAccount),
    ]
}

/// A creation that fails leaves nothing behind: no association, and no units
#[hapi_test]
fn failures_leave_nothing(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_create("gold")
            .treasury(&alice)
            .with_custom(fixed_hbar_fee(0, &alice))
            .fails_with(CustomFeeMustBePositive)
            .via("creation"),
        get_account_info(&alice).has_token_relationship_count(0),
        get_txn_record("creation").has_priority(record_with().no_token_transfers().auto_association_count(0)),
    ]
}

/// There are only so many tokens
#[leaky_test(PropertyOverrides, overrides = ["tokens.maxNumber"])]
fn the_number_of_tokens_has_a_limit() -> impl IntoSpec {
    (
        overriding("tokens.maxNumber", 0),
        token_create("gold").fails_with(MaxEntitiesInPriceRegimeHaveBeenCreated),
    )
}

/// A token costs one dollar, two with custom fees or a key to change them, and a cent for each key beyond the first
#[hapi_test]
fn creation_is_priced_by_fees_and_keys(
    #[account_spec(balance = 200.hbar(), key = ed25519)] payer: SpecAccount,
    #[key_spec(kind = ed25519)] seal: SpecKey,
) -> impl IntoSpec {
    // lint: allow(operations): a list of prices
    let create =
        |name: &str| token_create(name).treasury(&payer).paying_with(&payer).signed_by(&payer).via(name);
    hapi_spec![
        create("plain"),
        create("keyed").supply_key(&seal).pause_key(&seal).wipe_key(&seal),
        create("with fees").with_custom(fixed_hbar_fee(1, &payer)),
        create("with fees to come").fee_schedule_key(&seal),
        validate_charged_usd_within("plain", 1.0, 0.01),
        validate_charged_usd_within("keyed", 1.02, 0.01),
        validate_charged_usd_within("with fees", 2.0, 0.01),
        validate_charged_usd_within("with fees to come", 2.0, 0.01),
    ]
}

/// Each id in a creation is needed: without it, the creation fails with that id's own code
#[hapi_test]
fn cleared_ids_are_missed(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let silver = token_create("silver").treasury(&bob);
    let gold = move || {
        token_create("gold")
            .treasury(&alice)
            .auto_renew_account(&alice)
            .with_custom((fixed_hts_fee(1, "silver", &bob), fixed_hbar_fee(1, &bob)))
    };
    (silver, submit_modified(with_successively_varied_body_ids(), gold))
}
