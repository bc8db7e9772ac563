//! `TokenRevokeKycFromAccount`: takes back that the holder of an account is known.

use hapi_proto::services::TokenRevokeKycTransactionBody;

use super::{PureChecks, TransactionType, token_holder as holder};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for TokenRevokeKycTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        holder::named(self.token.as_ref(), self.account.as_ref())
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let token = keys.token(self.token.as_ref())?;
        let key = token.keys.kyc.as_ref().ok_or(ResponseCode::TokenHasNoKycKey)?;
        keys.role(Some(key));
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let account = cx.usable_account(self.account.as_ref(), ResponseCode::InvalidAccountId)?.num;
        let token = cx.usable_token(self.token.as_ref())?.num;
        holder::unfrozen_relation(cx, account, token)?.kyc_granted = false;
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

#[cfg(test)]
mod tests;
