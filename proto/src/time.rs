//! Consensus times and durations.

use crate::services::{Duration, Timestamp, TimestampSeconds};
use core::fmt;

/// Nanoseconds in one second.
const NANOS: i128 = 1_000_000_000;

/// Timestamps order by `seconds`, then `nanos`: by time, wherever `nanos` is in its range.
impl Timestamp {
    /// The first nanosecond an `i64` of seconds can express.
    pub const MIN: Self = Self { seconds: i64::MIN, nanos: 0 };
    /// The last nanosecond an `i64` of seconds can express.
    pub const MAX: Self = Self { seconds: i64::MAX, nanos: 999_999_999 };

    /// `seconds` since 1970-01-01 00:00 UTC, and `nanos` nanoseconds. Nothing is checked or carried over, as
    /// nothing is on the wire: see [`Timestamp::is_normal`].
    pub const fn new(seconds: i64, nanos: i32) -> Self {
        Self { seconds, nanos }
    }

    /// Whether `nanos` is from 0 to 999 999 999.
    pub const fn is_normal(&self) -> bool {
        0 <= self.nanos && self.nanos <= Self::MAX.nanos
    }

    /// Nanoseconds since 1970-01-01 00:00 UTC. Exact for every timestamp, normal or not.
    pub const fn as_nanos(&self) -> i128 {
        self.seconds as i128 * NANOS + self.nanos as i128
    }

    /// The timestamp so many nanoseconds after 1970-01-01 00:00 UTC; times out of range become
    /// [`Timestamp::MIN`] or [`Timestamp::MAX`].
    pub fn from_nanos(nanos: i128) -> Self {
        let within = i32::try_from(nanos.rem_euclid(NANOS)).unwrap_or(0);
        match i64::try_from(nanos.div_euclid(NANOS)) {
            Ok(seconds) => Self::new(seconds, within),
            Err(_) if nanos < 0 => Self::MIN,
            Err(_) => Self::MAX,
        }
    }

    /// The time so many nanoseconds later, or earlier if negative; normal, and limited like
    /// [`Timestamp::from_nanos`].
    pub fn plus_nanos(self, nanos: i64) -> Self {
        Self::from_nanos(self.as_nanos() + i128::from(nanos))
    }

    /// The time so many seconds later, or earlier if negative; normal, and limited like
    /// [`Timestamp::from_nanos`].
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_nanos(self.as_nanos() + i128::from(seconds) * NANOS)
    }
}

/// `seconds.nanos` with nine digits of nanoseconds.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:09}", self.seconds, self.nanos)
    }
}

/// Drops the nanoseconds.
impl From<Timestamp> for TimestampSeconds {
    fn from(time: Timestamp) -> Self {
        Self { seconds: time.seconds }
    }
}

impl From<TimestampSeconds> for Timestamp {
    fn from(time: TimestampSeconds) -> Self {
        Self::new(time.seconds, 0)
    }
}

impl Duration {
    /// So many seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds }
    }
}

/// A duration does not fit: HAPI counts whole seconds in an `i64`, `core` unsigned ones with nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DurationRangeError;

impl fmt::Display for DurationRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("duration is negative, above i64::MAX seconds, or has a fraction of a second")
    }
}

impl core::error::Error for DurationRangeError {}

/// Fails on negative durations.
impl TryFrom<Duration> for core::time::Duration {
    type Error = DurationRangeError;

    fn try_from(duration: Duration) -> Result<Self, DurationRangeError> {
        u64::try_from(duration.seconds).map(Self::from_secs).map_err(|_| DurationRangeError)
    }
}

/// Fails on fractions of a second, and above `i64::MAX` seconds.
impl TryFrom<core::time::Duration> for Duration {
    type Error = DurationRangeError;

    fn try_from(duration: core::time::Duration) -> Result<Self, DurationRangeError> {
        match i64::try_from(duration.as_secs()) {
            Ok(seconds) if duration.subsec_nanos() == 0 => Ok(Self { seconds }),
            _ => Err(DurationRangeError),
        }
    }
}
