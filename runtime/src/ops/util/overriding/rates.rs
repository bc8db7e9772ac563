//! Exchange rates: file 0.0.112.

use futures::FutureExt;
use hapi_proto::services::{ExchangeRate, ExchangeRateSet, TimestampSeconds};
use prost::Message;

use super::edit::{present, require};
use crate::{
    ops::util::step::Step,
    spec::here,
    system_files::{self, SystemFile},
};

/// Has so many hbar be worth so many US cents, now and next.
///
/// The test must be `#[leaky_test(FeeScheduleOverrides)]`; what it overrides is restored after it.
#[track_caller]
pub fn update_rates(hbars: i32, cents: i32) -> Step<()> {
    updating("update_rates", format!("{hbars} hbar = {cents} cents"), move |rates| {
        for rate in [&mut rates.current_rate, &mut rates.next_rate].into_iter().flatten() {
            (rate.hbar_equiv, rate.cent_equiv) = (hbars, cents);
        }
    })
}

/// Has the exchange rates be what `change` makes of them; see [`update_rates`].
#[track_caller]
pub fn update_rates_with(change: impl FnOnce(&mut ExchangeRateSet) + Send + 'static) -> Step<()> {
    updating("update_rates_with", String::new(), change)
}

#[track_caller]
fn updating(
    verb: &'static str,
    subject: String,
    change: impl FnOnce(&mut ExchangeRateSet) + Send + 'static,
) -> Step<()> {
    Step::new(verb, subject, here(), move |spec| {
        async move {
            require(spec, SystemFile::ExchangeRates)?;
            let mut rates = ExchangeRateSet::decode(present(spec, SystemFile::ExchangeRates).await?)?;
            change(&mut rates);
            system_files::write(spec, SystemFile::ExchangeRates, rates.encode_to_vec().into()).await
        }
        .boxed()
    })
}

/// Exchange rates by which so many hbar are worth so many US cents, now and next, for the contents of file 0.0.112:
/// `file_update("EXCHANGE_RATES").contents(rate_set_with(1, 12).encode_to_vec())`.
pub fn rate_set_with(hbars: i32, cents: i32) -> ExchangeRateSet {
    /// The year 2100: what networks start with.
    const EXPIRY: TimestampSeconds = TimestampSeconds { seconds: 4_102_444_800 };
    let rate = ExchangeRate { hbar_equiv: hbars, cent_equiv: cents, expiration_time: Some(EXPIRY) };
    ExchangeRateSet { current_rate: Some(rate), next_rate: Some(rate) }
}
