//! The network as other clients meet it: raw gRPC, with the generated stubs and nothing of this crate on the wire.

use hapi_grpc::services::crypto_service_client::CryptoServiceClient;
use hapi_test::{
    keys::PrivateKey,
    prelude::*,
    proto::services::{
        AccountAmount, CryptoGetAccountBalanceQuery, CryptoTransferTransactionBody, Duration, Query,
        SignatureMap, SignaturePair, SignedTransaction, Transaction, TransactionGetReceiptQuery,
        TransactionId, TransferList, crypto_get_account_balance_query::BalanceSource, query, response,
        signature_pair::Signature,
    },
};
use prost::Message;
use tonic::transport::Channel;

type Client = CryptoServiceClient<Channel>;

/// A client of another make transfers hbar through the endpoint, and the spec sees it
#[hapi_test]
async fn raw_grpc_reaches_the_network_of_the_spec(
    spec: &Spec,
    endpoint: GrpcEndpoint,
    #[account_spec(balance = 5.hbar())] alice: SpecAccount,
) -> SpecResult {
    let mut client = connected(&endpoint).await?;
    let to = alice.id(spec)?;
    let transfer = transfer(spec, &endpoint, to.clone(), 7);
    let id = transfer.transaction_id.clone();
    let answer = client.crypto_transfer(signed(&transfer, &endpoint.operator_key())).await?.into_inner();
    assert_eq!(answer.node_transaction_precheck_code(), ResponseCodeEnum::Ok);
    assert_eq!(status(&mut client, id).await?, ResponseCodeEnum::Success);
    assert_eq!(balance(&mut client, to).await?, 500_000_007);
    spec.run_all(get_account_balance(&alice).has_tiny_bars(500_000_007)).await
}

/// What a spec does is there for clients of the endpoint at once
#[hapi_test]
async fn raw_grpc_sees_what_the_spec_does(spec: &Spec, endpoint: GrpcEndpoint) -> SpecResult {
    let created = spec.run(crypto_create("carol").balance(3.hbar())).await?;
    let mut client = connected(&endpoint).await?;
    assert_eq!(balance(&mut client, created.account_id).await?, 300_000_000);
    Ok(())
}

/// On a network of its own, a test has an endpoint of its own
#[hapi_test(reset)]
async fn a_network_of_its_own_has_an_endpoint_of_its_own(
    spec: &Spec,
    endpoint: GrpcEndpoint,
    #[account_spec(balance = 123_456_789.tinybars())] alice: SpecAccount,
) -> SpecResult {
    let mut client = connected(&endpoint).await?;
    // Another account of this number on the session's network has another balance.
    assert_eq!(balance(&mut client, alice.id(spec)?).await?, 123_456_789);
    let operator = balance(&mut client, endpoint.operator_id()).await?;
    assert!(operator > 0, "the operator can pay");
    Ok(())
}

/// The endpoint of a test that changes the network shows what it changed, on a fork as on the network itself
#[leaky_test(PropertyOverrides, overrides = ["ledger.transfers.maxLen"])]
async fn raw_grpc_meets_what_a_leaky_test_changed(
    spec: &Spec,
    endpoint: GrpcEndpoint,
    #[account_spec(balance = 987_654_321.tinybars())] alice: SpecAccount,
) -> SpecResult {
    let mut client = connected(&endpoint).await?;
    assert_eq!(balance(&mut client, alice.id(spec)?).await?, 987_654_321);
    spec.run(overriding("ledger.transfers.maxLen", 1)).await?;
    let transfer = transfer(spec, &endpoint, alice.id(spec)?, 7);
    let id = transfer.transaction_id.clone();
    client.crypto_transfer(signed(&transfer, &endpoint.operator_key())).await?;
    assert_eq!(status(&mut client, id).await?, TransferListSizeLimitExceeded);
    Ok(())
}

/// A client that has connected to the endpoint.
async fn connected(endpoint: &GrpcEndpoint) -> Result<Client, SpecError> {
    Ok(Client::new(Channel::from_shared(endpoint.uri())?.connect().await?))
}

/// A transfer of the operator, written field by field.
fn transfer(spec: &Spec, endpoint: &GrpcEndpoint, to: AccountId, tinybars: i64) -> TransactionBody {
    let change = |account_id, amount| AccountAmount {
        account_id: Some(account_id),
        amount,
        ..AccountAmount::default()
    };
    // Distinct from the valid starts of the spec's own transactions, which the same account pays for.
    let start = spec.consensus_time().plus_seconds(-1);
    TransactionBody {
        transaction_id: Some(TransactionId::new(endpoint.operator_id(), start)),
        node_account_id: Some(endpoint.node_account()),
        transaction_fee: 100_000_000,
        transaction_valid_duration: Some(Duration { seconds: 120 }),
        data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList {
                account_amounts: vec![change(endpoint.operator_id(), -tinybars), change(to, tinybars)],
            }),
            ..CryptoTransferTransactionBody::default()
        })),
        ..TransactionBody::default()
    }
}

/// The transaction, signed by hand.
fn signed(body: &TransactionBody, key: &PrivateKey) -> Transaction {
    let body_bytes = body.encode_to_vec();
    let signature = key.sign(&body_bytes).to_vec().into();
    let signature = match key.algorithm() {
        hapi_test::spec::KeyAlgorithm::Ed25519 => Signature::Ed25519(signature),
        hapi_test::spec::KeyAlgorithm::Secp256k1 => Signature::EcdsaSecp256k1(signature),
    };
    let pair = SignaturePair { pub_key_prefix: Vec::new().into(), signature: Some(signature) };
    let signed = SignedTransaction {
        body_bytes: body_bytes.into(),
        sig_map: Some(SignatureMap { sig_pair: vec![pair] }),
        ..SignedTransaction::default()
    };
    Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() }
}

/// What became of a transaction, once the network has decided that.
async fn status(client: &mut Client, id: Option<TransactionId>) -> Result<ResponseCodeEnum, SpecError> {
    let asked = TransactionGetReceiptQuery { transaction_id: id, ..TransactionGetReceiptQuery::default() };
    let query = Query { query: Some(query::Query::TransactionGetReceipt(asked)) };
    // Each question takes its time on the network; the time limit of the test ends it, if nothing else does.
    loop {
        let status = match client.get_transaction_receipts(query.clone()).await?.into_inner().response {
            Some(response::Response::TransactionGetReceipt(answer)) => {
                answer.receipt.unwrap_or_default().status()
            }
            other => return Err(SpecError::new(format!("another answer: {other:?}"))),
        };
        if status != ResponseCodeEnum::Unknown {
            return Ok(status);
        }
    }
}

/// What an account has, in tinybars.
async fn balance(client: &mut Client, account: AccountId) -> Result<u64, SpecError> {
    let asked = CryptoGetAccountBalanceQuery {
        balance_source: Some(BalanceSource::AccountId(account)),
        ..CryptoGetAccountBalanceQuery::default()
    };
    let query = Query { query: Some(query::Query::CryptogetAccountBalance(asked)) };
    match client.crypto_get_balance(query).await?.into_inner().response {
        Some(response::Response::CryptogetAccountBalance(answer)) => Ok(answer.balance),
        other => Err(SpecError::new(format!("another answer: {other:?}"))),
    }
}
