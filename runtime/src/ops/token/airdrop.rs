//! Airdrops (HIP-904).

use std::sync::Arc;

use hapi_proto::services::{
    CryptoTransferTransactionBody, HederaFunctionality, TokenAirdropTransactionBody, transaction_body::Data,
};

use crate::{
    keys::Signer,
    ops::{
        Resolved, TransactionOp, Txn,
        crypto::{IntoMovements, Movement, givers, givers_of_lists, lists},
    },
    spec::{OpError, Spec},
};

/// Sends tokens to accounts whether they are associated with them or not: what an account cannot receive at once waits
/// until it claims it (HIP-904). The payer and every account that gives (unless by an allowance) sign, as far as the spec
/// knows their keys; receivers need not.
///
/// ```
/// # use hapi_test_runtime::{hapi_spec, ops::*, spec::IntoSpec};
/// fn a_gift_waits_for_bob() -> impl IntoSpec {
///     hapi_spec![
///         crypto_create("alice"),
///         crypto_create("bob"),
///         token_create("gold").treasury("alice"),
///         token_airdrop(send(5.of("gold")).from("alice").to("bob")),
///         token_claim_airdrop(pending_airdrop("alice", "bob", "gold")),
///         get_account_balance("bob").has_token_balance("gold", 5),
///     ]
/// }
/// # assert_eq!(a_gift_waits_for_bob().into_spec().len(), 6);
/// ```
#[track_caller]
pub fn token_airdrop(movements: impl IntoMovements) -> Txn<TokenAirdrop> {
    Txn::new(TokenAirdrop { movements: movements.into_movements(), raw: None, aggregated: true })
}

/// Sends what `build` writes into the body: for bodies that no movement would come to.
#[track_caller]
pub fn token_airdrop_with(
    build: impl Fn(&Spec, &mut TokenAirdropTransactionBody) + Send + Sync + 'static,
) -> Txn<TokenAirdrop> {
    Txn::new(TokenAirdrop { movements: Vec::new(), raw: Some(Arc::new(build)), aggregated: true })
}

type RawBody = Arc<dyn Fn(&Spec, &mut TokenAirdropTransactionBody) + Send + Sync>;

/// See [`token_airdrop`].
#[derive(Clone)]
pub struct TokenAirdrop {
    movements: Vec<Movement>,
    raw: Option<RawBody>,
    aggregated: bool,
}

impl Txn<TokenAirdrop> {
    /// Keeps changes of the same account apart, one entry each; nodes reject that.
    pub fn dont_fully_aggregate_transfers(self) -> Self {
        self.with_op(|op| op.aggregated = false)
    }
}

impl TokenAirdrop {
    fn write(&self, spec: &Spec) -> Result<TokenAirdropTransactionBody, OpError> {
        let transfer = lists(&self.movements, self.aggregated, spec)?;
        if transfer.transfers.is_some() {
            return Err(OpError::new("an airdrop moves tokens, no hbar; use `crypto_transfer` for that"));
        }
        let mut body = TokenAirdropTransactionBody { token_transfers: transfer.token_transfers };
        if let Some(write) = &self.raw {
            write(spec, &mut body);
        }
        Ok(body)
    }
}

impl TransactionOp for TokenAirdrop {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenAirdrop;

    fn verb(&self) -> &'static str {
        "token_airdrop"
    }

    fn subject(&self) -> String {
        if self.raw.is_some() {
            return "raw body".into();
        }
        self.movements.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenAirdrop(self.write(spec)?))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        if self.raw.is_none() {
            return Ok(givers(&self.movements, spec));
        }
        let token_transfers = self.write(spec)?.token_transfers;
        let lists = CryptoTransferTransactionBody { token_transfers, ..Default::default() };
        Ok(givers_of_lists(&lists, spec))
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
