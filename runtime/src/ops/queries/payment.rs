//! What a query is paid with.

use futures::future::BoxFuture;
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, HederaFunctionality, Transaction, TransactionId,
    TransferList, transaction_body,
};

use crate::{
    keys::Signer,
    ops::transaction::{Resolved, TransactionOp, Txn},
    spec::{OpError, Spec},
};

/// The transfer from a payer to a node that pays for a query. Nodes want it in the query's header, and submit it
/// themselves.
#[derive(Clone, Debug, Default)]
pub struct QueryPayment {
    pub(super) payer: Option<AccountId>,
    pub(super) node: Option<AccountId>,
    pub(super) tinybars: i64,
}

impl TransactionOp for QueryPayment {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoTransfer;

    fn verb(&self) -> &'static str {
        "query_payment"
    }

    fn subject(&self) -> String {
        format!("{} tinybars", self.tinybars)
    }

    fn body(&self, _: &Spec) -> Result<transaction_body::Data, OpError> {
        let adjust = |account_id: &Option<AccountId>, amount| AccountAmount {
            account_id: account_id.clone(),
            amount,
            ..AccountAmount::default()
        };
        // The least amount has no negative; a node finds out that this list is not balanced.
        let debit = self.tinybars.checked_neg().unwrap_or(i64::MAX);
        let account_amounts = vec![adjust(&self.payer, debit), adjust(&self.node, self.tinybars)];
        Ok(transaction_body::Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts }),
            ..CryptoTransferTransactionBody::default()
        }))
    }

    fn default_signers(&self, _: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(Vec::new())
    }

    fn receipt(&self, _: &Resolved) {}
}

/// A transaction that a query can carry as its payment: every transaction operation is one.
pub trait QueryPaymentTxn: Send + Sync {
    /// Builds and signs it, without sending it, and registers its id if it has a name. Gives that, too.
    fn signed<'a>(&'a self, spec: &'a Spec) -> BoxFuture<'a, Result<(Transaction, TransactionId), OpError>>;
}

impl<B: TransactionOp> QueryPaymentTxn for Txn<B> {
    fn signed<'a>(&'a self, spec: &'a Spec) -> BoxFuture<'a, Result<(Transaction, TransactionId), OpError>> {
        Box::pin(async move {
            let mut payment = self.clone();
            payment.op.prepare(spec)?;
            let built = payment.build(spec, 0).await?;
            if let Some(name) = &payment.settings.name {
                spec.registry().put(name, built.id.clone());
            }
            Ok((built.transaction, built.id))
        })
    }
}

/// How the payment of a query comes about.
#[derive(Default)]
pub(super) enum Form {
    /// The node is asked what the answer costs, and paid exactly that.
    #[default]
    Asked,
    /// The node is paid this.
    Fixed(i64),
    /// The header carries this transaction.
    Given(Box<dyn QueryPaymentTxn>),
    /// The header carries an empty transaction.
    Empty,
    /// The header carries nothing.
    Absent,
}
