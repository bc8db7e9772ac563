//! Where an embedded node takes its time from.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use hapi_proto::services::Timestamp;

/// A source of the present time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present time. It may stand still or jump back: consensus times strictly increase all the same.
    fn now(&self) -> Timestamp;
}

/// The clock of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp {
            seconds: i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX),
            nanos: i32::try_from(elapsed.subsec_nanos()).expect("fewer than 10^9"),
        }
    }
}

/// A clock that stands still unless it is told to go on: the same steps lead to the same times.
#[derive(Debug)]
pub struct VirtualClock(Mutex<Timestamp>);

impl VirtualClock {
    /// A clock that shows `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Lets so much time pass, at once.
    pub fn advance(&self, duration: Duration) {
        let mut now = self.lock();
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        *now = now.plus_seconds(seconds).plus_nanos(duration.subsec_nanos().into());
    }

    fn lock(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn virtual_time_passes_when_it_is_told_to() {
        let clock = VirtualClock::new(Timestamp::new(100, 999_999_999));
        assert_eq!(clock.now(), clock.now());
        clock.advance(Duration::new(2, 2));
        assert_eq!(clock.now(), Timestamp::new(103, 1));
    }
}
