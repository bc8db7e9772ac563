//! The token service: fungible tokens and NFTs.

mod airdrop_claims;
mod airdrop_lists;
mod airdrops;
mod allowances;
mod assertions;
mod association;
mod auto_association;
mod auto_creation;
mod custom_fees;
mod fixtures;
mod freeze_kyc;
mod nft_allowances;
mod nft_metadata;
mod queries;
mod reject;
mod royalties;
mod supply;
mod transfer_limits;
mod transfers;
mod wiping;

use hapi_test::{
    ops::{BlockingOrder, CryptoTransfer, GetAccountBalance, Query, TokenCreate, TokenMint},
    prelude::*,
};

/// A fungible token called `coin` that anybody may hold: the treasury has a thousand units.
fn coin(treasury: &SpecAccount) -> Txn<TokenCreate> {
    fungible("coin", treasury)
}

/// A fungible token of that name that anybody may hold: the treasury has a thousand units.
fn fungible(name: &str, treasury: &SpecAccount) -> Txn<TokenCreate> {
    token_create(name).treasury(treasury).initial_supply(1000)
}

/// A token of NFTs called `card` that anybody may hold, without any NFT yet. The treasury mints.
fn card(treasury: &SpecAccount) -> Txn<TokenCreate> {
    token_create("card").non_fungible().treasury(treasury).supply_key(treasury).initial_supply(0)
}

/// Mints three cards: the serial numbers 1 to 3.
fn three_cards() -> Txn<TokenMint> {
    mint_token("card", ["one", "two", "three"])
}

/// So many units of `coin` change hands.
fn give(units: i64, from: &SpecAccount, to: &SpecAccount) -> Txn<CryptoTransfer> {
    crypto_transfer(send(units.of("coin")).from(from).to(to))
}

/// Two accounts may hold `coin`, and the first gets so many units of it from the treasury.
fn hold_coins(units: i64, treasury: &SpecAccount, first: &SpecAccount, other: &SpecAccount) -> BlockingOrder {
    blocking_order((
        token_associate(first, "coin"),
        token_associate(other, "coin"),
        give(units, treasury, first),
    ))
}

/// One of the cards changes hands.
fn give_card(serial: i64, from: &SpecAccount, to: &SpecAccount) -> Txn<CryptoTransfer> {
    crypto_transfer(send("card".serial(serial)).from(from).to(to))
}

/// That an account has so many units of `coin`.
fn has(account: &SpecAccount, units: u64) -> Query<GetAccountBalance> {
    get_account_balance(account).has_token_balance("coin", units)
}
