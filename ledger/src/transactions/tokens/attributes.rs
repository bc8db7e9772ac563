//! What a token says of itself, checked.

use hapi_proto::services::AccountId;

use super::super::checks::require;
use crate::{ResponseCode, config::Config, handle::Handle, state::EntityNum};

/// A symbol is 1 to 100 bytes of UTF-8, none of them zero.
pub(in crate::transactions) fn symbol(config: &Config, symbol: &str) -> Result<(), ResponseCode> {
    let limit = config.tokens.max_symbol_bytes;
    require(!symbol.is_empty(), ResponseCode::MissingTokenSymbol)?;
    require(symbol.len() <= limit, ResponseCode::TokenSymbolTooLong)?;
    require(!symbol.contains('\0'), ResponseCode::InvalidZeroByteInString)
}

/// A name is 1 to 100 bytes of UTF-8, none of them zero.
pub(in crate::transactions) fn name(config: &Config, name: &str) -> Result<(), ResponseCode> {
    let limit = config.tokens.max_name_bytes;
    require(!name.is_empty(), ResponseCode::MissingTokenName)?;
    require(name.len() <= limit, ResponseCode::TokenNameTooLong)?;
    require(!name.contains('\0'), ResponseCode::InvalidZeroByteInString)
}

/// Metadata is at most 100 bytes of any kind (HIP-646).
pub(in crate::transactions) fn metadata(config: &Config, metadata: &[u8]) -> Result<(), ResponseCode> {
    require(metadata.len() <= config.tokens.max_metadata_bytes, ResponseCode::MetadataTooLong)
}

/// An account that pays for renewals exists and is not deleted.
pub(in crate::transactions) fn auto_renew_account(
    cx: &Handle<'_, '_>,
    id: &AccountId,
) -> Result<EntityNum, ResponseCode> {
    let account = cx.store.numbered_account(cx.config, id).filter(|account| !account.deleted);
    Ok(account.ok_or(ResponseCode::InvalidAutorenewAccount)?.num)
}
