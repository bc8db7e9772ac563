//! Unfreezing of accounts.

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

/// Lets an account send and receive a token again. The payer and the token's freeze key sign.
#[track_caller]
pub fn token_unfreeze(
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
) -> Txn<TokenUnfreeze> {
    Txn::new(TokenUnfreeze { token: token.into(), account: AccountRef::Known(account.into()) })
}

/// The same as [`token_unfreeze`], for the account whose alias is the key of this name.
#[track_caller]
pub fn token_unfreeze_with_alias(
    token: impl Into<Subject<TokenId>>,
    key: impl Into<Signer>,
) -> Txn<TokenUnfreeze> {
    Txn::new(TokenUnfreeze { token: token.into(), account: by_alias(key) })
}

standing!(
    /// See [`token_unfreeze`].
    TokenUnfreeze,
    "token_unfreeze",
    TokenUnfreezeAccount,
    TokenUnfreeze(TokenUnfreezeAccountTransactionBody),
    Freeze
);
