//! `FileAppend`: adds to the end of a file's contents. What a change of a system file brings about follows in
//! `handle/effects.rs`.

use alloc::vec::Vec;

use bytes::Bytes;
use hapi_proto::{fees::Extra, services::FileAppendTransactionBody};

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

impl TransactionType for FileAppendTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.file_id.is_some(), ResponseCode::InvalidFileId)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let file = files::named(keys, self.file_id.as_ref())?;
        if self.privilege(keys.config, keys.payer) != Privilege::Authorized {
            files::require_all(keys, file.and_then(|file| file.keys.as_ref()));
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        if let Some(num) = files::software_update(self.file_id.as_ref()) {
            require(cx.store.file(&num).is_some(), ResponseCode::InvalidFileId)?;
            let part = Bytes::copy_from_slice(&self.contents);
            return cx.store.append_upgrade(num, part).ok_or(ResponseCode::FailInvalid);
        }
        let file = files::existing(cx, self.file_id.as_ref())?;
        require(!files::is_immutable(file), ResponseCode::Unauthorized)?;
        require(!file.deleted, ResponseCode::FileDeleted)?;
        files::check_size(cx.config, file.contents.len().saturating_add(self.contents.len()))?;

        let num = file.num;
        let mut contents = Vec::with_capacity(file.contents.len() + self.contents.len());
        contents.extend_from_slice(&file.contents);
        contents.extend_from_slice(&self.contents);
        let file = cx.store.file_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        file.contents = contents.into();
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::StateBytes, self.contents.len() as u64)
    }

    fn privilege(&self, config: &Config, payer: EntityNum) -> Privilege {
        files::change_privilege(config, payer, self.file_id.as_ref())
    }
}

#[cfg(test)]
mod tests;
