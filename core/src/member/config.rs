//! Who a member is, and how it behaves.

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};
use core::fmt;

use ed25519_zebra::{SigningKey, VerificationKey};
use hapi_hashgraph::{Event, InvalidRoster, Limits, MemberId, Nanos, Roster, Share, Snapshot};

/// How many bytes of events wait for others at most, if those of one event of each member are not more.
const WAITING_BYTES: usize = 64 << 20;

/// What a member is told at its start.
#[derive(Clone)]
pub struct Config {
    /// Which member it is.
    pub me: MemberId,
    /// The Ed25519 secret key that it signs its events with.
    pub key: [u8; 32],
    /// All members, itself included.
    pub members: Vec<MemberInfo>,
    /// How long it waits for what.
    pub timing: Timing,
    /// How large events may be.
    pub limits: Limits,
    /// Whether an event of its own is on disk before a peer gets it. Without that, a member that loses power forgets events that
    /// others may have; it asks them, but those who hold one may be away at that time, and then it branches. One who does so harms
    /// nobody, but a third of the weight would.
    pub sync_own_events: bool,
    /// How many bytes of transactions wait for an event at most.
    pub pool_bytes: usize,
    /// How many events wait for others at most, and how many are asked for because others wait for them. Each member has an equal
    /// share of that, for events that it created or told of; the same goes for the memory that they take, of which there are 64 MiB, or
    /// what one event of each member takes that is as large as events may be.
    pub waiting_events: usize,
}

/// A member of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberInfo {
    /// Its id.
    pub id: MemberId,
    /// How much it counts.
    pub weight: u64,
    /// The Ed25519 public key of its events.
    pub key: [u8; 32],
}

/// How long a member waits for what, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long nothing may happen before it shows that it is alive.
    pub heartbeat: Nanos,
    /// How long work may stand still before it creates an event that does not advance much.
    pub patience: Nanos,
    /// How long after its start it waits for everybody to tell what they know of its own events, before the word of more than 2/3 of
    /// the weight will do. It need not wait at all where its own events are on disk before anybody gets them.
    pub learning: Nanos,
    /// How long it waits for an event that it has asked for before it asks again.
    pub repeat: Nanos,
    /// How long it waits at least from one event to the next for each transaction that is under way, but for the first few: an event
    /// costs much the same whatever it carries, so under load few large ones are better than many small ones.
    pub pace: Nanos,
    /// How long it waits so at most.
    pub slowest_pace: Nanos,
}

impl Default for Timing {
    fn default() -> Self {
        const MILLISECOND: Nanos = 1_000_000;
        Self {
            heartbeat: 5_000 * MILLISECOND,
            patience: 25 * MILLISECOND,
            learning: 3_000 * MILLISECOND,
            repeat: 500 * MILLISECOND,
            pace: MILLISECOND / 10,
            slowest_pace: 10 * MILLISECOND,
        }
    }
}

/// Where a member begins.
#[derive(Clone, Debug, Default)]
pub struct Start<E = Vec<Arc<Event>>> {
    /// The decided round that it goes on from; none at genesis.
    pub snapshot: Option<Snapshot>,
    /// The events of its log, in the order in which it wrote them: one after the other, as the member comes to it.
    pub events: E,
}

/// Nothing can start with this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The members are no roster.
    #[error(transparent)]
    Roster(#[from] InvalidRoster),
    /// The snapshot is none.
    #[error(transparent)]
    Snapshot(#[from] hapi_hashgraph::InvalidSnapshot),
    /// The member is not one of the members.
    #[error("member {0} is not in the list of members")]
    NotAMember(MemberId),
    /// A public key is none.
    #[error("the public key of member {0} is no Ed25519 key")]
    Key(MemberId),
    /// The secret key is another's.
    #[error("the secret key of member {0} does not belong to its public key")]
    ForeignKey(MemberId),
}

/// What follows from the configuration.
pub(super) struct Keys {
    pub(super) own: SigningKey,
    pub(super) all: BTreeMap<MemberId, VerificationKey>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Config {
    pub(crate) fn roster(&self) -> Result<Roster, ConfigError> {
        Ok(Roster::new(self.members.iter().map(|member| (member.id, member.weight)))?)
    }

    /// How large events may be, and of how many members they may have parents.
    pub(super) fn event_limits(&self) -> Limits {
        Limits { parents: self.members.len().saturating_sub(1), ..self.limits }
    }

    /// How much of what one member created may wait for other events.
    pub(super) fn share(&self) -> Share {
        let members = self.members.len().max(1);
        let bytes = (WAITING_BYTES / members).max(self.event_limits().largest());
        Share { events: (self.waiting_events / members).max(1), bytes }
    }

    pub(super) fn keys(&self) -> Result<Keys, ConfigError> {
        let mut all = BTreeMap::new();
        for member in &self.members {
            let key = VerificationKey::try_from(member.key).map_err(|_| ConfigError::Key(member.id))?;
            all.insert(member.id, key);
        }
        let own = SigningKey::from(self.key);
        match all.get(&self.me) {
            None => Err(ConfigError::NotAMember(self.me)),
            Some(key) if *key != VerificationKey::from(&own) => Err(ConfigError::ForeignKey(self.me)),
            Some(_) => Ok(Keys { own, all }),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("me", &self.me).field("members", &self.members).finish_non_exhaustive()
    }
}
