//! `TokenAssociate`: lets an account hold tokens.

use alloc::vec::Vec;

use hapi_proto::{
    fees::Extra,
    services::{AccountId, TokenAssociateTransactionBody, TokenId, account_id},
};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    tokens::relations,
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{Account, EntityNum},
};

impl TransactionType for TokenAssociateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        named(self.account.as_ref(), &self.tokens)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        keys.account(self.account.as_ref(), ResponseCode::InvalidAccountId)
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let count = self.tokens.len() as u64;
        let fits = cx.store.relation_count().saturating_add(count) <= cx.config.tokens.max_relations;
        require(fits, ResponseCode::MaxEntitiesInPriceRegimeHaveBeenCreated)?;
        let account = cx.usable_account(self.account.as_ref(), ResponseCode::InvalidAccountId)?;
        let tokens = usable(&self.tokens, cx)?;
        require(within_limit(account, count, cx), ResponseCode::TokensPerAccountLimitExceeded)?;
        let account = account.num;
        let is_new = |token: &EntityNum| cx.store.relation(&(account, *token)).is_none();
        require(tokens.iter().all(is_new), ResponseCode::TokenAlreadyAssociatedToAccount)?;

        // Lists of relations show the latest first, and those of one transaction by number.
        tokens.iter().rev().try_for_each(|token| relations::associate(cx, account, *token, false))
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::TokenAssociate, self.tokens.len() as u64)
    }
}

/// The account and the tokens are named, and no token twice.
pub(super) fn named(account: Option<&AccountId>, tokens: &[TokenId]) -> Result<(), ResponseCode> {
    let account = account.and_then(|id| id.account.as_ref()).is_some_and(|account| match account {
        account_id::Account::AccountNum(num) => *num != 0,
        account_id::Account::Alias(alias) => !alias.is_empty(),
    });
    require(account, ResponseCode::InvalidAccountId)?;
    require(!tokens.contains(&TokenId::default()), ResponseCode::InvalidTokenId)?;
    require(checks::distinct(tokens.iter()), ResponseCode::TokenIdRepeatedInTokenList)
}

/// The tokens by number, all of them usable.
fn usable(tokens: &[TokenId], cx: &Handle<'_, '_>) -> Result<Vec<EntityNum>, ResponseCode> {
    let mut sorted: Vec<&TokenId> = tokens.iter().collect();
    sorted.sort_by_key(|id| id.token_num);
    sorted.into_iter().map(|id| Ok(cx.usable_token(Some(id))?.num)).collect()
}

/// Whether the account may be associated with so many more tokens; by default with any number (HIP-367).
fn within_limit(account: &Account, count: u64, cx: &Handle<'_, '_>) -> bool {
    let limit = cx.config.tokens.max_per_account;
    !cx.config.entities.limit_associations || u64::from(account.tokens.associations) + count <= limit
}

#[cfg(test)]
mod tests;
