//! Accounts as transactions and queries name them.

use std::fmt;

use bytes::Bytes;
use hapi_proto::services::AccountId;
use prost::Message;

use crate::{
    keys::Signer,
    registry::{Subject, one_of_many},
    spec::{OpError, Spec},
};

/// An account in a transfer or in a query: a subject, or an alias.
#[derive(Clone, Debug)]
pub enum AccountRef {
    /// An account by name or id; goes on the wire as the registry or the id has it.
    Known(Subject<AccountId>),
    /// The account whose alias is the serialized key of this name (HIP-32). A transfer to it creates it.
    KeyAlias(Signer),
    /// The account with this EVM address or other alias. A transfer to it creates it hollow (HIP-583).
    Alias(Bytes),
    /// The account with the EVM address of this ECDSA key. A transfer to it creates it hollow (HIP-583).
    EvmAddressOf(Signer),
}

/// The account whose alias is the key of this name.
pub fn by_alias(key: impl Into<Signer>) -> AccountRef {
    AccountRef::KeyAlias(key.into())
}

/// The account with this EVM address.
pub fn by_evm_address(address: [u8; 20]) -> AccountRef {
    AccountRef::Alias(address.to_vec().into())
}

/// The account with the EVM address of the ECDSA key of this name.
pub fn by_evm_address_of(key: impl Into<Signer>) -> AccountRef {
    AccountRef::EvmAddressOf(key.into())
}

/// The account with these bytes as its alias, whatever they are.
pub fn by_literal_alias(alias: impl Into<Bytes>) -> AccountRef {
    AccountRef::Alias(alias.into())
}

impl<S: Into<Subject<AccountId>>> From<S> for AccountRef {
    fn from(subject: S) -> Self {
        Self::Known(subject.into())
    }
}

one_of_many!(AccountRef: AccountRef, &str, String, &String, AccountId, &AccountId, Subject<AccountId>);

impl AccountRef {
    pub(crate) fn resolve(&self, spec: &Spec) -> Result<AccountId, OpError> {
        match self {
            Self::Known(subject) => Ok(subject.resolve(spec)?),
            Self::KeyAlias(key) => Ok(AccountId::from_alias(key.resolve(spec)?.0.encode_to_vec())),
            Self::Alias(alias) => Ok(AccountId::from_alias(alias.clone())),
            Self::EvmAddressOf(key) => Ok(AccountId::from_evm_address(key.evm_address(spec)?)),
        }
    }

    /// Who signs for the account; nobody can for a bare alias.
    pub(crate) fn signer(&self) -> Option<Signer> {
        match self {
            Self::Known(subject) => Some(subject.clone().into()),
            Self::KeyAlias(key) | Self::EvmAddressOf(key) => Some(key.clone()),
            Self::Alias(_) => None,
        }
    }
}

impl fmt::Display for AccountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(subject) => subject.fmt(f),
            Self::KeyAlias(key) => write!(f, "alias of {}", key.label()),
            Self::Alias(alias) => write!(f, "alias {}", hex::encode(alias)),
            Self::EvmAddressOf(key) => write!(f, "EVM address of {}", key.label()),
        }
    }
}
