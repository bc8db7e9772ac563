//! What all transactions have in common, once.

mod build;
mod expect;
mod flow;
mod modifiers;
mod resolve;
mod settings;
mod wire;

use std::{fmt, panic::Location};

use futures::future::BoxFuture;
use hapi_proto::services::{
    HederaFunctionality, ResponseCodeEnum, TransactionBody, TransactionId, TransactionReceipt,
    transaction_body,
};

pub(crate) use build::Built;
pub(crate) use settings::Settings;
pub(crate) use wire::{code, settled};

use crate::{
    keys::Signer,
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
    test_case::Resources,
};

/// What one type of transaction adds to what all have in common.
pub trait TransactionOp: Clone + Send + Sync + 'static {
    /// What [`Spec::run`] gives for it.
    type Receipt: Send;

    /// Which method of which gRPC service takes it.
    const FUNCTION: HederaFunctionality;

    /// The factory's name.
    fn verb(&self) -> &'static str;

    /// What it is about, for the trace.
    fn subject(&self) -> String;

    /// Generates what the operation needs anew: keys, above all. Runs once, before the rest.
    fn prepare(&mut self, _spec: &Spec) -> OpResult {
        Ok(())
    }

    /// Asks the network what the operation must know of it. Runs once, after [`TransactionOp::prepare`].
    fn look_up<'a>(&'a mut self, _spec: &'a Spec) -> Option<BoxFuture<'a, OpResult>> {
        None
    }

    /// What it changes for other tests, if it succeeds: a spec whose test has not declared that may not expect success.
    fn changes(&self, _spec: &Spec) -> Result<Resources, OpError> {
        Ok(Resources::NONE)
    }

    /// The type's own part of the body.
    fn body(&self, spec: &Spec) -> Result<transaction_body::Data, OpError>;

    /// Who signs besides the payer, where the spec does not say.
    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError>;

    /// Enters what the transaction made or changed into the registry.
    fn on_success(&self, _spec: &Spec, _resolved: &Resolved) -> OpResult {
        Ok(())
    }

    /// The typed receipt. What a transaction that failed as expected did not make is left at its default.
    fn receipt(&self, resolved: &Resolved) -> Self::Receipt;
}

/// What became of a transaction.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Its id.
    pub id: TransactionId,
    /// Its status: of consensus, or the code of the precheck where it did not pass that; `Ok` where the spec did not
    /// wait for the status.
    pub status: ResponseCodeEnum,
    /// Its receipt, where it reached consensus.
    pub receipt: TransactionReceipt,
    /// Its body, as it was sent.
    pub body: Box<TransactionBody>,
}

impl Resolved {
    /// Whether the transaction did what it was to do.
    pub fn succeeded(&self) -> bool {
        expect::is_success(self.status)
    }
}

/// An operation that submits a transaction: the type's own data, and the modifiers that all types share.
#[derive(Clone)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct Txn<B> {
    pub(crate) op: B,
    /// In a place of its own: every modifier moves the operation.
    pub(crate) settings: Box<Settings>,
    place: &'static Location<'static>,
}

impl<B: TransactionOp> Txn<B> {
    /// The operation that `op` describes; its place is that of the caller.
    #[track_caller]
    pub fn new(op: B) -> Self {
        Self { op, settings: Box::default(), place: here() }
    }

    /// The operation, with its own data changed: what the modifiers of a type are made of.
    pub(crate) fn with_op(mut self, change: impl FnOnce(&mut B)) -> Self {
        change(&mut self.op);
        self
    }
}

impl<B: TransactionOp> Operation for Txn<B> {
    type Output = B::Receipt;

    fn describe(&self) -> OpDescription {
        OpDescription::new(self.op.verb(), self.op.subject(), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<B::Receipt, OpError>> {
        Box::pin(self.flow(spec))
    }
}

impl<B: TransactionOp> fmt::Debug for Txn<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}
