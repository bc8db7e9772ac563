//! Pausing of tokens (HIP-24).

use hapi_proto::services::{HederaFunctionality, TokenId, TokenPauseTransactionBody, transaction_body::Data};

use super::TokenRole;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Stops whatever moves or changes a token, for all accounts (HIP-24). The payer and the token's pause key sign.
#[track_caller]
pub fn token_pause(token: impl Into<Subject<TokenId>>) -> Txn<TokenPause> {
    Txn::new(TokenPause { token: token.into() })
}

/// See [`token_pause`].
#[derive(Clone, Debug)]
pub struct TokenPause {
    token: Subject<TokenId>,
}

impl TransactionOp for TokenPause {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenPause;

    fn verb(&self) -> &'static str {
        "token_pause"
    }

    fn subject(&self) -> String {
        self.token.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenPause(TokenPauseTransactionBody { token: Some(self.token.resolve(spec)?) }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(TokenRole::Pause.signer(spec, &self.token).into_iter().collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
