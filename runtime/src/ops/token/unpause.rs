//! Unpausing of tokens (HIP-24).

use hapi_proto::services::{
    HederaFunctionality, TokenId, TokenUnpauseTransactionBody, transaction_body::Data,
};

use super::TokenRole;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Lets a paused token be used again (HIP-24). The payer and the token's pause key sign.
#[track_caller]
pub fn token_unpause(token: impl Into<Subject<TokenId>>) -> Txn<TokenUnpause> {
    Txn::new(TokenUnpause { token: token.into() })
}

/// See [`token_unpause`].
#[derive(Clone, Debug)]
pub struct TokenUnpause {
    token: Subject<TokenId>,
}

impl TransactionOp for TokenUnpause {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenUnpause;

    fn verb(&self) -> &'static str {
        "token_unpause"
    }

    fn subject(&self) -> String {
        self.token.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenUnpause(TokenUnpauseTransactionBody { token: Some(self.token.resolve(spec)?) }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(TokenRole::Pause.signer(spec, &self.token).into_iter().collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
