//! What records and blocks show of tokens.

use hapi_ledger::ResponseCode;
use hapi_proto::{
    block::output::{StateIdentifier, state_change::ChangeOperation},
    services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, CryptoUpdateTransactionBody, Duration,
        NftTransfer, TokenCreateTransactionBody, TokenId, TokenMintTransactionBody, TokenTransferList,
        TokenType, TokenUpdateTransactionBody, TokenWipeAccountTransactionBody, TransactionRecord,
        transaction_body::Data,
    },
};
use prost::Message;

use crate::support::{HBAR, Network, TREASURY, ed25519, id, public, sign, treasury_key};

fn create(network: &mut Network, kind: TokenType) -> (TokenId, TransactionRecord) {
    let unique = kind == TokenType::NonFungibleUnique;
    let key = || Some(public(&ed25519(1)));
    let op = TokenCreateTransactionBody {
        name: "name".into(),
        symbol: "SYMBOL".into(),
        initial_supply: if unique { 0 } else { 1_000 },
        token_type: kind.into(),
        treasury: Some(id(TREASURY)),
        admin_key: key(),
        supply_key: key(),
        wipe_key: key(),
        auto_renew_account: Some(id(TREASURY)),
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        ..Default::default()
    };
    let record = network.must(Data::TokenCreation(op.into()), &[&ed25519(1)]);
    let token = record.receipt.as_ref().and_then(|receipt| receipt.token_id).expect("a token");
    (token, record)
}

/// An account that may be sent any token.
fn open_account(network: &mut Network, key: u8) -> u64 {
    let num = network.account(&ed25519(key), HBAR);
    let op = CryptoUpdateTransactionBody {
        account_id_to_update: Some(id(num)),
        max_automatic_token_associations: Some(-1),
        ..Default::default()
    };
    network.must(Data::CryptoUpdateAccount(op), &[&ed25519(key)]);
    num
}

fn units(token: TokenId, amounts: &[(AccountId, i64)]) -> TokenTransferList {
    let transfers = amounts.iter().map(|(account, amount)| AccountAmount {
        account_id: Some(account.clone()),
        amount: *amount,
        ..Default::default()
    });
    TokenTransferList { token: Some(token), transfers: transfers.collect(), ..Default::default() }
}

fn nfts(token: TokenId, moves: &[(u64, u64, i64)]) -> TokenTransferList {
    let nft_transfers = moves.iter().map(|(from, to, serial_number)| NftTransfer {
        sender_account_id: Some(id(*from)),
        receiver_account_id: Some(id(*to)),
        serial_number: *serial_number,
        ..Default::default()
    });
    TokenTransferList { token: Some(token), nft_transfers: nft_transfers.collect(), ..Default::default() }
}

fn transfer(lists: &[TokenTransferList]) -> Data {
    Data::CryptoTransfer(CryptoTransferTransactionBody { transfers: None, token_transfers: lists.to_vec() })
}

#[test]
fn each_step_of_a_fungible_token_is_shown() {
    let mut network = Network::new();
    let alice = open_account(&mut network, 2);
    let (token, created) = create(&mut network, TokenType::FungibleCommon);
    assert_eq!(created.token_transfer_lists, [units(token, &[(id(TREASURY), 1_000)])]);

    let minted = TokenMintTransactionBody { token: Some(token), amount: 5, metadata: vec![] };
    let minted = network.must(Data::TokenMint(minted), &[&ed25519(1)]);
    assert_eq!(minted.token_transfer_lists, [units(token, &[(id(TREASURY), 5)])]);

    let moved = units(token, &[(id(TREASURY), -7), (id(alice), 7)]);
    let record = network.must(transfer(std::slice::from_ref(&moved)), &[]);
    assert_eq!(record.token_transfer_lists, [moved]);

    let wipe = TokenWipeAccountTransactionBody {
        token: Some(token),
        account: Some(id(alice)),
        amount: 2,
        serial_numbers: vec![],
    };
    let wiped = network.must(Data::TokenWipe(wipe), &[&ed25519(1)]);
    assert_eq!(wiped.token_transfer_lists, [units(token, &[(id(alice), -2)])]);
}

#[test]
fn each_step_of_an_nft_is_shown() {
    let mut network = Network::new();
    let alice = open_account(&mut network, 2);
    let (token, created) = create(&mut network, TokenType::NonFungibleUnique);
    assert_eq!(created.token_transfer_lists, []);

    let minted = TokenMintTransactionBody {
        token: Some(token),
        metadata: vec![vec![1].into(), vec![2].into()],
        ..Default::default()
    };
    let minted = network.must(Data::TokenMint(minted), &[&ed25519(1)]);
    assert_eq!(minted.token_transfer_lists, [nfts(token, &[(0, TREASURY, 1), (0, TREASURY, 2)])]);

    let moved = nfts(token, &[(TREASURY, alice, 1)]);
    let record = network.must(transfer(std::slice::from_ref(&moved)), &[]);
    assert_eq!(record.token_transfer_lists, [moved]);

    let bob = open_account(&mut network, 3);
    let update =
        TokenUpdateTransactionBody { token: Some(token), treasury: Some(id(bob)), ..Default::default() };
    let passed = network.must(Data::TokenUpdate(update.into()), &[&ed25519(1), &ed25519(3)]);
    assert_eq!(passed.token_transfer_lists, [nfts(token, &[(TREASURY, bob, -1)])]);

    let wipe = TokenWipeAccountTransactionBody {
        token: Some(token),
        account: Some(id(alice)),
        serial_numbers: vec![1],
        ..Default::default()
    };
    let wiped = network.must(Data::TokenWipe(wipe), &[&ed25519(1)]);
    assert_eq!(wiped.token_transfer_lists, [nfts(token, &[(alice, 0, 1)])]);
}

#[test]
fn a_parent_shows_what_moved_and_the_child_that_made_the_receiver_does_not() {
    let mut network = Network::new();
    let (token, _) = create(&mut network, TokenType::FungibleCommon);
    let alias = AccountId::from_alias(public(&ed25519(9)).encode_to_vec());
    let lists = [units(token, &[(id(TREASURY), -3), (alias, 3)])];
    let body = network.body(TREASURY, transfer(&lists));
    let outcome = network.submit(&body, &[&treasury_key()]);
    assert_eq!(outcome.status(), ResponseCode::Success);
    let [child, parent] = &outcome.records[..] else { panic!("{:?}", outcome.records) };
    let made = child.receipt.as_ref().and_then(|receipt| receipt.account_id.clone()).expect("an account");
    assert_eq!(child.token_transfer_lists, []);
    assert_eq!(parent.token_transfer_lists, [units(token, &[(id(TREASURY), -3), (made, 3)])]);
}

#[test]
fn what_fails_shows_no_tokens() {
    let mut network = Network::new();
    let alice = network.account(&ed25519(2), HBAR);
    let (token, _) = create(&mut network, TokenType::FungibleCommon);
    let body = network.body(TREASURY, transfer(&[units(token, &[(id(TREASURY), -1), (id(alice), 1)])]));
    let outcome = network.submit(&body, &[&treasury_key()]);
    assert_eq!(outcome.status(), ResponseCode::TokenNotAssociatedToAccount);
    assert!(outcome.record().expect("a record").token_transfer_lists.is_empty());
}

#[test]
fn blocks_tell_what_changed() {
    let mut network = Network::new();
    let alice = open_account(&mut network, 2);
    let (token, _) = create(&mut network, TokenType::FungibleCommon);
    let body = network.body(TREASURY, transfer(&[units(token, &[(id(TREASURY), -1), (id(alice), 1)])]));
    let tx = network.check(&sign(&body, &[&treasury_key()])).expect("it passes ingest");
    let (_, changes) = network.ledger.handle_and_tell(&tx, network.now, 0);
    let config = &network.ledger.settings().config;
    let rows: Vec<_> = changes
        .to_stream(config)
        .into_iter()
        .filter(|change| matches!(change.change_operation, Some(ChangeOperation::MapUpdate(_))))
        .map(|change| change.state_id)
        .collect();
    let relations = StateIdentifier::StateIdTokenRels as u32;
    assert_eq!(rows.iter().filter(|id| **id == relations).count(), 2, "{rows:?}");

    let all = network.ledger.state().to_stream(config);
    let counted = |id: StateIdentifier| all.iter().filter(|change| change.state_id == id as u32).count();
    assert_eq!((counted(StateIdentifier::StateIdTokens), counted(StateIdentifier::StateIdTokenRels)), (1, 2));
    let saved = network.ledger.state().save();
    let loaded = hapi_ledger::state::State::load(&saved).expect("a snapshot");
    assert_eq!(loaded.to_stream(config), all);
}
