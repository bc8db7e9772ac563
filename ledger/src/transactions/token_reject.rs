//! `TokenReject`: gives tokens back to their treasuries, all of a fungible token, free of custom fees (HIP-904).

use alloc::{collections::BTreeMap, vec::Vec};

use hapi_proto::services::{NftId, TokenId, TokenRejectTransactionBody, token_reference::TokenIdentifier};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    crypto_transfer::{Change, NftChange, TokenMovement, move_tokens},
    tokens::relations,
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::EntityNum,
};

impl TransactionType for TokenRejectTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(!self.rejections.is_empty(), ResponseCode::EmptyTokenReferenceList)?;
        self.owner.as_ref().map_or(Ok(()), checks::account_id_form)?;
        for (index, rejection) in self.rejections.iter().enumerate() {
            let repeated = self.rejections[..index].contains(rejection);
            require(!repeated, ResponseCode::TokenReferenceRepeated)?;
            match &rejection.token_identifier {
                Some(TokenIdentifier::FungibleToken(token)) => {
                    require(*token != TokenId::default(), ResponseCode::InvalidTokenId)?;
                }
                Some(TokenIdentifier::Nft(nft)) => {
                    require(nft.token_id.is_some(), ResponseCode::InvalidNftId)?;
                    require(nft.serial_number > 0, ResponseCode::InvalidTokenNftSerialNumber)?;
                }
                None => {}
            }
        }
        Ok(())
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        if self.owner.is_none() {
            return Ok(());
        }
        let owner = keys.find_aliased(self.owner.as_ref()).ok_or(ResponseCode::InvalidOwnerId)?;
        // Nobody signs for a hollow account here: it has no key yet.
        require(!owner.key.is_empty_list(), ResponseCode::AccountIsImmutable)?;
        keys.owner(owner, ResponseCode::AccountIsImmutable)
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        require(cx.config.tokens.reject_enabled, ResponseCode::NotSupported)?;
        let short = self.rejections.len() <= cx.config.ledger.token_rejects_max_len;
        require(short, ResponseCode::TokenReferenceListSizeLimitExceeded)?;
        let owner = self.owner.as_ref().map_or(Some(cx.payer), |id| cx.store.resolve_account(cx.config, id));
        let owner = owner.and_then(|num| cx.store.account(&num)).ok_or(ResponseCode::InvalidAccountId)?;
        require(!owner.deleted, ResponseCode::AccountDeleted)?;
        let owner = owner.num;

        let mut rejected = Vec::new();
        for token in self.fungible() {
            rejected.push(all_of(cx, owner, token)?);
        }
        let mut nfts: BTreeMap<EntityNum, Vec<NftChange>> = BTreeMap::new();
        for nft in self.nfts() {
            let (token, change) = one_of(cx, owner, nft)?;
            nfts.entry(token).or_default().push(change);
        }
        rejected.extend(nfts.into_iter().map(|(token, nfts)| TokenMovement {
            token,
            nfts,
            ..Default::default()
        }));
        move_tokens(cx, &rejected)
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

/// What is rejected, by kind.
trait Rejections {
    fn fungible(&self) -> impl Iterator<Item = &TokenId>;
    fn nfts(&self) -> impl Iterator<Item = &NftId>;
}

impl Rejections for TokenRejectTransactionBody {
    fn fungible(&self) -> impl Iterator<Item = &TokenId> {
        self.rejections.iter().filter_map(|rejection| match &rejection.token_identifier {
            Some(TokenIdentifier::FungibleToken(token)) => Some(token),
            _ => None,
        })
    }

    fn nfts(&self) -> impl Iterator<Item = &NftId> {
        self.rejections.iter().filter_map(|rejection| match &rejection.token_identifier {
            Some(TokenIdentifier::Nft(nft)) => Some(nft),
            _ => None,
        })
    }
}

/// The whole balance, back to the treasury.
fn all_of(cx: &Handle<'_, '_>, owner: EntityNum, token: &TokenId) -> Result<TokenMovement, ResponseCode> {
    let token = cx.usable_token(Some(token))?;
    let balance = relations::unfrozen(cx, owner, token.num)?.balance;
    require(token.treasury != owner, ResponseCode::AccountIsTreasury)?;
    require(balance > 0, ResponseCode::InsufficientTokenBalance)?;
    let changes = [Change::new(owner, -balance), Change::new(token.treasury, balance)].into();
    Ok(TokenMovement { token: token.num, changes, ..Default::default() })
}

/// One NFT, back to the treasury.
fn one_of(
    cx: &Handle<'_, '_>,
    owner: EntityNum,
    nft: &NftId,
) -> Result<(EntityNum, NftChange), ResponseCode> {
    let serial = u64::try_from(nft.serial_number).map_err(|_| ResponseCode::InvalidTokenNftSerialNumber)?;
    let token = nft.token_id.as_ref().and_then(|id| cx.store.named_token(cx.config, id));
    let held =
        token.and_then(|token| cx.store.nft(&(token.num, serial))).ok_or(ResponseCode::InvalidNftId)?;
    let token = cx.usable_token(nft.token_id.as_ref())?;
    require(token.treasury != owner, ResponseCode::AccountIsTreasury)?;
    require(held.owner == Some(owner), ResponseCode::InvalidOwnerId)?;
    Ok((token.num, NftChange { serial, from: owner, to: token.treasury, by_allowance: false }))
}

#[cfg(test)]
mod tests;
