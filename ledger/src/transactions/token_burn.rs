//! `TokenBurn`: less of a token, out of its treasury.

use hapi_proto::services::TokenBurnTransactionBody;

use super::{PureChecks, TransactionType, checks::require, token_supply as supply};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{Token, TokenKind},
};

impl TransactionType for TokenBurnTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let invalid = ResponseCode::InvalidTokenBurnAmount;
        supply::amounts(self.token.as_ref(), self.amount, &self.serial_numbers, invalid)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        // A token that has no such key is turned down later.
        let token = keys.token(self.token.as_ref())?;
        keys.role(token.keys.supply.as_ref());
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let amount = i64::try_from(self.amount).map_err(|_| ResponseCode::InvalidTokenBurnAmount)?;
        let serials = supply::serials(&self.serial_numbers, cx.config.nfts.max_batch_burn)?;
        let token = cx.usable_token(self.token.as_ref())?.clone();
        require(token.keys.supply.is_some(), ResponseCode::TokenHasNoSupplyKey)?;
        supply::usable_relation(cx, token.treasury, &token)?;

        match token.kind {
            TokenKind::Fungible => supply::change(cx, &token, -amount, ResponseCode::InvalidTokenBurnAmount),
            TokenKind::NonFungible => burn_nfts(cx, &token, &serials),
        }
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

fn burn_nfts(cx: &mut Handle<'_, '_>, token: &Token, serials: &[u64]) -> Result<(), ResponseCode> {
    require(!serials.is_empty(), ResponseCode::InvalidTokenBurnMetadata)?;
    for serial in serials {
        let nft = supply::nft(cx, token, *serial)?;
        require(nft.owner.is_none(), ResponseCode::TreasuryMustOwnBurnedNft)?;
    }
    let count = serials.len() as u64;
    supply::change(cx, token, -count.cast_signed(), ResponseCode::FailInvalid)?;
    supply::remove_nfts(cx, token, token.treasury, serials)
}

#[cfg(test)]
mod tests;
