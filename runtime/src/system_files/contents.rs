//! Reading of a system file.

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::{
    Hbar,
    services::{
        FileGetContentsQuery, FileId, HederaFunctionality, Query, QueryHeader, ResponseCodeEnum,
        ResponseType, query, response,
    },
};
use prost::Message;

use crate::{
    coverage::{self, Stage},
    ops::crypto::{crypto_transfer, tiny_bars_from_to},
    registry::{GENESIS, NODE},
    spec::{OpError, Spec},
};

/// Far more than any of the files costs to read: without a fee schedule its own price is not known. The treasury pays.
const PAYMENT: Hbar = Hbar::ONE;

/// What is in a file; `None` if the network has no such file.
pub(crate) fn contents(spec: &Spec, file: u64) -> BoxFuture<'_, Result<Option<Bytes>, OpError>> {
    // The payment is a transaction, and those ask for fees: this one has its own, but the type needs the box.
    Box::pin(async move {
        let transfer = tiny_bars_from_to(GENESIS, NODE, PAYMENT);
        let payment = crypto_transfer(transfer).paying_with(GENESIS).fee(PAYMENT).build(spec, 0).await?;
        let header = QueryHeader {
            payment: Some(payment.transaction),
            response_type: ResponseType::AnswerOnly.into(),
        };
        let get = FileGetContentsQuery { header: Some(header), file_id: Some(FileId::from_num(file)) };
        let query = Query { query: Some(query::Query::FileGetContents(get)) };
        let function = HederaFunctionality::FileGetContents;
        let answer = spec.network().query(&payment.node, function, query.encode_to_vec().into()).await?;
        let Some(response::Response::FileGetContents(answer)) = answer.response else {
            return Err(OpError::new(format!("the node answered {answer:?} to a query for file 0.0.{file}")));
        };
        let header = answer.header.unwrap_or_default();
        let code = crate::ops::transaction::code(header.node_transaction_precheck_code)?;
        coverage::count(function, Stage::Answer, code);
        match code {
            ResponseCodeEnum::Ok => Ok(Some(answer.file_contents.unwrap_or_default().contents)),
            ResponseCodeEnum::InvalidFileId => Ok(None),
            other => {
                let message = format!("the node refuses the contents of file 0.0.{file}");
                Err(OpError::mismatch(message, "OK", other.as_str_name()))
            }
        }
    })
}
