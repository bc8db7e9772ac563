//! Deletion of tokens.

use hapi_proto::services::{
    HederaFunctionality, TokenDeleteTransactionBody, TokenId, transaction_body::Data,
};

use super::TokenRole;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{Memo, Subject, TokenMetadata, TokenName, TokenSymbol, TokenTreasury},
    spec::{OpError, OpResult, Spec},
};

/// Deletes a token: nobody can use it any more; who holds it keeps what it has. The payer and the token's admin key sign.
#[track_caller]
pub fn token_delete(token: impl Into<Subject<TokenId>>) -> Txn<TokenDelete> {
    Txn::new(TokenDelete { token: token.into(), forgets: false })
}

/// See [`token_delete`].
#[derive(Clone, Debug)]
pub struct TokenDelete {
    token: Subject<TokenId>,
    forgets: bool,
}

impl Txn<TokenDelete> {
    /// Takes the token's name, and those of its keys, out of the registry.
    pub fn purging(self) -> Self {
        self.with_op(|op| op.forgets = true)
    }
}

impl TransactionOp for TokenDelete {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenDelete;

    fn verb(&self) -> &'static str {
        "token_delete"
    }

    fn subject(&self) -> String {
        self.token.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenDeletion(TokenDeleteTransactionBody { token: Some(self.token.resolve(spec)?) }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(TokenRole::Admin.signer(spec, &self.token).into_iter().collect())
    }

    fn on_success(&self, spec: &Spec, _resolved: &Resolved) -> OpResult {
        if let (Some(name), true) = (self.token.name(spec), self.forgets) {
            let registry = spec.registry();
            registry.remove::<TokenId>(&name);
            registry.remove::<TokenName>(&name);
            registry.remove::<TokenSymbol>(&name);
            registry.remove::<TokenTreasury>(&name);
            registry.remove::<TokenMetadata>(&name);
            registry.remove::<Memo>(&name);
            for role in TokenRole::ALL {
                role.forget(spec, &name);
            }
        }
        Ok(())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
