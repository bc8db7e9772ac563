//! `FileUpdate`: changes a file. What a change of a system file brings about follows in `handle/effects.rs`.

use bytes::Bytes;
use hapi_proto::{fees::Extra, services::FileUpdateTransactionBody};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    files, is_internal,
};
use crate::{
    ResponseCode,
    config::{Config, system_file},
    fees::{FeeContext, Usage},
    handle::{Handle, is_superuser},
    keys::RequiredKeys,
    state::{EntityNum, File},
    transactions::Privilege,
};

/// When a software update that was given no time expires, in seconds: never.
const NEVER: i64 = i64::MAX - 1;

impl TransactionType for FileUpdateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.file_id.is_some(), ResponseCode::InvalidFileId)
    }

    /// To give a file more time takes no signature. All else takes all keys, the new ones too; the keepers of a system
    /// file need none.
    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let file = files::named(keys, self.file_id.as_ref())?;
        let new_keys = self.keys.as_ref().map(files::new_keys).transpose()?;
        let waived = self.privilege(keys.config, keys.payer) == Privilege::Authorized;
        if !waived && changes_more_than_expiry(self) {
            files::require_all(keys, file.and_then(|file| file.keys.as_ref()));
            files::require_all(keys, new_keys.as_ref());
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        if let Some(num) = files::software_update(self.file_id.as_ref()) {
            return replace_upgrade(self, cx, num);
        }
        let file = files::existing(cx, self.file_id.as_ref())?;
        require(!file.deleted, ResponseCode::FileDeleted)?;
        if changes_more_than_expiry(self) {
            let authorized = self.privilege(cx.config, cx.payer) == Privilege::Authorized;
            require(authorized || !files::is_immutable(file), ResponseCode::Unauthorized)?;
        }
        if let Some(memo) = &self.memo {
            checks::memo(cx.config, memo)?;
        }
        check_expiry(self, cx)?;
        let new_keys = self.keys.as_ref().map(files::new_keys).transpose()?;
        let new_contents = new_contents(self, cx, file.num)?;

        let num = file.num;
        let file = cx.store.file_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        if let Some(keys) = new_keys {
            file.keys = Some(keys);
        }
        if let Some(contents) = new_contents {
            file.contents = contents;
        }
        if let Some(memo) = &self.memo {
            file.memo = memo.as_str().into();
        }
        // A file's time is never cut short, nor is it an error to ask for it.
        file.expiry = file.expiry.max(self.expiration_time.map_or(file.expiry, |time| time.seconds));
        Ok(())
    }

    /// Whoever changes a system file pays nothing; who may not is turned down for that alone.
    fn fees(&self, cx: &FeeContext<'_>) -> Usage {
        let payer = cx.body.transaction_id.as_ref().and_then(|id| id.account_id.as_ref()?.num());
        let payer = payer.and_then(|num| EntityNum::try_from(num).ok()).unwrap_or(0);
        if self.privilege(cx.config, payer) != Privilege::Unnecessary {
            return Usage::FREE;
        }
        Usage::BASE
            .with(Extra::Keys, files::keys_in(self.keys.as_ref()))
            .with(Extra::StateBytes, self.contents.len() as u64)
    }

    fn privilege(&self, config: &Config, payer: EntityNum) -> Privilege {
        files::change_privilege(config, payer, self.file_id.as_ref())
    }
}

/// Empty contents are no change.
fn changes_more_than_expiry(op: &FileUpdateTransactionBody) -> bool {
    op.memo.is_some() || op.keys.is_some() || !op.contents.is_empty()
}

/// The time from the start of the transaction to the new expiry is within the bounds of auto-renewal.
fn check_expiry(op: &FileUpdateTransactionBody, cx: &Handle<'_, '_>) -> Result<(), ResponseCode> {
    let Some(expiry) = op.expiration_time else { return Ok(()) };
    let valid_start = cx.body.transaction_id.as_ref().and_then(|id| id.transaction_valid_start);
    let start = valid_start.filter(|_| !is_internal(cx.body)).unwrap_or(cx.now);
    let bounds = cx.config.ledger.auto_renew_period_min..=cx.config.ledger.auto_renew_period_max;
    let lifetime = expiry.seconds.saturating_sub(start.seconds);
    require(bounds.contains(&lifetime), ResponseCode::AutorenewDurationNotInRange)
}

/// Empty contents leave the old ones, but superusers empty the files of properties and permissions with them.
fn new_contents(
    op: &FileUpdateTransactionBody,
    cx: &Handle<'_, '_>,
    num: EntityNum,
) -> Result<Option<Bytes>, ResponseCode> {
    let overrides = matches!(num, system_file::NETWORK_PROPERTIES | system_file::HAPI_PERMISSIONS);
    let clears = overrides && is_superuser(cx.config, cx.payer);
    if op.contents.is_empty() && !clears {
        return Ok(None);
    }
    files::check_size(cx.config, op.contents.len())?;
    // A copy: the bytes of the body are part of the whole transaction's, which would stay in memory with them.
    Ok(Some(Bytes::copy_from_slice(&op.contents)))
}

/// A software update begins anew: with these contents, without keys, and with no memo but its hash.
fn replace_upgrade(
    op: &FileUpdateTransactionBody,
    cx: &mut Handle<'_, '_>,
    num: EntityNum,
) -> Result<(), ResponseCode> {
    if !op.contents.is_empty() {
        cx.store.clear_upgrade(num);
        let contents = Bytes::copy_from_slice(&op.contents);
        cx.store.append_upgrade(num, contents).ok_or(ResponseCode::FailInvalid)?;
    }
    let file = File {
        num,
        keys: None,
        contents: Bytes::new(),
        memo: "".into(),
        expiry: op.expiration_time.map_or(NEVER, |time| time.seconds),
        deleted: false,
        pre_delete_expiry: 0,
    };
    cx.store.put_file(num, file);
    Ok(())
}

#[cfg(test)]
mod tests;
