//! `TokenFeeScheduleUpdate`: gives a token other custom fees (HIP-18).

use alloc::sync::Arc;

use hapi_proto::services::TokenFeeScheduleUpdateTransactionBody;

use super::{
    PureChecks, TransactionType,
    checks::require,
    tokens::custom_fees::{self, For},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

impl TransactionType for TokenFeeScheduleUpdateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.token_id.is_some(), ResponseCode::InvalidTokenId)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let token = keys.token(self.token_id.as_ref())?;
        if token.keys.fee_schedule.is_none() {
            return Ok(());
        }
        keys.role(token.keys.fee_schedule.as_ref());
        let mut collectors = self.custom_fees.iter().map(|fee| fee.fee_collector_account_id.as_ref());
        collectors.try_for_each(|id| keys.receiver(id, ResponseCode::InvalidCustomFeeCollector))
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let token = cx.usable_token(self.token_id.as_ref())?;
        let fits = self.custom_fees.len() <= cx.config.tokens.max_custom_fees;
        let nothing = token.custom_fees.is_empty() && self.custom_fees.is_empty();
        let (num, kind) = (token.num, token.kind);
        require(token.keys.fee_schedule.is_some(), ResponseCode::TokenHasNoFeeScheduleKey)?;
        require(fits, ResponseCode::CustomFeesListTooLong)?;
        require(!nothing, ResponseCode::CustomScheduleAlreadyHasNoFees)?;
        let fees = custom_fees::parse(cx, For { token: num, kind, created: false }, &self.custom_fees)?;

        let token = cx.store.token_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        token.custom_fees = Arc::new(fees);
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

#[cfg(test)]
mod tests;
