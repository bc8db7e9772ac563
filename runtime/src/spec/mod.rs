//! A spec: ordered operations that share one registry of names.

mod operation;

pub use operation::{OpDescription, OpError, OpResult, Operations, SpecOperation};
