//! Freezing of accounts.

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

/// Keeps an account from sending and receiving a token. The payer and the token's freeze key sign.
#[track_caller]
pub fn token_freeze(
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
) -> Txn<TokenFreeze> {
    Txn::new(TokenFreeze { token: token.into(), account: AccountRef::Known(account.into()) })
}

/// The same as [`token_freeze`], for the account whose alias is the key of this name.
#[track_caller]
pub fn token_freeze_with_alias(
    token: impl Into<Subject<TokenId>>,
    key: impl Into<Signer>,
) -> Txn<TokenFreeze> {
    Txn::new(TokenFreeze { token: token.into(), account: by_alias(key) })
}

standing!(
    /// See [`token_freeze`].
    TokenFreeze,
    "token_freeze",
    TokenFreezeAccount,
    TokenFreeze(TokenFreezeAccountTransactionBody),
    Freeze
);
