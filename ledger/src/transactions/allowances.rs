//! What granting allowances and taking them back share (HIP-336).

use alloc::collections::BTreeSet;

use hapi_proto::services::{AccountId, account_id};

use super::checks::require;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, Token},
};

/// Whose allowances these are: the payer's when no owner is named by number.
pub(super) fn owner(cx: &Handle<'_, '_>, id: Option<&AccountId>) -> Result<EntityNum, ResponseCode> {
    match id {
        Some(id @ AccountId { account: Some(account_id::Account::AccountNum(_)), .. }) => {
            let account = cx.store.numbered_account(cx.config, id).filter(|account| !account.deleted);
            Ok(account.ok_or(ResponseCode::InvalidAllowanceOwnerId)?.num)
        }
        _ => Ok(cx.payer),
    }
}

/// Serials, each once, all of which exist.
pub(super) fn existing_serials(
    cx: &Handle<'_, '_>,
    token: EntityNum,
    serials: &[i64],
) -> Result<BTreeSet<u64>, ResponseCode> {
    let existing = |serial: &i64| {
        let serial = u64::try_from(*serial).ok().filter(|serial| *serial > 0)?;
        cx.store.nft(&(token, serial)).map(|_| serial)
    };
    serials.iter().map(|serial| existing(serial).ok_or(ResponseCode::InvalidTokenNftSerialNumber)).collect()
}

/// Names who may move these serials besides their owner, or nobody.
pub(super) fn set_spender(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    owner: EntityNum,
    serials: &BTreeSet<u64>,
    spender: Option<EntityNum>,
) -> Result<(), ResponseCode> {
    let treasury = cx.store.token(&token).map(|token: &Token| token.treasury);
    for serial in serials {
        let nft = cx.store.nft_mut(&(token, *serial)).ok_or(ResponseCode::InvalidNftId)?;
        require(nft.owner.or(treasury) == Some(owner), ResponseCode::SenderDoesNotOwnNftSerialNo)?;
        nft.spender = spender;
    }
    Ok(())
}
