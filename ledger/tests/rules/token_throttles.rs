//! How much of the token service a network takes on.

use hapi_ledger::{
    ResponseCode,
    crypto::SecretKey,
    genesis::{Genesis, ThrottleProfile},
};
use hapi_proto::services::{
    AccountAmount, CryptoGetAccountBalanceQuery, CryptoTransferTransactionBody, NftTransfer,
    TokenCreateTransactionBody, TokenId, TokenMintTransactionBody, TokenTransferList, TransactionBody,
    TransactionRecord, crypto_get_account_balance_query::BalanceSource, query::Query, transaction_body::Data,
};

use crate::{
    queries::header,
    support::{HBAR, Network, TREASURY, ed25519, id, public, sign},
};

/// By production's definitions: a second has 125 mints and 100 associations, and there is room for 15 seconds; a thousand
/// balances are told in a second.
fn production() -> Network {
    Network::from_genesis(&Genesis { throttles: ThrottleProfile::Production, ..Genesis::default() })
}

/// An account that pays, by its key.
fn payer(network: &mut Network) -> (u64, SecretKey) {
    let key = ed25519(1);
    (network.account(&key, 100_000 * HBAR), key)
}

/// A token of NFTs, or of a thousand units, that has this supply key and the network's treasury as its own.
fn token(network: &mut Network, supply: &SecretKey, non_fungible: bool) -> TokenId {
    let record = network.must(
        Data::TokenCreation(Box::new(TokenCreateTransactionBody {
            name: "name".into(),
            symbol: "SYMBOL".into(),
            treasury: Some(id(TREASURY)),
            token_type: i32::from(non_fungible),
            initial_supply: if non_fungible { 0 } else { 1_000 },
            supply_key: Some(public(supply)),
            expiry: Some(network.now.plus_seconds(7_776_000)),
            ..Default::default()
        })),
        &[],
    );
    created(&record)
}

fn created(record: &TransactionRecord) -> TokenId {
    record.receipt.as_ref().and_then(|receipt| receipt.token_id).expect("a token")
}

fn set(network: &mut Network, list: &[(&str, &str)]) {
    let contents = crate::system_files::settings(list);
    network.must(crate::system_files::update(121, &contents), &[]);
}

/// Ten NFTs, which count as 25 mints.
fn ten(token: TokenId) -> Data {
    let metadata = vec![bytes::Bytes::from_static(b"metadata"); 10];
    Data::TokenMint(TokenMintTransactionBody { token: Some(token), amount: 0, metadata })
}

fn rich(body: TransactionBody) -> TransactionBody {
    TransactionBody { transaction_fee: 100_000_000_000, ..body }
}

/// How many transactions like this a node lets in at one instant, up to a number that is too many.
fn let_in(network: &mut Network, payer: u64, key: &SecretKey, data: &Data, too_many: usize) -> usize {
    let mut count = 0;
    while count < too_many {
        let body = rich(network.body(payer, data.clone()));
        match network.precheck(&sign(&body, &[key])) {
            ResponseCode::Ok => count += 1,
            code => {
                assert_eq!(code, ResponseCode::Busy);
                break;
            }
        }
    }
    count
}

#[test]
fn two_nfts_count_as_five_mints() {
    let mut network = production();
    let (alice, key) = payer(&mut network);
    let token = token(&mut network, &key, true);
    assert_eq!(let_in(&mut network, alice, &key, &ten(token), 100), 75, "15 seconds of 125 mints");
    // Another node lets it in; at consensus, there is as much room, and it is filled as well.
    let mut statuses = Vec::new();
    for _ in 0..76 {
        let body = rich(network.body(alice, ten(token)));
        statuses.push(network.force(&sign(&body, &[&key]), 0).status());
    }
    let refused = statuses.pop();
    assert!(statuses.iter().all(|status| *status == ResponseCode::Success), "{statuses:?}");
    assert_eq!(refused, Some(ResponseCode::ThrottledAtConsensus));
}

#[test]
fn a_property_says_how_much_an_nft_counts() {
    let mut network = production();
    let (alice, key) = payer(&mut network);
    let token = token(&mut network, &key, true);
    set(&mut network, &[("tokens.nfts.mintThrottleScaleFactor", "5:1")]);
    assert_eq!(let_in(&mut network, alice, &key, &ten(token), 100), 37, "50 mints each");
}

/// A transfer of units to all of these accounts, and of NFTs to one more.
fn gift(units: TokenId, nfts: TokenId, receivers: &[u64]) -> Data {
    let amount = |num, amount| AccountAmount { account_id: Some(id(num)), amount, ..Default::default() };
    let mut transfers: Vec<_> = receivers.iter().map(|num| amount(*num, 1)).collect();
    transfers.push(amount(TREASURY, -i64::try_from(receivers.len()).unwrap()));
    let nft = NftTransfer {
        sender_account_id: Some(id(TREASURY)),
        receiver_account_id: Some(id(receivers[0])),
        serial_number: 1,
        ..Default::default()
    };
    let of_units = TokenTransferList { token: Some(units), transfers, ..Default::default() };
    let of_nfts = TokenTransferList { token: Some(nfts), nft_transfers: vec![nft], ..Default::default() };
    let token_transfers = vec![of_units, of_nfts];
    Data::CryptoTransfer(CryptoTransferTransactionBody { transfers: None, token_transfers })
}

#[test]
fn receivers_who_are_not_associated_count_as_associations() {
    let mut network = production();
    let (alice, key) = payer(&mut network);
    let (units, nfts) = (token(&mut network, &key, false), token(&mut network, &key, true));
    let strangers: Vec<u64> = (0..9).map(|at| alice + 100 + at).collect();
    let gift = gift(units, nfts, &strangers);
    assert_eq!(let_in(&mut network, alice, &key, &gift, 200), 150, "15 seconds of 100, ten each time");
    // The treasury is associated with both: nobody is to be.
    let back = Data::CryptoTransfer(CryptoTransferTransactionBody {
        transfers: None,
        token_transfers: vec![TokenTransferList {
            token: Some(nfts),
            nft_transfers: vec![NftTransfer {
                sender_account_id: Some(id(alice)),
                receiver_account_id: Some(id(TREASURY)),
                serial_number: 1,
                ..Default::default()
            }],
            ..Default::default()
        }],
    });
    assert_eq!(let_in(&mut network, alice, &key, &back, 10), 10, "which is but a transfer");
    set(&mut network, &[("entities.unlimitedAutoAssociationsEnabled", "false")]);
    assert_eq!(let_in(&mut network, alice, &key, &gift, 10), 10, "as it is where slots are limited");
}

#[test]
fn a_failed_transfer_gives_its_associations_back_to_the_node() {
    let mut network = production();
    let (alice, key) = payer(&mut network);
    let (units, nfts) = (token(&mut network, &key, false), token(&mut network, &key, true));
    let strangers: Vec<u64> = (0..9).map(|at| alice + 100 + at).collect();
    let gift = gift(units, nfts, &strangers);
    let body = rich(network.body(alice, gift.clone()));
    let tx = network.check(&sign(&body, &[&key])).expect("there is room");
    assert_eq!(let_in(&mut network, alice, &key, &gift, 200), 149);
    let before = network.now;
    let outcome = network.handle(&tx);
    assert_ne!(outcome.status(), ResponseCode::Success, "there is no such account");
    network.ingest.settle(&network.ledger, &tx, &outcome);
    network.now = before;
    assert_eq!(let_in(&mut network, alice, &key, &gift, 10), 1, "what it took");
}

#[test]
fn a_balance_counts_as_often_as_it_tells_of_tokens() {
    let mut network = production();
    let (_, key) = payer(&mut network);
    for _ in 0..10 {
        token(&mut network, &key, false);
    }
    let told = |network: &mut Network| {
        let source = Some(BalanceSource::AccountId(id(TREASURY)));
        let query = CryptoGetAccountBalanceQuery { header: None, balance_source: source };
        let query = Query::CryptogetAccountBalance(query);
        let answers = (0..300).take_while(|_| {
            let response = network.ask(query.clone());
            header(&response).node_transaction_precheck_code() == ResponseCode::Ok
        });
        answers.count()
    };
    assert_eq!(told(&mut network), 100, "a thousand balances");
    set(&mut network, &[("tokens.countingGetBalanceThrottleEnabled", "false")]);
    network.now = network.now.plus_seconds(2);
    assert_eq!(told(&mut network), 300, "a thousand answers");
    set(&mut network, &[("tokens.maxRelsPerInfoQuery", "5")]);
    network.now = network.now.plus_seconds(2);
    assert_eq!(told(&mut network), 200, "no more than it tells of");
}
