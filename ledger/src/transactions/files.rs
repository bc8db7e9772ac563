//! What the transactions on files share.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::services::{self as hapi, FileId, KeyList};

use super::{Privilege, checks};
use crate::{
    ResponseCode,
    config::{Config, system_file},
    fees::key_count,
    handle::{Handle, is_superuser},
    keys::{Key, RequiredKeys},
    state::{EntityNum, File},
};

/// The number of a file, whatever shard and realm it says; privileges look at nothing else.
pub(super) fn number(id: Option<&FileId>) -> Option<EntityNum> {
    EntityNum::try_from(id?.file_num).ok()
}

/// Whether this is the number of a system entity.
pub(super) fn is_system_entity(config: &Config, num: EntityNum) -> bool {
    (1..=config.ledger.reserved_system_entities).contains(&num)
}

/// Whether a payer may change the contents of a file. Those that a ledger reads belong to the superusers and to the
/// accounts of their roles; no other system entity is a file that can be changed.
pub(super) fn change_privilege(config: &Config, payer: EntityNum, id: Option<&FileId>) -> Privilege {
    let roles = &config.accounts;
    let Some(num) = number(id).filter(|num| is_system_entity(config, *num)) else {
        return Privilege::Unnecessary;
    };
    let keepers: &[EntityNum] = match num {
        system_file::ADDRESS_BOOK | system_file::NODE_DETAILS => &[roles.address_book_admin],
        system_file::NETWORK_PROPERTIES
        | system_file::HAPI_PERMISSIONS
        | system_file::THROTTLE_DEFINITIONS => &[roles.address_book_admin, roles.exchange_rates_admin],
        system_file::FEE_SCHEDULES | system_file::SIMPLE_FEES => &[roles.fee_schedules_admin],
        system_file::EXCHANGE_RATES => &[roles.exchange_rates_admin],
        num if system_file::SOFTWARE_UPDATES.contains(&num) => &[roles.software_update_admin],
        _ => return Privilege::Unauthorized,
    };
    if keepers.contains(&payer) || is_superuser(config, payer) {
        Privilege::Authorized
    } else {
        Privilege::Unauthorized
    }
}

/// The number of a software update, if it is one. As in the reference it has that number in every shard and realm.
pub(super) fn software_update(id: Option<&FileId>) -> Option<EntityNum> {
    number(id).filter(|num| system_file::SOFTWARE_UPDATES.contains(num))
}

/// The file that is meant, deleted or not.
///
/// # Errors
/// `InvalidFileId`.
pub(super) fn existing<'a>(cx: &'a Handle<'_, '_>, id: Option<&FileId>) -> Result<&'a File, ResponseCode> {
    cx.store.numbered_file(cx.config, id).ok_or(ResponseCode::InvalidFileId)
}

/// The file that is meant, as what must sign is looked for.
///
/// # Errors
/// `InvalidFileId`; not for a software update, whose id may say any shard and realm.
pub(super) fn named<'a>(
    keys: &RequiredKeys<'a>,
    id: Option<&FileId>,
) -> Result<Option<&'a File>, ResponseCode> {
    match keys.store.numbered_file(keys.config, id) {
        None if software_update(id).is_none() => Err(ResponseCode::InvalidFileId),
        file => Ok(file),
    }
}

/// Whether nobody can ever sign for this file.
pub(super) fn is_immutable(file: &File) -> bool {
    file.keys.as_ref().is_none_or(|keys| keys.is_empty_list())
}

/// Reads the keys of a file. The empty list is a value of its own: it makes the file immutable.
///
/// The reference takes keys that can never sign, and then ignores them; here they are refused.
///
/// # Errors
/// `BadEncoding`.
pub(super) fn new_keys(list: &KeyList) -> Result<Arc<Key>, ResponseCode> {
    if list.keys.is_empty() {
        return Ok(Arc::new(Key::EMPTY));
    }
    checks::new_key(&hapi::Key::list(list.keys.clone()), ResponseCode::BadEncoding)
}

/// Requires all keys of a file.
pub(super) fn require_all(keys: &mut RequiredKeys<'_>, of: Option<&Arc<Key>>) {
    if let Some(list) = of.filter(|list| !list.is_empty_list()) {
        keys.key(Arc::clone(list));
    }
}

/// Requires any one of the keys of a file.
pub(super) fn require_any(keys: &mut RequiredKeys<'_>, file: &File) {
    let list: Vec<Key> = match file.keys.as_deref() {
        Some(Key::List(list)) => list.clone(),
        Some(key) => alloc::vec![key.clone()],
        None => Vec::new(),
    };
    if !list.is_empty() {
        keys.key(Arc::new(Key::Threshold { threshold: 1, keys: list }));
    }
}

/// Contents have a largest size.
///
/// # Errors
/// `MaxFileSizeExceeded`.
pub(super) fn check_size(config: &Config, length: usize) -> Result<(), ResponseCode> {
    let longest = config.files.max_size_kb.saturating_mul(1024);
    checks::require(length <= longest, ResponseCode::MaxFileSizeExceeded)
}

/// How many primitive keys a list holds, which fees count.
pub(super) fn keys_in(list: Option<&KeyList>) -> u64 {
    list.iter().flat_map(|list| &list.keys).map(key_count).fold(0, u64::saturating_add)
}

/// What may be deleted or restored: a file of a user, with keys.
///
/// # Errors
/// `EntityNotAllowedToDelete`, `InvalidFileId`, `Unauthorized`.
pub(super) fn deletable<'a>(cx: &'a Handle<'_, '_>, id: Option<&FileId>) -> Result<&'a File, ResponseCode> {
    let system = number(id).is_none_or(|num| is_system_entity(cx.config, num));
    checks::require(!system, ResponseCode::EntityNotAllowedToDelete)?;
    let file = existing(cx, id)?;
    checks::require(!is_immutable(file), ResponseCode::Unauthorized)?;
    Ok(file)
}
