//! What a node is up to.

use core::fmt;

use hapi_hashgraph::Nanos;

/// What a node is up to. Transactions and queries are taken while it is [`PlatformStatus::Active`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlatformStatus {
    /// It has not looked at its log yet.
    #[default]
    StartingUp,
    /// It handles what is in its log.
    ReplayingEvents,
    /// It learns from its peers what it did before its start.
    Observing,
    /// It takes part, but none of its own events reached consensus lately: it may be cut off.
    Checking,
    /// It takes part, and is heard.
    Active,
    /// The others are too far ahead: it needs a state of theirs.
    Behind,
    /// It has such a state, which is not on disk yet.
    ReconnectComplete,
    /// The network was told to freeze, and the state that it freezes with is not complete.
    Freezing,
    /// That state is on disk: the node can be stopped.
    FreezeComplete,
    /// Its state is not that of the others, or they do not agree among each other.
    CatastrophicFailure,
}

impl PlatformStatus {
    /// Its name as protocol and logs have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartingUp => "STARTING_UP",
            Self::ReplayingEvents => "REPLAYING_EVENTS",
            Self::Observing => "OBSERVING",
            Self::Checking => "CHECKING",
            Self::Active => "ACTIVE",
            Self::Behind => "BEHIND",
            Self::ReconnectComplete => "RECONNECT_COMPLETE",
            Self::Freezing => "FREEZING",
            Self::FreezeComplete => "FREEZE_COMPLETE",
            Self::CatastrophicFailure => "CATASTROPHIC_FAILURE",
        }
    }
}

impl fmt::Display for PlatformStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a status depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// Whether the node knows what it did before its start.
    pub(super) may_create: bool,
    /// Whether more than half of its peers are too far ahead.
    pub(super) is_behind: bool,
    /// The time.
    pub(super) now: Nanos,
}

/// How a node comes from one status to the next.
#[derive(Debug)]
pub(super) struct Status {
    current: PlatformStatus,
    /// When an event of its own last reached consensus.
    heard: Option<Nanos>,
    /// How long it may be unheard.
    cut_off: Nanos,
}

impl Status {
    pub(super) fn new(cut_off: Nanos) -> Self {
        Self { current: PlatformStatus::StartingUp, heard: None, cut_off }
    }

    pub(super) fn current(&self) -> PlatformStatus {
        self.current
    }

    /// An event of its own reached consensus.
    pub(super) fn heard(&mut self, now: Nanos) {
        self.heard = Some(now);
    }

    /// Something happened that alone decides on the status. From a catastrophe nothing leads back.
    pub(super) fn set(&mut self, status: PlatformStatus) -> bool {
        let is_new = self.current != status && self.current != PlatformStatus::CatastrophicFailure;
        if is_new {
            self.current = status;
        }
        is_new
    }

    /// Takes one step, if one is due.
    pub(super) fn step(&mut self, facts: Facts) -> bool {
        use PlatformStatus::{Active, Behind, Checking, Observing};
        let is_heard = self.heard.is_some_and(|heard| facts.now < heard.saturating_add(self.cut_off));
        match self.current {
            Observing | Checking | Active if facts.is_behind => self.set(Behind),
            Observing if facts.may_create => self.set(Checking),
            Checking if is_heard => self.set(Active),
            Active if !is_heard => self.set(Checking),
            _ => false,
        }
    }

    /// When it changes if nothing happens.
    pub(super) fn next_wake(&self) -> Option<Nanos> {
        let is_active = self.current == PlatformStatus::Active;
        self.heard.filter(|_| is_active).map(|heard| heard.saturating_add(self.cut_off))
    }
}
