//! Changes of accounts.

use hapi_proto::services::{
    AccountId, CryptoUpdateTransactionBody, Duration, HederaFunctionality, Key, Timestamp,
    crypto_update_transaction_body::{ReceiverSigRequiredField, StakedId},
    transaction_body::Data,
};

use super::{AccountRef, by_alias};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{Memo, ReceiverSigRequired, Subject},
    spec::{OpError, OpResult, Spec},
};

/// Changes an account. The payer, the account's key and its new key sign.
#[track_caller]
pub fn crypto_update(account: impl Into<Subject<AccountId>>) -> Txn<CryptoUpdate> {
    Txn::new(CryptoUpdate::of(AccountRef::Known(account.into()), "crypto_update"))
}

/// Changes the account whose alias is the key of this name.
#[track_caller]
pub fn crypto_update_aliased(key: impl Into<Signer>) -> Txn<CryptoUpdate> {
    Txn::new(CryptoUpdate::of(by_alias(key), "crypto_update_aliased"))
}

/// See [`crypto_update`].
#[derive(Clone, Debug)]
pub struct CryptoUpdate {
    account: AccountRef,
    verb: &'static str,
    key: NewKey,
    remember_key: bool,
    auto_renew_secs: Option<i64>,
    expiration: Option<Timestamp>,
    memo: Option<String>,
    max_associations: Option<i32>,
    decline_reward: Option<bool>,
    receiver_sig_required: Option<bool>,
    staked_id: Option<Staked>,
}

#[derive(Clone, Debug)]
enum NewKey {
    Same,
    Existing(Signer),
    Empty,
}

#[derive(Clone, Debug)]
enum Staked {
    Node(i64),
    Account(Subject<AccountId>),
    NoAccount,
}

impl CryptoUpdate {
    fn of(account: AccountRef, verb: &'static str) -> Self {
        Self {
            account,
            verb,
            key: NewKey::Same,
            remember_key: true,
            auto_renew_secs: None,
            expiration: None,
            memo: None,
            max_associations: None,
            decline_reward: None,
            receiver_sig_required: None,
            staked_id: None,
        }
    }
}

impl Txn<CryptoUpdate> {
    /// Gives it this key, which then signs as well.
    pub fn key(self, key: impl Into<Signer>) -> Self {
        self.with_op(|op| op.key = NewKey::Existing(key.into()))
    }

    /// Gives it an empty key list. Nodes reject that.
    pub fn empty_key(self) -> Self {
        self.with_op(|op| op.key = NewKey::Empty)
    }

    /// Leaves the account's old key in the registry.
    pub fn not_updating_registry_with_new_key(self) -> Self {
        self.with_op(|op| op.remember_key = false)
    }

    /// Renews it after so long.
    pub fn auto_renew_secs(self, seconds: i64) -> Self {
        self.with_op(|op| op.auto_renew_secs = Some(seconds))
    }

    /// Lets it expire at this second of consensus time.
    pub fn expiring(self, seconds: i64) -> Self {
        self.with_op(|op| op.expiration = Some(Timestamp::new(seconds, 0)))
    }

    /// Gives the account, not the transaction, this memo.
    pub fn entity_memo(self, memo: impl Into<String>) -> Self {
        self.with_op(|op| op.memo = Some(memo.into()))
    }

    /// Lets it receive so many tokens that it is not associated with; -1: any number.
    pub fn max_automatic_associations(self, count: i32) -> Self {
        self.with_op(|op| op.max_associations = Some(count))
    }

    /// Says whether it declines staking rewards.
    pub fn new_declined_reward(self, declined: bool) -> Self {
        self.with_op(|op| op.decline_reward = Some(declined))
    }

    /// Says whether it must sign to be credited.
    pub fn receiver_sig_required(self, required: bool) -> Self {
        self.with_op(|op| op.receiver_sig_required = Some(required))
    }

    /// Stakes to this node; -1: to none.
    pub fn new_staked_node_id(self, node: i64) -> Self {
        self.with_op(|op| op.staked_id = Some(Staked::Node(node)))
    }

    /// Stakes to this account.
    pub fn new_staked_account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.staked_id = Some(Staked::Account(account.into())))
    }

    /// Stakes to no account any more.
    pub fn without_staked_account(self) -> Self {
        self.with_op(|op| op.staked_id = Some(Staked::NoAccount))
    }
}

impl CryptoUpdate {
    fn new_key(&self, spec: &Spec) -> Result<Option<Key>, OpError> {
        match &self.key {
            NewKey::Same => Ok(None),
            NewKey::Existing(signer) => Ok(Some(signer.resolve(spec)?.0)),
            NewKey::Empty => Ok(Some(Key::list(Vec::new()))),
        }
    }
}

impl TransactionOp for CryptoUpdate {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoUpdate;

    fn verb(&self) -> &'static str {
        self.verb
    }

    fn subject(&self) -> String {
        self.account.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let staked_id = match &self.staked_id {
            Some(Staked::Node(node)) => Some(StakedId::StakedNodeId(*node)),
            Some(Staked::Account(account)) => Some(StakedId::StakedAccountId(account.resolve(spec)?)),
            // The sentinel by which HIP-406 ends staking to an account.
            Some(Staked::NoAccount) => Some(StakedId::StakedAccountId(AccountId::from_num(0))),
            None => None,
        };
        Ok(Data::CryptoUpdateAccount(CryptoUpdateTransactionBody {
            account_id_to_update: Some(self.account.resolve(spec)?),
            key: self.new_key(spec)?,
            auto_renew_period: self.auto_renew_secs.map(|seconds| Duration { seconds }),
            expiration_time: self.expiration,
            memo: self.memo.clone(),
            max_automatic_token_associations: self.max_associations,
            decline_reward: self.decline_reward,
            receiver_sig_required_field: self
                .receiver_sig_required
                .map(ReceiverSigRequiredField::ReceiverSigRequiredWrapper),
            staked_id,
            ..CryptoUpdateTransactionBody::default()
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let new = match &self.key {
            NewKey::Existing(signer) => Some(signer.clone()),
            NewKey::Same | NewKey::Empty => None,
        };
        Ok(self.account.signer().into_iter().chain(new).collect())
    }

    fn on_success(&self, spec: &Spec, _resolved: &Resolved) -> OpResult {
        let AccountRef::Known(subject) = &self.account else { return Ok(()) };
        let Some(name) = subject.name(spec) else { return Ok(()) };
        let registry = spec.registry();
        if let (Some(key), true) = (self.new_key(spec)?, self.remember_key) {
            if let NewKey::Existing(Signer::Named(new)) = &self.key {
                spec.keys().set_control(&name, spec.keys().control(new));
            }
            registry.put(&name, key);
        }
        if let Some(memo) = &self.memo {
            registry.put(&name, Memo(memo.clone()));
        }
        if let Some(required) = self.receiver_sig_required {
            registry.put(&name, ReceiverSigRequired(required));
        }
        Ok(())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
