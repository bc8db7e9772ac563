//! Changes of the custom fees of tokens (HIP-18).

use hapi_proto::services::{
    HederaFunctionality, TokenFeeScheduleUpdateTransactionBody, TokenId, transaction_body::Data,
};

use super::{TokenFee, TokenRole};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{IntoMany, Subject},
    spec::{OpError, Spec},
};

/// Replaces the custom fees of a token by those that [`with_custom`](Txn::with_custom) adds; without any it has none
/// afterwards. The payer, the token's fee schedule key and the collectors that must sign to be credited sign.
#[track_caller]
pub fn token_fee_schedule_update(token: impl Into<Subject<TokenId>>) -> Txn<TokenFeeScheduleUpdate> {
    Txn::new(TokenFeeScheduleUpdate { token: token.into(), fees: Vec::new() })
}

/// See [`token_fee_schedule_update`].
#[derive(Clone, Debug)]
pub struct TokenFeeScheduleUpdate {
    token: Subject<TokenId>,
    fees: Vec<TokenFee>,
}

impl Txn<TokenFeeScheduleUpdate> {
    /// Adds these fees, in their order.
    pub fn with_custom(self, fees: impl IntoMany<TokenFee>) -> Self {
        self.with_op(|op| fees.add_to(&mut op.fees))
    }
}

impl TransactionOp for TokenFeeScheduleUpdate {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenFeeScheduleUpdate;

    fn verb(&self) -> &'static str {
        "token_fee_schedule_update"
    }

    fn subject(&self) -> String {
        self.token.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let custom_fees = self.fees.iter().map(|fee| fee.resolve(spec));
        Ok(Data::TokenFeeScheduleUpdate(TokenFeeScheduleUpdateTransactionBody {
            token_id: Some(self.token.resolve(spec)?),
            custom_fees: custom_fees.collect::<Result<_, _>>()?,
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let collectors = self.fees.iter().filter_map(|fee| fee.signer(spec, false));
        Ok(TokenRole::FeeSchedule.signer(spec, &self.token).into_iter().chain(collectors).collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
