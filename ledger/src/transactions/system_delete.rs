//! `SystemDelete`: what an administrator does to a file that must not be seen. It can be undone until it expires.

use hapi_proto::services::{
    ContractId, FileId, SystemDeleteTransactionBody, contract_id, system_delete_transaction_body::Id,
};

use super::{PureChecks, TransactionType, checks::require, files};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::{Handle, is_superuser},
    keys::RequiredKeys,
    state::{EntityNum, long_zero},
    transactions::Privilege,
};

impl TransactionType for SystemDeleteTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        match &self.id {
            Some(Id::FileId(_)) => Ok(()),
            Some(Id::ContractId(_)) => Err(ResponseCode::NotSupported),
            None => Err(ResponseCode::InvalidTransactionBody),
        }
    }

    /// Nobody but the payer, whose privilege is all it takes.
    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        files::named(keys, file(self)).map(drop)
    }

    /// A file whose new expiry has passed is gone at once. One that is not given a new expiry keeps its own.
    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let file = files::deletable(cx, file(self))?;
        require(!file.deleted, ResponseCode::FileDeleted)?;

        let num = file.num;
        let expiry = self.expiration_time.map_or(file.expiry, |time| time.seconds);
        if expiry <= cx.now.seconds {
            cx.store.remove_file(num);
            return Ok(());
        }
        let file = cx.store.file_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        file.deleted = true;
        file.pre_delete_expiry = core::mem::replace(&mut file.expiry, expiry);
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::FREE
    }

    fn privilege(&self, config: &Config, payer: EntityNum) -> Privilege {
        let target = match &self.id {
            Some(Id::FileId(id)) => files::number(Some(id)),
            Some(Id::ContractId(id)) => contract(id),
            None => None,
        };
        privilege(config, payer, target, config.accounts.system_delete_admin)
    }
}

/// Nobody may do this to a system entity; to others, the superusers and the account of the role.
pub(super) fn privilege(
    config: &Config,
    payer: EntityNum,
    target: Option<EntityNum>,
    role: EntityNum,
) -> Privilege {
    if target.is_some_and(|num| files::is_system_entity(config, num)) {
        Privilege::Impermissible
    } else if payer == role || is_superuser(config, payer) {
        Privilege::Authorized
    } else {
        Privilege::Unauthorized
    }
}

/// The number that a contract id names, by itself or as a long-zero address.
pub(super) fn contract(id: &ContractId) -> Option<EntityNum> {
    match id.contract.as_ref()? {
        contract_id::Contract::ContractNum(num) => EntityNum::try_from(*num).ok(),
        contract_id::Contract::EvmAddress(address) => long_zero(address),
    }
}

fn file(op: &SystemDeleteTransactionBody) -> Option<&FileId> {
    match &op.id {
        Some(Id::FileId(id)) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
