//! Dissociation of accounts from tokens.

use hapi_proto::services::{
    AccountId, HederaFunctionality, TokenDissociateTransactionBody, TokenId, transaction_body::Data,
};

use crate::{
    keys::Signer,
    ops::{
        Resolved, TransactionOp, Txn,
        crypto::{AccountRef, by_alias},
    },
    registry::{IntoMany, Subject},
    spec::{OpError, Spec},
};

/// Ends the association of an account with tokens, of which it has none left. The payer and the account sign.
#[track_caller]
pub fn token_dissociate(
    account: impl Into<Subject<AccountId>>,
    tokens: impl IntoMany<Subject<TokenId>>,
) -> Txn<TokenDissociate> {
    Txn::new(TokenDissociate { account: AccountRef::Known(account.into()), tokens: tokens.into_many() })
}

/// The same as [`token_dissociate`], for the account whose alias is the key of this name.
#[track_caller]
pub fn token_dissociate_with_alias(
    key: impl Into<Signer>,
    tokens: impl IntoMany<Subject<TokenId>>,
) -> Txn<TokenDissociate> {
    Txn::new(TokenDissociate { account: by_alias(key), tokens: tokens.into_many() })
}

/// See [`token_dissociate`].
#[derive(Clone, Debug)]
pub struct TokenDissociate {
    account: AccountRef,
    tokens: Vec<Subject<TokenId>>,
}

impl TransactionOp for TokenDissociate {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenDissociateFromAccount;

    fn verb(&self) -> &'static str {
        "token_dissociate"
    }

    fn subject(&self) -> String {
        let tokens: Vec<_> = self.tokens.iter().map(ToString::to_string).collect();
        format!("{} of {}", tokens.join(", "), self.account)
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let tokens = self.tokens.iter().map(|token| token.resolve(spec));
        Ok(Data::TokenDissociate(TokenDissociateTransactionBody {
            account: Some(self.account.resolve(spec)?),
            tokens: tokens.collect::<Result<_, _>>()?,
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(self.account.signer().into_iter().collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
