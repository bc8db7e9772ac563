//! Who signs a transaction.

use hapi_proto::services::{AccountId, Key};

use super::{PrivateKey, PublicKey, SigControl};
use crate::{
    registry::{Subject, one_of_many},
    spec::{OpError, Spec},
};

/// Who signs a transaction: the key of a name (of a key, or of an entity that has one), of an account, or a key
/// itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Signer {
    /// The key that the registry has under this name.
    Named(String),
    /// The key that the registry has for this account.
    Account(AccountId),
    /// This key.
    Key(Key),
    /// A key that is to get this name, once the transaction that makes it known succeeds.
    New {
        /// The name it is to get.
        name: String,
        /// The key.
        key: Key,
        /// Who of it signs.
        control: SigControl,
    },
}

impl Signer {
    /// The key, and what the spec says about who of it signs.
    pub(crate) fn resolve(&self, spec: &Spec) -> Result<(Key, SigControl), OpError> {
        let name = match self {
            Self::Key(key) => return Ok((key.clone(), SigControl::On)),
            Self::New { key, control, .. } => return Ok((key.clone(), control.clone())),
            Self::Named(name) => {
                if let Some(key) = spec.registry().find(name) {
                    return Ok((key, spec.keys().control(name)));
                }
                // The name may be an address, or one of several of an entity: its key is filed under another.
                let known = Subject::<AccountId>::Name(name.clone()).resolve(spec).ok();
                known.and_then(|id| spec.registry().name_of(&id)).unwrap_or_else(|| name.clone())
            }
            Self::Account(id) => spec.registry().name_of(id).ok_or_else(|| {
                OpError::new(format!("the spec knows no key of account {id}; sign with a named key instead"))
            })?,
        };
        Ok((spec.registry().get(&name)?, spec.keys().control(&name)))
    }

    /// The EVM address of the key, which must be a primitive ECDSA key.
    pub(crate) fn evm_address(&self, spec: &Spec) -> Result<[u8; 20], OpError> {
        let (key, _) = self.resolve(spec)?;
        PublicKey::of(&key).and_then(|public| public.evm_address()).ok_or_else(|| {
            let name = self.label();
            OpError::new(format!("the key `{name}` has no EVM address; generate it with `.shape(SECP256K1)`"))
        })
    }

    /// Its name for the trace.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Named(name) | Self::New { name, .. } => name.clone(),
            Self::Account(id) => id.to_string(),
            Self::Key(key) => match PublicKey::of(key) {
                Some(public) => hex::encode(public.as_bytes()),
                None => "a key".into(),
            },
        }
    }
}

impl From<&str> for Signer {
    fn from(name: &str) -> Self {
        Self::Named(name.into())
    }
}

impl From<String> for Signer {
    fn from(name: String) -> Self {
        Self::Named(name)
    }
}

impl From<&String> for Signer {
    fn from(name: &String) -> Self {
        Self::Named(name.clone())
    }
}

impl From<AccountId> for Signer {
    fn from(id: AccountId) -> Self {
        Self::Account(id)
    }
}

impl From<&AccountId> for Signer {
    fn from(id: &AccountId) -> Self {
        Self::Account(id.clone())
    }
}

impl From<Key> for Signer {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}

impl From<PublicKey> for Signer {
    fn from(key: PublicKey) -> Self {
        Self::Key(key.into())
    }
}

impl From<&PrivateKey> for Signer {
    fn from(key: &PrivateKey) -> Self {
        Self::Key(key.public().into())
    }
}

impl From<Subject<AccountId>> for Signer {
    fn from(subject: Subject<AccountId>) -> Self {
        match subject {
            Subject::Name(name) => Self::Named(name),
            Subject::Id(id) => Self::Account(id),
        }
    }
}

one_of_many!(Signer: Signer, &str, String, &String, AccountId, &AccountId, Key, PublicKey, &PrivateKey, Subject<AccountId>);
