//! What sending, claiming and cancelling airdrops share (HIP-904).

use alloc::vec::Vec;

use hapi_proto::services::{AccountId, PendingAirdropId, pending_airdrop_id::TokenReference};

use super::checks::require;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{AirdropKey, EntityNum, Fee, Token},
};

/// The pending airdrops that are meant, in the order in which they are named.
///
/// # Errors
/// `InvalidPendingAirdropId` when there is no such airdrop, `PendingAirdropIdRepeated` when two of them are the same, for
/// instance by alias and by number.
pub(super) fn pending(
    cx: &Handle<'_, '_>,
    ids: &[PendingAirdropId],
) -> Result<Vec<AirdropKey>, ResponseCode> {
    let mut keys = Vec::with_capacity(ids.len());
    for id in ids {
        let key = key(cx, id).filter(|key| cx.store.airdrop(key).is_some());
        let key = key.ok_or(ResponseCode::InvalidPendingAirdropId)?;
        require(!keys.contains(&key), ResponseCode::PendingAirdropIdRepeated)?;
        keys.push(key);
    }
    Ok(keys)
}

fn key(cx: &Handle<'_, '_>, id: &PendingAirdropId) -> Option<AirdropKey> {
    let (token, serial) = match id.token_reference? {
        TokenReference::FungibleTokenType(token) => (token, None),
        TokenReference::NonFungibleToken(nft) => {
            (nft.token_id?, Some(u64::try_from(nft.serial_number).ok()?))
        }
    };
    let token = cx.store.named_token(cx.config, &token)?.num;
    Some(AirdropKey {
        sender: account(cx, id.sender_id.as_ref())?,
        receiver: account(cx, id.receiver_id.as_ref())?,
        token,
        serial,
    })
}

/// The number of an account that exists, by number or alias.
pub(super) fn account(cx: &Handle<'_, '_>, id: Option<&AccountId>) -> Option<EntityNum> {
    cx.store.resolve_account(cx.config, id?).filter(|num| cx.store.account(num).is_some())
}

/// Forgets an airdrop: it was claimed or cancelled.
pub(super) fn remove(cx: &mut Handle<'_, '_>, key: AirdropKey) {
    cx.store.remove_airdrop(key);
    if let Some(sender) = cx.store.account_mut(&key.sender) {
        sender.tokens.pending_airdrops = sender.tokens.pending_airdrops.saturating_sub(1);
    }
}

/// Whether the receiver of an NFT may have to pay for it: such tokens are not airdropped.
pub(super) fn has_fallback_royalty(token: &Token) -> bool {
    token.custom_fees.iter().any(|fee| matches!(fee.fee, Fee::Royalty { fallback: Some(_), .. }))
}
