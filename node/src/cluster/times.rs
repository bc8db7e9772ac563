//! How long the parts of a start take.

use std::{fmt, time::Duration};

/// How long a start took, and its parts, each for all nodes together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StartTimes {
    /// Making keys and genesis, or reading those that are kept.
    pub prepared: Duration,
    /// Whether they were kept.
    pub cached: bool,
    /// From there until the last process had its ports.
    pub bound: Duration,
    /// From there until the last node was active: gossip and the first consensus.
    pub active: Duration,
    /// From there until the last node had answered a query.
    pub answered: Duration,
}

impl StartTimes {
    /// The whole start.
    pub fn total(&self) -> Duration {
        self.prepared + self.bound + self.active + self.answered
    }
}

impl fmt::Display for StartTimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prepared, cached, bound, active, answered } = self;
        let state = if *cached { "state from the cache" } else { "genesis" };
        write!(f, "{:.0?} ({state} {prepared:.0?}, processes {bound:.0?}, ", self.total())?;
        write!(f, "consensus {active:.0?}, first answers {answered:.0?})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_stand_beside_the_whole() {
        let ms = Duration::from_millis;
        let times =
            StartTimes { prepared: ms(5), cached: true, bound: ms(60), active: ms(100), answered: ms(10) };
        let expected =
            "175ms (state from the cache 5ms, processes 60ms, consensus 100ms, first answers 10ms)";
        assert_eq!(times.to_string(), expected);
    }
}
