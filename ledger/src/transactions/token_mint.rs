//! `TokenMint`: more of a token, for its treasury.

use alloc::vec::Vec;

use hapi_proto::{fees::Extra, services::TokenMintTransactionBody};

use super::{PureChecks, TransactionType, checks::require, token_supply as supply, tokens::balances};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{Nft, Token, TokenKind},
};

/// The largest serial number that an NFT may have.
const LAST_SERIAL: u64 = 0xffff_ffff;

impl TransactionType for TokenMintTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let amount = self.amount.cast_signed();
        require(self.token.is_some(), ResponseCode::InvalidTokenId)?;
        require(amount <= 0 || self.metadata.is_empty(), ResponseCode::InvalidTransactionBody)?;
        require(amount >= 0, ResponseCode::InvalidTokenMintAmount)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        // A token that has no such key is turned down later.
        let token = keys.token(self.token.as_ref())?;
        keys.role(token.keys.supply.as_ref());
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        within_limits(self, cx.config)?;
        let token = cx.usable_token(self.token.as_ref())?.clone();
        require(token.keys.supply.is_some(), ResponseCode::TokenHasNoSupplyKey)?;
        supply::usable_relation(cx, token.treasury, &token)?;

        match token.kind {
            TokenKind::Fungible => {
                let amount = i64::try_from(self.amount).map_err(|_| ResponseCode::InvalidTokenMintAmount)?;
                supply::change(cx, &token, amount, ResponseCode::InvalidTokenMintAmount)
            }
            TokenKind::NonFungible => mint_nfts(self, cx, &token),
        }
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        if self.amount != 0 || self.metadata.is_empty() {
            return Usage::BASE;
        }
        Usage::BASE.with(Extra::TokenMintNftBase, 1).with(Extra::TokenMintNft, self.metadata.len() as u64)
    }
}

/// A transaction mints only so many NFTs, with no more than so much metadata each.
fn within_limits(op: &TokenMintTransactionBody, config: &Config) -> Result<(), ResponseCode> {
    let nfts = &config.nfts;
    let short = |metadata: &bytes::Bytes| metadata.len() <= nfts.max_metadata_bytes;
    require(op.metadata.len() <= nfts.max_batch_mint, ResponseCode::BatchSizeLimitExceeded)?;
    require(op.metadata.iter().all(short), ResponseCode::MetadataTooLong)
}

/// Makes the NFTs, which are their treasury's.
fn mint_nfts(
    op: &TokenMintTransactionBody,
    cx: &mut Handle<'_, '_>,
    token: &Token,
) -> Result<(), ResponseCode> {
    let count = op.metadata.len() as u64;
    let fits = cx.store.nft_count().saturating_add(count) <= cx.config.nfts.max_number;
    let last = token.last_serial.saturating_add(count);
    require(fits, ResponseCode::MaxNftsInPriceRegimeHaveBeenMinted)?;
    require(count > 0, ResponseCode::InvalidTokenMintMetadata)?;
    cx.usable_account_numbered(token.treasury, ResponseCode::InvalidTreasuryAccountForToken)?;
    require(last <= LAST_SERIAL, ResponseCode::SerialNumberLimitReached)?;

    supply::change(cx, token, count.cast_signed(), ResponseCode::FailInvalid)?;
    let serials: Vec<u64> = (token.last_serial + 1..=last).collect();
    for (serial, metadata) in serials.iter().zip(&op.metadata) {
        let nft = Nft { owner: None, minted: cx.now, metadata: metadata.clone(), spender: None };
        cx.store.put_nft((token.num, *serial), nft);
    }
    cx.store.token_mut(&token.num).ok_or(ResponseCode::FailInvalid)?.last_serial = last;
    balances::holdings(cx, token.treasury)?.owned_nfts += count;
    cx.receipt.serial_numbers = serials.into_iter().map(u64::cast_signed).collect();
    Ok(())
}

#[cfg(test)]
mod tests;
