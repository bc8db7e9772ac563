//! Airdrops for the bench.

use hapi_proto::services::{NftId, PendingAirdropId, pending_airdrop_id::TokenReference};

use super::{Bench, id, key, token_id};
use crate::state::{Airdrop, AirdropKey, EntityNum};

impl Bench {
    /// Has so much of a fungible token wait for its receiver.
    pub(in super::super) fn airdropped(
        self,
        sender: EntityNum,
        receiver: EntityNum,
        token: EntityNum,
        amount: i64,
    ) -> Self {
        self.waits(AirdropKey { sender, receiver, token, serial: None }, amount)
    }

    /// Has an NFT wait for its receiver.
    pub(in super::super) fn airdropped_nft(
        self,
        sender: EntityNum,
        receiver: EntityNum,
        token: EntityNum,
        serial: u64,
    ) -> Self {
        self.waits(AirdropKey { sender, receiver, token, serial: Some(serial) }, 0)
    }

    fn waits(mut self, key: AirdropKey, amount: i64) -> Self {
        let new = self.state.airdrops.insert(key, Airdrop { amount }).is_none();
        self.account(key.sender, |sender| sender.tokens.pending_airdrops += u32::from(new))
    }

    /// How much waits; `None` when nothing does.
    pub(in super::super) fn waiting(
        &self,
        sender: EntityNum,
        receiver: EntityNum,
        token: EntityNum,
    ) -> Option<i64> {
        let key = AirdropKey { sender, receiver, token, serial: None };
        self.state.airdrops.get(&key).map(|airdrop| airdrop.amount)
    }

    /// How many airdrops wait.
    pub(in super::super) fn airdrops(&self) -> usize {
        self.state.airdrops.iter().count()
    }

    /// An account signs though it need not.
    pub(in super::super) fn signed_by(mut self, account: EntityNum) -> Self {
        self.offered.push(key(account));
        self
    }
}

/// The id of an airdrop of a fungible token.
pub(in super::super) fn airdrop_id(
    sender: EntityNum,
    receiver: EntityNum,
    token: EntityNum,
) -> PendingAirdropId {
    let token_reference = Some(TokenReference::FungibleTokenType(token_id(token)));
    PendingAirdropId { sender_id: Some(id(sender)), receiver_id: Some(id(receiver)), token_reference }
}

/// The id of an airdrop of an NFT.
pub(in super::super) fn nft_airdrop_id(
    sender: EntityNum,
    receiver: EntityNum,
    token: EntityNum,
    serial_number: i64,
) -> PendingAirdropId {
    let nft = NftId { token_id: Some(token_id(token)), serial_number };
    let token_reference = Some(TokenReference::NonFungibleToken(nft));
    PendingAirdropId { token_reference, ..airdrop_id(sender, receiver, token) }
}
