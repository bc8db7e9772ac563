//! Where an embedded node takes its time from.

use std::{fmt, time::SystemTime};

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
