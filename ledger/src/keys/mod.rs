//! Who must sign, and who did.

mod alias;
mod key;
mod required;

pub use alias::{ADDRESS_LEN, alias_address, alias_key, evm_address};
pub use key::{Key, KeyError, MAX_KEY_DEPTH};
pub use required::{RequiredKeys, Requirement};
