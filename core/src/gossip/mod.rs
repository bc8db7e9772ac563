//! What members send each other.

mod message;
mod store;

pub(crate) use message::{MOST, moderate};
pub use message::{MalformedMessage, Message};
pub(crate) use store::Store;
