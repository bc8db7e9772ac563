//! Operations on keys.

mod compose;
mod import;
mod mutate;
mod named;

pub use compose::{NewKeyGroup, new_key_list_named, new_threshold_key_named};
pub use import::{ImportedKey, key_from_file, key_from_literal, key_from_pem};
pub use mutate::{KeyFromMutation, key_from_mutation};
pub use named::{NewKeyNamed, new_key_named};
