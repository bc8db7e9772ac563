//! Amounts in US dollars.

use crate::{
    fees::Rate,
    registry::Kind,
    spec::{OpError, Spec},
};

/// The exchange rate that was in force when the last paid query was answered: matchers cannot wait for the network.
#[derive(Clone, Copy, Debug)]
struct RateInForce(Rate);

impl Kind for RateInForce {
    const NOUN: &'static str = "exchange rate";
}

const NAME: &str = "in force";

/// Keeps the network's present rate for the matchers, if it has one.
pub(crate) async fn remember_rate(spec: &Spec) {
    // A network without rates is no concern of a spec that asks for none.
    if let Ok(loaded) = spec.target().fees().load(spec).await {
        spec.registry().put(NAME, RateInForce(loaded.rates.at(spec.consensus_time())));
    }
}

/// The rate that [`remember_rate`] kept.
pub(crate) fn active_rate(spec: &Spec) -> Result<Rate, OpError> {
    let rate = spec.registry().find::<RateInForce>(NAME);
    rate.map(|rate| rate.0).ok_or_else(|| OpError::new("the exchange rates of the network are not known"))
}

/// Whether `actual` is `expected`, give or take `percent` of it.
pub(crate) fn is_within(actual: f64, expected: f64, percent: f64) -> bool {
    (actual - expected).abs() <= expected.abs() * percent / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::assertions::testing;

    #[test]
    fn tolerances_have_two_ends() {
        assert!(is_within(101.0, 100.0, 1.0));
        assert!(is_within(99.0, 100.0, 1.0));
        assert!(!is_within(101.1, 100.0, 1.0));
        assert!(is_within(0.0, 0.0, 1.0));
        assert!(!is_within(f64::NAN, 1.0, 1.0));
    }

    #[test]
    fn an_unknown_rate_is_an_error() {
        let spec = testing::spec();
        assert!(active_rate(&spec).is_err());
        let rate = Rate { hbars: 1, cents: 12 };
        spec.registry().put(NAME, RateInForce(rate));
        assert_eq!(active_rate(&spec).unwrap(), rate);
    }
}
