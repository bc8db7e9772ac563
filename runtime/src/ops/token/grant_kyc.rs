//! Confirmation that an account is known to who issues a token.

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

/// Lets an account hold a token: its holder is known (KYC). The payer and the token's KYC key sign.
#[track_caller]
pub fn grant_token_kyc(
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
) -> Txn<TokenGrantKyc> {
    Txn::new(TokenGrantKyc { token: token.into(), account: AccountRef::Known(account.into()) })
}

/// The same as [`grant_token_kyc`], for the account whose alias is the key of this name.
#[track_caller]
pub fn grant_token_kyc_with_alias(
    token: impl Into<Subject<TokenId>>,
    key: impl Into<Signer>,
) -> Txn<TokenGrantKyc> {
    Txn::new(TokenGrantKyc { token: token.into(), account: by_alias(key) })
}

standing!(
    /// See [`grant_token_kyc`].
    TokenGrantKyc,
    "grant_token_kyc",
    TokenGrantKycToAccount,
    TokenGrantKyc(TokenGrantKycTransactionBody),
    Kyc
);
