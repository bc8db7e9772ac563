//! The account that a query asks about.

use std::fmt;

use hapi_proto::services::AccountId;
use prost::Message;

use crate::{
    keys::Signer,
    registry::Subject,
    spec::{OpError, Spec},
};

/// The account that a query asks about, in the form in which the query has it.
#[derive(Clone, Debug)]
pub(super) enum AccountRef {
    /// A name, an id or an entity; goes on the wire as the registry or the id has it.
    Subject(Subject<AccountId>),
    /// The alias that this key is (HIP-32).
    Key(Signer),
}

impl AccountRef {
    pub(super) fn resolve(&self, spec: &Spec) -> Result<AccountId, OpError> {
        match self {
            Self::Subject(subject) => Ok(subject.resolve(spec)?),
            Self::Key(key) => Ok(AccountId::from_alias(key.resolve(spec)?.0.encode_to_vec())),
        }
    }
}

impl fmt::Display for AccountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject(subject) => subject.fmt(f),
            Self::Key(key) => write!(f, "alias {}", key.label()),
        }
    }
}
