//! `TokenAirdrop`: sends tokens to accounts that may not be ready for them (HIP-904). Who is, gets them at once, as by a
//! transfer; for the others they wait until they are claimed or cancelled.

mod pending;
mod receivers;
mod sendable;

use alloc::{collections::BTreeSet, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{
        AccountAmount, CryptoTransferTransactionBody, HederaFunctionality, TokenAirdropTransactionBody,
        TokenTransferList,
    },
};

use self::receivers::Fate;
use super::{
    PureChecks, TransactionType, airdrops,
    checks::require,
    crypto_transfer::{
        self, Approvals, CustomFees, Receivers, charge_custom_fees, check_token_lists, require_token_signers,
        token_num,
    },
    tokens::{balances, relations},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{AirdropKey, EntityNum},
};

impl TransactionType for TokenAirdropTransactionBody {
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(!self.token_transfers.is_empty(), ResponseCode::EmptyTokenTransferBody)?;
        self.token_transfers.iter().try_for_each(one_sender)?;
        check_token_lists(&self.token_transfers, Approvals::Refused)?;
        require(cx.config.airdrops.enabled, ResponseCode::NotSupported)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        require_token_signers(keys, &self.token_transfers, &[], Receivers::MaySign)
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        sendable::check(cx, &self.token_transfers)?;

        let lists = charge_custom_fees(cx, &self.token_transfers)?;
        let mut at_once = Vec::new();
        for list in &lists {
            at_once.extend(airdrop(cx, list)?);
        }
        if !at_once.is_empty() {
            let op = CryptoTransferTransactionBody { token_transfers: at_once, ..Default::default() };
            crypto_transfer::execute(cx, &op, CustomFees::Waived)?;
        }
        pending::sort(&mut cx.record.new_pending_airdrops);
        Ok(())
    }

    fn fees(&self, cx: &FeeContext<'_>) -> Usage {
        crypto_transfer::usage(cx, &[], &self.token_transfers).priced_as(HederaFunctionality::CryptoTransfer)
    }
}

/// All that is sent of a token comes from one account. Nobody's hooks are asked.
fn one_sender(list: &TokenTransferList) -> Result<(), ResponseCode> {
    if let Some(first) = list.nft_transfers.first() {
        require(first.sender_account_id.is_some(), ResponseCode::InvalidTransferAccountId)?;
        let mut nfts = list.nft_transfers.iter();
        let one = nfts.all(|nft| nft.sender_account_id == first.sender_account_id);
        require(one, ResponseCode::AirdropContainsMultipleSendersForAToken)?;
        let hooks = list.nft_transfers.iter().any(|nft| {
            nft.sender_allowance_hook_call.is_some() || nft.receiver_allowance_hook_call.is_some()
        });
        require(!hooks, ResponseCode::HooksAreNotSupportedInAirdrops)?;
    }
    if !list.transfers.is_empty() {
        let senders = list.transfers.iter().filter(|amount| amount.amount < 0).count();
        require(senders == 1, ResponseCode::AirdropContainsMultipleSendersForAToken)?;
        let hooks = list.transfers.iter().any(|amount| amount.hook_call.is_some());
        require(!hooks, ResponseCode::HooksAreNotSupportedInAirdrops)?;
    }
    Ok(())
}

/// Sends what is sent of one token: makes of it what waits, and returns what does not, if there is any.
fn airdrop(
    cx: &mut Handle<'_, '_>,
    list: &TokenTransferList,
) -> Result<Option<TokenTransferList>, ResponseCode> {
    receivers::can_claim(cx, list)?;
    let token = list.token.as_ref().and_then(|id| token_num(cx.config, id));
    let token = token.ok_or(ResponseCode::InvalidTokenId)?;
    let mut at_once = TokenTransferList { transfers: Vec::new(), nft_transfers: Vec::new(), ..list.clone() };
    amounts(cx, token, list, &mut at_once)?;
    nfts(cx, token, list, &mut at_once)?;
    let nothing = at_once.transfers.is_empty() && at_once.nft_transfers.is_empty();
    Ok((!nothing).then_some(at_once))
}

/// Units of a fungible token. Even if all wait, the sender must be able to send: it comes up in the transfer.
fn amounts(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    list: &TokenTransferList,
    at_once: &mut TokenTransferList,
) -> Result<(), ResponseCode> {
    let Some(debit) = list.transfers.iter().find(|amount| amount.amount < 0) else { return Ok(()) };
    let sender = airdrops::account(cx, debit.account_id.as_ref()).ok_or(ResponseCode::InvalidAccountId)?;
    let (mut waiting, mut sent, mut known) = (Vec::new(), Vec::new(), 0);
    let mut associated = 0;
    for amount in &list.transfers {
        let gets = amount.amount > 0;
        match receivers::fate(cx, token, amount.account_id.as_ref(), gets)? {
            Fate::Waits { receiver } => {
                let key = AirdropKey { sender, receiver, token, serial: None };
                // Only who is named by number is recognised: an alias pays as if it was new.
                let numbered = is_numbered(debit) && is_numbered(amount);
                known += u64::from(numbered && cx.store.airdrop(&key).is_some());
                waiting.push((key, amount.amount));
            }
            Fate::AtOnce { associates } => {
                associated += u64::from(associates);
                sent.extend(gets.then(|| amount.clone()));
            }
        }
    }
    pending::have_room(cx, waiting.len())?;
    charge(cx, waiting.len() as u64, known, associated)?;
    for (key, amount) in waiting {
        pending::add(cx, key, amount)?;
    }
    let total = sent.iter().try_fold(0, |sum: i64, amount| sum.checked_add(amount.amount));
    let total = total.ok_or(ResponseCode::InsufficientTokenBalance)?;
    at_once.transfers.push(AccountAmount { amount: -total, ..debit.clone() });
    at_once.transfers.extend(sent);
    Ok(())
}

fn nfts(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    list: &TokenTransferList,
    at_once: &mut TokenTransferList,
) -> Result<(), ResponseCode> {
    let Some(first) = list.nft_transfers.first() else { return Ok(()) };
    let sender = airdrops::account(cx, first.sender_account_id.as_ref());
    let sender = sender.ok_or(ResponseCode::InvalidAccountId)?;
    let (mut waiting, mut associated) = (Vec::new(), BTreeSet::new());
    for nft in &list.nft_transfers {
        match receivers::fate(cx, token, nft.receiver_account_id.as_ref(), true)? {
            Fate::Waits { receiver } => {
                let serial = u64::try_from(nft.serial_number).map_err(|_| ResponseCode::InvalidNftId)?;
                waiting.push(AirdropKey { sender, receiver, token, serial: Some(serial) });
            }
            Fate::AtOnce { associates } => {
                associated.extend(associates.then_some(&nft.receiver_account_id));
                at_once.nft_transfers.push(nft.clone());
            }
        }
    }
    pending::have_room(cx, waiting.len())?;
    charge(cx, waiting.len() as u64, 0, associated.len() as u64)?;
    waiting.into_iter().try_for_each(|key| pending::add_nft(cx, key))
}

fn is_numbered(amount: &AccountAmount) -> bool {
    amount.account_id.as_ref().is_some_and(|id| id.num().is_some())
}

/// Charges for what waits, of which some is added to what waits already, and for receivers that get associated: each is an
/// airdrop to be paid for, and each that waits for the first time is paid its association in advance.
fn charge(cx: &mut Handle<'_, '_>, waiting: u64, known: u64, associated: u64) -> Result<(), ResponseCode> {
    let new = waiting.saturating_sub(known);
    let airdrops = new.saturating_add(known).saturating_add(associated);
    let fee = cx.extra_fee(Extra::Airdrops).saturating_mul(airdrops);
    cx.charge(fee.saturating_add(cx.association_fee().saturating_mul(new)))
}

#[cfg(test)]
mod tests;
