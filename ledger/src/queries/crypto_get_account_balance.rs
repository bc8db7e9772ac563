//! `CryptoGetAccountBalance`: what an account owns. Free.

use alloc::vec::Vec;

use hapi_proto::services::{
    ContractId, CryptoGetAccountBalanceQuery, CryptoGetAccountBalanceResponse, QueryHeader, ResponseHeader,
    contract_id::Contract, crypto_get_account_balance_query::BalanceSource, response::Response,
};

use super::{QueryContext, QueryType};
use crate::{
    ResponseCode,
    handle::{account_id, balance},
    state::{Account, EntityNum, long_zero},
};

impl QueryType for CryptoGetAccountBalanceQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn is_paid(&self) -> bool {
        false
    }

    /// As many as it may show balances, by default.
    fn operations(&self, cx: &QueryContext<'_>) -> u64 {
        let tokens = &cx.config.tokens;
        let associations = find(self, cx).map_or(0, |account| account.tokens.associations);
        let shown = u64::from(associations).min(tokens.max_relations_shown as u64);
        if tokens.counting_balance_throttle { shown.max(1) } else { 1 }
    }

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        find(self, cx).map(|_| ())
    }

    #[expect(deprecated, reason = "nodes still tell of tokens here")]
    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let account = find(self, cx)?;
        let shows_tokens = cx.config.tokens.balances_in_queries;
        Ok(Response::CryptogetAccountBalance(CryptoGetAccountBalanceResponse {
            header: Some(header),
            account_id: Some(account_id(cx.config, account.num)),
            balance: balance(account.balance),
            token_balances: if shows_tokens { cx.token_balances(account.num) } else { Vec::new() },
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::CryptogetAccountBalance(CryptoGetAccountBalanceResponse {
            header: Some(header),
            ..CryptoGetAccountBalanceResponse::default()
        })
    }
}

fn find<'a>(
    query: &CryptoGetAccountBalanceQuery,
    cx: &'a QueryContext<'_>,
) -> Result<&'a Account, ResponseCode> {
    match &query.balance_source {
        Some(BalanceSource::AccountId(id)) => {
            let account = cx.account(Some(id))?;
            if account.deleted { Err(ResponseCode::AccountDeleted) } else { Ok(account) }
        }
        Some(BalanceSource::ContractId(id)) => {
            let account = contract(cx, id).ok_or(ResponseCode::InvalidContractId)?;
            if account.deleted { Err(ResponseCode::ContractDeleted) } else { Ok(account) }
        }
        None => Err(ResponseCode::InvalidAccountId),
    }
}

fn contract<'a>(cx: &'a QueryContext<'_>, id: &ContractId) -> Option<&'a Account> {
    let ledger = &cx.config.ledger;
    if (id.shard_num, id.realm_num) != (ledger.shard, ledger.realm) {
        return None;
    }
    let num = match id.contract.as_ref()? {
        Contract::ContractNum(num) => EntityNum::try_from(*num).ok()?,
        Contract::EvmAddress(address) => long_zero(address).or_else(|| cx.store.alias(address).copied())?,
    };
    cx.store.account(&num).filter(|account| account.smart_contract)
}
