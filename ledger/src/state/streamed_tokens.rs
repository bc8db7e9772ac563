//! Tokens, and what accounts have to do with them, as the block stream tells it (HIP-1056).

use alloc::sync::Arc;

use hapi_proto::{
    block::output::{StateChange, StateIdentifier, map_change_key::KeyChoice, map_change_value::ValueChoice},
    services::{
        self as hapi, AccountPendingAirdrop, NftId, PendingAirdropId, PendingAirdropValue, TokenAssociation,
        TokenRelation, TokenSupplyType, TokenType, pending_airdrop_id::TokenReference,
    },
};

use super::{Airdrop, AirdropKey, EntityNum, Nft, Relation, Token, TokenKeys, TokenKind, streamed::map};
use crate::{
    config::Config,
    handle::{account_id, token_id},
    keys::Key,
    transactions::tokens::custom_fees_to_proto,
};

pub(super) fn token(config: &Config, num: EntityNum, token: Option<&Token>) -> StateChange {
    let value = token.map(|token| ValueChoice::TokenValue(token_value(config, token)));
    map(StateIdentifier::StateIdTokens, KeyChoice::TokenIdKey(token_id(config, num)), value)
}

fn token_value(config: &Config, token: &Token) -> hapi::Token {
    let TokenKeys { admin, kyc, freeze, wipe, supply, fee_schedule, pause, metadata } = &*token.keys;
    let key = |key: &Option<Arc<Key>>| key.as_ref().map(|key| key.to_proto());
    let kind = match token.kind {
        TokenKind::Fungible => TokenType::FungibleCommon,
        TokenKind::NonFungible => TokenType::NonFungibleUnique,
    };
    let supply_type =
        if token.max_supply.is_some() { TokenSupplyType::Finite } else { TokenSupplyType::Infinite };
    hapi::Token {
        token_id: Some(token_id(config, token.num)),
        name: (&*token.name).into(),
        symbol: (&*token.symbol).into(),
        decimals: token.decimals.cast_signed(),
        total_supply: token.total_supply,
        treasury_account_id: Some(account_id(config, token.treasury)),
        admin_key: key(admin),
        kyc_key: key(kyc),
        freeze_key: key(freeze),
        wipe_key: key(wipe),
        supply_key: key(supply),
        fee_schedule_key: key(fee_schedule),
        pause_key: key(pause),
        last_used_serial_number: i64::try_from(token.last_serial).unwrap_or(i64::MAX),
        deleted: token.deleted,
        token_type: kind.into(),
        supply_type: supply_type.into(),
        auto_renew_account_id: token.auto_renew_account.map(|num| account_id(config, num)),
        auto_renew_seconds: token.auto_renew_period,
        expiration_second: token.expiry,
        memo: (&*token.memo).into(),
        max_supply: token.max_supply.unwrap_or(0),
        paused: token.paused,
        accounts_frozen_by_default: token.freeze_default,
        accounts_kyc_granted_by_default: false,
        custom_fees: custom_fees_to_proto(config, &token.custom_fees),
        metadata: token.metadata.clone(),
        metadata_key: key(metadata),
    }
}

pub(super) fn relation(
    config: &Config,
    (account, token): (EntityNum, EntityNum),
    relation: Option<&Relation>,
) -> StateChange {
    let (account, token) = (Some(account_id(config, account)), Some(token_id(config, token)));
    let key = TokenAssociation { token_id: token, account_id: account.clone() };
    let value = relation.map(|relation| TokenRelation {
        token_id: token,
        account_id: account,
        balance: relation.balance,
        frozen: relation.frozen,
        kyc_granted: relation.kyc_granted,
        automatic_association: relation.automatic,
        ..TokenRelation::default()
    });
    let value = value.map(ValueChoice::TokenRelationValue);
    map(StateIdentifier::StateIdTokenRels, KeyChoice::TokenRelationshipKey(key), value)
}

pub(super) fn nft(config: &Config, key: (EntityNum, u64), nft: Option<&Nft>) -> StateChange {
    let id = nft_id(config, key);
    let value = nft.map(|nft| hapi::Nft {
        nft_id: Some(id),
        owner_id: nft.owner.map(|num| account_id(config, num)),
        spender_id: nft.spender.map(|num| account_id(config, num)),
        mint_time: Some(nft.minted),
        metadata: nft.metadata.clone(),
        ..hapi::Nft::default()
    });
    map(StateIdentifier::StateIdNfts, KeyChoice::NftIdKey(id), value.map(ValueChoice::NftValue))
}

pub(super) fn airdrop(config: &Config, key: AirdropKey, airdrop: Option<&Airdrop>) -> StateChange {
    let reference = match key.serial {
        None => TokenReference::FungibleTokenType(token_id(config, key.token)),
        Some(serial) => TokenReference::NonFungibleToken(nft_id(config, (key.token, serial))),
    };
    let id = PendingAirdropId {
        sender_id: Some(account_id(config, key.sender)),
        receiver_id: Some(account_id(config, key.receiver)),
        token_reference: Some(reference),
    };
    let value = airdrop.map(|airdrop| AccountPendingAirdrop {
        // Of an NFT there is no amount to tell.
        pending_airdrop_value: key
            .serial
            .is_none()
            .then(|| PendingAirdropValue { amount: u64::try_from(airdrop.amount).unwrap_or(0) }),
        ..AccountPendingAirdrop::default()
    });
    let value = value.map(ValueChoice::AccountPendingAirdropValue);
    map(StateIdentifier::StateIdPendingAirdrops, KeyChoice::PendingAirdropIdKey(id), value)
}

fn nft_id(config: &Config, (token, serial): (EntityNum, u64)) -> NftId {
    NftId::new(token_id(config, token), i64::try_from(serial).unwrap_or(i64::MAX))
}
