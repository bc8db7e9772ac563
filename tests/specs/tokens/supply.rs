//! How much there is of a token: what is minted and burned, which the treasury gets and loses.
//!
//! - <https://hips.hedera.com/hip/hip-1261>
//! - <https://hips.hedera.com/hip/hip-1313>

use hapi_test::prelude::*;

/// Nobody: what is minted comes from there, and what is burned goes there.
const NOWHERE: &str = "0.0.0";
/// A number that no entity has.
const UNKNOWN: TokenId = TokenId { shard_num: 0, realm_num: 0, token_num: 999_999_999 };

/// So many metadata, all different.
fn metadata(count: usize) -> Vec<String> {
    (1..=count).map(|serial| format!("No. {serial}")).collect()
}

// Minting

/// What is minted of a fungible token, the treasury has
#[hapi_test]
fn minted_units_are_the_treasurys(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, 5).via("mint"),
        get_token_info(&gold).has_total_supply(105),
        get_account_balance("goldTreasury").has_token_balance(&gold, 105),
        get_txn_record("mint").has_priority(
            record_with().new_total_supply(105).token_transfers(changing_fungible_balances().including(
                &gold,
                "goldTreasury",
                5
            )),
        ),
        validate_charged_usd("mint", 0.0011),
    ]
}

/// NFTs are numbered on, from 1
#[hapi_test]
fn nfts_are_numbered_on(art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&art, ["one", "two"]),
        mint_token(&art, ["three"]).via("mint"),
        get_txn_record("mint").has_priority(
            record_with()
                .new_total_supply(3)
                .serial_nos([3])
                .token_transfers(changing_nft_owners().including(&art, NOWHERE, "artTreasury", 3)),
        ),
        get_account_info("artTreasury").has_owned_nfts(3),
        get_token_nft_info(&art, 3)
            .has_metadata("three")
            .has_account_id("artTreasury")
            .has_no_spender()
            .has_creation_time_of("mint"),
    ]
}

/// Each NFT costs; units cost nothing more, however many they are
#[hapi_test]
fn each_nft_costs(gold: SpecFungibleToken, art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, 1_000_000).via("units"),
        mint_token(&art, ["one"]).via("one"),
        mint_token(&art, metadata(10)).via("ten"),
        validate_charged_usd("units", 0.0011),
        validate_charged_usd("one", 0.0201),
        validate_charged_usd("ten", 0.2001),
    ]
}

/// Nothing may be minted, too
#[hapi_test]
fn nothing_is_minted(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![mint_token(&gold, 0), get_token_info(&gold).has_total_supply(100)]
}

/// What is minted is an amount, or NFTs, and not less than nothing
#[hapi_test]
fn amounts_are_checked_at_once(gold: SpecFungibleToken, art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, -1).has_precheck(InvalidTokenMintAmount),
        invalid_mint_token(&gold, ["one"], 1).has_precheck(InvalidTransactionBody),
        invalid_mint_token(&art, ["one"], 1).has_precheck(InvalidTransactionBody),
        mint_token(&gold, 1).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        mint_token(UNKNOWN, 1).has_known_status(InvalidTokenId),
    ]
}

/// Takes the token out of a body.
fn without_token(_spec: &Spec, body: &mut TransactionBody) {
    match &mut body.data {
        Some(Data::TokenMint(op)) => op.token = None,
        Some(Data::TokenBurn(op)) => op.token = None,
        other => panic!("{other:?} changes no supply"),
    }
}

/// There is an end to what can be counted
#[hapi_test]
fn no_more_than_fits(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, i64::MAX - 99).has_known_status(InvalidTokenMintAmount),
        mint_token(&gold, i64::MAX - 100),
        mint_token(&gold, 1).has_known_status(InvalidTokenMintAmount),
        get_account_balance("goldTreasury").has_token_balance(&gold, i64::MAX),
    ]
}

/// There is no more of a token than its maximum
#[hapi_test]
fn no_more_than_the_maximum(
    #[fungible_token_spec(initial_supply = 5, max_supply = 7)] gold: SpecFungibleToken,
    #[non_fungible_token_spec(max_supply = 2)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, 3).has_known_status(TokenMaxSupplyReached),
        mint_token(&gold, 2),
        mint_token(&gold, 1).has_known_status(TokenMaxSupplyReached),
        mint_token(&art, metadata(3)).has_known_status(TokenMaxSupplyReached),
        mint_token(&art, metadata(2)),
        mint_token(&art, metadata(1)).has_known_status(TokenMaxSupplyReached),
    ]
}

/// NFTs have metadata, if only empty ones, and units have none
#[hapi_test]
fn nfts_have_metadata(art: SpecNonFungibleToken, gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&art, 1).has_known_status(InvalidTokenMintMetadata),
        mint_token(&art, 0).has_known_status(InvalidTokenMintMetadata),
        mint_token(&art, [""]),
        get_token_nft_info(&art, 1).has_metadata(""),
        mint_token(&gold, ["one"]),
        get_token_info(&gold).has_total_supply(100),
    ]
}

/// Metadata have at most 100 bytes, and a transaction mints at most 10 NFTs
#[hapi_test]
fn batches_and_metadata_are_limited(art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&art, ["m".repeat(101)]).has_known_status(MetadataTooLong),
        mint_token(&art, metadata(11)).has_known_status(BatchSizeLimitExceeded),
        mint_token(&art, ["m".repeat(100)]),
        mint_token(&art, metadata(10)),
        get_token_info(&art).has_total_supply(11),
    ]
}

/// Without a supply key the supply stays as it is
#[hapi_test]
fn without_a_supply_key_nothing_changes(
    #[fungible_token_spec(keys = [admin])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, 1).has_known_status(TokenHasNoSupplyKey),
        burn_token(&gold, 1).has_known_status(TokenHasNoSupplyKey),
    ]
}

/// It takes the supply key to change the supply, and nobody else's
#[hapi_test]
fn the_supply_key_signs(gold: SpecFungibleToken, alice: SpecAccount) -> impl IntoSpec {
    let by_treasury = [alice.name(), "goldTreasury"].map(String::from);
    let by_supply_key = [alice.name(), "gold_SUPPLY_KEY"].map(String::from);
    hapi_spec![
        mint_token(&gold, 1)
            .paying_with(&alice)
            .signed_by(by_treasury.clone())
            .has_known_status(InvalidSignature),
        burn_token(&gold, 1).paying_with(&alice).signed_by(by_treasury).has_known_status(InvalidSignature),
        mint_token(&gold, 1).paying_with(&alice).signed_by(by_supply_key.clone()),
        burn_token(&gold, 1).paying_with(&alice).signed_by(by_supply_key),
    ]
}

/// The supply of a token rests while it is paused
#[hapi_test]
fn paused_supplies_rest(
    #[fungible_token_spec(keys = [supply, pause])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_pause(&gold),
        mint_token(&gold, 1).has_known_status(TokenIsPaused),
        burn_token(&gold, 1).has_known_status(TokenIsPaused),
        token_unpause(&gold),
        mint_token(&gold, 1),
        burn_token(&gold, 1),
    ]
}

/// Of a deleted token there is nothing to mint or burn
#[hapi_test]
fn deleted_supplies_are_final(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        token_delete(&gold),
        mint_token(&gold, 1).has_known_status(TokenWasDeleted),
        burn_token(&gold, 1).has_known_status(TokenWasDeleted),
    ]
}

/// A treasury that is frozen gets and loses nothing
#[hapi_test]
fn frozen_treasuries_get_nothing(
    #[fungible_token_spec(keys = [supply, freeze])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_freeze(&gold, "goldTreasury"),
        mint_token(&gold, 1).has_known_status(AccountFrozenForToken),
        burn_token(&gold, 1).has_known_status(AccountFrozenForToken),
        token_unfreeze(&gold, "goldTreasury"),
        mint_token(&gold, 1),
    ]
}

/// A treasury passes KYC from the beginning, and gets nothing once that is taken back
#[hapi_test]
fn unknown_treasuries_get_nothing(
    #[fungible_token_spec(keys = [supply, kyc])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        mint_token(&gold, 1),
        revoke_token_kyc(&gold, "goldTreasury"),
        mint_token(&gold, 1).has_known_status(AccountKycNotGrantedForToken),
        burn_token(&gold, 1).has_known_status(AccountKycNotGrantedForToken),
    ]
}

/// There is an end to the NFTs that a network has
#[leaky_test(PropertyOverrides, overrides = ["tokens.nfts.maxAllowedMints"])]
fn networks_have_so_many_nfts(art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        mint_token(&art, ["one"]),
        overriding("tokens.nfts.maxAllowedMints", 1),
        mint_token(&art, ["two"]).has_known_status(MaxNftsInPriceRegimeHaveBeenMinted),
    ]
}

/// Serial numbers end where 32 bits do
#[embedded_test(NeedsStateAccess)]
fn serial_numbers_end(alice: SpecAccount) -> impl IntoSpec {
    // lint: allow(closures): state is changed as no transaction could
    const NAME: &str = "cards with a last number";
    hapi_spec![
        token_create("cards").name(NAME).non_fungible().supply_key(&alice),
        mutate_state(|state| {
            let ours = state.tokens.iter().find(|(_, token)| &*token.name == NAME);
            let num = ours.map(|(num, _)| *num).expect("it was just created");
            state.tokens.get_mut(&num).expect("it was just found").last_serial = 0xffff_fffe;
        }),
        mint_token("cards", metadata(2)).has_known_status(SerialNumberLimitReached),
        mint_token("cards", ["the last"]),
        get_token_nft_info("cards", 0xffff_ffff).has_metadata("the last"),
        mint_token("cards", ["one too many"]).has_known_status(SerialNumberLimitReached),
    ]
}

/// High volume has a price (HIP-1313)
#[hapi_test]
fn high_volume_mints_cost_more(gold: SpecFungibleToken) -> impl IntoSpec {
    // lint: allow(closures): a price is told as it is looked at
    let hurried = record_with().satisfies(|record| match record.high_volume_pricing_multiplier {
        4_000.. => Ok(()),
        multiplier => Err(format!("a multiplier of {multiplier} thousandths")),
    });
    hapi_spec![
        mint_token(&gold, 1).high_volume().fee(5.hbar()).via("mint"),
        get_txn_record("mint").has_priority(hurried),
        validate_charged_usd("mint", 0.0044),
    ]
}

/// NFTs count more to the throttles than units do: two as five, which is more than one a second
#[leaky_test(ThrottleOverrides)]
fn nfts_fill_throttles(alice: SpecAccount, art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        overriding_throttles("one-tps-nft-mint"),
        mint_token(&art, metadata(2)).paying_with(&alice).has_precheck(Busy),
        mint_token(&art, metadata(2)).paying_with(GENESIS),
    ]
}

// Burning

/// What is burned, the treasury loses
#[hapi_test]
fn burned_units_were_the_treasurys(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        burn_token(&gold, 60).via("burn"),
        get_token_info(&gold).has_total_supply(40),
        get_account_balance("goldTreasury").has_token_balance(&gold, 40),
        get_txn_record("burn").has_priority(
            record_with().new_total_supply(40).token_transfers(changing_fungible_balances().including(
                &gold,
                "goldTreasury",
                -60
            )),
        ),
        validate_charged_usd("burn", 0.0011),
    ]
}

/// A burned NFT is gone, and its number with it
#[hapi_test]
fn burned_nfts_are_gone(
    #[non_fungible_token_spec(num_pre_mints = 3)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        burn_token(&art, [1, 3, 1]).via("burn"),
        get_txn_record("burn").has_priority(
            record_with()
                .new_total_supply(1)
                .serial_nos([])
                .token_transfers(changing_nft_owners().including(&art, "artTreasury", NOWHERE, 3)),
        ),
        get_token_nft_info(&art, 3).has_cost_answer_precheck(InvalidNftId),
        get_account_info("artTreasury").has_owned_nfts(1),
        mint_token(&art, ["four"]),
        get_token_nft_info(&art, 4).has_metadata("four"),
    ]
}

/// What is burned is an amount, or NFTs, and not less than nothing
#[hapi_test]
fn burned_amounts_are_checked_at_once(gold: SpecFungibleToken, art: SpecNonFungibleToken) -> impl IntoSpec {
    hapi_spec![
        burn_token(&gold, -1).has_precheck(InvalidTokenBurnAmount),
        invalid_burn_token(&gold, [1], 1).has_precheck(InvalidTransactionBody),
        burn_token(&art, [1, 0]).has_precheck(InvalidNftId),
        burn_token(&gold, 1).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        burn_token(UNKNOWN, 1).has_known_status(InvalidTokenId),
    ]
}

/// Only what there is can be burned, and nothing may be, too
#[hapi_test]
fn no_more_is_burned_than_there_is(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        burn_token(&gold, 101).has_known_status(InvalidTokenBurnAmount),
        burn_token(&gold, 100),
        burn_token(&gold, 0),
        burn_token(&gold, 1).has_known_status(InvalidTokenBurnAmount),
        mint_token(&gold, 1),
    ]
}

/// What others hold cannot be burned
#[hapi_test]
fn what_others_hold_is_not_burned(
    gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 2)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, (&gold, &art)),
        crypto_transfer((
            moving(1, &gold).between("goldTreasury", &alice),
            moving_unique(&art, [2]).between("artTreasury", &alice),
        )),
        burn_token(&gold, 100).has_known_status(InsufficientTokenBalance),
        burn_token(&gold, 99),
        burn_token(&art, [1, 2]).has_known_status(TreasuryMustOwnBurnedNft),
        burn_token(&art, [1]),
    ]
}

/// NFTs are burned by their numbers, at most 10 at once
#[hapi_test]
fn nfts_are_burned_by_number(
    #[non_fungible_token_spec(num_pre_mints = 11)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        burn_token(&art, 1).has_known_status(InvalidTokenBurnMetadata),
        burn_token(&art, 0).has_known_status(InvalidTokenBurnMetadata),
        burn_token(&art, [1, 12]).has_known_status(InvalidNftId),
        burn_token(&art, 1..=11).has_known_status(BatchSizeLimitExceeded),
        burn_token(&art, 2..=11),
        get_token_info(&art).has_total_supply(1),
    ]
}
