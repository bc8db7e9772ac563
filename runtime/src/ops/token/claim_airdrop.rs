//! Acceptance of airdrops that wait (HIP-904).

use hapi_proto::services::{HederaFunctionality, TokenClaimAirdropTransactionBody, transaction_body::Data};

use super::PendingAirdrop;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::IntoMany,
    spec::{OpError, Spec},
};

/// Has the receivers take airdrops that wait for them (HIP-904). The payer and the receivers sign.
#[track_caller]
pub fn token_claim_airdrop(airdrops: impl IntoMany<PendingAirdrop>) -> Txn<TokenClaimAirdrop> {
    Txn::new(TokenClaimAirdrop { airdrops: airdrops.into_many() })
}

/// See [`token_claim_airdrop`].
#[derive(Clone, Debug)]
pub struct TokenClaimAirdrop {
    airdrops: Vec<PendingAirdrop>,
}

impl TransactionOp for TokenClaimAirdrop {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenClaimAirdrop;

    fn verb(&self) -> &'static str {
        "token_claim_airdrop"
    }

    fn subject(&self) -> String {
        self.airdrops.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let pending_airdrops = self.airdrops.iter().map(|airdrop| airdrop.resolve(spec));
        Ok(Data::TokenClaimAirdrop(TokenClaimAirdropTransactionBody {
            pending_airdrops: pending_airdrops.collect::<Result<_, _>>()?,
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(self.airdrops.iter().filter_map(|airdrop| airdrop.receiver.signer()).collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
