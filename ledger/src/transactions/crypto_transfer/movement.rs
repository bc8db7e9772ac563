//! What a transfer moves, when everyone in it is known by number.

use alloc::vec::Vec;

use smallvec::SmallVec;

use crate::state::EntityNum;

/// An adjustment of a balance, of hbar or of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transactions) struct Change {
    /// Whose balance.
    pub(in crate::transactions) account: EntityNum,
    /// By how much: a debit is negative.
    pub(in crate::transactions) amount: i64,
    /// Whether the payer spends it by an allowance.
    pub(in crate::transactions) by_allowance: bool,
}

impl Change {
    /// An adjustment that its account is asked for itself.
    pub(in crate::transactions) fn new(account: EntityNum, amount: i64) -> Self {
        Self { account, amount, by_allowance: false }
    }
}

/// One NFT changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transactions) struct NftChange {
    /// Which.
    pub(in crate::transactions) serial: u64,
    /// Who gives it.
    pub(in crate::transactions) from: EntityNum,
    /// Who gets it.
    pub(in crate::transactions) to: EntityNum,
    /// Whether the payer gives it by an allowance.
    pub(in crate::transactions) by_allowance: bool,
}

/// What is moved of one token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::transactions) struct TokenMovement {
    /// Which.
    pub(in crate::transactions) token: EntityNum,
    /// The decimals that the sender believes a fungible token has.
    pub(in crate::transactions) decimals: Option<u32>,
    /// The adjustments of balances, no account twice.
    pub(in crate::transactions) changes: Vec<Change>,
    /// The NFTs.
    pub(in crate::transactions) nfts: Vec<NftChange>,
}

/// Everything that is moved at once. A transfer is one of these, and so are the custom fees for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::transactions) struct Movements {
    /// The adjustments of hbar, no account twice.
    pub(in crate::transactions) hbar: SmallVec<[Change; 4]>,
    /// The tokens, none twice.
    pub(in crate::transactions) tokens: Vec<TokenMovement>,
}
