//! What can be sent.

use hapi_proto::{Hbar, services::TokenId};

use crate::{ops::assertions::IntoTinybars, registry::Subject};

/// What [`send`](super::send) takes: hbar (a plain number is one of tinybars), units of a fungible token, serial numbers
/// of a non-fungible one.
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
        token: Subject<TokenId>,
        /// How many units.
        units: i64,
        /// The decimals that the token is expected to have.
        decimals: Option<u32>,
    },
    /// These serial numbers of a non-fungible token.
    Serials {
        /// The token.
        token: Subject<TokenId>,
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

// By name, since amounts of tokens are sent, too.
amounts_of_hbar!(Hbar i32 i64 u32 u64 usize);

impl Sendable for Sent {
    fn into_sent(self) -> Sent {
        self
    }
}

/// So many units of a fungible token: what `10.of(&token)` makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    token: Subject<TokenId>,
    count: i64,
    decimals: Option<u32>,
}

impl Units {
    /// Expects the token to have so many decimals: nodes reject the transfer if it has not (HIP-336's
    /// `expected_decimals`).
    pub fn with_decimals(mut self, decimals: u32) -> Self {
        self.decimals = Some(decimals);
        self
    }
}

impl Sendable for Units {
    fn into_sent(self) -> Sent {
        let Self { token, count: units, decimals } = self;
        Sent::Units { token, units, decimals }
    }
}

/// Makes numbers amounts of tokens: `10.of("token")`, in the token's smallest unit.
pub trait UnitsExt {
    /// So many units of `token`.
    ///
    /// # Panics
    /// When it is more than `i64::MAX`, which no field of HAPI can carry.
    #[track_caller]
    fn of(self, token: impl Into<Subject<TokenId>>) -> Units;
}

macro_rules! numbers_of_units {
    ($($number:ty)*) => {$(
        impl UnitsExt for $number {
            #[track_caller]
            fn of(self, token: impl Into<Subject<TokenId>>) -> Units {
                Units { token: token.into(), count: self.into_tinybars(), decimals: None }
            }
        }
    )*};
}

numbers_of_units!(i32 i64 u32 u64 usize);

/// NFTs of one token: what `"nft".serial(1)` makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serials {
    token: Subject<TokenId>,
    serials: Vec<i64>,
}

impl Serials {
    pub(crate) fn new(token: impl Into<Subject<TokenId>>, serials: impl IntoIterator<Item = i64>) -> Self {
        Self { token: token.into(), serials: serials.into_iter().collect() }
    }
}

impl Sendable for Serials {
    fn into_sent(self) -> Sent {
        let Self { token, serials } = self;
        Sent::Serials { token, serials }
    }
}

/// Names NFTs by a token and serial numbers: `"nft".serial(1)`, `"nft".serials([1, 2])`.
pub trait SerialsExt {
    /// The NFT with this serial number; serial numbers start at 1.
    fn serial(&self, serial: i64) -> Serials {
        self.serials([serial])
    }

    /// The NFTs with these serial numbers.
    fn serials(&self, serials: impl IntoIterator<Item = i64>) -> Serials;
}

macro_rules! tokens_with_serials {
    ($($token:ty)*) => {$(
        impl SerialsExt for $token {
            fn serials(&self, serials: impl IntoIterator<Item = i64>) -> Serials {
                Serials::new(self.to_owned(), serials)
            }
        }
    )*};
}

tokens_with_serials!(str String TokenId Subject<TokenId>);
