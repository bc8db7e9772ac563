//! Cancellation of airdrops that wait (HIP-904).

use hapi_proto::services::{HederaFunctionality, TokenCancelAirdropTransactionBody, transaction_body::Data};

use super::PendingAirdrop;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::IntoMany,
    spec::{OpError, Spec},
};

/// Has the senders take back airdrops that wait for their receivers (HIP-904). The payer and the senders sign.
#[track_caller]
pub fn token_cancel_airdrop(airdrops: impl IntoMany<PendingAirdrop>) -> Txn<TokenCancelAirdrop> {
    Txn::new(TokenCancelAirdrop { airdrops: airdrops.into_many() })
}

/// See [`token_cancel_airdrop`].
#[derive(Clone, Debug)]
pub struct TokenCancelAirdrop {
    airdrops: Vec<PendingAirdrop>,
}

impl TransactionOp for TokenCancelAirdrop {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenCancelAirdrop;

    fn verb(&self) -> &'static str {
        "token_cancel_airdrop"
    }

    fn subject(&self) -> String {
        self.airdrops.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let pending_airdrops = self.airdrops.iter().map(|airdrop| airdrop.resolve(spec));
        Ok(Data::TokenCancelAirdrop(TokenCancelAirdropTransactionBody {
            pending_airdrops: pending_airdrops.collect::<Result<_, _>>()?,
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(self.airdrops.iter().filter_map(|airdrop| airdrop.sender.signer()).collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
