//! `TokenClaimAirdrop`: a receiver takes airdrops that wait for it (HIP-904).

use alloc::{collections::BTreeMap, vec::Vec};

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, NftTransfer, TokenClaimAirdropTransactionBody,
    TokenTransferList,
};

use super::{
    PureChecks, TransactionType, airdrops,
    checks::{self, require},
    crypto_transfer::{self, Approvals, CustomFees, check_token_lists},
    tokens::relations,
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{AirdropKey, EntityNum},
};

impl TransactionType for TokenClaimAirdropTransactionBody {
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let ids = &self.pending_airdrops;
        require(!ids.is_empty(), ResponseCode::EmptyPendingAirdropIdList)?;
        require(checks::distinct(ids.iter()), ResponseCode::PendingAirdropIdRepeated)?;
        let complete = ids.iter().all(|id| id.sender_id.is_some() && id.receiver_id.is_some());
        require(complete, ResponseCode::InvalidPendingAirdropId)?;
        require(cx.config.airdrops.claim_enabled, ResponseCode::NotSupported)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        for id in &self.pending_airdrops {
            let receiver =
                keys.find_aliased(id.receiver_id.as_ref()).ok_or(ResponseCode::InvalidAccountId)?;
            keys.owner(receiver, ResponseCode::InvalidAccountId)?;
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let short = self.pending_airdrops.len() <= cx.config.airdrops.max_claims;
        require(short, ResponseCode::PendingAirdropIdListTooLong)?;
        let claimed = airdrops::pending(cx, &self.pending_airdrops)?;
        for key in &claimed {
            let token = cx.usable_token(Some(&cx.token_id(key.token)))?;
            let free = !airdrops::has_fallback_royalty(token);
            require(free, ResponseCode::TokenAirdropWithFallbackRoyalty)?;
        }

        for AirdropKey { receiver, token, .. } in &claimed {
            if cx.store.relation(&(*receiver, *token)).is_none() {
                relations::associate(cx, *receiver, *token, false)?;
            }
        }
        let op =
            CryptoTransferTransactionBody { token_transfers: transfers(cx, &claimed)?, ..Default::default() };
        check_token_lists(&op.token_transfers, Approvals::Allowed)?;
        crypto_transfer::execute(cx, &op, CustomFees::Waived)?;
        for key in claimed {
            airdrops::remove(cx, key);
        }
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

/// The transfers that make up what is claimed: one list for each token, in which nobody comes twice.
fn transfers(cx: &Handle<'_, '_>, claimed: &[AirdropKey]) -> Result<Vec<TokenTransferList>, ResponseCode> {
    let mut lists: BTreeMap<EntityNum, TokenTransferList> = BTreeMap::new();
    for key in claimed {
        let list = lists.entry(key.token).or_insert_with(|| TokenTransferList {
            token: Some(cx.token_id(key.token)),
            ..Default::default()
        });
        let (from, to) = (cx.account_id(key.sender), cx.account_id(key.receiver));
        if let Some(serial) = key.serial {
            list.nft_transfers.push(NftTransfer {
                sender_account_id: Some(from),
                receiver_account_id: Some(to),
                serial_number: i64::try_from(serial).map_err(|_| ResponseCode::InvalidNftId)?,
                ..Default::default()
            });
        } else {
            let amount = cx.store.airdrop(key).map_or(0, |airdrop| airdrop.amount);
            add(&mut list.transfers, from, -amount)?;
            add(&mut list.transfers, to, amount)?;
        }
    }
    Ok(lists.into_values().collect())
}

/// Adds an adjustment to the one that there is of this account. What cannot be added up, nobody has.
fn add(amounts: &mut Vec<AccountAmount>, account: AccountId, amount: i64) -> Result<(), ResponseCode> {
    match amounts.iter_mut().find(|one| one.account_id.as_ref() == Some(&account)) {
        Some(one) => {
            let sum = one.amount.checked_add(amount);
            one.amount = sum.ok_or(ResponseCode::InsufficientTokenBalance)?;
        }
        None => amounts.push(AccountAmount { account_id: Some(account), amount, ..Default::default() }),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
