//! `TokenUpdateNfts`: new metadata for NFTs (HIP-657, HIP-850).

use alloc::{collections::BTreeSet, sync::Arc, vec};

use bytes::Bytes;
use hapi_proto::{fees::Extra, services::TokenUpdateNftsTransactionBody};

use super::{PureChecks, TransactionType, checks::require};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::{Key, RequiredKeys},
    state::{EntityNum, Nft, Store, Token, TokenKeys},
};

impl TransactionType for TokenUpdateNftsTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.token.is_some(), ResponseCode::InvalidTokenId)?;
        require(!self.serial_numbers.is_empty(), ResponseCode::MissingSerialNumbers)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let token = keys.token(self.token.as_ref())?;
        let key = if all_in_treasury(keys.store, token, &self.serial_numbers)? {
            metadata_or_supply(&token.keys).ok_or(ResponseCode::TokenHasNoMetadataOrSupplyKey)?
        } else {
            token.keys.metadata.clone().ok_or(ResponseCode::TokenHasNoMetadataKey)?
        };
        keys.role(Some(&key));
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let limit = cx.config.tokens.max_metadata_bytes;
        let short = self.metadata.as_ref().is_none_or(|metadata| metadata.len() <= limit);
        require(short, ResponseCode::MetadataTooLong)?;
        let few = self.serial_numbers.len() <= cx.config.nfts.max_batch_update;
        require(few, ResponseCode::BatchSizeLimitExceeded)?;
        let token = self.token.as_ref().and_then(|id| cx.store.named_token(cx.config, id));
        let token = token.ok_or(ResponseCode::InvalidTokenId)?.num;

        // Whether the token is paused or deleted does not matter.
        let distinct: BTreeSet<&i64> = self.serial_numbers.iter().collect();
        require(distinct.len() as u64 <= cx.store.nft_count(), ResponseCode::InvalidNftId)?;
        let metadata = self.metadata.clone().map(Bytes::from);
        let mut serials = self.serial_numbers.iter();
        serials.try_for_each(|serial| update(cx.store, token, *serial, metadata.as_ref()))
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::NftUpdate, self.serial_numbers.len() as u64)
    }
}

/// Whether the treasury has all of the NFTs: the first that it does not have decides, and those named after it may even be
/// missing.
fn all_in_treasury(store: &Store<'_>, token: &Token, serials: &[i64]) -> Result<bool, ResponseCode> {
    for serial in serials {
        let nft = find(store, token.num, *serial).ok_or(ResponseCode::InvalidNftId)?;
        if nft.owner.is_some_and(|owner| owner != token.treasury) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Either key is enough, if there are both.
fn metadata_or_supply(keys: &TokenKeys) -> Option<Arc<Key>> {
    match (&keys.metadata, &keys.supply) {
        (Some(metadata), Some(supply)) => {
            let keys = vec![Key::clone(metadata), Key::clone(supply)];
            Some(Arc::new(Key::Threshold { threshold: 1, keys }))
        }
        (metadata, supply) => metadata.as_ref().or(supply.as_ref()).cloned(),
    }
}

fn find<'a>(store: &'a Store<'_>, token: EntityNum, serial: i64) -> Option<&'a Nft> {
    store.nft(&(token, u64::try_from(serial).ok()?))
}

fn update(
    store: &mut Store<'_>,
    token: EntityNum,
    serial: i64,
    metadata: Option<&Bytes>,
) -> Result<(), ResponseCode> {
    require(serial > 0, ResponseCode::InvalidTokenNftSerialNumber)?;
    require(find(store, token, serial).is_some(), ResponseCode::InvalidNftId)?;
    let Some(metadata) = metadata else { return Ok(()) };
    let nft = store.nft_mut(&(token, serial.cast_unsigned())).ok_or(ResponseCode::InvalidNftId)?;
    nft.metadata.clone_from(metadata);
    Ok(())
}

#[cfg(test)]
mod tests;
