//! `TokenCancelAirdrop`: takes back airdrops that wait for their receivers (HIP-904).

use hapi_proto::services::{
    AccountId, PendingAirdropId, TokenCancelAirdropTransactionBody, TokenId,
    pending_airdrop_id::TokenReference,
};

use super::{
    PureChecks, TransactionType, airdrops,
    checks::{self, require},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for TokenCancelAirdropTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(!self.pending_airdrops.is_empty(), ResponseCode::EmptyPendingAirdropIdList)?;
        for (index, id) in self.pending_airdrops.iter().enumerate() {
            let repeated = self.pending_airdrops[..index].contains(id);
            require(!repeated, ResponseCode::PendingAirdropIdRepeated)?;
            form(id)?;
        }
        Ok(())
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        for id in &self.pending_airdrops {
            let sender = keys.find_aliased(id.sender_id.as_ref());
            let sender = sender.ok_or(ResponseCode::InvalidPendingAirdropId)?;
            keys.owner(sender, ResponseCode::InvalidPendingAirdropId)?;
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        require(cx.config.airdrops.cancel_enabled, ResponseCode::NotSupported)?;
        let short = self.pending_airdrops.len() <= cx.config.airdrops.max_cancels;
        require(short, ResponseCode::PendingAirdropIdListTooLong)?;
        let cancelled = airdrops::pending(cx, &self.pending_airdrops)?;

        for key in cancelled {
            airdrops::remove(cx, key);
        }
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

fn form(id: &PendingAirdropId) -> Result<(), ResponseCode> {
    let named = |id: &Option<AccountId>| id.as_ref().is_some_and(|id| checks::account_id_form(id).is_ok());
    let both = named(&id.receiver_id) && named(&id.sender_id);
    require(both, ResponseCode::InvalidPendingAirdropId)?;
    match id.token_reference {
        Some(TokenReference::FungibleTokenType(token)) => {
            require(token != TokenId::default(), ResponseCode::InvalidTokenId)
        }
        Some(TokenReference::NonFungibleToken(nft)) => {
            require(nft.token_id.is_some(), ResponseCode::InvalidNftId)?;
            require(nft.serial_number > 0, ResponseCode::InvalidTokenNftSerialNumber)
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
