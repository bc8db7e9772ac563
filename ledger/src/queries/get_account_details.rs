//! `GetAccountDetails`: what is known of an account, allowances included. Only for the treasury and system accounts up
//! to 0.0.50.

use hapi_proto::services::{
    Duration, GetAccountDetailsQuery, GetAccountDetailsResponse, GrantedCryptoAllowance, GrantedNftAllowance,
    GrantedTokenAllowance, QueryHeader, ResponseHeader, Timestamp,
    get_account_details_response::AccountDetails, response::Response,
};

use super::{QueryContext, QueryType, account::evm_address_hex};
use crate::{
    ResponseCode,
    handle::{account_id, balance, token_id},
    state::Account,
};

impl QueryType for GetAccountDetailsQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn is_restricted(&self) -> bool {
        true
    }

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        cx.account(self.account_id.as_ref()).map(|_| ())
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let account = cx.account(self.account_id.as_ref())?;
        Ok(Response::AccountDetails(GetAccountDetailsResponse {
            header: Some(header),
            account_details: Some(details(cx, account)),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::AccountDetails(GetAccountDetailsResponse { header: Some(header), account_details: None })
    }
}

fn details(cx: &QueryContext<'_>, account: &Account) -> AccountDetails {
    let allowances = account.hbar_allowances.iter().map(|allowance| GrantedCryptoAllowance {
        spender: Some(account_id(cx.config, allowance.spender)),
        amount: allowance.amount,
    });
    let nft_allowances = account.tokens.nft_allowances.iter().map(|approval| GrantedNftAllowance {
        token_id: Some(token_id(cx.config, approval.token)),
        spender: Some(account_id(cx.config, approval.spender)),
    });
    let token_allowances = account.tokens.token_allowances.iter().map(|allowance| GrantedTokenAllowance {
        token_id: Some(token_id(cx.config, allowance.token)),
        spender: Some(account_id(cx.config, allowance.spender)),
        amount: allowance.amount,
    });
    AccountDetails {
        account_id: Some(account_id(cx.config, account.num)),
        contract_account_id: evm_address_hex(account),
        deleted: account.deleted,
        key: Some(account.key.to_proto()),
        balance: balance(account.balance),
        receiver_sig_required: account.receiver_sig_required,
        expiration_time: Some(Timestamp::new(account.expiry, 0)),
        auto_renew_period: Some(Duration::from_seconds(account.auto_renew_period)),
        memo: (&*account.memo).into(),
        token_relationships: cx.token_relationships(account.num),
        owned_nfts: account.tokens.owned_nfts.cast_signed(),
        max_automatic_token_associations: account.max_auto_associations,
        alias: account.alias.clone(),
        ledger_id: cx.config.ledger.id.clone().into(),
        granted_crypto_allowances: allowances.collect(),
        granted_nft_allowances: nft_allowances.collect(),
        granted_token_allowances: token_allowances.collect(),
        ..AccountDetails::default()
    }
}
