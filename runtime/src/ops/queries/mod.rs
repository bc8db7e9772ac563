//! What all queries have in common, once; and one file per query.

mod account_balance;
mod account_details;
mod account_info;
mod account_records;
mod expect;
mod file_contents;
mod file_info;
mod flow;
mod header;
mod modifiers;
mod payment;
mod receipt;
mod record;
mod record_children;
mod record_tokens;
mod token_info;
mod token_nft_info;
mod version_info;

use std::{fmt, panic::Location};

use futures::future::BoxFuture;
use hapi_proto::services::{AccountId, ResponseType, TransactionId, query, response};

pub(crate) use account_balance::token_balance;
pub use account_balance::{
    GetAccountBalance, get_account_balance, get_aliased_account_balance, get_auto_created_account_balance,
};
pub use account_details::{GetAccountDetails, get_account_details, get_account_details_no_payment};
pub use account_info::{
    GetAccountInfo, get_account_info, get_aliased_account_info, get_literal_alias_account_info,
};
pub use account_records::{GetAccountRecords, get_account_records};
pub use file_contents::{GetFileContents, get_file_contents};
pub use file_info::{GetFileInfo, get_file_info};
pub use payment::{QueryPayment, QueryPaymentTxn};
pub use receipt::{GetReceipt, TxnReceipts, get_receipt};
pub use record::{GetTxnRecord, TxnRecords, get_txn_record};
pub use token_info::{GetTokenInfo, get_token_info};
pub use token_nft_info::{GetTokenNftInfo, get_token_nft_info};
pub use version_info::{GetVersionInfo, get_version_info};

use expect::Expectation;

use crate::{
    ops::{
        assertions::{Checks, Findings},
        transaction::Txn,
    },
    registry::Subject,
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
};

/// What one type of query adds to what all have in common.
pub trait QueryOp: Send + Sync + 'static {
    /// What [`Spec::run`] gives for it. A query that failed as expected gives the default.
    type Answer: fmt::Debug + Default + Send + Sync + 'static;

    /// Whether its answer costs anything.
    const PAID: bool = true;

    /// Whether nodes say what its answer costs. Where they do not, and the spec says nothing, the node is paid what
    /// the setup has as its default.
    const ASKS_COST: bool = Self::PAID;

    /// The factory's name.
    fn verb(&self) -> &'static str;

    /// What it is about, for the trace.
    fn subject(&self) -> String;

    /// The query, without its header.
    fn query(&self, spec: &Spec) -> Result<query::Query, OpError>;

    /// The transaction whose outcome it asks for: one that the node has taken is to have that first.
    fn looks_at(&self, _spec: &Spec) -> Option<TransactionId> {
        None
    }

    /// Asks the network what the checks of the answer must know. Runs once, before the query is sent.
    fn look_up<'a>(&'a mut self, _spec: &'a Spec) -> Option<BoxFuture<'a, OpResult>> {
        None
    }

    /// What is wrong with an answer whatever the spec expects of it.
    fn check(&self, _answer: &Self::Answer, _findings: &mut Findings) {}

    /// The typed answer; `None` if the network answered another question.
    fn read(response: response::Response) -> Option<Self::Answer>;
}

/// An operation that asks the network a question: the type's own data, and the modifiers that all types share.
#[must_use = "an operation does nothing until a spec runs it"]
pub struct Query<Q: QueryOp> {
    pub(crate) op: Q,
    settings: Settings,
    expect: Expectation,
    checks: Checks<Q::Answer>,
    after: Vec<After<Q::Answer>>,
    place: &'static Location<'static>,
}

type After<A> = Box<dyn FnMut(&Spec, &A) -> OpResult + Send + Sync>;
type Mutation = Box<dyn Fn(&Spec, &mut query::Query) + Send + Sync>;

/// What the shared modifiers set.
struct Settings {
    /// The payment as far as it is known when the operation is built: payer, signers, node, fee, name.
    payment: Txn<QueryPayment>,
    form: payment::Form,
    node: Option<Subject<AccountId>>,
    empty_cost_payment: bool,
    node_operator: bool,
    state_proof: bool,
    mutations: Vec<Mutation>,
    payment_observers: Vec<Box<dyn FnMut(i64) + Send + Sync>>,
    retry_limit: Option<u32>,
    log: Log,
}

impl Settings {
    /// How to ask for the cost.
    fn cost_type(&self) -> ResponseType {
        if self.state_proof { ResponseType::CostAnswerStateProof } else { ResponseType::CostAnswer }
    }

    /// How to ask for the answer.
    fn answer_type(&self) -> ResponseType {
        if self.state_proof { ResponseType::AnswerStateProof } else { ResponseType::AnswerOnly }
    }
}

/// What the trace says about a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Log {
    /// What it cost, and its code.
    #[default]
    Brief,
    /// The answer too.
    Full,
    /// Nothing.
    Nothing,
}

impl<Q: QueryOp> Query<Q> {
    /// The operation that `op` describes; its place is that of the caller.
    #[track_caller]
    pub fn new(op: Q) -> Self {
        let settings = Settings {
            payment: Txn::new(QueryPayment::default()),
            form: payment::Form::default(),
            node: None,
            empty_cost_payment: false,
            node_operator: false,
            state_proof: false,
            mutations: Vec::new(),
            payment_observers: Vec::new(),
            retry_limit: None,
            log: Log::default(),
        };
        Self {
            op,
            settings,
            expect: Expectation::default(),
            checks: Checks::default(),
            after: Vec::new(),
            place: here(),
        }
    }

    /// The operation, with its own data changed: what the modifiers of a type are made of.
    pub(crate) fn with_op(mut self, change: impl FnOnce(&mut Q)) -> Self {
        change(&mut self.op);
        self
    }

    /// The operation, with a check of its answer added.
    pub(crate) fn with_check(
        mut self,
        check: impl Fn(&Q::Answer, &Spec, &mut Findings) -> OpResult + Send + Sync + 'static,
    ) -> Self {
        self.checks.push(check);
        self
    }

    /// The operation, with something to do once the answer is found to be as expected.
    pub(crate) fn with_after(
        mut self,
        after: impl FnMut(&Spec, &Q::Answer) -> OpResult + Send + Sync + 'static,
    ) -> Self {
        self.after.push(Box::new(after));
        self
    }
}

impl<Q: QueryOp> Operation for Query<Q> {
    type Output = Q::Answer;

    fn describe(&self) -> OpDescription {
        OpDescription::new(self.op.verb(), self.op.subject(), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Q::Answer, OpError>> {
        Box::pin(self.flow(spec))
    }
}

impl<Q: QueryOp> fmt::Debug for Query<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}
