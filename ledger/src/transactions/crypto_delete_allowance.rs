//! `CryptoDeleteAllowance`: takes back who may move single NFTs (HIP-336). Other allowances end by approving 0.
//!
//! There are no tokens yet: every token id is unknown.

use hapi_proto::{
    fees::Extra,
    services::{CryptoDeleteAllowanceTransactionBody, NftRemoveAllowance},
};

use super::{PureChecks, TransactionType, checks::require};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for CryptoDeleteAllowanceTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(!self.nft_allowances.is_empty(), ResponseCode::EmptyAllowances)?;
        for allowance in &self.nft_allowances {
            require(allowance.token_id.is_some(), ResponseCode::InvalidTokenId)?;
            require(!allowance.serial_numbers.is_empty(), ResponseCode::EmptyAllowances)?;
        }
        Ok(())
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let owners = self.nft_allowances.iter().filter_map(|allowance| allowance.owner.as_ref());
        owners
            .into_iter()
            .try_for_each(|owner| keys.account(Some(owner), ResponseCode::InvalidAllowanceOwnerId))
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let payer = cx.store.account(&cx.payer).ok_or(ResponseCode::InvalidPayerAccountId)?;
        let serials = |allowance: &NftRemoveAllowance| allowance.serial_numbers.len();
        let allowances = self.nft_allowances.iter().map(serials).sum::<usize>();
        let limit = cx.config.allowances.max_per_transaction;
        require(!payer.deleted, ResponseCode::AccountDeleted)?;
        require(allowances <= limit, ResponseCode::MaxAllowancesExceeded)?;
        require(self.nft_allowances.is_empty(), ResponseCode::InvalidTokenId)
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::Allowances, self.nft_allowances.len() as u64)
    }
}

#[cfg(test)]
mod tests;
