//! `TokenPause`: lets nobody use a token for now (HIP-23).

use hapi_proto::services::TokenPauseTransactionBody;

use super::{PureChecks, TransactionType, checks::require, tokens};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for TokenPauseTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.token.is_some(), ResponseCode::InvalidTokenId)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let token = keys.token(self.token.as_ref())?;
        keys.role(token.keys.pause.as_ref());
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        tokens::pausable_token(cx, self.token.as_ref())?.paused = true;
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

#[cfg(test)]
mod tests;
