//! `FileCreate`: makes a file.

use bytes::Bytes;
use hapi_proto::{
    fees::Extra,
    services::{FileCreateTransactionBody, FileId},
};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    files,
};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::File,
};

impl TransactionType for FileCreateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.expiration_time.is_some(), ResponseCode::InvalidExpirationTime)
    }

    /// All keys of the new file. Without any it is immutable from the beginning.
    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let new_keys = self.keys.as_ref().map(files::new_keys).transpose()?;
        files::require_all(keys, new_keys.as_ref());
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let full = cx.store.file_count() >= cx.config.files.max_number;
        require(!full, ResponseCode::MaxEntitiesInPriceRegimeHaveBeenCreated)?;
        let expiry = self.expiration_time.map_or(0, |time| time.seconds);
        // The reference reports it by this code, for files alone.
        checks::expiry(cx.config, cx.now, expiry).map_err(|_| ResponseCode::AutorenewDurationNotInRange)?;
        checks::memo(cx.config, &self.memo)?;
        require(is_here(self, cx.config), ResponseCode::InvalidFileId)?;
        files::check_size(cx.config, self.contents.len())?;
        let keys = self.keys.as_ref().map(files::new_keys).transpose()?;

        let num = cx.store.new_entity_num();
        let file = File {
            num,
            keys,
            contents: Bytes::copy_from_slice(&self.contents),
            memo: self.memo.as_str().into(),
            expiry,
            deleted: false,
            pre_delete_expiry: 0,
        };
        cx.store.put_file(num, file);
        cx.receipt.file_id = Some(FileId {
            shard_num: cx.config.ledger.shard,
            realm_num: cx.config.ledger.realm,
            file_num: i64::try_from(num).unwrap_or(i64::MAX),
        });
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
            .with(Extra::Keys, files::keys_in(self.keys.as_ref()))
            .with(Extra::StateBytes, self.contents.len() as u64)
    }
}

/// Whether a file is asked for in this shard and realm, if it says any. (The reference numbers it as of any other, where
/// nobody then finds it.)
fn is_here(op: &FileCreateTransactionBody, config: &Config) -> bool {
    op.shard_id.as_ref().is_none_or(|id| id.shard_num == config.ledger.shard)
        && op.realm_id.as_ref().is_none_or(|id| id.realm_num == config.ledger.realm)
}

#[cfg(test)]
mod tests;
