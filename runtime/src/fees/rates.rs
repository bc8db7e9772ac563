//! Exchange rates.

use hapi_proto::services::{ExchangeRate, ExchangeRateSet, Timestamp};

const TINYBARS_PER_HBAR: f64 = 100_000_000.0;
const CENTS_PER_USD: f64 = 100.0;

/// The exchange rates of a network: one that holds until a time, and the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates(ExchangeRateSet);

impl Rates {
    /// The rates that a file or a receipt has; `None` if one of them is not a rate.
    pub fn new(set: ExchangeRateSet) -> Option<Self> {
        let is_rate = |rate: &Option<ExchangeRate>| {
            rate.as_ref().is_some_and(|rate| rate.hbar_equiv > 0 && rate.cent_equiv > 0)
        };
        (is_rate(&set.current_rate) && is_rate(&set.next_rate)).then_some(Self(set))
    }

    /// The rate that holds at this time.
    pub fn at(&self, now: Timestamp) -> Rate {
        let current = self.0.current_rate.as_ref();
        let expires =
            current.and_then(|rate| rate.expiration_time.as_ref()).map_or(i64::MAX, |time| time.seconds);
        let rate = if now.seconds < expires { current } else { self.0.next_rate.as_ref() };
        let (hbars, cents) = rate.map_or((1, 1), |rate| (rate.hbar_equiv, rate.cent_equiv));
        Rate { hbars: hbars.unsigned_abs().into(), cents: cents.unsigned_abs().into() }
    }
}

/// So many hbar are worth so many cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Hbar.
    pub hbars: u64,
    /// US cents.
    pub cents: u64,
}

impl Rate {
    /// What so many tinycents (10^-8 cents) are in tinybars, rounded down.
    pub fn tinybars(self, tinycents: u64) -> u64 {
        let exact = u128::from(tinycents) * u128::from(self.hbars) / u128::from(self.cents);
        u64::try_from(exact).unwrap_or(u64::MAX)
    }

    /// What so many tinybars are in US dollars.
    #[expect(clippy::cast_precision_loss, reason = "dollars are compared with a tolerance")]
    pub fn usd(self, tinybars: i64) -> f64 {
        tinybars as f64 / TINYBARS_PER_HBAR * self.cents as f64 / self.hbars as f64 / CENTS_PER_USD
    }

    /// What so many US dollars are in tinybars, rounded to the nearest.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the product is rounded, and saturates at the ends"
    )]
    pub fn tinybars_of_usd(self, usd: f64) -> i64 {
        (usd * CENTS_PER_USD * self.hbars as f64 / self.cents as f64 * TINYBARS_PER_HBAR).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::TimestampSeconds;

    use super::*;

    fn rate(hbar_equiv: i32, cent_equiv: i32, until: i64) -> ExchangeRate {
        ExchangeRate { hbar_equiv, cent_equiv, expiration_time: Some(TimestampSeconds { seconds: until }) }
    }

    #[test]
    fn the_next_rate_holds_from_the_expiry_of_the_current_one() {
        let set = ExchangeRateSet { current_rate: Some(rate(1, 12, 100)), next_rate: Some(rate(1, 15, 200)) };
        let rates = Rates::new(set).unwrap();
        assert_eq!(rates.at(Timestamp::new(99, 0)), Rate { hbars: 1, cents: 12 });
        assert_eq!(rates.at(Timestamp::new(100, 0)), Rate { hbars: 1, cents: 15 });
        assert!(
            Rates::new(ExchangeRateSet { current_rate: Some(rate(1, 0, 1)), next_rate: Some(rate(1, 1, 1)) })
                .is_none()
        );
    }

    #[test]
    fn conversions_agree() {
        let rate = Rate { hbars: 1, cents: 12 };
        // 0.0001 USD is 10^6 tinycents.
        assert_eq!(rate.tinybars(1_000_000), 83_333);
        assert_eq!(rate.tinybars_of_usd(0.0001), 83_333);
        assert!((rate.usd(83_333) - 0.0001).abs() < 1e-9);
        assert_eq!(rate.tinybars(u64::MAX), u64::MAX / 12);
    }
}
