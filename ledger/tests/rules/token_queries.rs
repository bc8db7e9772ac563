//! What is told of tokens and of who holds them.

use hapi_ledger::ResponseCode;
use hapi_proto::services::{
    AccountId, CryptoGetAccountBalanceQuery, CryptoGetInfoQuery, CustomFee, Duration, FixedFee,
    GetAccountDetailsQuery, Key, NftId, TokenAssociateTransactionBody, TokenBalance,
    TokenCreateTransactionBody, TokenDeleteTransactionBody, TokenFreezeStatus, TokenGetInfoQuery,
    TokenGetNftInfoQuery, TokenId, TokenInfo, TokenKycStatus, TokenMintTransactionBody, TokenNftInfo,
    TokenPauseStatus, TokenRelationship, TokenSupplyType, TokenType,
    crypto_get_account_balance_query::BalanceSource, custom_fee::Fee, query::Query,
    response::Response as Answer, transaction_body::Data,
};

use crate::{
    queries::header,
    support::{HBAR, Network, TREASURY, ed25519, id, public},
};

/// A body for a token with every key, all of them this one.
fn with_all_keys(key: &Key) -> TokenCreateTransactionBody {
    let key = || Some(key.clone());
    TokenCreateTransactionBody {
        name: "name".into(),
        symbol: "SYMBOL".into(),
        memo: "memo".into(),
        metadata: "metadata".into(),
        decimals: 3,
        initial_supply: 1_000,
        supply_type: TokenSupplyType::Finite.into(),
        max_supply: 2_000,
        treasury: Some(id(TREASURY)),
        admin_key: key(),
        kyc_key: key(),
        freeze_key: key(),
        wipe_key: key(),
        supply_key: key(),
        fee_schedule_key: key(),
        pause_key: key(),
        metadata_key: key(),
        auto_renew_account: Some(id(TREASURY)),
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        custom_fees: vec![CustomFee {
            fee: Some(Fee::FixedFee(FixedFee { amount: 7, denominating_token_id: None })),
            fee_collector_account_id: Some(id(TREASURY)),
            all_collectors_are_exempt: true,
        }],
        freeze_default: true,
        ..Default::default()
    }
}

fn create(network: &mut Network, op: TokenCreateTransactionBody) -> TokenId {
    let record = network.must(Data::TokenCreation(op.into()), &[&ed25519(1)]);
    record.receipt.and_then(|receipt| receipt.token_id).expect("a token")
}

fn bare() -> TokenCreateTransactionBody {
    TokenCreateTransactionBody {
        name: "bare".into(),
        symbol: "B".into(),
        treasury: Some(id(TREASURY)),
        auto_renew_account: Some(id(TREASURY)),
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        ..Default::default()
    }
}

fn told(network: &mut Network, token: Option<TokenId>) -> Result<TokenInfo, ResponseCode> {
    let query = Query::TokenGetInfo(TokenGetInfoQuery { header: Some(network.paid()), token });
    let response = network.ask(query);
    let code = header(&response).node_transaction_precheck_code();
    let Some(Answer::TokenGetInfo(answer)) = response.response else { panic!("another answer") };
    answer.token_info.map(|info| *info).ok_or(code)
}

#[test]
fn a_token_is_told_as_a_whole() {
    let mut network = Network::new();
    let key = public(&ed25519(1));
    let op = with_all_keys(&key);
    let created = network.now.plus_nanos(1_000_000);
    let token_id = create(&mut network, op.clone());
    let expected = TokenInfo {
        token_id: Some(token_id),
        name: op.name,
        symbol: op.symbol,
        memo: op.memo,
        metadata: op.metadata,
        decimals: 3,
        total_supply: 1_000,
        token_type: TokenType::FungibleCommon.into(),
        supply_type: op.supply_type,
        max_supply: 2_000,
        treasury: op.treasury,
        admin_key: op.admin_key,
        kyc_key: op.kyc_key,
        freeze_key: op.freeze_key,
        wipe_key: op.wipe_key,
        supply_key: op.supply_key,
        fee_schedule_key: op.fee_schedule_key,
        pause_key: op.pause_key,
        metadata_key: op.metadata_key,
        default_freeze_status: TokenFreezeStatus::Frozen.into(),
        default_kyc_status: TokenKycStatus::Revoked.into(),
        pause_status: TokenPauseStatus::Unpaused.into(),
        deleted: false,
        auto_renew_account: op.auto_renew_account,
        auto_renew_period: op.auto_renew_period,
        expiry: Some(hapi_proto::services::Timestamp::new(created.seconds + 7_776_000, 0)),
        custom_fees: op.custom_fees,
        ledger_id: vec![3].into(),
    };
    assert_eq!(told(&mut network, Some(token_id)).as_ref(), Ok(&expected));
    network.must(Data::TokenDeletion(TokenDeleteTransactionBody { token: Some(token_id) }), &[&ed25519(1)]);
    assert_eq!(told(&mut network, Some(token_id)), Ok(TokenInfo { deleted: true, ..expected }));
}

#[test]
fn what_a_token_lacks_is_not_told() {
    let mut network = Network::new();
    let token = create(&mut network, bare());
    let info = told(&mut network, Some(token)).unwrap();
    let keys = [&info.admin_key, &info.kyc_key, &info.freeze_key, &info.wipe_key, &info.supply_key];
    let more = [&info.fee_schedule_key, &info.pause_key, &info.metadata_key];
    assert!(keys.into_iter().chain(more).all(Option::is_none), "{info:?}");
    assert_eq!(info.default_freeze_status(), TokenFreezeStatus::FreezeNotApplicable);
    assert_eq!(info.default_kyc_status(), TokenKycStatus::KycNotApplicable);
    assert_eq!(info.pause_status(), TokenPauseStatus::PauseNotApplicable);
    assert_eq!((info.supply_type(), info.max_supply), (TokenSupplyType::Infinite, 0));
    assert!(info.custom_fees.is_empty());
    let elsewhere = TokenId { realm_num: 1, ..token };
    for nothing in [None, Some(TokenId::from_num(999_999)), Some(TokenId::default()), Some(elsewhere)] {
        assert_eq!(told(&mut network, nothing), Err(ResponseCode::InvalidTokenId), "{nothing:?}");
    }
}

fn told_of_nft(network: &mut Network, nft_id: Option<NftId>) -> Result<TokenNftInfo, ResponseCode> {
    let query = Query::TokenGetNftInfo(TokenGetNftInfoQuery { header: Some(network.paid()), nft_id });
    let response = network.ask(query);
    let code = header(&response).node_transaction_precheck_code();
    let Some(Answer::TokenGetNftInfo(answer)) = response.response else { panic!("another answer") };
    answer.nft.ok_or(code)
}

#[test]
fn an_nft_is_told_as_a_whole() {
    let mut network = Network::new();
    let key = public(&ed25519(1));
    let op = TokenCreateTransactionBody {
        token_type: TokenType::NonFungibleUnique.into(),
        supply_key: Some(key),
        ..bare()
    };
    let token_id = Some(create(&mut network, op));
    let mint =
        TokenMintTransactionBody { token: token_id, amount: 0, metadata: vec!["one".into(), "two".into()] };
    let record = network.must(Data::TokenMint(mint), &[&ed25519(1)]);
    assert_eq!(record.receipt.map(|receipt| receipt.serial_numbers), Some(vec![1, 2]));
    let nft = |serial_number| Some(NftId { token_id, serial_number });
    let expected = TokenNftInfo {
        nft_id: nft(2),
        account_id: Some(id(TREASURY)),
        creation_time: record.consensus_timestamp,
        metadata: "two".into(),
        ledger_id: vec![3].into(),
        spender_id: None,
    };
    assert_eq!(told_of_nft(&mut network, nft(2)), Ok(expected));
    let unknown = Some(NftId { token_id: Some(TokenId::from_num(999_999)), serial_number: 1 });
    for (nft, code) in [
        (None, ResponseCode::FailInvalid),
        (Some(NftId { token_id: None, serial_number: 1 }), ResponseCode::InvalidTokenId),
        (nft(0), ResponseCode::InvalidTokenNftSerialNumber),
        (nft(-1), ResponseCode::InvalidTokenNftSerialNumber),
        (nft(3), ResponseCode::InvalidNftId),
        (unknown, ResponseCode::InvalidNftId),
    ] {
        assert_eq!(told_of_nft(&mut network, nft), Err(code), "{nft:?}");
    }
}

#[test]
fn accounts_are_told_with_their_tokens() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR);
    let op = with_all_keys(&public(&key));
    let (held_back, free) = (create(&mut network, op), create(&mut network, bare()));
    for token in [held_back, free] {
        let op = TokenAssociateTransactionBody { account: Some(id(alice)), tokens: vec![token] };
        network.must(Data::TokenAssociate(op), &[&key]);
    }
    let latest = TokenRelationship {
        token_id: Some(free),
        symbol: "B".into(),
        kyc_status: TokenKycStatus::KycNotApplicable.into(),
        freeze_status: TokenFreezeStatus::FreezeNotApplicable.into(),
        ..Default::default()
    };
    let first = TokenRelationship {
        token_id: Some(held_back),
        symbol: "SYMBOL".into(),
        decimals: 3,
        kyc_status: TokenKycStatus::Revoked.into(),
        freeze_status: TokenFreezeStatus::Frozen.into(),
        ..Default::default()
    };
    let both = [latest.clone(), first];
    assert_eq!((info(&mut network, alice), details(&mut network, alice)), (both.to_vec(), both.to_vec()));
    let balance = |token_id, balance, decimals| TokenBalance { token_id: Some(token_id), balance, decimals };
    assert_eq!(balances(&mut network, alice), [balance(free, 0, 0), balance(held_back, 0, 3)]);
    assert_eq!(balances(&mut network, TREASURY), [balance(free, 0, 0), balance(held_back, 1_000, 3)]);

    set(&mut network, ("tokens.maxRelsPerInfoQuery", "1"));
    let one = vec![latest];
    assert_eq!((info(&mut network, alice), details(&mut network, alice)), (one.clone(), one));
    assert_eq!(balances(&mut network, TREASURY).len(), 1);
    set(&mut network, ("tokens.balancesInQueries.enabled", "false"));
    assert_eq!((info(&mut network, alice), balances(&mut network, TREASURY)), (vec![], vec![]));
    assert_eq!(details(&mut network, alice).len(), 2, "which are not for anybody");
}

fn set(network: &mut Network, property: (&str, &str)) {
    let contents = crate::system_files::settings(&[property]);
    network.must(crate::system_files::update(121, &contents), &[]);
}

#[expect(deprecated, reason = "nodes still tell of tokens here")]
fn info(network: &mut Network, account: u64) -> Vec<TokenRelationship> {
    let query = CryptoGetInfoQuery { header: Some(network.paid()), account_id: Some(id(account)) };
    match network.ask(Query::CryptoGetInfo(query)).response {
        Some(Answer::CryptoGetInfo(answer)) => answer.account_info.expect("info").token_relationships,
        other => panic!("{other:?}"),
    }
}

fn details(network: &mut Network, account: u64) -> Vec<TokenRelationship> {
    let query = GetAccountDetailsQuery { header: Some(network.paid()), account_id: Some(id(account)) };
    match network.ask(Query::AccountDetails(query)).response {
        Some(Answer::AccountDetails(answer)) => answer.account_details.expect("details").token_relationships,
        other => panic!("{other:?}"),
    }
}

#[expect(deprecated, reason = "nodes still tell of tokens here")]
fn balances(network: &mut Network, account: u64) -> Vec<TokenBalance> {
    let source: Option<AccountId> = Some(id(account));
    let query =
        CryptoGetAccountBalanceQuery { header: None, balance_source: source.map(BalanceSource::AccountId) };
    match network.ask(Query::CryptogetAccountBalance(query)).response {
        Some(Answer::CryptogetAccountBalance(answer)) => answer.token_balances,
        other => panic!("{other:?}"),
    }
}
