//! Association of accounts with tokens.

use hapi_proto::services::{
    AccountId, HederaFunctionality, TokenAssociateTransactionBody, TokenId, transaction_body::Data,
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

/// Associates an account with tokens, which it may then receive. The payer and the account sign.
#[track_caller]
pub fn token_associate(
    account: impl Into<Subject<AccountId>>,
    tokens: impl IntoMany<Subject<TokenId>>,
) -> Txn<TokenAssociate> {
    Txn::new(TokenAssociate { account: AccountRef::Known(account.into()), tokens: tokens.into_many() })
}

/// The same as [`token_associate`], for the account whose alias is the key of this name.
#[track_caller]
pub fn token_associate_with_alias(
    key: impl Into<Signer>,
    tokens: impl IntoMany<Subject<TokenId>>,
) -> Txn<TokenAssociate> {
    Txn::new(TokenAssociate { account: by_alias(key), tokens: tokens.into_many() })
}

/// See [`token_associate`].
#[derive(Clone, Debug)]
pub struct TokenAssociate {
    account: AccountRef,
    tokens: Vec<Subject<TokenId>>,
}

impl TransactionOp for TokenAssociate {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenAssociateToAccount;

    fn verb(&self) -> &'static str {
        "token_associate"
    }

    fn subject(&self) -> String {
        let tokens: Vec<_> = self.tokens.iter().map(ToString::to_string).collect();
        format!("{} of {}", tokens.join(", "), self.account)
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let tokens = self.tokens.iter().map(|token| token.resolve(spec));
        Ok(Data::TokenAssociate(TokenAssociateTransactionBody {
            account: Some(self.account.resolve(spec)?),
            tokens: tokens.collect::<Result<_, _>>()?,
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(self.account.signer().into_iter().collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
