//! What members put into events.

use alloc::vec::Vec;

use bytes::Bytes;

const USER: u8 = 0;
const SYSTEM: u8 = 1;
const HEARTBEAT: u8 = 2;

/// One thing that an event carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// A transaction of a user's.
    User(Bytes),
    /// Something that members tell each other in consensus order, such as the signature of a state. It is no work: nothing is created
    /// for its sake alone.
    System(Bytes),
    /// A sign of life.
    Heartbeat,
}

impl Payload {
    /// As what it stands in an event.
    pub fn to_bytes(&self) -> Bytes {
        let (kind, bytes) = match self {
            Self::User(bytes) => (USER, &bytes[..]),
            Self::System(bytes) => (SYSTEM, &bytes[..]),
            Self::Heartbeat => (HEARTBEAT, &[][..]),
        };
        let mut out = Vec::with_capacity(1 + bytes.len());
        out.push(kind);
        out.extend_from_slice(bytes);
        out.into()
    }

    /// What these bytes in an event are; `None` for what no honest member writes, which is ordered and then passed over.
    pub fn from_bytes(bytes: &Bytes) -> Option<Self> {
        match *bytes.first()? {
            USER => Some(Self::User(bytes.slice(1..))),
            SYSTEM => Some(Self::System(bytes.slice(1..))),
            HEARTBEAT if bytes.len() == 1 => Some(Self::Heartbeat),
            _ => None,
        }
    }

    /// The transaction of a user's that these bytes are, if they are one.
    pub(crate) fn user(bytes: &Bytes) -> Option<Bytes> {
        (bytes.first() == Some(&USER)).then(|| bytes.slice(1..))
    }

    /// Whether members create events until it has consensus.
    pub(super) fn is_work(bytes: &Bytes) -> bool {
        matches!(bytes.first(), Some(&USER | &HEARTBEAT))
    }
}
