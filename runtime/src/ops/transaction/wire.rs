//! The free query by which the status of a transaction is found out.

use std::time::Duration;

use hapi_proto::services::{
    AccountId, HederaFunctionality, Query, QueryHeader, ResponseCodeEnum, ResponseType,
    TransactionGetReceiptQuery, TransactionGetReceiptResponse, TransactionId, TransactionReceipt, query,
    response,
};
use prost::Message;

use crate::{
    coverage::{self, Stage},
    spec::{OpError, Spec},
};

/// The first pause between two questions; it grows by half each time.
const FIRST_PAUSE: Duration = Duration::from_millis(2);

/// What the network knows of a transaction.
pub(super) struct Receipts {
    pub(super) receipt: TransactionReceipt,
    pub(super) status: ResponseCodeEnum,
    pub(super) duplicates: usize,
}

/// Asks `node` for the receipt of `id` until the transaction has a status, at most as long as the setup says; for those of
/// its duplicates, too, if they are wanted.
pub(super) async fn await_receipt(
    spec: &Spec,
    node: &AccountId,
    id: &TransactionId,
    with_duplicates: bool,
) -> Result<Receipts, OpError> {
    let limit = Duration::from_millis(spec.setup().receipt_wait_limit_ms);
    let longest = Duration::from_millis(spec.setup().receipt_poll_interval_ms);
    let mut begun = None;
    let mut pause = FIRST_PAUSE.min(longest);
    loop {
        let Unsettled { code, status } = match read(ask(spec, node, id, with_duplicates).await?)? {
            Ok(receipts) => return Ok(receipts),
            Err(unsettled) => unsettled,
        };
        if !matches!(code, ResponseCodeEnum::Ok | ResponseCodeEnum::ReceiptNotFound | ResponseCodeEnum::Busy)
        {
            let message = format!("node {node} refuses the receipt of transaction {id}");
            return Err(OpError::mismatch(message, "OK", code.as_str_name()));
        }
        let now = spec.consensus_time().as_nanos();
        let waited = now - *begun.get_or_insert(now);
        if waited >= i128::try_from(limit.as_nanos()).unwrap_or(i128::MAX) {
            return Err(OpError::new(format!(
                "transaction {id} has no status after {limit:?}; node {node} last answered {} with status {}",
                code.as_str_name(),
                status.as_str_name(),
            )));
        }
        spec.network().sleep(pause).await;
        pause = (pause * 3 / 2).min(longest);
    }
}

/// What a node answers while a transaction has no status.
struct Unsettled {
    code: ResponseCodeEnum,
    status: ResponseCodeEnum,
}

fn read(response: TransactionGetReceiptResponse) -> Result<Result<Receipts, Unsettled>, OpError> {
    let code = code(response.header.unwrap_or_default().node_transaction_precheck_code)?;
    coverage::count(HederaFunctionality::TransactionGetReceipt, Stage::Answer, code);
    let receipt = response.receipt.unwrap_or_default();
    let status = self::code(receipt.status)?;
    if code != ResponseCodeEnum::Ok || status == ResponseCodeEnum::Unknown {
        return Ok(Err(Unsettled { code, status }));
    }
    Ok(Ok(Receipts { receipt, status, duplicates: response.duplicate_transaction_receipts.len() }))
}

/// Waits until a transaction that `node` has taken has a status, at most as long as the setup says: for what others than its
/// sender are about to look at. Returns at once where the node has none with this id, and on a network that handles each
/// before it answers.
pub(crate) async fn settled(spec: &Spec, node: &AccountId, id: &TransactionId) -> Result<(), OpError> {
    if spec.network().capabilities().at_once {
        return Ok(());
    }
    let limit = Duration::from_millis(spec.setup().receipt_wait_limit_ms);
    let longest = Duration::from_millis(spec.setup().receipt_poll_interval_ms);
    let begun = spec.consensus_time().as_nanos();
    let mut pause = FIRST_PAUSE.min(longest);
    loop {
        let response = ask(spec, node, id, false).await?;
        let code = response.header.unwrap_or_default().node_transaction_precheck_code;
        let status = response.receipt.unwrap_or_default().status;
        if code != ResponseCodeEnum::Ok as i32 || status != ResponseCodeEnum::Unknown as i32 {
            return Ok(());
        }
        if spec.consensus_time().as_nanos() - begun >= i128::try_from(limit.as_nanos()).unwrap_or(i128::MAX) {
            return Err(OpError::new(format!(
                "transaction {id}, which node {node} has taken, has no status after {limit:?}"
            )));
        }
        spec.network().sleep(pause).await;
        pause = (pause * 3 / 2).min(longest);
    }
}

async fn ask(
    spec: &Spec,
    node: &AccountId,
    id: &TransactionId,
    include_duplicates: bool,
) -> Result<TransactionGetReceiptResponse, OpError> {
    let header = QueryHeader { response_type: ResponseType::AnswerOnly.into(), ..QueryHeader::default() };
    let get = TransactionGetReceiptQuery {
        header: Some(header),
        transaction_id: Some(id.clone()),
        include_duplicates,
        include_child_receipts: false,
    };
    let query = Query { query: Some(query::Query::TransactionGetReceipt(get)) };
    let bytes = query.encode_to_vec().into();
    let function = HederaFunctionality::TransactionGetReceipt;
    match spec.network().query(node, function, bytes).await?.response {
        Some(response::Response::TransactionGetReceipt(response)) => Ok(response),
        other => Err(OpError::new(format!("node {node} answered a receipt query with {other:?}"))),
    }
}

/// The response code that is `number` on the wire.
pub(crate) fn code(number: i32) -> Result<ResponseCodeEnum, OpError> {
    ResponseCodeEnum::try_from(number)
        .map_err(|_| OpError::new(format!("the node answered the response code {number}, which is unknown")))
}
