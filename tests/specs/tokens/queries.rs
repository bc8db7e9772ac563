//! What is told of tokens, of NFTs, and of what accounts hold.
//!
//! - <https://hips.hedera.com/hip/hip-1261>

// lint: allow(closures): each closure looks at one answer as a whole

use hapi_test::{
    prelude::*,
    proto::services::{TokenFreezeStatus, TokenKycStatus, TokenPauseStatus, query},
};

/// A number that no entity has.
const UNKNOWN: TokenId = TokenId { shard_num: 0, realm_num: 0, token_num: 999_999_999 };

// Tokens

/// Of a token is told what it was created with
#[hapi_test]
fn tokens_are_told_as_created(
    #[fungible_token_spec(keys = [admin], initial_supply = 50, max_supply = 70, decimals = 2, memo = "shiny")]
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    get_token_info(&gold)
        .has_registered_id(&gold)
        .has_token_type(TokenType::FungibleCommon)
        .has_supply_type(TokenSupplyType::Finite)
        .has_total_supply(50)
        .has_max_supply(70)
        .has_decimals(2)
        .has_entity_memo("shiny")
        .has_treasury("goldTreasury")
        .has_registered_name()
        .has_registered_symbol()
        .has_no_auto_renew_account()
        .has_no_custom_fees()
        .has_encoded_ledger_id([3_u8].to_vec())
        .is_not_deleted()
}

/// A token without a maximum tells 0
#[hapi_test]
fn limits_that_are_none_are_0(art: SpecNonFungibleToken) -> impl IntoSpec {
    get_token_info(&art)
        .has_token_type(TokenType::NonFungibleUnique)
        .has_supply_type(TokenSupplyType::Infinite)
        .has_max_supply(0)
        .has_total_supply(0)
        .has_decimals(0)
}

/// Each key of a token is told, and what follows from it
#[hapi_test]
fn keys_are_told(
    #[fungible_token_spec(
        keys = [admin, kyc, freeze, wipe, supply, fee_schedule, pause, metadata],
        freeze_default = true
    )]
    gold: SpecFungibleToken,
) -> impl IntoSpec {
    get_token_info(&gold)
        .has_admin_key("gold_ADMIN_KEY")
        .has_kyc_key("gold_KYC_KEY")
        .has_freeze_key("gold_FREEZE_KEY")
        .has_wipe_key("gold_WIPE_KEY")
        .has_supply_key("gold_SUPPLY_KEY")
        .has_fee_schedule_key("gold_FEE_SCHEDULE_KEY")
        .has_pause_key("gold_PAUSE_KEY")
        .has_metadata_key("gold_METADATA_KEY")
        .has_kyc_default(TokenKycStatus::Revoked)
        .has_freeze_default(TokenFreezeStatus::Frozen)
        .has_pause_status(TokenPauseStatus::Unpaused)
}

/// Of keys that there are not nothing is told, and what they would be for does not apply
#[hapi_test]
fn absent_keys_do_not_apply(#[fungible_token_spec(keys = [])] gold: SpecFungibleToken) -> impl IntoSpec {
    get_token_info(&gold)
        .has_no_admin_key()
        .has_no_kyc_key()
        .has_no_freeze_key()
        .has_no_supply_key()
        .has_no_pause_key()
        .has_kyc_default(TokenKycStatus::KycNotApplicable)
        .has_freeze_default(TokenFreezeStatus::FreezeNotApplicable)
        .has_pause_status(TokenPauseStatus::PauseNotApplicable)
}

/// A pause is told, and a deletion
#[hapi_test]
fn the_state_of_a_token_is_told(
    #[fungible_token_spec(keys = [admin, pause])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_pause(&gold),
        get_token_info(&gold).has_pause_status(TokenPauseStatus::Paused),
        token_unpause(&gold),
        token_delete(&gold),
        get_token_info(&gold).is_deleted().has_pause_status(TokenPauseStatus::Unpaused),
    ]
}

/// Who pays for the renewal of a token is told
#[hapi_test]
fn renewals_are_told(
    #[fungible_token_spec(use_auto_renew_account = true)] gold: SpecFungibleToken,
) -> impl IntoSpec {
    get_token_info(&gold).has_auto_renew_account("goldAutoRenew").has_auto_renew_period(7_776_000)
}

/// Nothing is told of a token that there is not
#[hapi_test]
fn unknown_tokens_are_not_told_of() -> impl IntoSpec {
    hapi_spec![
        get_token_info(UNKNOWN).has_cost_answer_precheck(InvalidTokenId),
        get_token_info(UNKNOWN).node_payment(1_000).has_answer_only_precheck(InvalidTokenId),
    ]
}

/// Who asks pays, if little
#[hapi_test]
fn who_asks_pays(
    gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_token_info(&gold).paying_with(&alice).via("of a token"),
        get_token_nft_info(&art, 1).paying_with(&alice).via("of an NFT"),
        validate_charged_usd("of a token", 0.0001),
        validate_charged_usd("of an NFT", 0.0001),
    ]
}

// NFTs

/// Of an NFT is told whose it is, who may spend it and since when there is it
#[hapi_test]
fn nfts_are_told(
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
    alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &art),
        crypto_transfer(moving_unique(&art, [1]).between("artTreasury", &alice)),
        crypto_approve_allowance()
            .add_nft_allowance(&alice, &art, &bob, None, [1])
            .signed_by_payer_and(&alice),
        get_token_nft_info(&art, 1)
            .has_token_id(&art)
            .has_serial_num(1)
            .has_account_id(&alice)
            .has_spender_id(&bob)
            .has_metadata("SN#1")
            .has_valid_creation_time()
            .has_encoded_ledger_id([3_u8].to_vec()),
    ]
}

/// Nothing is told of an NFT that there is not
#[hapi_test]
fn unknown_nfts_are_not_told_of(art: SpecNonFungibleToken, gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        get_token_nft_info(&art, 1).has_cost_answer_precheck(InvalidNftId),
        get_token_nft_info(&gold, 1).has_cost_answer_precheck(InvalidNftId),
        get_token_nft_info(UNKNOWN, 1).has_cost_answer_precheck(InvalidNftId),
        get_token_nft_info(&art, 0).has_cost_answer_precheck(InvalidTokenNftSerialNumber),
        get_token_nft_info(&art, -1).has_cost_answer_precheck(InvalidTokenNftSerialNumber),
        get_token_nft_info(&art, 1)
            .with_query_mutation(without_token)
            .has_cost_answer_precheck(InvalidTokenId),
    ]
}

/// Takes the token out of a query.
fn without_token(_spec: &Spec, query: &mut query::Query) {
    let query::Query::TokenGetNftInfo(query) = query else { panic!("{query:?} asks for no NFT") };
    if let Some(id) = &mut query.nft_id {
        id.token_id = None;
    }
}

// Accounts

/// The token that an account was associated with last comes first, and of one association the one with the lowest number
#[hapi_test]
fn the_latest_comes_first(
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &art),
        token_associate(&alice, (&silver, &gold)),
        get_account_details(&alice).paying_with(GENESIS).has(account_details_with().satisfies(|told| {
            let listed: Vec<TokenId> =
                told.token_relationships.iter().filter_map(|one| one.token_id).collect();
            let in_order = listed.len() == 3 && listed[0].num() < listed[1].num();
            if in_order { Ok(()) } else { Err(format!("in this order: {listed:?}")) }
        })),
    ]
}

/// Balances of tokens are told with their decimals
#[hapi_test]
fn balances_have_decimals(
    #[fungible_token_spec(decimals = 4)] gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 2)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        get_account_balance("goldTreasury").has_token_balance_with_decimals(&gold, 100, 4),
        get_account_balance("artTreasury").has_token_balance_with_decimals(&art, 2, 0),
        get_account_info("artTreasury").has_owned_nfts(2).has_token(relationship_with(&art).balance(2)),
    ]
}

/// A network may leave balances of tokens out, of what anybody may ask
#[leaky_test(PropertyOverrides, overrides = ["tokens.balancesInQueries.enabled"])]
fn balances_may_be_left_out(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        get_account_balance("goldTreasury").has_token_balance(&gold, 100),
        overriding("tokens.balancesInQueries.enabled", false),
        get_account_balance("goldTreasury").has_token_balance(&gold, 0),
        get_account_info("goldTreasury").has_no_token_relationship(&gold),
        get_account_details("goldTreasury").has_token(relationship_with(&gold)).paying_with(GENESIS),
    ]
}

/// Only so many tokens are told of
#[leaky_test(PropertyOverrides, overrides = ["tokens.maxRelsPerInfoQuery"])]
fn so_many_tokens_are_told_of(
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_associate(&alice, &silver),
        overriding("tokens.maxRelsPerInfoQuery", 1),
        get_account_info(&alice).has_token(relationship_with(&silver)).has_no_token_relationship(&gold),
        get_account_details(&alice).has_no_token_relationship(&gold).paying_with(GENESIS),
    ]
}
