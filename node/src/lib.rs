//! I/O around the pure ledger: a node embedded in the process, and its gRPC front.
//!
//! The ledger takes time as an argument; here is where the wall clock, the locks and the sockets are.

pub mod cluster;
pub mod grpc;
pub mod process;

mod clock;
mod embedded;

/// What can be set about a ledger: all properties and permissions, with their defaults.
pub use hapi_ledger::config::{Config, KnownProperty, known, known_permissions, known_properties};
/// The hash of upgrade files.
pub use hapi_ledger::crypto::sha384;

pub use clock::{Clock, VirtualClock, WallClock};
pub use embedded::{DEVELOPMENT_KEY, EmbeddedConfig, EmbeddedNode, ResumeError};
/// How a ledger begins.
pub use hapi_ledger::genesis::{Genesis, OverrideError};
/// What a ledger remembers, for those who look at it or change it directly.
pub use hapi_ledger::{keys, state};
