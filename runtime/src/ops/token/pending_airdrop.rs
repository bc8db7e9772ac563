//! Airdrops that wait for their receivers, as those who claim or cancel them name them (HIP-904).

use std::fmt;

use hapi_proto::services::{NftId, PendingAirdropId, TokenId, pending_airdrop_id::TokenReference};

use crate::{
    ops::crypto::AccountRef,
    registry::{Subject, one_of_many},
    spec::{OpError, Spec},
};

/// An airdrop that waits for its receiver: see [`pending_airdrop`] and [`pending_nft_airdrop`].
#[derive(Clone, Debug)]
#[must_use = "give it to `token_claim_airdrop` or `token_cancel_airdrop`"]
pub struct PendingAirdrop {
    pub(super) sender: AccountRef,
    pub(super) receiver: AccountRef,
    token: Subject<TokenId>,
    serial: Option<i64>,
}

/// The units of a fungible token that one account has sent another, and that wait (HIP-904).
pub fn pending_airdrop(
    sender: impl Into<AccountRef>,
    receiver: impl Into<AccountRef>,
    token: impl Into<Subject<TokenId>>,
) -> PendingAirdrop {
    let (sender, receiver) = (sender.into(), receiver.into());
    PendingAirdrop { sender, receiver, token: token.into(), serial: None }
}

/// The NFT that one account has sent another, and that waits (HIP-904).
pub fn pending_nft_airdrop(
    sender: impl Into<AccountRef>,
    receiver: impl Into<AccountRef>,
    token: impl Into<Subject<TokenId>>,
    serial: i64,
) -> PendingAirdrop {
    PendingAirdrop { serial: Some(serial), ..pending_airdrop(sender, receiver, token) }
}

impl PendingAirdrop {
    /// The id as bodies and records have it.
    pub(crate) fn resolve(&self, spec: &Spec) -> Result<PendingAirdropId, OpError> {
        let token = self.token.resolve(spec)?;
        let reference = match self.serial {
            None => TokenReference::FungibleTokenType(token),
            Some(serial_number) => {
                TokenReference::NonFungibleToken(NftId { token_id: Some(token), serial_number })
            }
        };
        Ok(PendingAirdropId {
            sender_id: Some(self.sender.resolve(spec)?),
            receiver_id: Some(self.receiver.resolve(spec)?),
            token_reference: Some(reference),
        })
    }
}

impl fmt::Display for PendingAirdrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.token)?;
        if let Some(serial) = self.serial {
            write!(f, " {serial}")?;
        }
        write!(f, " from {} to {}", self.sender, self.receiver)
    }
}

one_of_many!(PendingAirdrop: PendingAirdrop);
