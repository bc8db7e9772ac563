//! `FileDelete`: ends a file. Its contents are gone, its id remains.

use bytes::Bytes;
use hapi_proto::services::FileDeleteTransactionBody;

use super::{PureChecks, TransactionType, checks::require, files};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::EntityNum,
    transactions::Privilege,
};

impl TransactionType for FileDeleteTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.file_id.is_some(), ResponseCode::InvalidFileId)
    }

    /// Any one of the keys that would all have to sign a change.
    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        if let Some(file) = files::named(keys, self.file_id.as_ref())? {
            files::require_any(keys, file);
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let file = files::deletable(cx, self.file_id.as_ref())?;
        require(!file.deleted, ResponseCode::FileDeleted)?;

        let num = file.num;
        let file = cx.store.file_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        file.deleted = true;
        file.contents = Bytes::new();
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }

    fn privilege(&self, config: &Config, _payer: EntityNum) -> Privilege {
        match files::number(self.file_id.as_ref()) {
            Some(num) if files::is_system_entity(config, num) => Privilege::Impermissible,
            _ => Privilege::Unnecessary,
        }
    }
}

#[cfg(test)]
mod tests;
