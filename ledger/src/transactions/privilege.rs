//! What may be done to system entities, and by whom.

use hapi_proto::services::{AccountId, account_id};

use crate::{
    config::Config,
    state::{EntityNum, long_zero},
};

/// What a transaction does to a system entity, and whether its payer may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privilege {
    /// It takes no privilege: signatures decide.
    Unnecessary,
    /// It takes a privilege that the payer has; its fee is waived.
    Authorized,
    /// It takes a privilege that the payer has not: `AUTHORIZATION_FAILED`.
    Unauthorized,
    /// Nobody may: `ENTITY_NOT_ALLOWED_TO_DELETE`.
    Impermissible,
}

/// The numbers of system files.
pub(super) const SYSTEM_FILES: core::ops::RangeInclusive<EntityNum> = 101..=199;

/// The system entity that an account id names, by number or long-zero alias; `None` for all others.
pub(super) fn system_entity(config: &Config, id: Option<&AccountId>) -> Option<EntityNum> {
    let num = match id?.account.as_ref()? {
        account_id::Account::AccountNum(num) => u64::try_from(*num).ok()?,
        account_id::Account::Alias(alias) => long_zero(alias)?,
    };
    (1..=config.ledger.reserved_system_entities).contains(&num).then_some(num)
}
