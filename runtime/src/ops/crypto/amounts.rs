//! What can be sent.

use hapi_proto::Hbar;

use crate::ops::assertions::IntoTinybars;

/// What [`send`](super::send) takes: hbar (a plain number is one of tinybars), units of a fungible token, serial numbers of a non-fungible one. Token
/// operations implement it for theirs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent",
    note = "send `10.hbar()`, `10.of(&token)` or `nft.serial(1)`"
)]
pub trait Sendable {
    /// What is moved.
    ///
    /// # Panics
    /// When it is more than `i64::MAX` tinybars, which no field of HAPI can carry.
    #[track_caller]
    fn into_sent(self) -> Sent;
}

/// What a movement moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// So many tinybars.
    Tinybars(i64),
    /// So many units of a fungible token.
    Units {
        /// The token.
        token: crate::registry::Subject<hapi_proto::services::TokenId>,
        /// How many units.
        units: i64,
        /// The decimals that the token is expected to have.
        decimals: Option<u32>,
    },
    /// These serial numbers of a non-fungible token.
    Serials {
        /// The token.
        token: crate::registry::Subject<hapi_proto::services::TokenId>,
        /// The serial numbers.
        serials: Vec<i64>,
    },
}

macro_rules! amounts_of_hbar {
    ($($amount:ty)*) => {$(
        impl Sendable for $amount {
            #[track_caller]
            fn into_sent(self) -> Sent {
                Sent::Tinybars(self.into_tinybars())
            }
        }
    )*};
}

// By name, since token operations implement it for amounts of theirs.
amounts_of_hbar!(Hbar i32 i64 u32 u64 usize);

impl Sendable for Sent {
    fn into_sent(self) -> Sent {
        self
    }
}
