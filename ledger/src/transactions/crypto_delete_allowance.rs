//! `CryptoDeleteAllowance`: takes back who may move single NFTs (HIP-336). Other allowances end by approving 0.

use hapi_proto::{
    fees::Extra,
    services::{AccountId, CryptoDeleteAllowanceTransactionBody, NftRemoveAllowance},
};

use super::{PureChecks, TransactionType, allowances, checks::require};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{ApprovalForAll, TokenKind},
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
        for allowance in &self.nft_allowances {
            if let Some(owner) = &allowance.owner {
                owner_signs(keys, allowance, owner)?;
            }
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let payer = cx.store.account(&cx.payer).ok_or(ResponseCode::InvalidPayerAccountId)?;
        require(!payer.deleted, ResponseCode::AccountDeleted)?;
        let serials = |allowance: &NftRemoveAllowance| allowance.serial_numbers.len();
        let count = self.nft_allowances.iter().map(serials).sum::<usize>();
        let limit = cx.config.allowances.max_per_transaction;
        require(count <= limit, ResponseCode::MaxAllowancesExceeded)?;
        self.nft_allowances.iter().try_for_each(|allowance| check(cx, allowance))?;
        self.nft_allowances.iter().try_for_each(|allowance| delete(cx, allowance))
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::Allowances, self.nft_allowances.len() as u64)
    }
}

/// The owner signs, unless the payer has its approval for all serials of the token.
fn owner_signs(
    keys: &mut RequiredKeys<'_>,
    allowance: &NftRemoveAllowance,
    owner: &AccountId,
) -> Result<(), ResponseCode> {
    let account = keys.find(Some(owner)).ok_or(ResponseCode::InvalidAllowanceOwnerId)?;
    let token = allowance.token_id.as_ref().and_then(|id| keys.store.named_token(keys.config, id));
    let approved = token.is_some_and(|token| {
        account.tokens.nft_allowances.contains(&ApprovalForAll { spender: keys.payer, token: token.num })
    });
    if approved { Ok(()) } else { keys.owner(account, ResponseCode::InvalidAllowanceOwnerId) }
}

fn check(cx: &Handle<'_, '_>, allowance: &NftRemoveAllowance) -> Result<(), ResponseCode> {
    let token = cx.existing_token(allowance.token_id.as_ref())?;
    require(token.kind == TokenKind::NonFungible, ResponseCode::FungibleTokenInNftAllowances)?;
    let owner = allowances::owner(cx, allowance.owner.as_ref())?;
    let associated = cx.store.relation(&(owner, token.num)).is_some();
    require(associated, ResponseCode::TokenNotAssociatedToAccount)?;
    allowances::existing_serials(cx, token.num, &allowance.serial_numbers).map(drop)
}

fn delete(cx: &mut Handle<'_, '_>, allowance: &NftRemoveAllowance) -> Result<(), ResponseCode> {
    let token = cx.existing_token(allowance.token_id.as_ref())?.num;
    let owner = allowances::owner(cx, allowance.owner.as_ref())?;
    let serials = allowances::existing_serials(cx, token, &allowance.serial_numbers)?;
    allowances::set_spender(cx, token, owner, &serials, None)
}

#[cfg(test)]
mod tests;
