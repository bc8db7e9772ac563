//! The token service: fungible tokens and NFTs.

mod airdrop_claims;
mod airdrop_lists;
mod airdrops;
mod allowances;
mod assertions;
mod association;
mod auto_association;
mod auto_creation;
mod create;
mod custom_fees;
mod delete_pause;
mod fee_schedule;
mod fixtures;
mod fractional_fees;
mod freeze_kyc;
mod nft_allowances;
mod nft_metadata;
mod queries;
mod reject;
mod royalties;
mod supply;
mod transfer_limits;
mod transfers;
mod update;
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

/// Cards, three of which the treasury has already.
fn deck(treasury: &SpecAccount) -> BlockingOrder {
    blocking_order((card(treasury), three_cards()))
}

/// The first account has a thousand coins, the other may hold some.
fn coins(treasury: &SpecAccount, other: &SpecAccount) -> BlockingOrder {
    blocking_order((coin(treasury), token_associate(other, "coin")))
}

/// The first account has three cards, the other may hold some.
fn cards(treasury: &SpecAccount, other: &SpecAccount) -> BlockingOrder {
    blocking_order((deck(treasury), token_associate(other, "card")))
}

/// The first account has a thousand coins and three cards, the other may hold some of both.
fn coins_and_cards(treasury: &SpecAccount, other: &SpecAccount) -> BlockingOrder {
    blocking_order((coins(treasury, other), cards(treasury, other)))
}

/// So many units of `coin` change hands.
fn give(units: i64, from: &SpecAccount, to: &SpecAccount) -> Txn<CryptoTransfer> {
    crypto_transfer(send(units.of("coin")).from(from).to(to))
}

/// A token called `money` that custom fees are in: its treasury pays them, the other account may hold it.
fn money(treasury: &SpecAccount, collector: &SpecAccount) -> BlockingOrder {
    blocking_order((fungible("money", treasury), token_associate(collector, "money")))
}

/// That an account has so much `money`.
fn has_money(account: &SpecAccount, units: u64) -> Query<GetAccountBalance> {
    get_account_balance(account).has_token_balance("money", units)
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
