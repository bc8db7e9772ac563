//! Rejection of tokens (HIP-904).

use std::fmt;

use hapi_proto::services::{
    AccountId, HederaFunctionality, NftId, TokenId, TokenReference, TokenRejectTransactionBody,
    token_reference::TokenIdentifier, transaction_body::Data,
};

use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{IntoMany, Subject, one_of_many},
    spec::{OpError, Spec},
};

/// Sends all that the payer has of a token, or an NFT, back to the treasury, without custom fees (HIP-904);
/// [`owner`](Txn::owner) has another account than the payer do that. The payer and the owner sign.
///
/// ```
/// # use hapi_test_runtime::{ops::*, spec::IntoSpec};
/// # fn rejections() -> impl IntoSpec {
/// (
///     token_reject(rejecting_token("spam")).paying_with("alice"),
///     token_reject((rejecting_token("spam"), rejecting_nft("cards", 3))).owner("bob"),
/// )
/// # }
/// # assert_eq!(rejections().into_spec().len(), 2);
/// ```
#[track_caller]
pub fn token_reject(rejections: impl IntoMany<Rejection>) -> Txn<TokenReject> {
    Txn::new(TokenReject { owner: None, rejections: rejections.into_many() })
}

/// All that the owner has of a fungible token.
pub fn rejecting_token(token: impl Into<Subject<TokenId>>) -> Rejection {
    Rejection { token: token.into(), serial: None }
}

/// The NFT with this serial number.
pub fn rejecting_nft(token: impl Into<Subject<TokenId>>, serial: i64) -> Rejection {
    Rejection { token: token.into(), serial: Some(serial) }
}

/// What is rejected: see [`rejecting_token`] and [`rejecting_nft`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "give it to `token_reject`"]
pub struct Rejection {
    token: Subject<TokenId>,
    serial: Option<i64>,
}

impl Rejection {
    fn resolve(&self, spec: &Spec) -> Result<TokenReference, OpError> {
        let token = self.token.resolve(spec)?;
        let identifier = match self.serial {
            None => TokenIdentifier::FungibleToken(token),
            Some(serial_number) => TokenIdentifier::Nft(NftId { token_id: Some(token), serial_number }),
        };
        Ok(TokenReference { token_identifier: Some(identifier) })
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.serial {
            None => self.token.fmt(f),
            Some(serial) => write!(f, "{} {serial}", self.token),
        }
    }
}

one_of_many!(Rejection: Rejection);

/// See [`token_reject`].
#[derive(Clone, Debug)]
pub struct TokenReject {
    owner: Option<Subject<AccountId>>,
    rejections: Vec<Rejection>,
}

impl Txn<TokenReject> {
    /// Has this account reject them, whoever pays.
    pub fn owner(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.owner = Some(account.into()))
    }
}

impl TransactionOp for TokenReject {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenReject;

    fn verb(&self) -> &'static str {
        "token_reject"
    }

    fn subject(&self) -> String {
        self.rejections.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let rejections = self.rejections.iter().map(|rejection| rejection.resolve(spec));
        Ok(Data::TokenReject(TokenRejectTransactionBody {
            owner: self.owner.as_ref().map(|owner| owner.resolve(spec)).transpose()?,
            rejections: rejections.collect::<Result<_, _>>()?,
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(self.owner.iter().cloned().map(Signer::from).collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
