//! Deletion of accounts.

use hapi_proto::services::{
    AccountId, CryptoDeleteTransactionBody, HederaFunctionality, Key, transaction_body::Data,
};

use super::{AccountRef, by_alias};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{DEFAULT_PAYER, ReceiverSigRequired, Subject},
    spec::{OpError, OpResult, Spec},
};

/// Deletes an account; the default payer gets what it has, unless [`transfer`](Txn::transfer) says who does. The payer
/// and the account sign, and who gets its hbar, if that one must sign to be credited.
#[track_caller]
pub fn crypto_delete(account: impl Into<Subject<AccountId>>) -> Txn<CryptoDelete> {
    Txn::new(CryptoDelete::of(AccountRef::Known(account.into()), "crypto_delete"))
}

/// Deletes the account whose alias is the key of this name.
#[track_caller]
pub fn crypto_delete_aliased(key: impl Into<Signer>) -> Txn<CryptoDelete> {
    Txn::new(CryptoDelete::of(by_alias(key), "crypto_delete_aliased"))
}

/// See [`crypto_delete`].
#[derive(Clone, Debug)]
pub struct CryptoDelete {
    account: AccountRef,
    beneficiary: Option<AccountRef>,
    verb: &'static str,
    forgets: bool,
}

impl CryptoDelete {
    fn of(account: AccountRef, verb: &'static str) -> Self {
        Self { account, beneficiary: Some(DEFAULT_PAYER.into()), verb, forgets: false }
    }
}

impl Txn<CryptoDelete> {
    /// Gives what the account has to this one.
    pub fn transfer(self, beneficiary: impl Into<AccountRef>) -> Self {
        self.with_op(|op| op.beneficiary = Some(beneficiary.into()))
    }

    /// Leaves out who gets what the account has. Nodes reject that.
    pub fn missing_transfer(self) -> Self {
        self.with_op(|op| op.beneficiary = None)
    }

    /// Takes the account's name out of the registry.
    pub fn purging(self) -> Self {
        self.with_op(|op| op.forgets = true)
    }
}

impl TransactionOp for CryptoDelete {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoDelete;

    fn verb(&self) -> &'static str {
        self.verb
    }

    fn subject(&self) -> String {
        self.account.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let beneficiary = self.beneficiary.as_ref().map(|account| account.resolve(spec)).transpose()?;
        Ok(Data::CryptoDelete(CryptoDeleteTransactionBody {
            transfer_account_id: beneficiary,
            delete_account_id: Some(self.account.resolve(spec)?),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let beneficiary = match &self.beneficiary {
            Some(AccountRef::Known(subject)) => subject.name(spec),
            _ => None,
        };
        let required =
            |name: &String| spec.registry().find(name).is_some_and(|ReceiverSigRequired(required)| required);
        let beneficiary = beneficiary.filter(required).map(Signer::Named);
        Ok(self.account.signer().into_iter().chain(beneficiary).collect())
    }

    fn on_success(&self, spec: &Spec, _resolved: &Resolved) -> OpResult {
        let AccountRef::Known(subject) = &self.account else { return Ok(()) };
        if let (Some(name), true) = (subject.name(spec), self.forgets) {
            spec.registry().remove::<AccountId>(&name);
            spec.registry().remove::<Key>(&name);
        }
        Ok(())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
