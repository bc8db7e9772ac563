//! A spec: ordered operations that share one registry of names.

mod bootstrap;
mod decoded;
mod error;
mod handle;
mod into_spec;
mod needs;
mod operation;
mod setup;
mod streamlined;
mod target;
mod trace;

pub(crate) use bootstrap::recreate_default_payer;
pub(crate) use decoded::decoded;
pub(crate) use handle::{Planned, here};
pub(crate) use target::Payer;

pub use error::{Comparison, OpError, SpecError, SpecResult};
pub use handle::{Spec, SpecContext};
pub use into_spec::IntoSpec;
pub use operation::{OpDescription, OpResult, Operation, Operations, SpecOperation};
pub use setup::{KeyAlgorithm, Operator, SetupError, SpecSetup, WireForm};
pub use target::Target;
pub use trace::{Outcome, Step, Trace};
