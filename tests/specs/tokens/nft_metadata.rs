//! What NFTs say of themselves, and who may change it.
//!
//! - <https://hips.hedera.com/hip/hip-657>
//! - <https://hips.hedera.com/hip/hip-850>

use hapi_test::prelude::*;

/// The metadata key changes the metadata of any NFT (HIP-657)
#[hapi_test]
fn the_metadata_key_changes_metadata(
    #[non_fungible_token_spec(keys = [supply, metadata], num_pre_mints = 3)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &art),
        crypto_transfer(moving_unique(&art, [2]).between("artTreasury", &alice)),
        token_update_nfts(&art, "new", [1, 2]).signed_by_payer_and("art_METADATA_KEY").via("update"),
        get_token_nft_info(&art, 1).has_metadata("new"),
        get_token_nft_info(&art, 2).has_metadata("new").has_account_id(&alice),
        get_token_nft_info(&art, 3).has_metadata("SN#3"),
    ]
}

/// The supply key changes the metadata of what the treasury still has (HIP-850)
#[hapi_test]
fn the_supply_key_changes_metadata_in_the_treasury(
    #[non_fungible_token_spec(keys = [supply, metadata], num_pre_mints = 2)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let update = || token_update_nfts(&art, "new", [1, 2]).signed_by_payer_and("art_SUPPLY_KEY");
    let (before, after) = (update(), update().has_known_status(InvalidSignature));
    hapi_spec![
        before,
        token_associate(&alice, &art),
        crypto_transfer(moving_unique(&art, [2]).between("artTreasury", &alice)),
        after,
    ]
}

/// Each update costs
#[hapi_test]
fn each_update_costs(
    #[non_fungible_token_spec(num_pre_mints = 3)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_update_nfts(&art, "new", [1]).via("one"),
        token_update_nfts(&art, "newer", [1, 2, 3]).via("three"),
        validate_charged_usd("one", 0.0011),
        validate_charged_usd("three", 0.0031),
    ]
}

/// Without a key nobody changes anything
#[hapi_test]
fn without_a_key_metadata_stay(
    #[non_fungible_token_spec(num_pre_mints = 2)] art: SpecNonFungibleToken,
    gold: SpecFungibleToken,
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(moving_unique(&art, [2]).between("artTreasury", &alice)),
        token_update_nfts(&art, "new", [1]),
        token_update_nfts(&art, "new", [1, 2]).has_known_status(TokenHasNoMetadataKey),
        token_update(&art).properly_emptying_supply_key(),
        token_update_nfts(&art, "newer", [1]).has_known_status(TokenHasNoMetadataOrSupplyKey),
        token_update_nfts(&gold, "new", [1]).has_known_status(InvalidNftId),
    ]
}

/// An update names NFTs that there are
#[hapi_test]
fn updates_name_nfts(
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_update_nfts(&art, "new", []).has_precheck(MissingSerialNumbers),
        token_update_nfts(&art, "new", [1]).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        token_update_nfts(TokenId::from_num(999_999_999), "new", [1]).has_known_status(InvalidTokenId),
        token_update_nfts(&art, "new", [1, 2]).has_known_status(InvalidNftId),
        token_update_nfts(&art, "new", [0]).has_known_status(InvalidNftId),
    ]
}

/// Takes the token out of a body.
fn without_token(_spec: &Spec, body: &mut TransactionBody) {
    let Some(Data::TokenUpdateNfts(op)) = &mut body.data else { panic!("{body:?} updates no NFT") };
    op.token = None;
}

/// After an NFT that is not the treasury's, who signs is known, and the others are looked at late
#[hapi_test]
fn numbers_after_anothers_are_looked_at_late(
    #[non_fungible_token_spec(keys = [supply, metadata], num_pre_mints = 2)] art: SpecNonFungibleToken,
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(moving_unique(&art, [2]).between("artTreasury", &alice)),
        token_update_nfts(&art, "new", [2, -1]).has_known_status(InvalidTokenNftSerialNumber),
        token_update_nfts(&art, "new", [2, 3]).has_known_status(InvalidNftId),
        get_token_nft_info(&art, 2).has_metadata("SN#2"),
    ]
}

/// Metadata have at most 100 bytes, and a transaction changes those of at most 10 NFTs
#[hapi_test]
fn updates_are_limited(
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_update_nfts(&art, "m".repeat(101), [1]).has_known_status(MetadataTooLong),
        token_update_nfts(&art, "new", [1; 11]).has_known_status(BatchSizeLimitExceeded),
        token_update_nfts(&art, "m".repeat(100), [1; 10]),
        get_token_nft_info(&art, 1).has_metadata("m".repeat(100)),
    ]
}

/// No metadata change nothing, empty ones remove what there was
#[hapi_test]
fn absent_metadata_change_nothing(
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_update_nfts(&art, "new", [1]).without_metadata(),
        get_token_nft_info(&art, 1).has_metadata("SN#1"),
        token_update_nfts(&art, "", [1]),
        get_token_nft_info(&art, 1).has_metadata(""),
    ]
}

/// Metadata are changed even while the token is paused, and after it was deleted
#[hapi_test]
fn pauses_do_not_keep_metadata(
    #[non_fungible_token_spec(keys = [admin, supply, pause], num_pre_mints = 1)] art: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_pause(&art),
        token_update_nfts(&art, "paused", [1]),
        token_unpause(&art),
        token_delete(&art),
        token_update_nfts(&art, "deleted", [1]),
        get_token_nft_info(&art, 1).has_metadata("deleted"),
    ]
}
