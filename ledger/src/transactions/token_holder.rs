//! What freezing and KYC have in common: an account, a token, and what the one is to the other.

use hapi_proto::services::{AccountId, TokenId};

use super::checks::require;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, Relation},
};

/// Both are named.
pub(super) fn named(token: Option<&TokenId>, account: Option<&AccountId>) -> Result<(), ResponseCode> {
    require(token.is_some(), ResponseCode::InvalidTokenId)?;
    require(account.is_some(), ResponseCode::InvalidAccountId)
}

/// The account and the token, of which accounts can be frozen.
pub(super) fn of_frozen(
    cx: &Handle<'_, '_>,
    account: Option<&AccountId>,
    token: Option<&TokenId>,
) -> Result<(EntityNum, EntityNum), ResponseCode> {
    let token = cx.usable_token(token)?;
    require(token.keys.freeze.is_some(), ResponseCode::TokenHasNoFreezeKey)?;
    let account = cx.usable_account(account, ResponseCode::InvalidAccountId)?;
    Ok((account.num, token.num))
}

/// What the account is to the token.
pub(super) fn relation<'a>(
    cx: &'a mut Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
) -> Result<&'a mut Relation, ResponseCode> {
    cx.store.relation_mut(&(account, token)).ok_or(ResponseCode::TokenNotAssociatedToAccount)
}

/// What the account is to the token, which is not frozen.
pub(super) fn unfrozen_relation<'a>(
    cx: &'a mut Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
) -> Result<&'a mut Relation, ResponseCode> {
    let relation = relation(cx, account, token)?;
    require(!relation.frozen, ResponseCode::AccountFrozenForToken)?;
    Ok(relation)
}
