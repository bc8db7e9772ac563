//! `TokenFreezeAccount`: keeps an account from moving a token.

use hapi_proto::services::TokenFreezeAccountTransactionBody;

use super::{PureChecks, TransactionType, token_holder as holder};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for TokenFreezeAccountTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        holder::named(self.token.as_ref(), self.account.as_ref())
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let token = keys.token(self.token.as_ref())?;
        let key = token.keys.freeze.as_ref().ok_or(ResponseCode::TokenHasNoFreezeKey)?;
        keys.role(Some(key));
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let (account, token) = holder::of_frozen(cx, self.account.as_ref(), self.token.as_ref())?;
        // Who is frozen cannot be frozen again.
        holder::unfrozen_relation(cx, account, token)?.frozen = true;
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

#[cfg(test)]
mod tests;
