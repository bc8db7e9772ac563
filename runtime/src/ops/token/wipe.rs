//! Wiping: taking units and NFTs away from accounts, and out of existence.

use hapi_proto::services::{
    AccountId, HederaFunctionality, TokenId, TokenWipeAccountTransactionBody, transaction_body::Data,
};

use super::{IntoQuantity, Quantity, SupplyChanged, TokenRole};
use crate::{
    keys::Signer,
    ops::{
        Resolved, TransactionOp, Txn,
        crypto::{AccountRef, by_alias},
    },
    registry::Subject,
    spec::{OpError, Spec},
};

/// Takes units or NFTs away from an account, which is not the treasury: there are so many less of them. The payer and the
/// token's wipe key sign.
#[track_caller]
pub fn wipe_token_account(
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
    quantity: impl IntoQuantity,
) -> Txn<TokenWipe> {
    let account = AccountRef::Known(account.into());
    Txn::new(TokenWipe { token: token.into(), account, quantity: quantity.into_quantity() })
}

/// The same as [`wipe_token_account`], for the account whose alias is the key of this name.
#[track_caller]
pub fn wipe_token_account_with_alias(
    token: impl Into<Subject<TokenId>>,
    key: impl Into<Signer>,
    quantity: impl IntoQuantity,
) -> Txn<TokenWipe> {
    let account = by_alias(key);
    Txn::new(TokenWipe { token: token.into(), account, quantity: quantity.into_quantity() })
}

/// Wipes units and serial numbers at once. Nodes reject that.
#[track_caller]
pub fn invalid_wipe_token_account(
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
    serials: impl IntoIterator<Item = i64>,
    units: u64,
) -> Txn<TokenWipe> {
    let quantity = Quantity { units, serials: serials.into_iter().collect() };
    Txn::new(TokenWipe { token: token.into(), account: AccountRef::Known(account.into()), quantity })
}

/// See [`wipe_token_account`].
#[derive(Clone, Debug)]
pub struct TokenWipe {
    token: Subject<TokenId>,
    account: AccountRef,
    quantity: Quantity,
}

impl TransactionOp for TokenWipe {
    type Receipt = SupplyChanged;

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenAccountWipe;

    fn verb(&self) -> &'static str {
        "wipe_token_account"
    }

    fn subject(&self) -> String {
        format!("{} of {} of {}", self.quantity, self.token, self.account)
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenWipe(TokenWipeAccountTransactionBody {
            token: Some(self.token.resolve(spec)?),
            account: Some(self.account.resolve(spec)?),
            amount: self.quantity.units,
            serial_numbers: self.quantity.serials.clone(),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(TokenRole::Wipe.signer(spec, &self.token).into_iter().collect())
    }

    fn receipt(&self, resolved: &Resolved) -> SupplyChanged {
        SupplyChanged::of(resolved)
    }
}
