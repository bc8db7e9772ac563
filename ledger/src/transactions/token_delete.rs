//! `TokenDelete`: ends a token. Accounts keep what they have of it, but cannot use it.

use hapi_proto::services::TokenDeleteTransactionBody;

use super::{PureChecks, TransactionType, checks::require, tokens::balances};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for TokenDeleteTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.token.is_some(), ResponseCode::InvalidTokenId)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let token = keys.token(self.token.as_ref())?;
        keys.role(token.keys.admin.as_ref());
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let token = cx.usable_token(self.token.as_ref())?;
        require(token.keys.admin.is_some(), ResponseCode::TokenIsImmutable)?;

        let (num, treasury) = (token.num, token.treasury);
        cx.store.token_mut(&num).ok_or(ResponseCode::FailInvalid)?.deleted = true;
        let treasury = balances::holdings(cx, treasury)?;
        treasury.treasury_titles = treasury.treasury_titles.saturating_sub(1);
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

#[cfg(test)]
mod tests;
