//! The modifiers that all queries share.

use std::fmt::Display;

use hapi_proto::services::{AccountId, ResponseCodeEnum, query};

use super::{Log, Query, QueryOp, QueryPayment, QueryPaymentTxn, Settings, payment::Form};
use crate::{
    keys::{ControlForKey, SigMapPrefixes, Signer},
    ops::{assertions::IntoTinybars, transaction::Txn},
    registry::{IntoMany, Subject},
    spec::Spec,
};

/// Who pays for the answer, and how.
impl<Q: QueryOp> Query<Q> {
    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    fn pay(self, change: impl FnOnce(Txn<QueryPayment>) -> Txn<QueryPayment>) -> Self {
        self.set(|settings| settings.payment = change(settings.payment.clone()))
    }

    /// Has this account pay; without it, the spec's default payer does.
    pub fn paying_with(self, payer: impl Into<Subject<AccountId>>) -> Self {
        self.pay(|payment| payment.paying_with(payer))
    }

    /// Pays the node this, without asking what the answer costs.
    #[track_caller]
    pub fn node_payment(self, amount: impl IntoTinybars) -> Self {
        let amount = amount.into_tinybars();
        self.set(|settings| settings.form = Form::Fixed(amount))
    }

    /// Sends this transaction as the payment: one that no node should accept, for example.
    pub fn with_payment(self, payment: impl QueryPaymentTxn + 'static) -> Self {
        self.set(|settings| settings.form = Form::Given(Box::new(payment)))
    }

    /// Asks for the answer without paying for it.
    pub fn no_payment(self) -> Self {
        self.set(|settings| settings.form = Form::Absent)
    }

    /// Sends an empty transaction as the payment of the answer.
    pub fn use_empty_txn_as_answer_payment(self) -> Self {
        self.set(|settings| settings.form = Form::Empty)
    }

    /// Sends an empty transaction as the payment when asking for the cost. (Nodes want none then.)
    pub fn use_empty_txn_as_cost_payment(self) -> Self {
        self.set(|settings| settings.empty_cost_payment = true)
    }

    /// Offers this fee for the payment's own transfer. Without it the fee is computed from the network's schedule.
    #[track_caller]
    pub fn fee(self, offer: impl IntoTinybars) -> Self {
        self.pay(|payment| payment.fee(offer))
    }

    /// Has these keys sign the payment, and no others.
    pub fn signed_by(self, signers: impl IntoMany<Signer>) -> Self {
        self.pay(|payment| payment.signed_by(signers))
    }

    /// Says which parts of a named key sign the payment; see [`for_key`](crate::keys::for_key).
    pub fn sig_control(self, control: ControlForKey) -> Self {
        self.pay(|payment| payment.sig_control(control))
    }

    /// Says how much of each public key the payment's signature map shows.
    pub fn sig_map_prefixes(self, prefixes: SigMapPrefixes) -> Self {
        self.pay(|payment| payment.sig_map_prefixes(prefixes))
    }

    /// Has the payment's fee computed as if it had so many signatures.
    pub fn num_payer_sigs(self, count: u64) -> Self {
        self.pay(|payment| payment.num_payer_sigs(count))
    }

    /// Gives the payment's transaction id a name, by which its receipt and record can be asked for.
    pub fn via(self, name: impl Into<String>) -> Self {
        self.pay(|payment| payment.via(name))
    }

    /// Shows `observer` what the node is paid, in tinybars. (With `with_payment` nobody knows, and it sees nothing.)
    pub fn exposing_node_payment_to(self, observer: impl FnMut(i64) + Send + Sync + 'static) -> Self {
        self.set(|settings| settings.payment_observers.push(Box::new(observer)))
    }
}

/// How it is sent.
impl<Q: QueryOp> Query<Q> {
    /// Asks, and pays, the node with this account.
    pub fn set_node(self, node: impl Into<Subject<AccountId>>) -> Self {
        let node = node.into();
        self.set(|settings| settings.node = Some(node.clone())).pay(|payment| payment.set_node(node))
    }

    /// Changes the query before it is sent, when asking for the cost and for the answer alike.
    pub fn with_query_mutation(
        self,
        change: impl Fn(&Spec, &mut query::Query) + Send + Sync + 'static,
    ) -> Self {
        self.set(|settings| settings.mutations.push(Box::new(change)))
    }

    /// Asks at the node's port for the one who runs it, where answers are free: a payment is sent only if the spec gives one, and
    /// the node does not take it. Networks that show no such port fail the spec.
    pub fn as_node_operator(self) -> Self {
        self.set(|settings| settings.node_operator = true)
    }

    /// Asks for a state proof of cost and answer. No network gives any: nodes refuse this.
    pub fn with_state_proof(self) -> Self {
        self.set(|settings| settings.state_proof = true)
    }

    /// Asks again while the answer has this code.
    pub fn has_retry_answer_only_precheck(mut self, code: ResponseCodeEnum) -> Self {
        self.expect.retry.push(code);
        self
    }

    /// Asks again at most so often.
    pub fn set_retry_limit(self, limit: u32) -> Self {
        self.set(|settings| settings.retry_limit = Some(limit))
    }

    /// Shows the answer in the trace.
    pub fn logged(self) -> Self {
        self.set(|settings| settings.log = Log::Full)
    }

    /// Keeps even cost and code out of the trace.
    pub fn no_logging(self) -> Self {
        self.set(|settings| settings.log = Log::Nothing)
    }
}

/// What is expected of it. Without any of these: an answer.
impl<Q: QueryOp> Query<Q> {
    /// Expects this code, when asking for the cost or for the answer.
    pub fn fails_with(self, code: ResponseCodeEnum) -> Self {
        self.fails_with_one_of([code])
    }

    /// Expects one of these codes, when asking for the cost or for the answer.
    pub fn fails_with_one_of(mut self, codes: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        self.expect.failure = codes.into_iter().collect();
        self
    }

    /// Expects this code when asking for the cost.
    pub fn has_cost_answer_precheck(self, code: ResponseCodeEnum) -> Self {
        self.has_cost_answer_precheck_from([code])
    }

    /// Expects one of these codes when asking for the cost.
    pub fn has_cost_answer_precheck_from(
        mut self,
        codes: impl IntoIterator<Item = ResponseCodeEnum>,
    ) -> Self {
        self.expect.cost = Some(codes.into_iter().collect());
        self
    }

    /// Expects this code when asking for the answer.
    pub fn has_answer_only_precheck(self, code: ResponseCodeEnum) -> Self {
        self.has_answer_only_precheck_from([code])
    }

    /// Expects one of these codes when asking for the answer.
    pub fn has_answer_only_precheck_from(
        mut self,
        codes: impl IntoIterator<Item = ResponseCodeEnum>,
    ) -> Self {
        self.expect.answer = Some(codes.into_iter().collect());
        self
    }

    /// Checks the answer further; the error of `look` says what is wrong with it.
    pub fn satisfies<E: Display>(
        self,
        look: impl Fn(&Spec, &Q::Answer) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, spec, findings| {
            if let Err(error) = look(spec, answer) {
                findings.expect("condition", false, "fulfilled", error);
            }
            Ok(())
        })
    }

    /// Shows `observer` the answer, once it was found to be as expected.
    pub fn exposing_answer_to(self, mut observer: impl FnMut(&Q::Answer) + Send + Sync + 'static) -> Self {
        self.with_after(move |_, answer| {
            observer(answer);
            Ok(())
        })
    }
}
