//! `CryptoGetInfo`: what is known of an account.

use alloc::vec::Vec;

use hapi_proto::services::{
    CryptoGetInfoQuery, CryptoGetInfoResponse, Duration, QueryHeader, ResponseHeader, Timestamp,
    crypto_get_info_response::AccountInfo, response::Response,
};

use super::{
    QueryContext, QueryType,
    account::{evm_address_hex, staking_info},
};
use crate::{
    ResponseCode,
    handle::{account_id, balance},
    keys::ADDRESS_LEN,
    state::Account,
};

impl QueryType for CryptoGetInfoQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        let account = cx.account(self.account_id.as_ref())?;
        if account.deleted { Err(ResponseCode::AccountDeleted) } else { Ok(()) }
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let account = cx.account(self.account_id.as_ref())?;
        Ok(Response::CryptoGetInfo(CryptoGetInfoResponse {
            header: Some(header),
            account_info: Some(info(cx, account)),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::CryptoGetInfo(CryptoGetInfoResponse { header: Some(header), account_info: None })
    }
}

/// An alias that is an EVM address is not repeated as alias.
#[expect(deprecated, reason = "nodes still tell of tokens here")]
fn info(cx: &QueryContext<'_>, account: &Account) -> AccountInfo {
    let alias = if account.alias.len() == ADDRESS_LEN { bytes::Bytes::new() } else { account.alias.clone() };
    let shows_tokens = cx.config.tokens.balances_in_queries;
    let relationships = if shows_tokens { cx.token_relationships(account.num) } else { Vec::new() };
    AccountInfo {
        account_id: Some(account_id(cx.config, account.num)),
        contract_account_id: evm_address_hex(account),
        deleted: account.deleted,
        key: Some(account.key.to_proto()),
        balance: balance(account.balance),
        receiver_sig_required: account.receiver_sig_required,
        expiration_time: Some(Timestamp::new(account.expiry, 0)),
        auto_renew_period: Some(Duration::from_seconds(account.auto_renew_period)),
        memo: (&*account.memo).into(),
        owned_nfts: account.tokens.owned_nfts.cast_signed(),
        max_automatic_token_associations: account.max_auto_associations,
        token_relationships: relationships,
        alias,
        ledger_id: cx.config.ledger.id.clone().into(),
        ethereum_nonce: account.ethereum_nonce,
        staking_info: Some(staking_info(cx, account)),
        ..AccountInfo::default()
    }
}
