//! The course of a query: its cost, its payment, its answer, the checks of that.

use std::time::Duration;

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, HederaFunctionality, Query as QueryMessage, QueryHeader, ResponseHeader, ResponseType,
    Transaction, TransactionId, query, response,
};
use prost::Message;

use super::{
    Log, Query, QueryOp, QueryPaymentTxn,
    header::{header_of, set_header},
    payment::Form,
};
use crate::{
    coverage::{self, Stage},
    ops::{
        assertions::{Findings, Matcher, show, usd::remember_rate},
        transaction::settled,
    },
    registry::{DEFAULT_PAYER, Subject},
    spec::{OpError, OpResult, Spec, SpecError, decoded},
};

/// What the header of the question for the answer carries.
#[derive(Default)]
struct Payment {
    transaction: Option<Transaction>,
    /// The id of that, where it is one.
    id: Option<TransactionId>,
    /// What the node gets of it, where that is known.
    tinybars: Option<i64>,
}

impl<Q: QueryOp> Query<Q> {
    pub(super) async fn flow(&mut self, spec: &Spec) -> Result<Q::Answer, OpError> {
        if let Some(look_up) = self.op.look_up(spec) {
            look_up.await?;
        }
        let mut query = self.op.query(spec)?;
        for mutation in &self.settings.mutations {
            mutation(spec, &mut query);
        }
        let node = match &self.settings.node {
            Some(node) => node.resolve(spec)?,
            None => spec.default_node().clone(),
        };
        if let Some(id) = self.op.looks_at(spec) {
            settled(spec, &node, &id).await?;
        }
        let Some(cost) = self.cost(spec, &node, &query).await? else {
            return Ok(Q::Answer::default());
        };
        let Some(response) = self.answer(spec, &node, &query, cost).await? else {
            return Ok(Q::Answer::default());
        };
        let name = variant(&response);
        let answer = Q::read(response)
            .ok_or_else(|| SpecError::new(format!("the node answered another question: with {name}")))?;
        if Q::PAID {
            remember_rate(spec).await;
        }
        self.judge(spec, &answer)?;
        Ok(answer)
    }

    /// What the answer costs; zero where nobody needs to know, `None` if the question for it failed as expected.
    async fn cost(
        &self,
        spec: &Spec,
        node: &AccountId,
        query: &query::Query,
    ) -> Result<Option<i64>, OpError> {
        let asks = Q::ASKS_COST && matches!(self.settings.form, Form::Asked) && !self.settings.node_operator;
        if !asks {
            return match &self.expect.cost {
                Some(_) => Err(SpecError::new(
                    "nobody asks for the cost of this query, so that there is no code to expect; it is free, or \
                     its payment is given",
                )),
                None => Ok(Some(0)),
            };
        }
        let payment = self.settings.empty_cost_payment.then(Transaction::default);
        let (_, header) = self.send(spec, node, query, self.settings.cost_type(), payment).await?;
        let goes_on =
            self.expect.after_cost(header.node_transaction_precheck_code).map_err(|e| shown(e, query))?;
        if !goes_on {
            self.note(spec, || format!("cost answer: {}", show::code(header.node_transaction_precheck_code)));
            return Ok(None);
        }
        let cost = i64::try_from(header.cost).map_err(|_| {
            SpecError::new(format!("the answer costs {} tinybars, more than there are", header.cost))
        })?;
        self.note(spec, || format!("costs {cost} tinybars"));
        Ok(Some(cost))
    }

    /// The answer, `None` if the question for it failed as expected.
    async fn answer(
        &mut self,
        spec: &Spec,
        node: &AccountId,
        query: &query::Query,
        cost: i64,
    ) -> Result<Option<response::Response>, OpError> {
        let mut tries = 0;
        loop {
            // A payment is good for one answer: each try needs its own.
            let Payment { transaction, id, tinybars } = self.payment(spec, node, cost).await?;
            let (response, header) =
                self.send(spec, node, query, self.settings.answer_type(), transaction).await?;
            if let Some(payment) = id.as_ref().filter(|_| !self.settings.node_operator) {
                // The node has the answer at once and the payment later; who goes on counts on both.
                settled(spec, node, payment).await?;
            }
            let code = header.node_transaction_precheck_code;
            if self.expect.retries(code) && self.settings.retry_limit.is_none_or(|limit| tries < limit) {
                tries += 1;
                spec.network().sleep(Duration::from_millis(spec.setup().retry_pause_ms)).await;
                continue;
            }
            self.note(spec, || format!("answer: {}", show::code(code)));
            let answered = self.expect.after_answer(code).map_err(|error| {
                // Nodes say in the header what would have been enough.
                let needed = if header.cost > 0 {
                    format!(" (needed: {} tinybars)", header.cost)
                } else {
                    String::new()
                };
                shown(error, query).context(format_args!("node {node}{needed}"))
            })?;
            for observer in &mut self.settings.payment_observers {
                tinybars.into_iter().for_each(&mut *observer);
            }
            return Ok(answered.then_some(response));
        }
    }

    async fn payment(&self, spec: &Spec, node: &AccountId, cost: i64) -> Result<Payment, OpError> {
        let tinybars = match &self.settings.form {
            Form::Given(payment) => {
                let (transaction, id) = payment.signed(spec).await?;
                return Ok(Payment { transaction: Some(transaction), id: Some(id), tinybars: None });
            }
            Form::Empty => {
                return Ok(Payment { transaction: Some(Transaction::default()), ..Payment::default() });
            }
            Form::Absent => return Ok(Payment::default()),
            Form::Asked if !Q::PAID || self.settings.node_operator => return Ok(Payment::default()),
            Form::Asked if !Q::ASKS_COST => spec.setup().default_node_payment,
            Form::Asked => cost,
            Form::Fixed(tinybars) => *tinybars,
        };
        let mut payment = self.settings.payment.clone();
        let payer = payment.settings.payer.clone().unwrap_or_else(|| Subject::from(DEFAULT_PAYER));
        payment.op.payer = Some(payer.resolve(spec)?);
        payment.op.node = Some(node.clone());
        payment.op.tinybars = tinybars;
        let (transaction, id) = payment.signed(spec).await?;
        Ok(Payment { transaction: Some(transaction), id: Some(id), tinybars: Some(tinybars) })
    }

    /// Sends the query with a header like this, and gives what the node answers.
    async fn send(
        &self,
        spec: &Spec,
        node: &AccountId,
        query: &query::Query,
        kind: ResponseType,
        payment: Option<Transaction>,
    ) -> Result<(response::Response, ResponseHeader), OpError> {
        let mut query = query.clone();
        set_header(&mut query, QueryHeader { payment, response_type: kind as i32 });
        let message = QueryMessage { query: Some(query) };
        let function = message.function().unwrap_or(HederaFunctionality::None);
        let bytes = Bytes::from(message.encode_to_vec());
        let response = if self.settings.node_operator {
            spec.network().query_as_operator(node, function, bytes).await?
        } else {
            spec.network().query(node, function, bytes).await?
        };
        let response =
            response.response.ok_or_else(|| SpecError::new(format!("node {node} gave an empty answer")))?;
        let header = header_of(&response);
        if let Ok(code) = crate::ops::transaction::code(header.node_transaction_precheck_code) {
            coverage::count(function, Stage::Answer, code);
        }
        Ok((response, header))
    }

    fn judge(&mut self, spec: &Spec, answer: &Q::Answer) -> OpResult {
        let mut findings = Findings::default();
        self.op.check(answer, &mut findings);
        self.checks.check(answer, spec, &mut findings)?;
        findings
            .into_result(format_args!("{}", self.op.subject()))
            .map_err(|error| error.with_transaction(decoded(answer)))?;
        if self.settings.log == Log::Full {
            spec.note(decoded(answer));
        }
        self.after.iter_mut().try_for_each(|after| after(spec, answer))
    }

    fn note(&self, spec: &Spec, line: impl FnOnce() -> String) {
        if self.settings.log != Log::Nothing {
            spec.note(line());
        }
    }
}

fn shown(error: OpError, query: &query::Query) -> OpError {
    error.with_transaction(decoded(query))
}

/// The name of the variant, which is how the schema calls it.
fn variant(response: &response::Response) -> String {
    let text = format!("{response:?}");
    text.split('(').next().unwrap_or_default().to_owned()
}
