//! Transfers of hbar and tokens.

use std::{fmt::Write as _, sync::Arc};

use hapi_proto::services::{
    CryptoTransferTransactionBody, HederaFunctionality, TokenId, transaction_body::Data,
};

use super::{
    AccountRef, UnitsExt,
    lists::{lists, signers, signers_of_lists},
    movement::{IntoMovements, Movement, send},
};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Moves hbar and tokens. The payer, every account that gives (unless by an allowance) and every one that must sign to
/// be credited sign, as far as the spec knows their keys.
#[track_caller]
pub fn crypto_transfer(movements: impl IntoMovements) -> Txn<CryptoTransfer> {
    Txn::new(CryptoTransfer::new(movements.into_movements(), None))
}

/// The same as [`crypto_transfer`], with the entries of each list in the order of the accounts: what consensus does in
/// the order of the list (it creates accounts, for example), it then does in an order that is known.
#[track_caller]
pub fn sorted_crypto_transfer(movements: impl IntoMovements) -> Txn<CryptoTransfer> {
    crypto_transfer(movements).with_op(|op| op.sorted = true)
}

/// Moves what `build` writes into the body: for bodies that no movement would come to.
#[track_caller]
pub fn crypto_transfer_with(
    build: impl Fn(&Spec, &mut CryptoTransferTransactionBody) + Send + Sync + 'static,
) -> Txn<CryptoTransfer> {
    Txn::new(CryptoTransfer::new(Vec::new(), Some(Arc::new(build))))
}

type RawBody = Arc<dyn Fn(&Spec, &mut CryptoTransferTransactionBody) + Send + Sync>;

/// See [`crypto_transfer`].
#[derive(Clone)]
pub struct CryptoTransfer {
    movements: Vec<Movement>,
    /// What gets token transfer lists of its own, behind the others.
    appended: Vec<Movement>,
    raw: Option<RawBody>,
    aggregated: bool,
    sorted: bool,
    unbalanced: bool,
}

impl Txn<CryptoTransfer> {
    /// Keeps changes of the same account apart, one entry each; nodes reject that.
    pub fn dont_fully_aggregate_transfers(self) -> Self {
        self.with_op(|op| op.aggregated = false)
    }

    /// Adds another list of transfers of `token`, even if there is one already: nodes reject two lists of one token.
    pub fn appending_token_from_to(
        self,
        token: impl Into<Subject<TokenId>>,
        from: impl Into<AccountRef>,
        to: impl Into<AccountRef>,
        units: i64,
    ) -> Self {
        let movement = send(units.of(token)).from(from).to(to);
        self.with_op(|op| op.appended.push(movement))
    }

    /// Adds a tinybar to the first amount of hbar, so that the amounts no longer add up to zero; nodes reject that.
    pub fn breaking_net_zero_invariant(self) -> Self {
        self.with_op(|op| op.unbalanced = true)
    }
}

impl CryptoTransfer {
    fn new(movements: Vec<Movement>, raw: Option<RawBody>) -> Self {
        Self { movements, appended: Vec::new(), raw, aggregated: true, sorted: false, unbalanced: false }
    }

    fn write(&self, spec: &Spec) -> Result<CryptoTransferTransactionBody, OpError> {
        let mut body = lists(&self.movements, self.aggregated, spec)?;
        for movement in &self.appended {
            let appended = lists(std::slice::from_ref(movement), false, spec)?;
            body.token_transfers.extend(appended.token_transfers);
        }
        if let Some(write) = &self.raw {
            write(spec, &mut body);
        }
        if self.sorted {
            sort(&mut body);
        }
        if self.unbalanced {
            unbalance(&mut body)?;
        }
        Ok(body)
    }
}

fn sort(body: &mut CryptoTransferTransactionBody) {
    let hbar = body.transfers.iter_mut().map(|list| &mut list.account_amounts);
    let units = body.token_transfers.iter_mut().map(|list| &mut list.transfers);
    hbar.chain(units).for_each(|entries| entries.sort_by(|a, b| a.account_id.cmp(&b.account_id)));
}

fn unbalance(body: &mut CryptoTransferTransactionBody) -> Result<(), OpError> {
    let first = body.transfers.as_mut().and_then(|list| list.account_amounts.first_mut());
    let first = first.ok_or_else(|| OpError::new("the transfer moves no hbar that could be unbalanced"))?;
    first.amount = first.amount.wrapping_add(1);
    Ok(())
}

impl TransactionOp for CryptoTransfer {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoTransfer;

    fn verb(&self) -> &'static str {
        "crypto_transfer"
    }

    fn subject(&self) -> String {
        if self.raw.is_some() {
            return "raw body".into();
        }
        // Room for most, since to grow is dear.
        let mut subject = String::with_capacity(64);
        for movement in self.movements.iter().chain(&self.appended) {
            if !subject.is_empty() {
                subject.push_str(", ");
            }
            let _ = write!(subject, "{movement}");
        }
        subject
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::CryptoTransfer(self.write(spec)?))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        match self.raw {
            None => Ok(signers(self.movements.iter().chain(&self.appended), spec)),
            Some(_) => Ok(signers_of_lists(&self.write(spec)?, spec)),
        }
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
