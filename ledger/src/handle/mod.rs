//! How a transaction that reached consensus changes the ledger.

mod charging;
mod children;
mod claims;
mod context;
mod dispatch;
mod effects;
mod signing;
mod staking;
mod surcharge;
mod workflow;

pub(crate) use charging::{balance, fees, is_superuser, is_waived, multiplier, solvency};
pub use children::Charge;
pub use claims::claims;
pub use context::{Handle, Preceding};
pub(crate) use context::{Prices, account_id, token_id};
pub(crate) use signing::{all_signed, payer_signed};
pub use workflow::{CheckedTx, Outcome};
pub(crate) use workflow::{Tools, handle};
