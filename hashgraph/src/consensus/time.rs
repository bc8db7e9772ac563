//! Consensus times.

use crate::event::Nanos;

/// How far apart transactions are, so that what happens before and after one has times of its own.
const STEP: Nanos = 1000;

/// The first time for a transaction after one at `last`: a step later, at a whole step.
pub(super) fn next(last: Nanos) -> Nanos {
    let next = last.saturating_add(STEP);
    next.saturating_add((STEP - next.rem_euclid(STEP)) % STEP)
}

/// The time of the transaction at this place in an event that has consensus at `event`.
pub(super) fn of_transaction(event: Nanos, place: usize) -> Nanos {
    event.saturating_add(STEP.saturating_mul(Nanos::try_from(place).unwrap_or(Nanos::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_time_is_a_whole_step_at_least_one_later() {
        assert_eq!(next(5000), 6000);
        assert_eq!(next(5001), 7000);
        assert_eq!(next(-1), 1000);
        assert_eq!(of_transaction(5000, 3), 8000);
    }
}
