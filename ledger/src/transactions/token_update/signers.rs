//! Who must sign an update: the admin, or who has the role whose key or affair changes.

use alloc::{sync::Arc, vec};

use hapi_proto::services::{Key as Proto, TokenKeyValidation, TokenUpdateTransactionBody};

use super::{GivesKeys, Role, require};
use crate::{
    ResponseCode,
    keys::{Key, RequiredKeys},
    state::Token,
};

pub(super) fn required(
    op: &TokenUpdateTransactionBody,
    keys: &mut RequiredKeys<'_>,
) -> Result<(), ResponseCode> {
    let token = keys.token(op.token.as_ref())?;
    if op.metadata.is_some() {
        match &token.keys.metadata {
            Some(_) => admin_or_role(keys, token, Role::Metadata, None)?,
            None => admin(keys, token)?,
        }
    }
    if let Some(treasury) = &op.treasury {
        admin(keys, token)?;
        keys.account(Some(treasury), ResponseCode::InvalidAccountId)?;
    }
    if let Some(account) = &op.auto_renew_account {
        admin(keys, token)?;
        keys.account(Some(account), ResponseCode::InvalidAutorenewAccount)?;
    }
    if let Some(key) = &op.admin_key {
        admin(keys, token)?;
        keys.role(Some(&Role::Admin.read(key)?));
    }
    let removes = Role::ALL.into_iter().any(|role| op.given(role).is_some_and(Proto::is_empty_list));
    if removes || changes_what_admin_minds(op) {
        admin(keys, token)?;
    }
    let validates = op.key_verification_mode != i32::from(TokenKeyValidation::NoValidation);
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Admin) {
        if let Some(key) = op.given(role).filter(|key| !key.is_empty_list()) {
            let new = role.read(key)?;
            admin_or_role(keys, token, role, validates.then_some(new))?;
        }
    }
    Ok(())
}

fn changes_what_admin_minds(op: &TokenUpdateTransactionBody) -> bool {
    !op.symbol.is_empty() || !op.name.is_empty() || op.auto_renew_period.is_some() || op.memo.is_some()
}

fn admin(keys: &mut RequiredKeys<'_>, token: &Token) -> Result<(), ResponseCode> {
    require(token.keys.admin.is_some(), ResponseCode::TokenIsImmutable)?;
    keys.role(token.keys.admin.as_ref());
    Ok(())
}

/// Either the admin signs, or who has the role, together with who gets it where that is validated.
fn admin_or_role(
    keys: &mut RequiredKeys<'_>,
    token: &Token,
    role: Role,
    new: Option<Arc<Key>>,
) -> Result<(), ResponseCode> {
    let Some(admin) = &token.keys.admin else {
        keys.role(Some(role.of(&token.keys).ok_or(ResponseCode::TokenIsImmutable)?));
        keys.role(new.as_ref());
        return Ok(());
    };
    let holder = (**role.of(&token.keys).ok_or(role.missing())?).clone();
    let holders = match new {
        Some(new) => Key::List(vec![holder, (*new).clone()]),
        None => holder,
    };
    keys.key(Arc::new(Key::Threshold { threshold: 1, keys: vec![holders, (**admin).clone()] }));
    Ok(())
}
