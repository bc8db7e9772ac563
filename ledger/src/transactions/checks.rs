//! Checks that many transaction types share.

use alloc::sync::Arc;

use hapi_proto::node::hooks::HookCreationDetails;
use hapi_proto::services::{self as hapi, AccountId, Timestamp, account_id, key::Key as Kind};

use smallvec::SmallVec;

use crate::{
    ResponseCode,
    config::Config,
    keys::{Key, KeyError},
    state::{StakedId, Store},
};

/// `Ok` when `condition` holds, else `Err(code)`: a handler's checks read as a list of these.
pub(super) fn require(condition: bool, code: ResponseCode) -> Result<(), ResponseCode> {
    if condition { Ok(()) } else { Err(code) }
}

/// An account id must name something: a number above 0, or an alias that is not empty.
pub(super) fn account_id_form(id: &AccountId) -> Result<(), ResponseCode> {
    let named = match &id.account {
        Some(account_id::Account::AccountNum(num)) => *num > 0,
        Some(account_id::Account::Alias(alias)) => !alias.is_empty(),
        None => false,
    };
    require(named, ResponseCode::InvalidAccountId)
}

/// A memo is at most 100 bytes of UTF-8, none of them zero.
pub(super) fn memo(config: &Config, memo: &str) -> Result<(), ResponseCode> {
    require(memo.len() <= config.transaction.max_memo_bytes, ResponseCode::MemoTooLong)?;
    require(!memo.contains('\0'), ResponseCode::InvalidZeroByteInString)
}

/// An auto-renew period is positive and within the ledger's bounds.
pub(super) fn auto_renew_period(config: &Config, seconds: i64) -> Result<(), ResponseCode> {
    let bounds = config.ledger.auto_renew_period_min..=config.ledger.auto_renew_period_max;
    require(seconds > 0, ResponseCode::InvalidRenewalPeriod)?;
    require(bounds.contains(&seconds), ResponseCode::AutorenewDurationNotInRange)
}

/// An explicit expiry, in seconds, lies ahead, but not further than an entity may live.
pub(super) fn expiry(config: &Config, now: Timestamp, seconds: i64) -> Result<(), ResponseCode> {
    let latest = now.seconds.saturating_add(config.entities.max_lifetime);
    require(now.seconds < seconds && seconds <= latest, ResponseCode::InvalidExpirationTime)
}

/// No hook may be made or removed while hooks are off (HIP-1195), and none twice.
///
/// Hooks are not implemented: where they are on, their use is `NOT_SUPPORTED` rather than ignored.
pub(super) fn no_hooks(
    config: &Config,
    created: &[HookCreationDetails],
    deleted: &[i64],
) -> Result<(), ResponseCode> {
    require(
        distinct(created.iter().map(|hook| hook.hook_id)),
        ResponseCode::HookIdRepeatedInCreationDetails,
    )?;
    require(distinct(deleted.iter().copied()), ResponseCode::HookIdRepeatedInCreationDetails)?;
    require(created.is_empty() && deleted.is_empty(), hooks_refused(config))
}

/// Why a transaction that uses hooks is refused.
pub(super) fn hooks_refused(config: &Config) -> ResponseCode {
    if config.hooks.enabled { ResponseCode::NotSupported } else { ResponseCode::HooksNotEnabled }
}

/// Whether no item comes twice.
pub(super) fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    let mut items: SmallVec<[_; 8]> = items.collect();
    items.sort_unstable();
    items.windows(2).all(|pair| pair[0] != pair[1])
}

/// Whether a key holds nothing that could ever sign.
#[expect(deprecated, reason = "the schema keeps two kinds that never verify")]
pub(super) fn is_empty_key(key: &hapi::Key) -> bool {
    let all_empty = |keys: &[hapi::Key]| keys.iter().all(is_empty_key);
    match &key.key {
        None | Some(Kind::Rsa3072(_) | Kind::Ecdsa384(_)) => true,
        Some(Kind::Ed25519(bytes) | Kind::EcdsaSecp256k1(bytes)) => bytes.is_empty(),
        Some(Kind::KeyList(list)) => all_empty(&list.keys),
        Some(Kind::ThresholdKey(key)) => key.keys.as_ref().is_none_or(|list| all_empty(&list.keys)),
        Some(Kind::ContractId(id) | Kind::DelegatableContractId(id)) => match &id.contract {
            None => true,
            Some(hapi::contract_id::Contract::ContractNum(num)) => *num == 0,
            Some(hapi::contract_id::Contract::EvmAddress(address)) => address.is_empty(),
        },
    }
}

/// Reads the new key of an entity.
///
/// # Errors
/// `BadEncoding` when it is nested too deep, `invalid` when it is not a key by which something can be signed.
pub(super) fn new_key(key: &hapi::Key, invalid: ResponseCode) -> Result<Arc<Key>, ResponseCode> {
    require(thresholds_in_range(key), invalid)?;
    match Key::parse(key) {
        Ok(key) => Ok(Arc::new(key)),
        Err(KeyError::TooDeep) => Err(ResponseCode::BadEncoding),
        Err(KeyError::BadEncoding | KeyError::EmptyList) => Err(invalid),
    }
}

/// A new threshold must lie within the number of its keys, though one that state holds is clamped where it is used.
fn thresholds_in_range(key: &hapi::Key) -> bool {
    match &key.key {
        Some(Kind::KeyList(list)) => list.keys.iter().all(thresholds_in_range),
        Some(Kind::ThresholdKey(key)) => {
            let keys = key.keys.as_ref().map_or(&[][..], |list| &list.keys);
            (1..=keys.len()).contains(&(key.threshold as usize)) && keys.iter().all(thresholds_in_range)
        }
        _ => true,
    }
}

/// The least number of slots for automatic associations that may be asked for: -1, which is unlimited, if the ledger has
/// that (HIP-904).
pub(super) fn least_auto_associations(config: &Config) -> i32 {
    if config.entities.unlimited_auto_associations { -1 } else { 0 }
}

/// An account to stake to: by number, and it exists.
pub(super) fn staked_account(
    store: &Store<'_>,
    config: &Config,
    id: &AccountId,
) -> Result<StakedId, ResponseCode> {
    let account = store.numbered_account(config, id).ok_or(ResponseCode::InvalidStakingId)?;
    Ok(StakedId::Account(account.num))
}

/// A node to stake to: it exists.
pub(super) fn staked_node(store: &Store<'_>, id: i64) -> Result<StakedId, ResponseCode> {
    let node = u64::try_from(id).ok().and_then(|id| store.node(&id)).ok_or(ResponseCode::InvalidStakingId)?;
    Ok(StakedId::Node(node.id))
}
