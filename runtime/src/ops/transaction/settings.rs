//! What the shared modifiers set.

use std::sync::Arc;

use hapi_proto::services::{
    AccountId, CustomFeeLimit, HederaFunctionality, ResponseCodeEnum, Timestamp, Transaction,
    TransactionBody, TransactionId,
};

use super::{Resolved, expect::Expectation};
use crate::{
    fees::TinybarFee,
    keys::{ControlForKey, SigMapPrefixes, Signer, UNIQUE_PREFIXES},
    registry::Subject,
    spec::{OpResult, Spec},
    txns::{Layout, SubmissionStrategy, UnknownFieldIn},
};

pub(crate) type TxnTransform = Arc<dyn Fn(Transaction) -> Transaction + Send + Sync>;
pub(crate) type BodyMutation = Arc<dyn Fn(&Spec, &mut TransactionBody) + Send + Sync>;
pub(crate) type FeeObserver = Arc<dyn Fn(TinybarFee) + Send + Sync>;
pub(crate) type Condition = Arc<dyn Fn(&Spec, &Resolved) -> OpResult + Send + Sync>;

/// What the shared modifiers set.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one modifier, independent of the others")]
pub(crate) struct Settings {
    pub(crate) payer: Option<Subject<AccountId>>,
    pub(crate) payer_alias: Option<String>,
    pub(crate) payer_signs: bool,
    pub(crate) signers: Signers,
    pub(crate) controls: Vec<ControlForKey>,
    pub(crate) prefixes: SigMapPrefixes,
    pub(crate) payer_signatures: Option<u64>,
    pub(crate) name: Option<String>,
    pub(crate) id: Id,
    pub(crate) valid_start: Option<ValidStart>,
    pub(crate) valid_duration_secs: Option<i64>,
    pub(crate) node: Node,
    pub(crate) fee: Option<u64>,
    pub(crate) fee_observers: Vec<FeeObserver>,
    pub(crate) memo: Option<String>,
    pub(crate) batch_key: Option<Signer>,
    pub(crate) max_custom_fees: Vec<CustomFeeLimit>,
    pub(crate) high_volume: bool,
    pub(crate) layout: Option<Layout>,
    pub(crate) unknown: Option<UnknownFieldIn>,
    pub(crate) transforms: Vec<TxnTransform>,
    pub(crate) mutations: Vec<BodyMutation>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) function: Option<HederaFunctionality>,
    pub(crate) strategy: Option<Arc<dyn SubmissionStrategy>>,
    pub(crate) skips_ingest: bool,
    pub(crate) expect: Expectation,
    pub(crate) retry_prechecks: Vec<ResponseCodeEnum>,
    pub(crate) retry_limit: Option<u32>,
    pub(crate) deferred: bool,
    pub(crate) unique: bool,
    pub(crate) log: Log,
}

/// Who signs.
#[derive(Clone, Debug, Default)]
pub(crate) enum Signers {
    /// The payer and those that the type of transaction needs.
    #[default]
    Default,
    /// These alone.
    Only(Vec<Signer>),
    /// The payer and these.
    PayerAnd(Vec<Signer>),
}

/// The transaction's id.
#[derive(Clone, Debug, Default)]
pub(crate) enum Id {
    /// One that no other transaction has.
    #[default]
    Fresh,
    /// The one of this name.
    Named(String),
    /// This one.
    Given(TransactionId),
    /// None at all.
    Absent,
}

/// A valid start that is not the present's.
#[derive(Clone, Debug)]
pub(crate) enum ValidStart {
    /// The registry's timestamp of this name.
    Named(String),
    /// This one.
    At(Timestamp),
}

/// The node that the transaction names and goes to.
#[derive(Clone, Debug, Default)]
pub(crate) enum Node {
    /// The spec's.
    #[default]
    Default,
    /// This one.
    Account(Subject<AccountId>),
    /// One of these, in turn.
    OneOf(Vec<Subject<AccountId>>),
    /// The transaction names none and goes to the spec's.
    Unnamed,
}

/// What the trace says about a transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Log {
    /// Its id and status.
    #[default]
    Brief,
    /// Its body and receipt too.
    Full,
    /// Nothing.
    Nothing,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            payer: None,
            payer_alias: None,
            payer_signs: true,
            signers: Signers::default(),
            controls: Vec::new(),
            prefixes: UNIQUE_PREFIXES,
            payer_signatures: None,
            name: None,
            id: Id::default(),
            valid_start: None,
            valid_duration_secs: None,
            node: Node::default(),
            fee: None,
            fee_observers: Vec::new(),
            memo: None,
            batch_key: None,
            max_custom_fees: Vec::new(),
            high_volume: false,
            layout: None,
            unknown: None,
            transforms: Vec::new(),
            mutations: Vec::new(),
            conditions: Vec::new(),
            function: None,
            strategy: None,
            skips_ingest: false,
            expect: Expectation::default(),
            retry_prechecks: Vec::new(),
            retry_limit: None,
            deferred: false,
            unique: false,
            log: Log::default(),
        }
    }
}
