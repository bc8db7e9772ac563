//! Keys: their shapes, the private halves, and how transactions are signed with them.

mod control;
mod der;
mod factory;
mod generate;
mod pem;
mod private;
mod public;
mod shape;
mod sig_map;
mod signer;
mod signing;

pub use control::{ControlForKey, ControlledShape, OFF, ON, SigControl, for_key};
pub use factory::{KeyError, KeyFactory};
pub(crate) use factory::{KeyRing, Origin};
pub use generate::{KeyGenerator, KeyLabels};
pub use private::{ParseKeyError, PrivateKey};
pub use public::PublicKey;
pub use shape::{
    CONTRACT, DELEGATE_CONTRACT, ED25519, KeyShape, PREDEFINED, SECP256K1, SIMPLE, Shapes, list_of, thresh_of,
};
pub use sig_map::{
    AMBIGUOUS_PREFIXES, CONFUSED_PREFIXES, FULL_PREFIXES, SigMapPrefixes, UNIQUE_PREFIXES,
    unique_with_full_prefixes_for,
};
pub use signer::Signer;
pub(crate) use signing::Signing;
