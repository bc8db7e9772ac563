//! Airdrops that begin to wait, or grow.

use hapi_proto::services::{
    NftId, PendingAirdropId, PendingAirdropRecord, PendingAirdropValue, pending_airdrop_id::TokenReference,
};

use super::require;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{Airdrop, AirdropKey},
};

/// There is room for so many more.
///
/// # Errors
/// `MaxEntitiesInPriceRegimeHaveBeenCreated`.
pub(super) fn have_room(cx: &Handle<'_, '_>, count: usize) -> Result<(), ResponseCode> {
    let total = cx.store.airdrop_count().saturating_add(count as u64);
    require(total <= cx.config.airdrops.max_pending, ResponseCode::MaxEntitiesInPriceRegimeHaveBeenCreated)
}

/// Adds an amount to what waits already, or has it wait. The record tells how much then waits in all.
///
/// # Errors
/// `InsufficientTokenBalance` when it adds up to what nobody can have.
pub(super) fn add(cx: &mut Handle<'_, '_>, key: AirdropKey, amount: i64) -> Result<(), ResponseCode> {
    let before = cx.store.airdrop(&key).map(|airdrop| airdrop.amount);
    let total = before.unwrap_or(0).checked_add(amount).ok_or(ResponseCode::InsufficientTokenBalance)?;
    put(cx, key, total, before.is_none())?;
    let amount = u64::try_from(total).map_err(|_| ResponseCode::InsufficientTokenBalance)?;
    tell(cx, key, Some(PendingAirdropValue { amount }));
    Ok(())
}

/// Has an NFT wait.
///
/// # Errors
/// `PendingNftAirdropAlreadyExists` when it does already, for the same receiver.
pub(super) fn add_nft(cx: &mut Handle<'_, '_>, key: AirdropKey) -> Result<(), ResponseCode> {
    let known = cx.store.airdrop(&key).is_some();
    require(!known, ResponseCode::PendingNftAirdropAlreadyExists)?;
    put(cx, key, 0, true)?;
    tell(cx, key, None);
    Ok(())
}

fn put(cx: &mut Handle<'_, '_>, key: AirdropKey, amount: i64, new: bool) -> Result<(), ResponseCode> {
    cx.store.put_airdrop(key, Airdrop { amount });
    if new {
        let sender = cx.store.account_mut(&key.sender).ok_or(ResponseCode::InvalidAccountId)?;
        let count = sender.tokens.pending_airdrops.checked_add(1);
        sender.tokens.pending_airdrops = count.ok_or(ResponseCode::FailInvalid)?;
    }
    Ok(())
}

fn tell(cx: &mut Handle<'_, '_>, key: AirdropKey, value: Option<PendingAirdropValue>) {
    let token = cx.token_id(key.token);
    let reference = match key.serial {
        None => TokenReference::FungibleTokenType(token),
        Some(serial) => TokenReference::NonFungibleToken(NftId {
            token_id: Some(token),
            serial_number: i64::try_from(serial).unwrap_or(i64::MAX),
        }),
    };
    let id = PendingAirdropId {
        sender_id: Some(cx.account_id(key.sender)),
        receiver_id: Some(cx.account_id(key.receiver)),
        token_reference: Some(reference),
    };
    let told = PendingAirdropRecord { pending_airdrop_id: Some(id), pending_airdrop_value: value };
    cx.record.new_pending_airdrops.push(told);
}

/// Records show them by receiver, sender and token, fungible ones first.
pub(super) fn sort(records: &mut [PendingAirdropRecord]) {
    fn place(record: &PendingAirdropRecord) -> Option<impl Ord + '_> {
        let id = record.pending_airdrop_id.as_ref()?;
        Some((&id.receiver_id, &id.sender_id, &id.token_reference))
    }
    records.sort_by(|one, other| place(one).cmp(&place(other)));
}
