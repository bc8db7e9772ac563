//! From the bytes that a client sends to a transaction that can be checked.

mod checks;
mod parse;
mod signatures;

pub use checks::{check_body, check_prefixes, check_size, check_size_for_payer, check_time, largest};
pub use parse::{Envelope, ParsedTx};
pub use signatures::{Signatures, Verdict};
pub(crate) use signatures::{claim, whole_claims};
