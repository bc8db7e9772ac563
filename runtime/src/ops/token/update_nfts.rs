//! Changes of the metadata of NFTs (HIP-657).

use bytes::Bytes;
use hapi_proto::services::{
    HederaFunctionality, TokenId, TokenUpdateNftsTransactionBody, transaction_body::Data,
};

use super::TokenRole;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Gives the NFTs with these serial numbers new metadata (HIP-657). The payer and the token's metadata key sign; where the
/// token has none, its supply key, which may change those that the treasury has (HIP-850).
#[track_caller]
pub fn token_update_nfts(
    token: impl Into<Subject<TokenId>>,
    metadata: impl Into<Bytes>,
    serials: impl IntoIterator<Item = i64>,
) -> Txn<TokenUpdateNfts> {
    let (metadata, serials) = (Some(metadata.into()), serials.into_iter().collect());
    Txn::new(TokenUpdateNfts { token: token.into(), metadata, serials })
}

/// See [`token_update_nfts`].
#[derive(Clone, Debug)]
pub struct TokenUpdateNfts {
    token: Subject<TokenId>,
    metadata: Option<Bytes>,
    serials: Vec<i64>,
}

impl Txn<TokenUpdateNfts> {
    /// Leaves the metadata as they are: the body has none.
    pub fn without_metadata(self) -> Self {
        self.with_op(|op| op.metadata = None)
    }
}

impl TransactionOp for TokenUpdateNfts {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenUpdateNfts;

    fn verb(&self) -> &'static str {
        "token_update_nfts"
    }

    fn subject(&self) -> String {
        format!("{} {:?}", self.token, self.serials)
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::TokenUpdateNfts(TokenUpdateNftsTransactionBody {
            token: Some(self.token.resolve(spec)?),
            serial_numbers: self.serials.clone(),
            metadata: self.metadata.as_ref().map(|metadata| metadata.to_vec()),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let signer = |role: TokenRole| role.signer(spec, &self.token);
        Ok(signer(TokenRole::Metadata).or_else(|| signer(TokenRole::Supply)).into_iter().collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
