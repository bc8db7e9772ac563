//! `CryptoApproveAllowance`: lets others spend hbar, fungible tokens and NFTs (HIP-336).

mod hbar;
mod nfts;
mod tokens;

use alloc::vec::Vec;

use hapi_proto::{
    fees::Extra,
    services::{AccountId, CryptoApproveAllowanceTransactionBody},
};

use super::{
    PureChecks, TransactionType, allowances,
    checks::{self, require},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{Account, EntityNum},
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
        require(!payer.deleted, ResponseCode::AccountDeleted)?;
        let limit = cx.config.allowances.max_per_transaction;
        require(counted(self) <= limit, ResponseCode::MaxAllowancesExceeded)?;
        let hbar: Vec<_> =
            self.crypto_allowances.iter().map(|one| hbar::approval(cx, one)).collect::<Result<_, _>>()?;
        let tokens: Vec<_> =
            self.token_allowances.iter().map(|one| tokens::approval(cx, one)).collect::<Result<_, _>>()?;
        let nfts: Vec<_> =
            self.nft_allowances.iter().map(|one| nfts::approval(cx, one)).collect::<Result<_, _>>()?;

        hbar.into_iter().try_for_each(|approval| hbar::apply(cx, approval))?;
        tokens.into_iter().try_for_each(|approval| tokens::apply(cx, approval))?;
        nfts.iter().try_for_each(|approval| nfts::apply(cx, approval))
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
fn counted(op: &CryptoApproveAllowanceTransactionBody) -> usize {
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

/// Who may spend: by number, `None` when there is no such account. That is fine where something is taken away.
///
/// # Errors
/// `InvalidAllowanceSpenderId` when one is `needed`, but there is none, or it is deleted.
fn spender(
    cx: &Handle<'_, '_>,
    id: Option<&AccountId>,
    needed: bool,
) -> Result<Option<EntityNum>, ResponseCode> {
    let spender = id.and_then(|id| cx.store.numbered_account(cx.config, id));
    let usable = spender.is_some_and(|spender| !spender.deleted);
    require(usable || !needed, ResponseCode::InvalidAllowanceSpenderId)?;
    Ok(spender.map(|spender| spender.num))
}

/// An account grants at most so many allowances of all kinds together; those of single serials are not among them.
fn within_limit(limit: usize, owner: &Account) -> Result<(), ResponseCode> {
    let tokens = &owner.tokens;
    let granted = owner.hbar_allowances.len() + tokens.token_allowances.len() + tokens.nft_allowances.len();
    require(granted <= limit, ResponseCode::MaxAllowancesExceeded)
}

#[cfg(test)]
mod tests;
