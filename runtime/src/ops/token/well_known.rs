//! Tokens that need no description: for specs that are about something else.

use hapi_proto::services::TokenType;

use super::{TokenCreate, mint_token, token_create};
use crate::{
    ops::{BlockingOrder, Txn, blocking_order, crypto::crypto_create, keys::new_key_named},
    spec::IntoSpec,
};

/// The name of the account that holds what is minted of the well-known tokens.
pub const TOKEN_TREASURY: &str = "tokenTreasury";
/// The name of the key that mints and burns the well-known non-fungible tokens.
pub const WELL_KNOWN_NFT_SUPPLY_KEY: &str = "wellKnownNftSupplyKey";
/// What the treasury of a well-known fungible token starts with, in units.
pub const WELL_KNOWN_INITIAL_SUPPLY: i64 = 1_000_000;

/// Creates what the well-known tokens are made with: [`TOKEN_TREASURY`] and [`WELL_KNOWN_NFT_SUPPLY_KEY`].
#[track_caller]
pub fn well_known_token_entities() -> BlockingOrder {
    blocking_order((crypto_create(TOKEN_TREASURY), new_key_named(WELL_KNOWN_NFT_SUPPLY_KEY)))
}

/// Creates a fungible token whose treasury is [`TOKEN_TREASURY`], which has [`WELL_KNOWN_INITIAL_SUPPLY`] units of it.
#[track_caller]
pub fn create_well_known_fungible_token(name: impl Into<String>) -> Txn<TokenCreate> {
    token_create(name).treasury(TOKEN_TREASURY).initial_supply(WELL_KNOWN_INITIAL_SUPPLY)
}

/// Creates a token of NFTs whose treasury is [`TOKEN_TREASURY`], `customized` as you like, and mints the first so many of
/// them (at most ten, which is what one transaction can).
#[track_caller]
pub fn create_well_known_non_fungible_token(
    name: impl Into<String>,
    minted: usize,
    customized: impl FnOnce(Txn<TokenCreate>) -> Txn<TokenCreate>,
) -> BlockingOrder {
    let name = name.into();
    let create = token_create(&name)
        .token_type(TokenType::NonFungibleUnique)
        .treasury(TOKEN_TREASURY)
        .supply_key(WELL_KNOWN_NFT_SUPPLY_KEY);
    let metadata: Vec<String> = (1..=minted).map(|number| format!("SN#{number}")).collect();
    let mut operations = customized(create).into_spec();
    if !metadata.is_empty() {
        operations.extend(mint_token(name, metadata).into_spec());
    }
    blocking_order(operations)
}
