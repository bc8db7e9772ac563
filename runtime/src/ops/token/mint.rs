//! Minting.

use bytes::Bytes;
use hapi_proto::services::{
    HederaFunctionality, ResponseCodeEnum, TokenId, TokenMintTransactionBody, transaction_body::Data,
};

use super::{TokenRole, quantity::Units};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{LastMint, Subject},
    spec::{OpError, OpResult, Spec},
};

/// Adds units to what the treasury has, `mint_token("gold", 5)`, or NFTs with these metadata,
/// `mint_token("cards", ["one", "two"])`. The payer and the token's supply key sign.
///
/// ```
/// # use hapi_test_runtime::{hapi_spec, ops::*, spec::IntoSpec};
/// fn cards_are_burned_by_number() -> impl IntoSpec {
///     hapi_spec![
///         new_key_named("mint"),
///         token_create("cards").non_fungible().supply_key("mint"),
///         mint_token("cards", ["ace", "king", "queen"]),
///         burn_token("cards", [2]),
///         get_token_info("cards").has_total_supply(2),
///     ]
/// }
/// # assert_eq!(cards_are_burned_by_number().into_spec().len(), 5);
/// ```
#[track_caller]
pub fn mint_token(token: impl Into<Subject<TokenId>>, minted: impl IntoMint) -> Txn<TokenMint> {
    Txn::new(TokenMint { token: token.into(), minted: minted.into_mint(), remembered: true })
}

/// Mints NFTs with these metadata and so many units at once. Nodes reject that.
#[track_caller]
pub fn invalid_mint_token<B: Into<Bytes>>(
    token: impl Into<Subject<TokenId>>,
    metadata: impl IntoIterator<Item = B>,
    units: u64,
) -> Txn<TokenMint> {
    mint_token(token, Mint { units, metadata: metadata.into_iter().map(Into::into).collect() })
}

/// So many units of a fungible token, or NFTs by their metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mint {
    units: u64,
    metadata: Vec<Bytes>,
}

/// What [`mint_token`] takes: a number of units, or the metadata of NFTs as an array or a vector of strings or bytes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be minted",
    note = "give a number of units, or the metadata of each NFT: `5`, `[\"one\", \"two\"]`"
)]
pub trait IntoMint {
    /// What is minted.
    fn into_mint(self) -> Mint;
}

impl IntoMint for Mint {
    fn into_mint(self) -> Mint {
        self
    }
}

macro_rules! mints_of_units {
    ($($number:ty)*) => {$(
        impl IntoMint for $number {
            fn into_mint(self) -> Mint {
                Mint { units: self.units(), metadata: Vec::new() }
            }
        }
    )*};
}

mints_of_units!(i32 i64 u32 u64 usize);

impl<B: Into<Bytes>, const N: usize> IntoMint for [B; N] {
    fn into_mint(self) -> Mint {
        Mint { units: 0, metadata: self.into_iter().map(Into::into).collect() }
    }
}

impl<B: Into<Bytes>> IntoMint for Vec<B> {
    fn into_mint(self) -> Mint {
        Mint { units: 0, metadata: self.into_iter().map(Into::into).collect() }
    }
}

/// See [`mint_token`].
#[derive(Clone, Debug)]
pub struct TokenMint {
    token: Subject<TokenId>,
    minted: Mint,
    remembered: bool,
}

/// What comes of minting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenMinted {
    /// The serial numbers of the new NFTs, in the order of their metadata; none for units.
    pub serials: Vec<i64>,
    /// How many units or NFTs there are now; 0 if the minting failed, as expected, or its status is not waited for.
    pub total_supply: u64,
    /// The status.
    pub status: ResponseCodeEnum,
}

impl Txn<TokenMint> {
    /// Does not take note of the transaction as the one that minted last.
    pub fn remembering_nothing(self) -> Self {
        self.with_op(|op| op.remembered = false)
    }
}

impl TransactionOp for TokenMint {
    type Receipt = TokenMinted;

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenMint;

    fn verb(&self) -> &'static str {
        "mint_token"
    }

    fn subject(&self) -> String {
        match (self.minted.units, self.minted.metadata.len()) {
            (units, 0) => format!("{units} units of {}", self.token),
            (0, count) => format!("{count} of {}", self.token),
            (units, count) => format!("{units} units and {count} of {}", self.token),
        }
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenMint(TokenMintTransactionBody {
            token: Some(self.token.resolve(spec)?),
            amount: self.minted.units,
            metadata: self.minted.metadata.clone(),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(TokenRole::Supply.signer(spec, &self.token).into_iter().collect())
    }

    fn on_success(&self, spec: &Spec, resolved: &Resolved) -> OpResult {
        if let (Some(name), true) = (self.token.name(spec), self.remembered) {
            spec.registry().put(name, LastMint(resolved.id.clone()));
        }
        Ok(())
    }

    fn receipt(&self, resolved: &Resolved) -> TokenMinted {
        TokenMinted {
            serials: resolved.receipt.serial_numbers.clone(),
            total_supply: resolved.receipt.new_total_supply,
            status: resolved.status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_units_and_lists_are_metadata() {
        let mint = |units, metadata: &[&'static str]| {
            let metadata = metadata.iter().map(|text| Bytes::from_static(text.as_bytes())).collect();
            Mint { units, metadata }
        };
        assert_eq!(5.into_mint(), mint(5, &[]));
        assert_eq!((-1).into_mint(), mint(u64::MAX, &[]));
        assert_eq!(["a", "b"].into_mint(), mint(0, &["a", "b"]));
        assert_eq!(vec![String::from("a")].into_mint(), mint(0, &["a"]));
    }
}
