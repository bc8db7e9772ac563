//! Withdrawal of the confirmation that an account is known.

use hapi_proto::services::{AccountId, TokenId};

use super::standing::standing;
use crate::{
    keys::Signer,
    ops::{
        Txn,
        crypto::{AccountRef, by_alias},
    },
    registry::Subject,
};

/// Takes from an account the right to hold a token that [`grant_token_kyc`](super::grant_token_kyc) gave it. The payer and the token's KYC key sign.
#[track_caller]
pub fn revoke_token_kyc(
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
) -> Txn<TokenRevokeKyc> {
    Txn::new(TokenRevokeKyc { token: token.into(), account: AccountRef::Known(account.into()) })
}

/// The same as [`revoke_token_kyc`], for the account whose alias is the key of this name.
#[track_caller]
pub fn revoke_token_kyc_with_alias(
    token: impl Into<Subject<TokenId>>,
    key: impl Into<Signer>,
) -> Txn<TokenRevokeKyc> {
    Txn::new(TokenRevokeKyc { token: token.into(), account: by_alias(key) })
}

standing!(
    /// See [`revoke_token_kyc`].
    TokenRevokeKyc,
    "revoke_token_kyc",
    TokenRevokeKycFromAccount,
    TokenRevokeKyc(TokenRevokeKycTransactionBody),
    Kyc
);
