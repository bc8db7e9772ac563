//! Files.

use alloc::sync::Arc;

use bytes::Bytes;

use super::EntityNum;
use crate::keys::Key;

/// A file as state holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its number.
    pub num: EntityNum,
    /// Who may change it: all of these. `None` makes it immutable.
    pub keys: Option<Arc<Key>>,
    /// What it holds.
    pub contents: Bytes,
    /// Free text of at most 100 bytes.
    pub memo: Arc<str>,
    /// When it expires, in seconds of consensus time.
    pub expiry: i64,
    /// Whether it was deleted; its contents are then gone.
    pub deleted: bool,
}
