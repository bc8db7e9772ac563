//! `CryptoGetAccountBalance`: what an account owns. Free.

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

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        find(self, cx).map(|_| ())
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let account = find(self, cx)?;
        Ok(Response::CryptogetAccountBalance(CryptoGetAccountBalanceResponse {
            header: Some(header),
            account_id: Some(account_id(cx.config, account.num)),
            balance: balance(account.balance),
            ..CryptoGetAccountBalanceResponse::default()
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
