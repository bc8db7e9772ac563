//! How values are written in mismatches.

use std::fmt::Display;

use hapi_proto::services::{
    AccountAmount, AccountId, Key, NftTransfer, ResponseCodeEnum, TokenFreezeStatus, TokenId, TokenKycStatus,
    TokenPauseStatus, TokenSupplyType, TokenTransferList, TokenType, key,
};

use crate::{registry::EntityKind, spec::Spec};

/// What stands for a field that is not set.
pub(crate) const NONE: &str = "none";

/// The text of a field that may be unset.
pub(crate) fn optional<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| NONE.into(), ToString::to_string)
}

/// The text of bytes: hexadecimal, or a word for none.
pub(crate) fn bytes(value: &[u8]) -> String {
    if value.is_empty() { NONE.into() } else { hex::encode(value) }
}

/// A response code by the name that the protocol has for it; numbers that it has no name for, as numbers.
pub(crate) fn code(number: i32) -> String {
    match ResponseCodeEnum::try_from(number) {
        Ok(code) => code.as_str_name().into(),
        Err(_) => format!("unknown code {number}"),
    }
}

/// Several codes, as alternatives.
pub(crate) fn codes(codes: &[ResponseCodeEnum]) -> String {
    let names: Vec<_> = codes.iter().map(ResponseCodeEnum::as_str_name).collect();
    names.join(" or ")
}

/// An account by its id, with its name in the spec where it has one: `0.0.1001 (alice)`.
pub(crate) fn account(id: Option<&AccountId>, spec: &Spec) -> String {
    entity(id, spec)
}

/// A token, likewise.
pub(crate) fn token(id: Option<&TokenId>, spec: &Spec) -> String {
    entity(id, spec)
}

fn entity<K: EntityKind + Display>(id: Option<&K>, spec: &Spec) -> String {
    match id {
        None => NONE.into(),
        Some(id) => match spec.registry().name_of(id) {
            Some(name) => format!("{id} ({name})"),
            None => id.to_string(),
        },
    }
}

/// The transfers of tokens: `0.0.2001 (gold): 0.0.1001 (alice) -5, 0.0.98 +5; 0.0.2002 (art): 0.0.98 -> 0.0.99 #1`.
pub(crate) fn token_transfers<'a>(
    lists: impl IntoIterator<Item = &'a TokenTransferList>,
    spec: &Spec,
) -> String {
    let shown = lists.into_iter().map(|list| {
        let units = (!list.transfers.is_empty()).then(|| adjustments(&list.transfers, spec));
        let nfts = list.nft_transfers.iter().map(|each| nft_transfer(each, spec));
        let entries: Vec<_> = units.into_iter().chain(nfts).collect();
        format!("{}: {}", token(list.token.as_ref(), spec), entries.join(", "))
    });
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() { "no token transfers".into() } else { shown.join("; ") }
}

/// The transfer of an NFT: `0.0.1001 (alice) -> 0.0.1002 (bob) #1`.
pub(crate) fn nft_transfer(each: &NftTransfer, spec: &Spec) -> String {
    let (from, to) = (each.sender_account_id.as_ref(), each.receiver_account_id.as_ref());
    format!("{} -> {} #{}", account(from, spec), account(to, spec), each.serial_number)
}

macro_rules! shown_by_name {
    ($($name:ident $kind:ident;)*) => {$(
        #[doc = concat!("A [`", stringify!($kind), "`] by its name; numbers that have none, as numbers.")]
        pub(crate) fn $name(number: i32) -> String {
            $kind::try_from(number).map_or_else(|_| number.to_string(), |known| format!("{known:?}"))
        }
    )*};
}

shown_by_name! {
    kyc TokenKycStatus;
    freeze TokenFreezeStatus;
    pause TokenPauseStatus;
    token_type TokenType;
    supply_type TokenSupplyType;
}

/// A transfer list: `0.0.1001 (alice) -5, 0.0.98 +5`.
pub(crate) fn adjustments(amounts: &[AccountAmount], spec: &Spec) -> String {
    let shown =
        amounts.iter().map(|each| format!("{} {:+}", account(each.account_id.as_ref(), spec), each.amount));
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() { "no transfers".into() } else { shown.join(", ") }
}

/// A key, with its structure.
pub(crate) fn key(key: Option<&Key>) -> String {
    let Some(key) = key else { return NONE.into() };
    match &key.key {
        None => "an empty key".into(),
        Some(key::Key::Ed25519(bytes)) => format!("ed25519 {}", hex::encode(bytes)),
        Some(key::Key::EcdsaSecp256k1(bytes)) => format!("ecdsa {}", hex::encode(bytes)),
        Some(key::Key::ContractId(id)) => format!("contract {id}"),
        Some(key::Key::DelegatableContractId(id)) => format!("delegatable contract {id}"),
        Some(key::Key::KeyList(list)) => format!("list [{}]", keys(&list.keys)),
        Some(key::Key::ThresholdKey(threshold)) => {
            let of = threshold.keys.as_ref().map_or(&[][..], |list| &list.keys);
            format!("{} of [{}]", threshold.threshold, keys(of))
        }
        Some(other) => format!("{other:?}"),
    }
}

fn keys(keys: &[Key]) -> String {
    let shown: Vec<_> = keys.iter().map(|part| key(Some(part))).collect();
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::ContractId;

    use super::*;

    #[test]
    fn keys_show_their_structure() {
        let simple = Key::ed25519(vec![1, 2]);
        let nested =
            Key::list(vec![simple.clone(), Key::threshold(1, vec![Key::contract(ContractId::from_num(7))])]);
        assert_eq!(key(Some(&simple)), "ed25519 0102");
        assert_eq!(key(Some(&nested)), "list [ed25519 0102, 1 of [contract 0.0.7]]");
        assert_eq!(key(None), "none");
    }

    #[test]
    fn codes_have_their_protocol_names() {
        assert_eq!(code(22), "SUCCESS");
        assert_eq!(code(-1), "unknown code -1");
        assert_eq!(codes(&[ResponseCodeEnum::Ok, ResponseCodeEnum::Busy]), "OK or BUSY");
    }
}
