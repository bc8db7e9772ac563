//! Tokens: what there is of them besides the accounts that hold them.

use alloc::{sync::Arc, vec::Vec};

use bytes::Bytes;

use super::{Canonical, EntityNum, FromCanonical, canonical};
use crate::keys::Key;

/// A token as state holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub num: EntityNum,
    /// Whether its units are alike.
    pub kind: TokenKind,
    /// Its name, 1 to 100 bytes.
    pub name: Arc<str>,
    /// Its symbol, 1 to 100 bytes.
    pub symbol: Arc<str>,
    /// Free text of at most 100 bytes.
    pub memo: Arc<str>,
    /// At most 100 bytes of any kind (HIP-646).
    pub metadata: Bytes,
    /// How many decimals clients show of an amount; 0 of NFTs.
    pub decimals: u32,
    /// The account that new units go to.
    pub treasury: EntityNum,
    /// How many units there are, in the least one; of NFTs, how many there are.
    pub total_supply: i64,
    /// How many units there may be; `None` for as many as fit.
    pub max_supply: Option<i64>,
    /// The serial number that the last NFT got; 0 before the first.
    pub last_serial: u64,
    /// Who may do what with it.
    pub keys: Arc<TokenKeys>,
    /// What its transfers cost besides fees (HIP-18).
    pub custom_fees: Arc<Vec<CustomFee>>,
    /// Whether accounts cannot use it until they are unfrozen.
    pub freeze_default: bool,
    /// Whether nobody can use it now (HIP-23).
    pub paused: bool,
    /// Whether it was deleted; it stays known by its number.
    pub deleted: bool,
    /// Who pays for its renewal.
    pub auto_renew_account: Option<EntityNum>,
    /// By how much its expiry is extended when it renews, in seconds; 0 when that was never said.
    pub auto_renew_period: i64,
    /// When it expires, in seconds of consensus time.
    pub expiry: i64,
}

/// Whether the units of a token are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// They are: accounts hold amounts.
    Fungible,
    /// Each has a serial number and an owner.
    NonFungible,
}

/// Who may do what with a token. Nobody may where there is no key; the empty key list, which a creation may give, is a
/// key that nobody can sign by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenKeys {
    /// It changes and deletes the token.
    pub admin: Option<Arc<Key>>,
    /// It grants and revokes KYC.
    pub kyc: Option<Arc<Key>>,
    /// It freezes and unfreezes accounts.
    pub freeze: Option<Arc<Key>>,
    /// It takes units out of accounts.
    pub wipe: Option<Arc<Key>>,
    /// It mints and burns.
    pub supply: Option<Arc<Key>>,
    /// It changes the custom fees.
    pub fee_schedule: Option<Arc<Key>>,
    /// It pauses and unpauses the token.
    pub pause: Option<Arc<Key>>,
    /// It changes metadata, of the token and of its NFTs (HIP-646, HIP-657).
    pub metadata: Option<Arc<Key>>,
}

/// What transfers of a token cost besides fees (HIP-18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomFee {
    /// How much.
    pub fee: Fee,
    /// Who gets it.
    pub collector: EntityNum,
    /// Whether none of the token's collectors pays it (HIP-573).
    pub all_collectors_are_exempt: bool,
}

/// How much a custom fee is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fee {
    /// A fixed amount that the sender pays.
    Fixed(FixedFee),
    /// A part of what is transferred, of a fungible token.
    Fractional {
        /// So many...
        numerator: i64,
        /// ...of so many.
        denominator: i64,
        /// At least this, in the least unit.
        min: i64,
        /// At most this, in the least unit; 0 for no limit.
        max: i64,
        /// Whether the sender pays it on top, instead of the receiver getting less.
        net_of_transfers: bool,
    },
    /// A part of what is given for an NFT.
    Royalty {
        /// So many...
        numerator: i64,
        /// ...of so many.
        denominator: i64,
        /// What the receiver pays when nothing fungible is given for it.
        fallback: Option<FixedFee>,
    },
}

/// A fixed amount, of hbar or of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedFee {
    /// In tinybar, or in the least unit of the token; always positive.
    pub amount: i64,
    /// Of which token; `None` for hbar.
    pub token: Option<EntityNum>,
}

impl Token {
    /// Whether its units are not alike.
    pub fn is_non_fungible(&self) -> bool {
        self.kind == TokenKind::NonFungible
    }
}

canonical! {
    Token {
        num, kind, name, symbol, memo, metadata, decimals, treasury, total_supply, max_supply, last_serial, keys,
        custom_fees, freeze_default, paused, deleted, auto_renew_account, auto_renew_period, expiry,
    }
    TokenKeys { admin, kyc, freeze, wipe, supply, fee_schedule, pause, metadata }
    CustomFee { fee, collector, all_collectors_are_exempt }
    FixedFee { amount, token }
}

impl Canonical for TokenKind {
    fn write(&self, out: &mut Vec<u8>) {
        u8::from(*self == Self::NonFungible).write(out);
    }
}

impl FromCanonical for TokenKind {
    fn read(input: &mut &[u8]) -> Option<Self> {
        bool::read(input).map(|non_fungible| if non_fungible { Self::NonFungible } else { Self::Fungible })
    }
}

impl Canonical for Fee {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Fixed(fee) => (0_u8, fee).write(out),
            Self::Fractional { numerator, denominator, min, max, net_of_transfers } => {
                (1_u8, (numerator, denominator)).write(out);
                (min, (max, net_of_transfers)).write(out);
            }
            Self::Royalty { numerator, denominator, fallback } => {
                (2_u8, (numerator, denominator)).write(out);
                fallback.write(out);
            }
        }
    }
}

impl FromCanonical for Fee {
    fn read(input: &mut &[u8]) -> Option<Self> {
        Some(match u8::read(input)? {
            0 => Self::Fixed(FromCanonical::read(input)?),
            1 => Self::Fractional {
                numerator: FromCanonical::read(input)?,
                denominator: FromCanonical::read(input)?,
                min: FromCanonical::read(input)?,
                max: FromCanonical::read(input)?,
                net_of_transfers: FromCanonical::read(input)?,
            },
            2 => Self::Royalty {
                numerator: FromCanonical::read(input)?,
                denominator: FromCanonical::read(input)?,
                fallback: FromCanonical::read(input)?,
            },
            _ => return None,
        })
    }
}
