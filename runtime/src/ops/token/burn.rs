//! Burning of tokens.

use hapi_proto::services::{HederaFunctionality, TokenBurnTransactionBody, TokenId, transaction_body::Data};

use super::{IntoQuantity, Quantity, SupplyChanged, TokenRole};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Burns units or NFTs that the treasury has. The payer and the token's supply key sign.
#[track_caller]
pub fn burn_token(token: impl Into<Subject<TokenId>>, quantity: impl IntoQuantity) -> Txn<TokenBurn> {
    Txn::new(TokenBurn { token: token.into(), quantity: quantity.into_quantity() })
}

/// Burns units and serial numbers at once. Nodes reject that.
#[track_caller]
pub fn invalid_burn_token(
    token: impl Into<Subject<TokenId>>,
    serials: impl IntoIterator<Item = i64>,
    units: u64,
) -> Txn<TokenBurn> {
    let quantity = Quantity { units, serials: serials.into_iter().collect() };
    Txn::new(TokenBurn { token: token.into(), quantity })
}

/// See [`burn_token`].
#[derive(Clone, Debug)]
pub struct TokenBurn {
    token: Subject<TokenId>,
    quantity: Quantity,
}

impl TransactionOp for TokenBurn {
    type Receipt = SupplyChanged;

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenBurn;

    fn verb(&self) -> &'static str {
        "burn_token"
    }

    fn subject(&self) -> String {
        format!("{} of {}", self.quantity, self.token)
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenBurn(TokenBurnTransactionBody {
            token: Some(self.token.resolve(spec)?),
            amount: self.quantity.units,
            serial_numbers: self.quantity.serials.clone(),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(TokenRole::Supply.signer(spec, &self.token).into_iter().collect())
    }

    fn receipt(&self, resolved: &Resolved) -> SupplyChanged {
        SupplyChanged::of(resolved)
    }
}
