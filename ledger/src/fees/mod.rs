//! What a transaction costs: the "simple fees" of HIP-1261.
//!
//! A [`FeeSchedule`] (file 0.0.113) prices what a transaction type's [`Usage`] counts, in tinycents;
//! [`ExchangeRates`] (file 0.0.112) make tinybars of it.

mod calculate;
mod congestion;
mod distribution;
mod high_volume;
mod rates;
mod schedule;
mod usage;

pub use calculate::{Fees, Multiplier, Size, TinycentFees, key_count};
pub use congestion::Congestion;
pub use distribution::{Distribution, distribute, staking_period};
pub use high_volume::{Curve, is_priced_by_volume};
pub use rates::{ExchangeRates, Rate, RatesError};
pub use schedule::{FeeSchedule, FunctionFee, ScheduleError};
pub use usage::{FeeContext, Usage};
