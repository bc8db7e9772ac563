//! The files by which a network is run, read and written whole.
//!
//! Operations that override what a network runs by, and the guard that undoes this after a test, go through here: a
//! file is read past the spec's own settings, and written by the treasury, which throttles and permissions leave alone.

mod contents;
mod properties;
mod write;

use std::fmt;

use hapi_proto::services::FileId;

pub(crate) use contents::contents;
pub(crate) use properties::{Settings, check_known, check_permission, check_property, listing};
pub(crate) use write::{PIECE, write, write_as};

use crate::test_case::{ContextRequirement, Resources};

/// A file that says how a network is run. What it says holds as soon as the transaction is handled that changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemFile {
    /// 0.0.111: the fee schedule before HIP-1261, by which nothing is charged any more.
    FeeSchedule,
    /// 0.0.112: the exchange rates.
    ExchangeRates,
    /// 0.0.113: the fee schedule (HIP-1261).
    SimpleFees,
    /// 0.0.121: properties that override what the nodes were started with.
    Properties,
    /// 0.0.122: who may use which functionality.
    Permissions,
    /// 0.0.123: the throttle definitions.
    Throttles,
}

impl SystemFile {
    /// All of them, by number.
    pub const ALL: [Self; 6] = [
        Self::FeeSchedule,
        Self::ExchangeRates,
        Self::SimpleFees,
        Self::Properties,
        Self::Permissions,
        Self::Throttles,
    ];

    /// Its number.
    pub const fn num(self) -> u64 {
        match self {
            Self::FeeSchedule => 111,
            Self::ExchangeRates => 112,
            Self::SimpleFees => 113,
            Self::Properties => 121,
            Self::Permissions => 122,
            Self::Throttles => 123,
        }
    }

    /// Its id.
    pub fn id(self) -> FileId {
        FileId::from_num(self.num())
    }

    /// The reason that a test must give which changes it.
    pub const fn requirement(self) -> ContextRequirement {
        match self {
            Self::FeeSchedule | Self::ExchangeRates | Self::SimpleFees => {
                ContextRequirement::FeeScheduleOverrides
            }
            Self::Properties => ContextRequirement::PropertyOverrides,
            Self::Permissions => ContextRequirement::PermissionOverrides,
            Self::Throttles => ContextRequirement::ThrottleOverrides,
        }
    }

    /// Those that a test may change which may write these resources.
    pub(crate) fn among(resources: Resources) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |file| resources.contains(file.requirement()))
    }

    /// What prices depend on: who keeps them must read them again.
    const fn concerns_fees(self) -> bool {
        matches!(self, Self::ExchangeRates | Self::SimpleFees)
    }

    /// Whether the ledger waits for the rest when it gets the begin of one. Of the others each part takes effect.
    const fn may_come_in_parts(self) -> bool {
        matches!(self, Self::FeeSchedule | Self::SimpleFees)
    }
}

impl fmt::Display for SystemFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0.0.{}", self.num())
    }
}

/// What a transaction changes for other tests that gives this file new contents.
pub(crate) fn changed_by(file: &FileId) -> Resources {
    const UPGRADE_FILES: std::ops::RangeInclusive<i64> = 150..=159;
    if UPGRADE_FILES.contains(&file.file_num) {
        return Resources::of(&[ContextRequirement::UpgradeFileContent]);
    }
    let known = SystemFile::ALL.into_iter().find(|known| i64::try_from(known.num()) == Ok(file.file_num));
    known.map_or(Resources::NONE, |file| Resources::of(&[file.requirement()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_its_reason() {
        let changed = |num| changed_by(&FileId::from_num(num));
        assert_eq!(changed(113), Resources::of(&[ContextRequirement::FeeScheduleOverrides]));
        assert_eq!(changed(121), Resources::of(&[ContextRequirement::PropertyOverrides]));
        assert_eq!(changed(159), Resources::of(&[ContextRequirement::UpgradeFileContent]));
        assert_eq!(changed(101), Resources::NONE);
        assert_eq!(changed(1001), Resources::NONE);
        let fees: Vec<_> =
            SystemFile::among(Resources::of(&[ContextRequirement::FeeScheduleOverrides])).collect();
        assert_eq!(fees, [SystemFile::FeeSchedule, SystemFile::ExchangeRates, SystemFile::SimpleFees]);
    }
}
