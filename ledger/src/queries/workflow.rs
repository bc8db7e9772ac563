//! What all queries have in common: their header, the payment, the throttle.

use bytes::Bytes;
use hapi_proto::{
    services::{
        self as hapi, HederaFunctionality, QueryHeader, Response, ResponseHeader, ResponseType, Timestamp,
    },
    strict,
};

use super::{QueryContext, QueryType, payment, response, typed};
use crate::{
    Ledger, ResponseCode,
    handle::CheckedTx,
    ingest::{Ingest, Rejection},
    state::{EntityNum, Store},
};

/// The bytes are no query at all: nothing to answer. Over gRPC that is the status `INVALID_ARGUMENT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a query of the schema")]
pub struct MalformedQuery;

/// Who asks, and what the node can do at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asker {
    /// Whether it is the one who runs the node: such queries cost nothing, and no throttle turns them down.
    pub is_operator: bool,
    /// What the node can do.
    pub readiness: Readiness,
}

/// What a node can do for those who ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readiness {
    /// It takes transactions, and so payments for queries.
    #[default]
    Active,
    /// It would take transactions, but too many wait already.
    Busy,
    /// It answers what is free, prices included, but takes no transactions: the network freezes, or is frozen.
    FreeQueriesOnly,
    /// It cannot answer for what it says: it is starting, or is not in touch with the others.
    Inactive,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct QueryOutcome {
    /// The response.
    pub response: Response,
    /// The payment, which passed ingest and is now to be submitted. It is taken even when the answer is an error.
    pub payment: Option<CheckedTx>,
}

impl Ledger {
    /// Answers a client's query, as the node whose ingest it is, which is active.
    ///
    /// # Errors
    /// When the bytes are not a query; all other failures are codes in the response.
    pub fn query(
        &self,
        ingest: &mut Ingest,
        bytes: &Bytes,
        now: Timestamp,
    ) -> Result<QueryOutcome, MalformedQuery> {
        self.query_by(Asker::default(), ingest, bytes, now)
    }

    /// Answers a query, as the node whose ingest it is.
    ///
    /// # Errors
    /// When the bytes are not a query; all other failures are codes in the response.
    pub fn query_by(
        &self,
        by: Asker,
        ingest: &mut Ingest,
        bytes: &Bytes,
        now: Timestamp,
    ) -> Result<QueryOutcome, MalformedQuery> {
        let query: hapi::Query = strict::decode(bytes).map_err(|_| MalformedQuery)?;
        let function = query.function().ok_or(MalformedQuery)?;
        let query = query.query.as_ref().ok_or(MalformedQuery)?;
        let asked = Asked { ledger: self, query: typed(query), function, asker: by, now };
        let mut payment = None;
        let answer = asked.answer(ingest, &mut payment).unwrap_or_else(|rejection| {
            response(asked.query.empty(asked.header(rejection.code, rejection.cost)))
        });
        Ok(QueryOutcome { response: answer, payment })
    }
}

struct Asked<'a> {
    ledger: &'a Ledger,
    query: &'a dyn QueryType,
    function: HederaFunctionality,
    asker: Asker,
    now: Timestamp,
}

impl Asked<'_> {
    fn answer(&self, ingest: &mut Ingest, paid: &mut Option<CheckedTx>) -> Result<Response, Rejection> {
        let response_type = self.response_type();
        let wants_cost = response_type == ResponseType::CostAnswer;
        let is_paid = self.query.is_paid() && !wants_cost;
        self.check_readiness(is_paid)?;
        if matches!(response_type, ResponseType::AnswerStateProof | ResponseType::CostAnswerStateProof) {
            return Err(ResponseCode::NotSupported.into());
        }
        let mut payer = None;
        if is_paid && !self.asker.is_operator {
            let (account, payment) = self.take_payment(ingest)?;
            payer = Some(account);
            *paid = payment;
        } else if self.query.is_restricted() {
            return Err(ResponseCode::NotSupported.into());
        }
        let cx = self.context(ingest);
        self.query.check(&cx)?;
        let operations = self.query.operations(&cx);
        let is_throttled = !self.asker.is_operator;
        if is_throttled
            && !ingest.allow_query(self.ledger, self.function, operations, self.now, payer.unwrap_or(0))
        {
            return Err(ResponseCode::Busy.into());
        }
        let cx = self.context(ingest);
        if wants_cost {
            return Ok(response(self.query.empty(self.header(ResponseCode::Ok, self.price(&cx)))));
        }
        Ok(response(self.query.answer(&cx, self.header(ResponseCode::Ok, 0))?))
    }

    /// Whether the node can answer at all.
    fn check_readiness(&self, is_paid: bool) -> Result<(), ResponseCode> {
        match self.asker.readiness {
            Readiness::Active => Ok(()),
            Readiness::Busy | Readiness::FreeQueriesOnly if !is_paid || self.asker.is_operator => Ok(()),
            Readiness::Busy => Err(ResponseCode::Busy),
            Readiness::FreeQueriesOnly | Readiness::Inactive => Err(ResponseCode::PlatformNotActive),
        }
    }

    /// Checks the payment as ingest checks a transaction, and as one that pays for a query. Superusers pay nothing.
    fn take_payment(&self, ingest: &mut Ingest) -> Result<(EntityNum, Option<CheckedTx>), Rejection> {
        let header = self.query.header();
        let payment = header.and_then(|header| header.payment.as_ref());
        let bytes = payment::bytes(payment.ok_or(ResponseCode::InvalidQueryHeader)?);
        let checked = ingest.check_payment(self.ledger, &bytes, self.now)?;
        let payer = checked.parsed().payer().ok_or(ResponseCode::PayerAccountNotFound)?;
        if crate::handle::is_superuser(&self.ledger.settings().config, payer) {
            return Ok((payer, None));
        }
        let due = self.price(&self.context(ingest));
        let suffices = payment::check(self.ledger, ingest, &checked, self.function, due, self.now);
        if let Err(rejection) = suffices {
            ingest.give_back(self.ledger, &checked);
            return Err(rejection);
        }
        ingest.remember(&checked);
        Ok((payer, Some(checked)))
    }

    fn context<'a>(&'a self, ingest: &'a Ingest) -> QueryContext<'a> {
        QueryContext {
            store: Store::new(self.ledger.state()),
            config: &self.ledger.settings().config,
            now: self.now,
            ingest,
            ledger: self.ledger,
        }
    }

    /// What the answer costs, in tinybar.
    fn price(&self, cx: &QueryContext<'_>) -> u64 {
        let settings = self.ledger.settings();
        let tinycents = settings.fees.query(self.function, &self.query.usage(cx)).unwrap_or(0);
        settings.rates.active(self.now.seconds).tinybars(tinycents)
    }

    fn response_type(&self) -> ResponseType {
        self.query.header().map_or(ResponseType::AnswerOnly, QueryHeader::response_type)
    }

    fn header(&self, code: ResponseCode, cost: u64) -> ResponseHeader {
        ResponseHeader {
            node_transaction_precheck_code: code.into(),
            response_type: self.response_type().into(),
            cost,
            ..ResponseHeader::default()
        }
    }
}
