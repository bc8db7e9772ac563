//! `SystemUndelete`: undoes a system delete.

use hapi_proto::services::{FileId, SystemUndeleteTransactionBody, system_undelete_transaction_body::Id};

use super::{PureChecks, TransactionType, files, system_delete};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::EntityNum,
    transactions::Privilege,
};

impl TransactionType for SystemUndeleteTransactionBody {
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

    /// A file that expired in the meantime is gone instead. As in the reference, that a file was system-deleted before is
    /// not asked: one that was not gets the expiry 0.
    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let file = files::deletable(cx, file(self))?;
        let (num, expired) = (file.num, file.expiry <= cx.now.seconds);
        if expired {
            cx.store.remove_file(num);
            return Ok(());
        }
        let file = cx.store.file_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        file.deleted = false;
        file.expiry = core::mem::take(&mut file.pre_delete_expiry);
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::FREE
    }

    fn privilege(&self, config: &Config, payer: EntityNum) -> Privilege {
        let target = match &self.id {
            Some(Id::FileId(id)) => files::number(Some(id)),
            Some(Id::ContractId(id)) => system_delete::contract(id),
            None => None,
        };
        system_delete::privilege(config, payer, target, config.accounts.system_undelete_admin)
    }
}

fn file(op: &SystemUndeleteTransactionBody) -> Option<&FileId> {
    match &op.id {
        Some(Id::FileId(id)) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
