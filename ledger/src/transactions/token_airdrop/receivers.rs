//! Who gets an airdrop at once, and for whom it waits.

use hapi_proto::services::{AccountId, TokenTransferList};

use super::{airdrops, require};
use crate::{
    ResponseCode,
    handle::Handle,
    keys::Key,
    state::{Account, EntityNum},
};

/// The last of the system accounts: none of them is sent airdrops.
const LAST_SYSTEM_ACCOUNT: EntityNum = 1000;
/// As many slots for automatic associations as it takes.
const UNLIMITED: i32 = -1;

/// What becomes of what somebody is sent.
pub(super) enum Fate {
    /// It is transferred.
    AtOnce {
        /// Whether its receiver has to be associated, or even created.
        associates: bool,
    },
    /// Its receiver has to claim it.
    Waits {
        /// Who that is.
        receiver: EntityNum,
    },
}

/// What becomes of what an account is sent of a token, or of what it sends if it does not get anything.
///
/// # Errors
/// `AccountDeleted`, and of a receiver `InvalidReceivingNodeAccount` when it is a system account.
pub(super) fn fate(
    cx: &Handle<'_, '_>,
    token: EntityNum,
    id: Option<&AccountId>,
    gets: bool,
) -> Result<Fate, ResponseCode> {
    let account = airdrops::account(cx, id).and_then(|num| cx.store.account(&num));
    let Some(account) = account else { return Ok(Fate::AtOnce { associates: true }) };
    require(!account.deleted, ResponseCode::AccountDeleted)?;
    // Who is named by alias counts as not associated; the transfer finds out better.
    let numbered = id.is_some_and(|id| id.num().is_some());
    let associated = numbered && cx.store.relation(&(account.num, token)).is_some();
    if gets {
        require(account.num > LAST_SYSTEM_ACCOUNT, ResponseCode::InvalidReceivingNodeAccount)?;
        let unsigned = account.receiver_sig_required && !cx.has_signed(account);
        if unsigned || (!associated && !has_slot(account)) {
            return Ok(Fate::Waits { receiver: account.num });
        }
    }
    Ok(Fate::AtOnce { associates: !associated })
}

fn has_slot(account: &Account) -> bool {
    let max = account.max_auto_associations;
    max == UNLIMITED || account.used_auto_associations < max
}

/// Everybody who is sent something could sign a claim.
///
/// # Errors
/// `NotSupported` when somebody could not.
pub(super) fn can_claim(cx: &Handle<'_, '_>, list: &TokenTransferList) -> Result<(), ResponseCode> {
    let amounts = list.transfers.iter().filter(|amount| amount.amount > 0);
    let nfts = list.nft_transfers.iter().map(|nft| &nft.receiver_account_id);
    for id in amounts.map(|amount| &amount.account_id).chain(nfts) {
        let account = airdrops::account(cx, id.as_ref()).and_then(|num| cx.store.account(&num));
        let able = account.is_none_or(|account| account.is_hollow() || can_sign(&account.key));
        require(able, ResponseCode::NotSupported)?;
    }
    Ok(())
}

/// Whether a key could sign a claim: contracts can by calling, but not by being called by delegation.
fn can_sign(key: &Key) -> bool {
    match key {
        Key::Ed25519(_) | Key::Ecdsa(_) | Key::Contract(_) => true,
        Key::DelegatableContract(_) => false,
        Key::List(keys) => keys.iter().all(can_sign),
        Key::Threshold { threshold, keys } => keys.iter().filter(|key| can_sign(key)).count() >= *threshold,
    }
}
