//! Bodies that concern tokens, nearly valid.

extern crate std;

use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{
    AccountId, CryptoApproveAllowanceTransactionBody, CryptoDeleteAllowanceTransactionBody,
    CryptoTransferTransactionBody, Duration, NftAllowance, NftId, NftRemoveAllowance, NftTransfer,
    TokenAirdropTransactionBody, TokenAllowance as Approved, TokenAssociateTransactionBody,
    TokenBurnTransactionBody, TokenCancelAirdropTransactionBody, TokenClaimAirdropTransactionBody,
    TokenCreateTransactionBody, TokenDeleteTransactionBody, TokenDissociateTransactionBody,
    TokenFeeScheduleUpdateTransactionBody, TokenFreezeAccountTransactionBody, TokenGrantKycTransactionBody,
    TokenId, TokenMintTransactionBody, TokenPauseTransactionBody, TokenReference, TokenRejectTransactionBody,
    TokenRevokeKycTransactionBody, TokenTransferList, TokenUnfreezeAccountTransactionBody,
    TokenUnpauseTransactionBody, TokenUpdateNftsTransactionBody, TokenUpdateTransactionBody,
    TokenWipeAccountTransactionBody, TransferList, token_reference, transaction_body::Data,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::{
    super::testing::{
        ALICE, BOB, Bench, GONE, NODE, NOW, PAYER, SERIALS, TOKEN, TREASURY, UNIQUE, airdrop_id, amount,
        fixed, fractional, id, new_key, nft_airdrop_id, royalty, token_id,
    },
    wire::{Dice, Wire},
};
use crate::state::{ApprovalForAll, CustomFee, EntityNum, Fee, FixedFee, TokenAllowance, TokenKeys};

/// How many mutations of each type are tried, unless `HAPI_TOKEN_MUTATIONS` says another number.
const MUTATIONS: u32 = 2_000;

/// A fungible token without fees and keys.
const PLAIN: EntityNum = 1100;
/// A token that is paused.
const PAUSED: EntityNum = 1101;
/// A token that is deleted.
const DELETED: EntityNum = 1102;
/// A non-fungible token without fees and keys.
const CLEAN: EntityNum = 1103;
/// An account that can be sent any token.
const OPEN: EntityNum = 1200;
/// An account that tokens wait for.
const SHUT: EntityNum = 1201;

fn bench() -> Bench {
    let fee = |fee, collector| CustomFee { fee, collector, all_collectors_are_exempt: false };
    let percent = (5, 100);
    let bench = Bench::new()
        .fungible(TOKEN, |token| {
            let (numerator, denominator) = percent;
            let part = Fee::Fractional { numerator, denominator, min: 1, max: 9, net_of_transfers: false };
            let fixed = |amount, token| Fee::Fixed(FixedFee { amount, token });
            let fees = vec![fee(fixed(2, None), BOB), fee(fixed(1, Some(PLAIN)), BOB), fee(part, TREASURY)];
            token.custom_fees = Arc::new(fees);
        })
        .non_fungible(UNIQUE, |token| {
            let fallback = Some(FixedFee { amount: 3, token: Some(PLAIN) });
            let (numerator, denominator) = percent;
            token.custom_fees = Arc::new(vec![fee(Fee::Royalty { numerator, denominator, fallback }, BOB)]);
        })
        .fungible(PLAIN, |token| token.keys = TokenKeys::default().into())
        .non_fungible(CLEAN, |token| token.keys = TokenKeys::default().into())
        .fungible(PAUSED, |_| {})
        .fungible(DELETED, |_| {})
        .account(OPEN, |open| open.max_auto_associations = -1)
        .account(SHUT, |_| {})
        .account(BOB, |bob| bob.max_auto_associations = 1)
        .account(PAYER, |payer| payer.balance = 1_000_000_000);
    let bench = [TOKEN, PLAIN, PAUSED, DELETED]
        .into_iter()
        .fold(bench, |bench, token| bench.holds(ALICE, token, 100))
        .holds(BOB, PLAIN, 50)
        .holds(PAYER, TOKEN, 10)
        .associated(PAYER, PLAIN, |relation| relation.frozen = true)
        .owns(ALICE, UNIQUE, 1)
        .owns(ALICE, UNIQUE, 2)
        .owns(ALICE, CLEAN, 1)
        .owns(ALICE, CLEAN, 2)
        .associated(BOB, UNIQUE, |relation| relation.automatic = true)
        .fungible(PAUSED, |token| token.paused = true)
        .fungible(DELETED, |token| token.deleted = true);
    bench.airdropped(ALICE, SHUT, PLAIN, 5).airdropped_nft(ALICE, SHUT, CLEAN, 2).account(ALICE, |alice| {
        alice.tokens.token_allowances.push(TokenAllowance { spender: PAYER, token: PLAIN, amount: 20 });
        alice.tokens.nft_allowances.push(ApprovalForAll { spender: PAYER, token: UNIQUE });
    })
}

/// What a number in a body may mean.
fn numbers() -> Vec<u64> {
    let things = [
        PAYER, ALICE, BOB, GONE, NODE, OPEN, SHUT, TREASURY, TOKEN, UNIQUE, PLAIN, CLEAN, PAUSED, DELETED,
        800, 801, 802,
    ];
    let amounts = [0, 1, 2, 3, SERIALS, 10, 100, 101, 1000, 2_592_000, 8_000_001, NOW.unsigned_abs() + 1000];
    let edges = [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) - 1, 1 << 31, u64::from(u32::MAX)];
    [&things[..], &amounts, &edges].concat()
}

fn units(token: EntityNum, from: EntityNum, to: EntityNum, count: i64) -> TokenTransferList {
    TokenTransferList {
        token: Some(token_id(token)),
        transfers: vec![amount(id(from), -count), amount(id(to), count)],
        ..Default::default()
    }
}

fn nft(token: EntityNum, from: EntityNum, to: EntityNum, serial_number: i64) -> TokenTransferList {
    let nft = NftTransfer {
        sender_account_id: Some(id(from)),
        receiver_account_id: Some(id(to)),
        serial_number,
        ..Default::default()
    };
    TokenTransferList { token: Some(token_id(token)), nft_transfers: vec![nft], ..Default::default() }
}

/// A valid body of each type, and of some more than one.
fn valid() -> Vec<Data> {
    [made_and_changed(), held(), moved(), given()].concat()
}

fn made_and_changed() -> Vec<Data> {
    let token = Some(token_id(TOKEN));
    let all = Some(new_key());
    let create = TokenCreateTransactionBody {
        name: "name".into(),
        symbol: "SYMBOL".into(),
        initial_supply: 10,
        treasury: Some(id(ALICE)),
        admin_key: all.clone(),
        supply_key: all.clone(),
        freeze_key: all.clone(),
        freeze_default: true,
        auto_renew_account: Some(id(BOB)),
        auto_renew_period: Some(Duration { seconds: 2_592_000 }),
        custom_fees: vec![fixed(BOB, 1, Some(0)), fractional(BOB, 5), fixed(ALICE, 1, Some(PLAIN))],
        ..Default::default()
    };
    let update = TokenUpdateTransactionBody {
        token,
        treasury: Some(id(OPEN)),
        kyc_key: all.clone(),
        memo: Some("memo".into()),
        metadata: Some(vec![1]),
        auto_renew_account: Some(id(BOB)),
        auto_renew_period: Some(Duration { seconds: 2_592_000 }),
        ..Default::default()
    };
    let fees = |token: EntityNum, custom_fees| TokenFeeScheduleUpdateTransactionBody {
        token_id: Some(token_id(token)),
        custom_fees,
    };
    vec![
        Data::TokenCreation(create.into()),
        Data::TokenUpdate(update.into()),
        Data::TokenFeeScheduleUpdate(fees(UNIQUE, vec![royalty(BOB, 1, Some((1, Some(PLAIN))))])),
        Data::TokenFeeScheduleUpdate(fees(TOKEN, vec![fractional(ALICE, 5), fixed(BOB, 1, Some(PLAIN))])),
        Data::TokenDeletion(TokenDeleteTransactionBody { token }),
        Data::TokenPause(TokenPauseTransactionBody { token }),
        Data::TokenUnpause(TokenUnpauseTransactionBody { token: Some(token_id(PAUSED)) }),
    ]
}

fn held() -> Vec<Data> {
    let (token, unique) = (Some(token_id(TOKEN)), Some(token_id(UNIQUE)));
    let (account, tokens) = (Some(id(ALICE)), |tokens: &[EntityNum]| -> Vec<TokenId> {
        tokens.iter().map(|token| token_id(*token)).collect()
    });
    vec![
        Data::TokenMint(TokenMintTransactionBody { token, amount: 5, metadata: vec![] }),
        Data::TokenMint(TokenMintTransactionBody {
            token: unique,
            amount: 0,
            metadata: vec![vec![1].into(), vec![2].into()],
        }),
        Data::TokenBurn(TokenBurnTransactionBody { token, amount: 5, serial_numbers: vec![] }),
        Data::TokenBurn(TokenBurnTransactionBody { token: unique, amount: 0, serial_numbers: vec![3, 4] }),
        Data::TokenWipe(TokenWipeAccountTransactionBody {
            token,
            account: account.clone(),
            amount: 5,
            serial_numbers: vec![],
        }),
        Data::TokenWipe(TokenWipeAccountTransactionBody {
            token: unique,
            account: account.clone(),
            amount: 0,
            serial_numbers: vec![1],
        }),
        Data::TokenFreeze(TokenFreezeAccountTransactionBody { token, account: account.clone() }),
        Data::TokenUnfreeze(TokenUnfreezeAccountTransactionBody { token, account: account.clone() }),
        Data::TokenGrantKyc(TokenGrantKycTransactionBody { token, account: account.clone() }),
        Data::TokenRevokeKyc(TokenRevokeKycTransactionBody { token, account }),
        Data::TokenAssociate(TokenAssociateTransactionBody {
            account: Some(id(SHUT)),
            tokens: tokens(&[TOKEN, UNIQUE]),
        }),
        Data::TokenDissociate(TokenDissociateTransactionBody {
            account: Some(id(ALICE)),
            tokens: tokens(&[DELETED]),
        }),
        Data::TokenUpdateNfts(TokenUpdateNftsTransactionBody {
            token: unique,
            serial_numbers: vec![3, 4],
            metadata: Some(vec![9]),
        }),
    ]
}

fn moved() -> Vec<Data> {
    let alias = AccountId::from_alias(prost::Message::encode_to_vec(&new_key()));
    let mut to_alias = units(PLAIN, BOB, OPEN, 3);
    to_alias.transfers[1].account_id = Some(alias);
    let hbar = TransferList { account_amounts: vec![amount(id(BOB), -9), amount(id(ALICE), 9)] };
    let transfer = |hbar, token_transfers| {
        Data::CryptoTransfer(CryptoTransferTransactionBody { transfers: hbar, token_transfers })
    };
    let mut allowed = units(PLAIN, ALICE, BOB, 7);
    allowed.transfers[0].is_approval = true;
    let airdrop = |token_transfers| Data::TokenAirdrop(TokenAirdropTransactionBody { token_transfers });
    vec![
        transfer(None, vec![units(TOKEN, ALICE, PAYER, 20), nft(UNIQUE, ALICE, BOB, 1)]),
        transfer(Some(hbar), vec![nft(UNIQUE, ALICE, BOB, 1), allowed]),
        transfer(None, vec![to_alias]),
        airdrop(vec![units(PLAIN, ALICE, SHUT, 3), nft(CLEAN, ALICE, OPEN, 1)]),
        airdrop(vec![units(TOKEN, ALICE, PAYER, 20)]),
    ]
}

fn given() -> Vec<Data> {
    let pending = vec![airdrop_id(ALICE, SHUT, PLAIN), nft_airdrop_id(ALICE, SHUT, CLEAN, 2)];
    let reference = |identifier| TokenReference { token_identifier: Some(identifier) };
    let rejections = vec![
        reference(token_reference::TokenIdentifier::FungibleToken(token_id(PLAIN))),
        reference(token_reference::TokenIdentifier::Nft(NftId::new(token_id(UNIQUE), 1))),
    ];
    let (owner, spender) = (Some(id(ALICE)), Some(id(BOB)));
    let token = Approved {
        token_id: Some(token_id(TOKEN)),
        owner: owner.clone(),
        spender: spender.clone(),
        amount: 5,
    };
    let serials = |serial_numbers, approved_for_all| NftAllowance {
        token_id: Some(token_id(UNIQUE)),
        owner: owner.clone(),
        spender: spender.clone(),
        serial_numbers,
        approved_for_all,
        delegating_spender: None,
    };
    let removed = NftRemoveAllowance {
        token_id: Some(token_id(UNIQUE)),
        owner: owner.clone(),
        serial_numbers: vec![1, 2],
    };
    vec![
        Data::TokenClaimAirdrop(TokenClaimAirdropTransactionBody { pending_airdrops: pending.clone() }),
        Data::TokenCancelAirdrop(TokenCancelAirdropTransactionBody { pending_airdrops: pending }),
        Data::TokenReject(TokenRejectTransactionBody { owner: owner.clone(), rejections }),
        Data::CryptoApproveAllowance(CryptoApproveAllowanceTransactionBody {
            crypto_allowances: vec![],
            nft_allowances: vec![serials(vec![1], None), serials(vec![], Some(true))],
            token_allowances: vec![token],
        }),
        Data::CryptoDeleteAllowance(CryptoDeleteAllowanceTransactionBody { nft_allowances: vec![removed] }),
    ]
}

#[test]
fn what_is_valid_is_done() {
    let refused = valid().into_iter().filter_map(|data| Some((bench().run(data.clone()).err()?, data)));
    assert_eq!(refused.collect::<Vec<_>>(), []);
}

/// [`Bench::run`] checks the books after each that succeeds, and that each that fails leaves nothing behind.
#[test]
fn whatever_a_body_says_it_is_answered() {
    let cases = std::env::var("HAPI_TOKEN_MUTATIONS").ok().and_then(|count| count.parse().ok());
    let cases = cases.unwrap_or(MUTATIONS);
    let (bench, numbers) = (bench(), numbers());
    let all: Vec<_> = valid().iter().map(Wire::of).collect();
    for valid in &all {
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        let result = runner.run(&any::<u64>(), |seed| {
            let mut dice = Dice::new(seed);
            let mut wire = valid.clone();
            for _ in 0..=dice.roll(3) {
                wire.mutate(&mut dice, &numbers, &all);
            }
            let Some(data) = wire.data() else { return Ok(()) };
            let payer = [PAYER, ALICE, BOB, 2, SHUT][dice.roll(5)];
            let mut bench = bench.clone().paid_by(payer);
            let _ = bench.privilege(&data);
            let _ = bench.usage(data.clone());
            let _ = bench.signers(data.clone());
            let _ = bench.demand(data.clone());
            let _ = bench.handle_only(data.clone());
            let _ = bench.run(data);
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn each_type_of_tokens_is_tried() {
    let tried: Vec<_> = valid().iter().map(core::mem::discriminant).collect();
    let kinds = tried.iter().enumerate().filter(|(at, kind)| !tried[..*at].contains(kind)).count();
    assert_eq!(kinds, 23, "20 types of tokens, transfers and two of allowances");
}
