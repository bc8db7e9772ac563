//! What the types that concern tokens share.

pub(in crate::transactions) mod attributes;
pub(in crate::transactions) mod balances;
pub(in crate::transactions) mod custom_fees;
pub(in crate::transactions) mod relations;
pub(in crate::transactions) mod roles;

pub(crate) use custom_fees::to_proto as custom_fees_to_proto;

use alloc::sync::Arc;

use hapi_proto::services::TokenId;

use super::checks::require;
use crate::{
    ResponseCode,
    config::Config,
    handle::{Handle, token_id},
    keys::{Key, RequiredKeys},
    state::{Account, EntityNum, Store, Token},
};

impl Store<'_> {
    /// The token that an id names, of this shard and realm; it may be deleted or paused.
    pub(crate) fn named_token(&self, config: &Config, id: &TokenId) -> Option<&Token> {
        let here = (id.shard_num, id.realm_num) == (config.ledger.shard, config.ledger.realm);
        let num = u64::try_from(id.token_num).ok().filter(|_| here)?;
        self.token(&num)
    }
}

impl Handle<'_, '_> {
    /// The id of the token with this number.
    pub(crate) fn token_id(&self, num: EntityNum) -> TokenId {
        token_id(self.config, num)
    }

    /// The token with this id, if it exists and is neither deleted nor paused.
    ///
    /// # Errors
    /// `InvalidTokenId`, `TokenWasDeleted`, `TokenIsPaused`.
    pub(crate) fn usable_token(&self, id: Option<&TokenId>) -> Result<&Token, ResponseCode> {
        let token = self.existing_token(id)?;
        require(!token.paused, ResponseCode::TokenIsPaused)?;
        Ok(token)
    }

    /// As [`Handle::usable_token`], but it may be paused.
    ///
    /// # Errors
    /// `InvalidTokenId`, `TokenWasDeleted`.
    pub(crate) fn existing_token(&self, id: Option<&TokenId>) -> Result<&Token, ResponseCode> {
        let token = id.and_then(|id| self.store.named_token(self.config, id));
        let token = token.ok_or(ResponseCode::InvalidTokenId)?;
        require(!token.deleted, ResponseCode::TokenWasDeleted)?;
        Ok(token)
    }

    /// The account with this number, if it exists and is not deleted.
    ///
    /// # Errors
    /// `missing` when there is none, `AccountDeleted`.
    pub(crate) fn usable_account_numbered(
        &self,
        num: EntityNum,
        missing: ResponseCode,
    ) -> Result<&Account, ResponseCode> {
        let account = self.store.account(&num).ok_or(missing)?;
        require(!account.deleted, ResponseCode::AccountDeleted)?;
        Ok(account)
    }
}

impl<'a> RequiredKeys<'a> {
    /// The token with this id, in whatever condition.
    ///
    /// # Errors
    /// `InvalidTokenId` when there is none.
    pub(crate) fn token(&self, id: Option<&TokenId>) -> Result<&'a Token, ResponseCode> {
        id.and_then(|id| self.store.named_token(self.config, id)).ok_or(ResponseCode::InvalidTokenId)
    }

    /// Requires the key of a role, if the token has one. The empty list, which may stand for one, asks for nobody: the handler
    /// decides what that means.
    pub(crate) fn role(&mut self, key: Option<&Arc<Key>>) {
        if let Some(key) = key.filter(|key| !key.is_empty_list()) {
            self.key(Arc::clone(key));
        }
    }
}

/// A token that can be paused and unpaused, whether or not it is paused.
///
/// # Errors
/// `InvalidTokenId`, `TokenHasNoPauseKey`, `TokenWasDeleted`.
pub(super) fn pausable_token<'a>(
    cx: &'a mut Handle<'_, '_>,
    id: Option<&TokenId>,
) -> Result<&'a mut Token, ResponseCode> {
    let token = id.and_then(|id| cx.store.named_token(cx.config, id)).ok_or(ResponseCode::InvalidTokenId)?;
    let (num, pausable, deleted) = (token.num, token.keys.pause.is_some(), token.deleted);
    require(pausable, ResponseCode::TokenHasNoPauseKey)?;
    require(!deleted, ResponseCode::TokenWasDeleted)?;
    cx.store.token_mut(&num).ok_or(ResponseCode::FailInvalid)
}
