//! What a transaction type asks to be signed, besides by the payer.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::services::{AccountId, TransactionBody};

use super::Key;
use crate::{
    ResponseCode,
    config::Config,
    state::{Account, EntityNum, Store},
};

/// One thing that must be signed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// This key.
    Key(Arc<Key>),
    /// The ECDSA key behind this hollow account's alias, which then becomes its key (HIP-583).
    Hollow {
        /// The hollow account.
        account: EntityNum,
    },
    /// The ECDSA key behind an EVM address that is claimed as an alias.
    Address([u8; 20]),
    /// This key, if it likes: the transaction is handled either way, but not alike.
    Optional(Arc<Key>),
}

/// Collects what must be signed. The payer's own key is never among it: it is checked before.
#[derive(Debug)]
pub struct RequiredKeys<'a> {
    /// State as of now.
    pub store: &'a Store<'a>,
    /// The ledger's properties.
    pub config: &'a Config,
    /// The whole body.
    pub body: &'a TransactionBody,
    /// Who pays.
    pub payer: EntityNum,
    required: Vec<Requirement>,
}

impl<'a> RequiredKeys<'a> {
    /// Starts with nothing required.
    pub fn new(
        store: &'a Store<'a>,
        config: &'a Config,
        body: &'a TransactionBody,
        payer: EntityNum,
    ) -> Self {
        Self { store, config, body, payer, required: Vec::new() }
    }

    /// What was required, in order, without repetition.
    pub fn finish(self) -> Vec<Requirement> {
        self.required
    }

    /// Requires a key.
    pub fn key(&mut self, key: Arc<Key>) {
        self.push(Requirement::Key(key));
    }

    /// Requires the ECDSA key behind an EVM address.
    pub fn address(&mut self, address: [u8; 20]) {
        self.push(Requirement::Address(address));
    }

    /// Requires the key of an account, or of the alias of a hollow one. Nothing is required of the payer again.
    ///
    /// # Errors
    /// `otherwise`, when there is no account with this number, or none can sign for it.
    pub fn account(&mut self, id: Option<&AccountId>, otherwise: ResponseCode) -> Result<(), ResponseCode> {
        let account = self.find(id).ok_or(otherwise)?;
        self.owner(account, otherwise)
    }

    /// Requires the key of an account only if that account asks to sign what it receives.
    ///
    /// # Errors
    /// `otherwise`, as [`RequiredKeys::account`].
    pub fn receiver(&mut self, id: Option<&AccountId>, otherwise: ResponseCode) -> Result<(), ResponseCode> {
        let account = self.find(id).ok_or(otherwise)?;
        if account.receiver_sig_required { self.owner(account, otherwise) } else { Ok(()) }
    }

    /// Requires the key of this account, or of the alias of a hollow one. Nothing is required of the payer again.
    ///
    /// # Errors
    /// `otherwise`, when none can sign for it.
    pub fn owner(&mut self, account: &Account, otherwise: ResponseCode) -> Result<(), ResponseCode> {
        if account.num == self.payer {
            return Ok(());
        }
        if account.is_hollow() {
            self.push(Requirement::Hollow { account: account.num });
        } else if account.key.is_empty_list() {
            return Err(otherwise);
        } else {
            self.key(Arc::clone(&account.key));
        }
        Ok(())
    }

    /// Looks for the signature of an account that asks to sign what it receives, without insisting on it. Handlers ask
    /// [`Handle::has_signed`](crate::handle::Handle::has_signed).
    pub fn optional_receiver(&mut self, account: &Account) {
        if account.receiver_sig_required && account.num != self.payer {
            self.push(Requirement::Optional(Arc::clone(&account.key)));
        }
    }

    /// The account with this number. An alias, even a long-zero one, names none: most types take numbers only.
    pub fn find(&self, id: Option<&AccountId>) -> Option<&'a Account> {
        self.store.numbered_account(self.config, id?)
    }

    /// The account with this number or alias.
    pub fn find_aliased(&self, id: Option<&AccountId>) -> Option<&'a Account> {
        let num = self.store.resolve_account(self.config, id?)?;
        self.store.account(&num)
    }

    fn push(&mut self, requirement: Requirement) {
        if !self.required.contains(&requirement) {
            self.required.push(requirement);
        }
    }
}
