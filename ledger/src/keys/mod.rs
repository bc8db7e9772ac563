//! Who must sign, and who did.

mod key;
mod required;

pub use key::{Key, KeyError, MAX_KEY_DEPTH};
pub use required::{RequiredKeys, Requirement};
