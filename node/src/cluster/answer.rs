//! A question that every node of every network answers.

use hapi_proto::services::{
    AccountId, CryptoGetAccountBalanceQuery, HederaFunctionality, Query, QueryHeader, Response,
    ResponseCodeEnum, ResponseType, crypto_get_account_balance_query::BalanceSource, query, response,
};
use prost::Message as _;

use crate::grpc::GrpcClient;

/// Asks for the balance of the treasury, which is free and always there.
///
/// # Errors
/// What came instead.
pub(super) async fn first_answer(client: &GrpcClient) -> Result<(), String> {
    let header = QueryHeader { response_type: ResponseType::AnswerOnly.into(), ..QueryHeader::default() };
    let query = query::Query::CryptogetAccountBalance(CryptoGetAccountBalanceQuery {
        header: Some(header),
        balance_source: Some(BalanceSource::AccountId(AccountId::from_num(2))),
    });
    let bytes = Query { query: Some(query) }.encode_to_vec().into();
    let answer = client.query(HederaFunctionality::CryptoGetAccountBalance, bytes).await;
    let answer = answer.map_err(|status| status.to_string())?;
    let code = match Response::decode(answer).map_err(|error| error.to_string())?.response {
        Some(response::Response::CryptogetAccountBalance(answer)) => {
            answer.header.unwrap_or_default().node_transaction_precheck_code
        }
        other => return Err(format!("it answered something else: {other:?}")),
    };
    match ResponseCodeEnum::try_from(code) {
        Ok(ResponseCodeEnum::Ok) => Ok(()),
        Ok(other) => Err(other.as_str_name().to_owned()),
        Err(_) => Err(format!("response code {code}")),
    }
}
