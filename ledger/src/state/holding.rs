//! What accounts have to do with tokens: relations, NFTs, pending airdrops, and what an account itself says of them.

use alloc::{sync::Arc, vec::Vec};
use core::{
    fmt,
    ops::{Deref, DerefMut},
};

use bytes::Bytes;
use hapi_proto::services::Timestamp;

use super::{Canonical, EntityNum, FromCanonical, canonical};

/// That an account is associated with a token, and what it holds of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// In the token's least unit; of NFTs, how many. Never negative.
    pub balance: i64,
    /// Whether the account cannot use the token.
    pub frozen: bool,
    /// Whether the account passed KYC, or need not.
    pub kyc_granted: bool,
    /// Whether it took a slot for automatic associations.
    pub automatic: bool,
    /// Of two relations of an account, the greater was associated later. Lists of relations show the latest first.
    pub since: u64,
}

/// A unit of a token whose units are not alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nft {
    /// Who owns it; `None` while the treasury does, whichever account that is.
    pub owner: Option<EntityNum>,
    /// Who may transfer it besides the owner (HIP-376).
    pub spender: Option<EntityNum>,
    /// When it was minted, in consensus time.
    pub minted: Timestamp,
    /// At most 100 bytes of any kind.
    pub metadata: Bytes,
}

/// Which airdrop waits for its receiver (HIP-904).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AirdropKey {
    /// Who gives.
    pub sender: EntityNum,
    /// Who may claim it.
    pub receiver: EntityNum,
    /// Of which token.
    pub token: EntityNum,
    /// Which NFT; `None` when the token is fungible.
    pub serial: Option<u64>,
}

/// An airdrop that waits for its receiver (HIP-904).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Airdrop {
    /// In the token's least unit; 0 for an NFT.
    pub amount: i64,
}

/// What an account itself says of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// With how many tokens it is associated.
    pub associations: u32,
    /// Of how many of these it holds something.
    pub positive_balances: u32,
    /// How many NFTs it owns, of all tokens.
    pub owned_nfts: u64,
    /// Of how many tokens that are not deleted it is the treasury.
    pub treasury_titles: u32,
    /// How many airdrops of its own wait for their receivers.
    pub pending_airdrops: u32,
    /// What [`Relation::since`] was of its last association; 0 before the first.
    pub last_association: u64,
    /// Who may spend how much of which of its tokens, by spender and token.
    pub token_allowances: Vec<TokenAllowance>,
    /// Who may transfer all its NFTs of which token, by spender and token.
    pub nft_allowances: Vec<ApprovalForAll>,
}

/// Units of a token that a spender may transfer out of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenAllowance {
    /// Who may spend.
    pub spender: EntityNum,
    /// Of which token.
    pub token: EntityNum,
    /// How much is left, in the token's least unit; always positive.
    pub amount: i64,
}

/// That a spender may transfer all NFTs of a token out of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApprovalForAll {
    /// Who may.
    pub spender: EntityNum,
    /// Of which token.
    pub token: EntityNum,
}

/// What few have: it takes a pointer where there is nothing. It reads as if it was always there, and is made when it is
/// written to.
#[derive(Clone)]
pub struct Rare<T>(Option<Arc<T>>);

/// What is behind a [`Rare`] of which nothing was said.
pub trait Nothing: PartialEq + 'static {
    /// It.
    const NOTHING: &'static Self;
}

impl Nothing for Holdings {
    const NOTHING: &'static Self = &Self {
        associations: 0,
        positive_balances: 0,
        owned_nfts: 0,
        treasury_titles: 0,
        pending_airdrops: 0,
        last_association: 0,
        token_allowances: Vec::new(),
        nft_allowances: Vec::new(),
    };
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<T> for Rare<T> {
    fn from(value: T) -> Self {
        Self(Some(Arc::new(value)))
    }
}

impl<T: Nothing> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::NOTHING)
    }
}

impl<T: Nothing + Clone> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(self.0.get_or_insert_with(|| Arc::new(T::NOTHING.clone())))
    }
}

impl<T: Nothing> PartialEq for Rare<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Nothing + Eq> Eq for Rare<T> {}

impl<T: Nothing + fmt::Debug> fmt::Debug for Rare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Nothing said and nothing left are encoded alike.
impl<T: Nothing + Canonical> Canonical for Rare<T> {
    fn write(&self, out: &mut Vec<u8>) {
        let something = **self != *T::NOTHING;
        something.write(out);
        if something {
            (**self).write(out);
        }
    }
}

impl<T: Nothing + FromCanonical> FromCanonical for Rare<T> {
    fn read(input: &mut &[u8]) -> Option<Self> {
        let Some(value) = Option::<T>::read(input)? else { return Some(Self(None)) };
        (value != *T::NOTHING).then(|| value.into())
    }
}

canonical! {
    Relation { balance, frozen, kyc_granted, automatic, since }
    Nft { owner, spender, minted, metadata }
    AirdropKey { sender, receiver, token, serial }
    Airdrop { amount }
    Holdings {
        associations, positive_balances, owned_nfts, treasury_titles, pending_airdrops, last_association,
        token_allowances, nft_allowances,
    }
    TokenAllowance { spender, token, amount }
    ApprovalForAll { spender, token }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &impl Canonical) -> Vec<u8> {
        let mut out = Vec::new();
        value.write(&mut out);
        out
    }

    #[test]
    fn what_was_taken_back_is_as_if_never_said() {
        let untouched = Rare::<Holdings>::default();
        let mut touched = untouched.clone();
        touched.associations += 1;
        assert_ne!(touched, untouched);
        assert_eq!((touched.associations, untouched.associations), (1, 0));
        let mut input = &*encoded(&touched);
        assert_eq!(Rare::read(&mut input), Some(touched.clone()));
        touched.associations -= 1;
        assert_eq!((&touched, encoded(&touched)), (&untouched, encoded(&untouched)));
        assert_eq!(encoded(&untouched), [0]);
        let long_form = [&[1][..], &encoded(Holdings::NOTHING)].concat();
        assert_eq!(Rare::<Holdings>::read(&mut &*long_form), None, "each value has one encoding");
    }
}
