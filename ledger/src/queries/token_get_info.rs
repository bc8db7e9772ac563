//! `TokenGetInfo`: what is known of a token. A deleted one is still known.

use alloc::sync::Arc;

use hapi_proto::services::{
    self as hapi, Duration, QueryHeader, ResponseHeader, Timestamp, TokenFreezeStatus, TokenGetInfoQuery,
    TokenGetInfoResponse, TokenInfo, TokenKycStatus, TokenPauseStatus, TokenSupplyType, TokenType,
    response::Response,
};

use super::{QueryContext, QueryType};
use crate::{
    ResponseCode,
    handle::{account_id, balance, token_id},
    keys::Key,
    state::{Token, TokenKind},
    transactions::tokens::custom_fees_to_proto,
};

impl QueryType for TokenGetInfoQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        cx.token(self.token.as_ref()).map(drop)
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let token = cx.token(self.token.as_ref())?;
        Ok(Response::TokenGetInfo(TokenGetInfoResponse {
            header: Some(header),
            token_info: Some(info(cx, token).into()),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::TokenGetInfo(TokenGetInfoResponse { header: Some(header), token_info: None })
    }
}

fn info(cx: &QueryContext<'_>, token: &Token) -> TokenInfo {
    let keys = &token.keys;
    let renewed_by = token.auto_renew_account;
    TokenInfo {
        token_id: Some(token_id(cx.config, token.num)),
        name: (&*token.name).into(),
        symbol: (&*token.symbol).into(),
        decimals: token.decimals,
        total_supply: balance(token.total_supply),
        treasury: Some(account_id(cx.config, token.treasury)),
        admin_key: shown(keys.admin.as_ref()),
        kyc_key: shown(keys.kyc.as_ref()),
        freeze_key: shown(keys.freeze.as_ref()),
        wipe_key: shown(keys.wipe.as_ref()),
        supply_key: shown(keys.supply.as_ref()),
        fee_schedule_key: shown(keys.fee_schedule.as_ref()),
        pause_key: shown(keys.pause.as_ref()),
        metadata_key: shown(keys.metadata.as_ref()),
        default_freeze_status: default_freeze_status(token).into(),
        default_kyc_status: default_kyc_status(token).into(),
        pause_status: pause_status(token).into(),
        deleted: token.deleted,
        auto_renew_account: renewed_by.map(|num| account_id(cx.config, num)),
        auto_renew_period: renewed_by.map(|_| Duration::from_seconds(token.auto_renew_period)),
        expiry: Some(Timestamp::new(token.expiry, 0)),
        memo: (&*token.memo).into(),
        metadata: token.metadata.clone(),
        token_type: match token.kind {
            TokenKind::Fungible => TokenType::FungibleCommon,
            TokenKind::NonFungible => TokenType::NonFungibleUnique,
        }
        .into(),
        supply_type: token.max_supply.map_or(TokenSupplyType::Infinite, |_| TokenSupplyType::Finite).into(),
        max_supply: token.max_supply.unwrap_or(0),
        custom_fees: custom_fees_to_proto(cx.config, &token.custom_fees),
        ledger_id: cx.config.ledger.id.clone().into(),
    }
}

/// A key by which nobody can sign is not told of.
fn shown(key: Option<&Arc<Key>>) -> Option<hapi::Key> {
    key.filter(|key| !key.is_empty_list()).map(|key| key.to_proto())
}

fn default_freeze_status(token: &Token) -> TokenFreezeStatus {
    match shown(token.keys.freeze.as_ref()) {
        None => TokenFreezeStatus::FreezeNotApplicable,
        Some(_) if token.freeze_default => TokenFreezeStatus::Frozen,
        Some(_) => TokenFreezeStatus::Unfrozen,
    }
}

/// No account passes KYC by default where there is a key for it.
fn default_kyc_status(token: &Token) -> TokenKycStatus {
    shown(token.keys.kyc.as_ref()).map_or(TokenKycStatus::KycNotApplicable, |_| TokenKycStatus::Revoked)
}

fn pause_status(token: &Token) -> TokenPauseStatus {
    match shown(token.keys.pause.as_ref()) {
        None => TokenPauseStatus::PauseNotApplicable,
        Some(_) if token.paused => TokenPauseStatus::Paused,
        Some(_) => TokenPauseStatus::Unpaused,
    }
}
