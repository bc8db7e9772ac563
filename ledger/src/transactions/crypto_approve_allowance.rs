//! `CryptoApproveAllowance`: lets others spend (HIP-336).
//!
//! There are no tokens yet: an allowance for a token is answered as one for an unknown token.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{AccountId, CryptoAllowance, CryptoApproveAllowanceTransactionBody, account_id},
};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{EntityNum, HbarAllowance},
};

impl TransactionType for CryptoApproveAllowanceTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(entries(self) > 0, ResponseCode::EmptyAllowances)?;
        for allowance in &self.crypto_allowances {
            owner_form(allowance.owner.as_ref())?;
            require(allowance.amount >= 0, ResponseCode::NegativeAllowanceAmount)?;
            spender_form(allowance.spender.as_ref())?;
        }
        for allowance in &self.token_allowances {
            owner_form(allowance.owner.as_ref())?;
            require(allowance.amount >= 0, ResponseCode::NegativeAllowanceAmount)?;
            spender_form(allowance.spender.as_ref())?;
            require(allowance.token_id.is_some(), ResponseCode::InvalidTokenId)?;
        }
        for allowance in &self.nft_allowances {
            owner_form(allowance.owner.as_ref())?;
            spender_form(allowance.spender.as_ref())?;
            require(allowance.token_id.is_some(), ResponseCode::InvalidTokenId)?;
        }
        Ok(())
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        for allowance in &self.crypto_allowances {
            owner_signs(keys, allowance.owner.as_ref())?;
        }
        for allowance in &self.token_allowances {
            owner_signs(keys, allowance.owner.as_ref())?;
        }
        for allowance in &self.nft_allowances {
            // Approval for all serials is the owner's to give; a spender who has it may pass on single serials.
            match &allowance.delegating_spender {
                Some(spender) if allowance.approved_for_all != Some(true) => {
                    keys.account(Some(spender), ResponseCode::InvalidDelegatingSpender)?;
                }
                _ => owner_signs(keys, allowance.owner.as_ref())?,
            }
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let payer = cx.store.account(&cx.payer).ok_or(ResponseCode::InvalidPayerAccountId)?;
        let limit = cx.config.allowances.max_per_transaction;
        require(!payer.deleted, ResponseCode::AccountDeleted)?;
        require(allowances(self) <= limit, ResponseCode::MaxAllowancesExceeded)?;
        let approvals: Vec<_> = self
            .crypto_allowances
            .iter()
            .map(|allowance| approval(cx, allowance))
            .collect::<Result<_, _>>()?;
        let tokens = self.token_allowances.len() + self.nft_allowances.len();
        require(tokens == 0, ResponseCode::InvalidTokenId)?;

        approvals.into_iter().try_for_each(|approval| apply(cx, approval))
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::Allowances, entries(self) as u64)
    }
}

/// How many entries there are.
fn entries(op: &CryptoApproveAllowanceTransactionBody) -> usize {
    op.crypto_allowances.len() + op.token_allowances.len() + op.nft_allowances.len()
}

/// How many allowances these are: each serial of an NFT allowance is one.
fn allowances(op: &CryptoApproveAllowanceTransactionBody) -> usize {
    let serials = |nft: &hapi_proto::services::NftAllowance| nft.serial_numbers.len().max(1);
    op.crypto_allowances.len()
        + op.token_allowances.len()
        + op.nft_allowances.iter().map(serials).sum::<usize>()
}

/// No owner means the payer.
fn owner_form(owner: Option<&AccountId>) -> Result<(), ResponseCode> {
    owner.map_or(Ok(()), checks::account_id_form)
}

fn spender_form(spender: Option<&AccountId>) -> Result<(), ResponseCode> {
    let well_formed = spender.is_some_and(|id| checks::account_id_form(id).is_ok());
    require(well_formed, ResponseCode::InvalidAllowanceSpenderId)
}

fn owner_signs(keys: &mut RequiredKeys<'_>, owner: Option<&AccountId>) -> Result<(), ResponseCode> {
    owner.map_or(Ok(()), |owner| keys.account(Some(owner), ResponseCode::InvalidAllowanceOwnerId))
}

/// An hbar allowance as it will be applied. No spender means that there is none to be taken away from.
#[derive(Clone, Copy)]
struct Approval {
    owner: EntityNum,
    spender: Option<EntityNum>,
    amount: i64,
}

fn approval(cx: &Handle<'_, '_>, allowance: &CryptoAllowance) -> Result<Approval, ResponseCode> {
    let owner = owner(cx, allowance.owner.as_ref())?;
    let spender = allowance.spender.as_ref().and_then(|id| cx.store.numbered_account(cx.config, id));
    let usable = spender.is_some_and(|spender| !spender.deleted);
    let spender = spender.map(|spender| spender.num);
    require(usable || allowance.amount == 0, ResponseCode::InvalidAllowanceSpenderId)?;
    require(spender != Some(owner), ResponseCode::SpenderAccountSameAsOwner)?;
    Ok(Approval { owner, spender, amount: allowance.amount })
}

/// Whose hbar it is: the payer's when none is named by number.
fn owner(cx: &Handle<'_, '_>, id: Option<&AccountId>) -> Result<EntityNum, ResponseCode> {
    match id {
        Some(id @ AccountId { account: Some(account_id::Account::AccountNum(_)), .. }) => {
            let account = cx.store.numbered_account(cx.config, id).filter(|account| !account.deleted);
            Ok(account.ok_or(ResponseCode::InvalidAllowanceOwnerId)?.num)
        }
        _ => Ok(cx.payer),
    }
}

/// Sets an allowance in place of the one before; 0 takes it away.
fn apply(cx: &mut Handle<'_, '_>, approval: Approval) -> Result<(), ResponseCode> {
    let Some(spender) = approval.spender else { return Ok(()) };
    let limit = cx.config.allowances.max_per_account;
    let owner = cx.store.account_mut(&approval.owner).ok_or(ResponseCode::FailInvalid)?;
    let allowances = Arc::make_mut(&mut owner.hbar_allowances);
    let new = HbarAllowance { spender, amount: approval.amount };
    match (allowances.binary_search_by_key(&spender, |allowance| allowance.spender), approval.amount) {
        (Ok(index), 0) => drop(allowances.remove(index)),
        (Ok(index), _) => allowances[index] = new,
        (Err(_), 0) => {}
        (Err(index), _) => allowances.insert(index, new),
    }
    require(approval.amount == 0 || allowances.len() <= limit, ResponseCode::MaxAllowancesExceeded)
}

#[cfg(test)]
mod tests;
