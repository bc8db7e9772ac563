//! Which account may hold which token.

use hapi_proto::services::TokenAssociation;

use super::super::checks::require;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{Account, EntityNum, Relation, Token},
};

/// Associates an account with a token. A relation starts unfrozen unless the token freezes by default, and with KYC granted
/// unless the token asks for that; a treasury's is neither frozen nor without KYC.
///
/// An automatic association takes a slot of the account, if it has no unlimited ones. It is not reported: see [`report`].
///
/// # Errors
/// `TokenAlreadyAssociatedToAccount`, `TokensPerAccountLimitExceeded`; of an automatic association, also
/// `MaxEntitiesInPriceRegimeHaveBeenCreated` and `NoRemainingAutomaticAssociations`.
pub(in crate::transactions) fn associate(
    cx: &mut Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
    automatic: bool,
) -> Result<(), ResponseCode> {
    let relation = new_relation(cx, account, token, automatic)?;
    let holder = cx.store.account_mut(&account).ok_or(ResponseCode::FailInvalid)?;
    holder.tokens.associations += 1;
    holder.tokens.last_association = relation.since;
    if automatic {
        holder.used_auto_associations = holder.used_auto_associations.saturating_add(1);
    }
    cx.store.put_relation((account, token), relation);
    Ok(())
}

fn new_relation(
    cx: &Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
    automatic: bool,
) -> Result<Relation, ResponseCode> {
    let known = cx.store.relation(&(account, token)).is_some();
    let holder = cx.store.account(&account).ok_or(ResponseCode::FailInvalid)?;
    let of = cx.store.token(&token).ok_or(ResponseCode::FailInvalid)?;
    require(!known, ResponseCode::TokenAlreadyAssociatedToAccount)?;
    if automatic {
        // The reference keeps the last place free here, unlike where somebody associates himself.
        let fits = cx.store.relation_count().saturating_add(1) < cx.config.tokens.max_relations;
        require(fits, ResponseCode::MaxEntitiesInPriceRegimeHaveBeenCreated)?;
    }
    let limited = cx.config.entities.limit_associations;
    let full = limited && u64::from(holder.tokens.associations) >= cx.config.tokens.max_per_account;
    require(!full, ResponseCode::TokensPerAccountLimitExceeded)?;
    require(!automatic || has_slot(cx, holder), ResponseCode::NoRemainingAutomaticAssociations)?;
    Ok(Relation { since: holder.tokens.last_association + 1, automatic, ..blank(holder, of) })
}

fn blank(holder: &Account, token: &Token) -> Relation {
    let treasury = token.treasury == holder.num;
    Relation {
        balance: 0,
        frozen: token.keys.freeze.is_some() && token.freeze_default && !treasury,
        kyc_granted: token.keys.kyc.is_none() || treasury,
        automatic: false,
        since: 0,
    }
}

/// Whether an account has unlimited slots for automatic associations (HIP-904).
pub(in crate::transactions) fn has_unlimited_slots(cx: &Handle<'_, '_>, account: &Account) -> bool {
    cx.config.entities.unlimited_auto_associations && account.max_auto_associations == -1
}

/// Whether an account could be associated automatically with one more token.
pub(in crate::transactions) fn has_slot(cx: &Handle<'_, '_>, account: &Account) -> bool {
    has_unlimited_slots(cx, account) || account.used_auto_associations < account.max_auto_associations
}

/// Has the record say that an association was automatic.
pub(in crate::transactions) fn report(cx: &mut Handle<'_, '_>, account: EntityNum, token: EntityNum) {
    let association =
        TokenAssociation { token_id: Some(cx.token_id(token)), account_id: Some(cx.account_id(account)) };
    cx.record.automatic_token_associations.push(association);
}

/// Ends an association, with what the account holds of the token. What becomes of that is the caller's affair.
///
/// # Errors
/// `TokenNotAssociatedToAccount`.
pub(in crate::transactions) fn dissociate(
    cx: &mut Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
) -> Result<(), ResponseCode> {
    let relation = *existing(cx, account, token)?;
    cx.store.remove_relation((account, token));
    let holder = cx.store.account_mut(&account).ok_or(ResponseCode::FailInvalid)?;
    holder.tokens.associations = holder.tokens.associations.saturating_sub(1);
    if relation.automatic {
        holder.used_auto_associations = holder.used_auto_associations.saturating_sub(1);
    }
    if relation.balance > 0 {
        holder.tokens.positive_balances = holder.tokens.positive_balances.saturating_sub(1);
    }
    Ok(())
}

/// What an account is to a token.
///
/// # Errors
/// `TokenNotAssociatedToAccount`.
pub(in crate::transactions) fn existing<'a>(
    cx: &'a Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
) -> Result<&'a Relation, ResponseCode> {
    cx.store.relation(&(account, token)).ok_or(ResponseCode::TokenNotAssociatedToAccount)
}

/// What an account is to a token, which is not frozen.
///
/// # Errors
/// `TokenNotAssociatedToAccount`, `AccountFrozenForToken`.
pub(in crate::transactions) fn unfrozen<'a>(
    cx: &'a Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
) -> Result<&'a Relation, ResponseCode> {
    let relation = existing(cx, account, token)?;
    require(!relation.frozen, ResponseCode::AccountFrozenForToken)?;
    Ok(relation)
}

/// What an account is to a token that it can use: not frozen, and with KYC.
///
/// # Errors
/// `TokenNotAssociatedToAccount`, `AccountFrozenForToken`, `AccountKycNotGrantedForToken`.
pub(in crate::transactions) fn usable<'a>(
    cx: &'a Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
) -> Result<&'a Relation, ResponseCode> {
    let relation = unfrozen(cx, account, token)?;
    require(relation.kyc_granted, ResponseCode::AccountKycNotGrantedForToken)?;
    Ok(relation)
}
