//! What a transaction costs: the "simple fees" of HIP-1261.

mod usage;

pub use usage::{FeeContext, Usage};
