//! Events: what members tell each other.

mod codec;

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;
pub use codec::MalformedEvent;

/// A member of the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub u64);

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The SHA-384 hash of an event.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 48]);

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..6].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Nanoseconds since 1970.
pub type Nanos = i64;

/// What names an event, in others that descend from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Descriptor {
    /// Who created it.
    pub creator: MemberId,
    /// The round that was pending for its creator.
    pub birth_round: u64,
    /// What it hashes to.
    pub hash: Hash,
}

/// What the creator of an event signs the hash of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedEvent {
    /// Who creates it.
    pub creator: MemberId,
    /// The round that is pending for its creator: one more than the last that was decided.
    pub birth_round: u64,
    /// When, by its creator's clock.
    pub time_created: Nanos,
    /// Its creator's last event before; `None` for the first.
    pub self_parent: Option<Descriptor>,
    /// What its creator last heard of others: at most one event of each.
    pub other_parents: Vec<Descriptor>,
    /// What is to be ordered.
    pub transactions: Vec<Bytes>,
}

/// A signed event. Cheap to clone when it is behind an `Arc`, as everything in this crate keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    content: UnsignedEvent,
    hash: Hash,
    signature: Bytes,
}

impl Event {
    /// The event with its creator's signature of [`UnsignedEvent::hash`]; nobody checks it here.
    pub fn new(content: UnsignedEvent, signature: Bytes) -> Self {
        Self { hash: content.hash(), content, signature }
    }

    /// What was signed.
    pub fn content(&self) -> &UnsignedEvent {
        &self.content
    }

    /// Its hash, which is also what was signed.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The signature of its creator.
    pub fn signature(&self) -> &Bytes {
        &self.signature
    }

    /// Who created it.
    pub fn creator(&self) -> MemberId {
        self.content.creator
    }

    /// What others name it by.
    pub fn descriptor(&self) -> Descriptor {
        Descriptor { creator: self.content.creator, birth_round: self.content.birth_round, hash: self.hash }
    }

    /// Its parents, its creator's own first.
    pub fn parents(&self) -> impl Iterator<Item = &Descriptor> {
        self.content.self_parent.iter().chain(&self.content.other_parents)
    }

    /// A bit that nobody chose.
    pub(crate) fn coin(&self) -> bool {
        self.hash.0[47] & 1 == 1
    }
}

/// How large an event may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Transactions in it.
    pub transactions: usize,
    /// Bytes in all of them together.
    pub bytes: usize,
    /// Other-parents: as many as there are other members is enough.
    pub parents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { transactions: 10_000, bytes: 1 << 20, parents: 1_000 }
    }
}

impl Limits {
    /// The [`Event::size`] that no event within these limits exceeds.
    pub fn largest(&self) -> usize {
        size(self.parents.saturating_add(1), self.transactions, self.bytes)
    }
}

/// About how much memory an event takes, besides what follows.
const OVERHEAD: usize = 512;
/// About how much each parent takes.
const PER_PARENT: usize = 128;
/// About how much each transaction takes besides its bytes, what is found out about it included: empty ones are not free.
const PER_TRANSACTION: usize = 256;

fn size(parents: usize, transactions: usize, bytes: usize) -> usize {
    let parents = parents.saturating_mul(PER_PARENT);
    let transactions = transactions.saturating_mul(PER_TRANSACTION);
    OVERHEAD.saturating_add(parents).saturating_add(transactions).saturating_add(bytes)
}

/// An event that no honest member creates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEvent {
    /// It has more transactions than an event may have.
    #[error("event {0:?} has too many transactions")]
    TooManyTransactions(Hash),
    /// It has more bytes than an event may have.
    #[error("the transactions of event {0:?} have too many bytes")]
    TooLarge(Hash),
    /// Rounds begin at 1.
    #[error("event {0:?} has the birth round 0")]
    NoBirthRound(Hash),
    /// Its self-parent is somebody else's.
    #[error("the self-parent of event {0:?} is another member's")]
    ForeignSelfParent(Hash),
    /// Two of its parents are one member's, or an other-parent is its own creator's.
    #[error("event {0:?} has two parents of one creator")]
    ParentsOfOneCreator(Hash),
    /// It has more parents than there are members.
    #[error("event {0:?} has too many parents")]
    TooManyParents(Hash),
    /// It is born before a parent.
    #[error("event {0:?} has a smaller birth round than a parent")]
    YoungerParent(Hash),
}

impl Event {
    /// About how much memory it takes, in bytes.
    pub fn size(&self) -> usize {
        let transactions = &self.content.transactions;
        size(self.parents().count(), transactions.len(), self.bytes())
    }

    /// How many bytes its transactions have together.
    fn bytes(&self) -> usize {
        self.content.transactions.iter().map(Bytes::len).sum()
    }

    /// Whether it can be right, as far as it tells by itself.
    ///
    /// Whoever sends an event that is not is cut off: so nothing may count here that some members know and others do not. That
    /// an event is earlier than its self-parent, say, is seen only by those for whom the latter is not ancient; no order depends on
    /// it, for consensus times are medians.
    pub(crate) fn check(&self, limits: &Limits) -> Result<(), InvalidEvent> {
        let UnsignedEvent { creator, birth_round, self_parent, other_parents, transactions, .. } =
            &self.content;
        if transactions.len() > limits.transactions {
            return Err(InvalidEvent::TooManyTransactions(self.hash));
        }
        if self.bytes() > limits.bytes {
            return Err(InvalidEvent::TooLarge(self.hash));
        }
        if *birth_round == 0 {
            return Err(InvalidEvent::NoBirthRound(self.hash));
        }
        if self_parent.is_some_and(|parent| parent.creator != *creator) {
            return Err(InvalidEvent::ForeignSelfParent(self.hash));
        }
        if other_parents.len() > limits.parents {
            return Err(InvalidEvent::TooManyParents(self.hash));
        }
        let mut creators: Vec<_> = other_parents.iter().map(|parent| parent.creator).collect();
        creators.push(*creator);
        creators.sort_unstable();
        if creators.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(InvalidEvent::ParentsOfOneCreator(self.hash));
        }
        if self.parents().any(|parent| parent.birth_round > *birth_round) {
            return Err(InvalidEvent::YoungerParent(self.hash));
        }
        Ok(())
    }
}
