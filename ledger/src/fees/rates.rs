//! From cents to hbar (file 0.0.112).

use hapi_proto::services::{ExchangeRate, ExchangeRateSet};

/// So many hbar are worth so many cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    hbar: u32,
    cents: u32,
}

impl Rate {
    /// A rate; `None` unless both are positive.
    pub fn new(hbar: i32, cents: i32) -> Option<Self> {
        let positive = |value| u32::try_from(value).ok().filter(|value| *value > 0);
        Some(Self { hbar: positive(hbar)?, cents: positive(cents)? })
    }

    /// Tinybars for an amount of tinycents, rounded down, at most [`i64::MAX`].
    pub fn tinybars(self, tinycents: u64) -> u64 {
        let tinybars = u128::from(tinycents) * u128::from(self.hbar) / u128::from(self.cents);
        u64::try_from(tinybars).unwrap_or(u64::MAX).min(i64::MAX.cast_unsigned())
    }

    /// Whether neither rate is more than `percent` percent above the other. So the lower bound for 25 percent is four
    /// fifths, not three quarters.
    pub fn is_within(self, percent: i64, other: Self) -> bool {
        // cents/hbar of `other` against this one's, cross-multiplied: exact.
        let ours = i128::from(self.cents) * i128::from(other.hbar);
        let theirs = i128::from(other.cents) * i128::from(self.hbar);
        let most = |rate: i128| rate.saturating_mul(i128::from(percent).saturating_add(100));
        percent > 0 && theirs * 100 <= most(ours) && ours * 100 <= most(theirs)
    }
}

/// The rate in force, and the one that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangeRates {
    current: Rate,
    next: Rate,
    /// From this second of consensus time on, `next` is in force.
    current_expires: i64,
}

/// A rate cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatesError {
    /// One of the two, or the expiration time of the current one, is absent.
    #[error("the current rate, its expiration time, or the next rate is missing")]
    Missing,
    /// A number is not positive.
    #[error("a rate is not positive")]
    NotPositive,
}

impl ExchangeRates {
    /// Reads the contents of file 0.0.112.
    pub fn parse(set: &ExchangeRateSet) -> Result<Self, RatesError> {
        let current = set.current_rate.as_ref().ok_or(RatesError::Missing)?;
        let next = set.next_rate.as_ref().ok_or(RatesError::Missing)?;
        let expires = current.expiration_time.as_ref().ok_or(RatesError::Missing)?.seconds;
        let rate =
            |rate: &ExchangeRate| Rate::new(rate.hbar_equiv, rate.cent_equiv).ok_or(RatesError::NotPositive);
        Ok(Self { current: rate(current)?, next: rate(next)?, current_expires: expires })
    }

    /// The rate in force at a second of consensus time.
    pub fn active(&self, seconds: i64) -> Rate {
        if seconds >= self.current_expires { self.next } else { self.current }
    }

    /// Whether neither rate moved by more than `percent` from the one at midnight, which bounds changes within a day.
    pub fn are_within(&self, percent: i64, midnight: &Self) -> bool {
        midnight.current.is_within(percent, self.current) && midnight.next.is_within(percent, self.next)
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::TimestampSeconds;

    use super::*;

    fn set(current: (i32, i32), next: (i32, i32), expires: i64) -> ExchangeRateSet {
        let rate = |(hbar_equiv, cent_equiv), seconds| {
            Some(ExchangeRate { hbar_equiv, cent_equiv, expiration_time: Some(TimestampSeconds { seconds }) })
        };
        ExchangeRateSet { current_rate: rate(current, expires), next_rate: rate(next, expires + 3600) }
    }

    #[test]
    fn the_next_rate_is_in_force_from_the_second_of_expiry() {
        let rates = ExchangeRates::parse(&set((1, 12), (1, 15), 100)).unwrap();
        assert_eq!(rates.active(99), Rate::new(1, 12).unwrap());
        assert_eq!(rates.active(100), Rate::new(1, 15).unwrap());
    }

    #[test]
    fn tinybars_round_down_and_saturate() {
        let rate = Rate::new(1, 12).unwrap();
        assert_eq!(rate.tinybars(100_000), 8333);
        assert_eq!(Rate::new(i32::MAX, 1).unwrap().tinybars(u64::MAX), i64::MAX.cast_unsigned());
    }

    #[test]
    fn unusable_rates_are_refused() {
        assert_eq!(ExchangeRates::parse(&set((0, 12), (1, 15), 1)), Err(RatesError::NotPositive));
        assert_eq!(ExchangeRates::parse(&set((1, 12), (1, -15), 1)), Err(RatesError::NotPositive));
        assert_eq!(ExchangeRates::parse(&ExchangeRateSet::default()), Err(RatesError::Missing));
    }

    #[test]
    fn a_rate_may_move_by_a_quarter_of_the_lower_one() {
        let midnight = ExchangeRates::parse(&set((1, 12), (1, 12), 1)).unwrap();
        for (cents, allowed) in [(10, true), (15, true), (9, false), (16, false)] {
            let rates = ExchangeRates::parse(&set((1, cents), (1, 12), 1)).unwrap();
            assert_eq!(rates.are_within(25, &midnight), allowed, "{cents}");
        }
    }
}
