//! Files, and software updates, which are files of any size.

use alloc::sync::Arc;

use bytes::Bytes;
use hapi_proto::services::FileId;

use super::{EntityNum, Store};
use crate::{config::Config, keys::Key};

/// A file as state holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its number.
    pub num: EntityNum,
    /// Who may change it: all of these. `None` makes it immutable.
    pub keys: Option<Arc<Key>>,
    /// What it holds. Of a software update, nothing: see [`Upgrade`].
    pub contents: Bytes,
    /// Free text of at most 100 bytes.
    pub memo: Arc<str>,
    /// When it expires, in seconds of consensus time.
    pub expiry: i64,
    /// Whether it was deleted. Its contents are then gone, but for those of a system delete.
    pub deleted: bool,
    /// When it expired before a system delete said otherwise, in seconds; 0 for a file that was never system-deleted.
    pub pre_delete_expiry: i64,
}

/// The contents of a software update (files 0.0.150 to 0.0.159). They have no limit of size, so each append stands apart in
/// [`State::upgrade_parts`](super::State::upgrade_parts): nothing is copied or hashed again when the next one comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Upgrade {
    /// How many parts there are.
    pub parts: u32,
    /// How many bytes there are in all.
    pub size: u64,
}

impl Store<'_> {
    /// The file that an id names; `None` for another shard or realm.
    pub fn numbered_file(&self, config: &Config, id: Option<&FileId>) -> Option<&File> {
        let (id, ledger) = (id?, &config.ledger);
        if (id.shard_num, id.realm_num) != (ledger.shard, ledger.realm) {
            return None;
        }
        self.file(&EntityNum::try_from(id.file_num).ok()?)
    }

    /// Adds to the end of a software update. `None` when there are as many parts as can be counted.
    pub fn append_upgrade(&mut self, num: EntityNum, part: Bytes) -> Option<()> {
        let Upgrade { parts, size } = self.upgrade(&num).copied().unwrap_or_default();
        let grown = Upgrade { parts: parts.checked_add(1)?, size: size.checked_add(part.len() as u64)? };
        self.put_upgrade(num, grown);
        self.put_upgrade_part((num, parts), part);
        Some(())
    }

    /// Empties a software update.
    pub fn clear_upgrade(&mut self, num: EntityNum) {
        let parts = self.upgrade(&num).map_or(0, |upgrade| upgrade.parts);
        for part in 0..parts {
            self.remove_upgrade_part((num, part));
        }
        self.remove_upgrade(num);
    }

    /// The contents of a software update, part by part.
    pub fn upgrade_contents(&self, num: EntityNum) -> impl Iterator<Item = &Bytes> {
        let parts = self.upgrade(&num).map_or(0, |upgrade| upgrade.parts);
        (0..parts).filter_map(move |part| self.upgrade_part(&(num, part)))
    }
}
