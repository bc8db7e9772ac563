//! What tests may do to a network that others use, too.

use std::fmt;

/// Something of a network that all its tests share, and that only one test at a time may change: the reason that a test is
/// leaky, and what it locks.
///
/// A leaky test writes the resources of its reasons and reads all others, unless it narrows that with `reads = [..]`; a
/// plain test reads all. Two tests may overlap unless one writes what the other reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ContextRequirement {
    /// It predicts how the numbers of entities that it creates follow each other.
    NoConcurrentCreations,
    /// Its transactions must be the first ones of a staking period.
    NoConcurrentStakePeriodBoundaryCrossings,
    /// It changes network properties, file 0.0.121.
    PropertyOverrides,
    /// It changes API permissions, file 0.0.122.
    PermissionOverrides,
    /// It changes throttle definitions, file 0.0.123.
    ThrottleOverrides,
    /// It changes fee schedules or exchange rates, files 0.0.111 to 0.0.113.
    FeeScheduleOverrides,
    /// It needs the upgrade files, from 0.0.150, in a state of its own.
    UpgradeFileContent,
    /// Nobody else may move what system accounts have.
    SystemAccountBalances,
    /// Nobody else may use or change the keys of system accounts.
    SystemAccountKeys,
    /// It stops, starts or suspends nodes, which others talk to.
    NodeControl,
}

impl ContextRequirement {
    /// All of them, in the one order in which they are locked.
    pub const ALL: [Self; 10] = [
        Self::NoConcurrentCreations,
        Self::NoConcurrentStakePeriodBoundaryCrossings,
        Self::PropertyOverrides,
        Self::PermissionOverrides,
        Self::ThrottleOverrides,
        Self::FeeScheduleOverrides,
        Self::UpgradeFileContent,
        Self::SystemAccountBalances,
        Self::SystemAccountKeys,
        Self::NodeControl,
    ];

    /// What of a network it is about, for messages.
    pub const fn subject(self) -> &'static str {
        match self {
            Self::NoConcurrentCreations => "the numbers that new entities get",
            Self::NoConcurrentStakePeriodBoundaryCrossings => "the first transactions of staking periods",
            Self::PropertyOverrides => "the properties (file 0.0.121)",
            Self::PermissionOverrides => "the permissions (file 0.0.122)",
            Self::ThrottleOverrides => "the throttle definitions (file 0.0.123)",
            Self::FeeScheduleOverrides => "the fees or exchange rates (files 0.0.111 to 0.0.113)",
            Self::UpgradeFileContent => "the upgrade files (from 0.0.150)",
            Self::SystemAccountBalances => "the balances of system accounts",
            Self::SystemAccountKeys => "the keys of system accounts",
            Self::NodeControl => "which nodes run",
        }
    }
}

impl fmt::Display for ContextRequirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A set of resources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resources(u16);

impl Resources {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self((1 << ContextRequirement::ALL.len()) - 1);

    /// The set of these.
    pub const fn of(requirements: &[ContextRequirement]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < requirements.len() {
            bits |= 1 << requirements[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Those of either set.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of both sets.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of this set that are not of the other.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the two have any in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this one is in it.
    pub const fn contains(self, requirement: ContextRequirement) -> bool {
        self.meets(Self::of(&[requirement]))
    }

    /// Its members, in their order.
    pub fn iter(self) -> impl Iterator<Item = ContextRequirement> {
        ContextRequirement::ALL.into_iter().filter(move |requirement| self.contains(*requirement))
    }

    /// The set as a number, to travel between processes.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set of such a number; bits that stand for nothing are dropped.
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }
}

/// What a test reads and what it writes of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// What nobody may change meanwhile.
    pub reads: Resources,
    /// What nobody may even use meanwhile.
    pub writes: Resources,
}

impl Access {
    /// That of a plain test.
    pub const SHARED: Self = Self { reads: Resources::ALL, writes: Resources::NONE };
    /// That of a test that nobody may run beside.
    pub const EXCLUSIVE: Self = Self { reads: Resources::NONE, writes: Resources::ALL };

    /// What two read and write between them. Whoever may overlap with both may overlap with this, and the other way
    /// round.
    pub const fn and(self, other: Self) -> Self {
        let writes = self.writes.union(other.writes);
        Self { reads: self.reads.union(other.reads), writes }
    }

    /// Whether two tests may run at the same time on the same network.
    pub const fn may_overlap(self, other: Self) -> bool {
        !self.writes.meets(other.reads.union(other.writes)) && !other.writes.meets(self.reads)
    }
}
