//! Withdrawal of allowances of NFTs (HIP-336); others are withdrawn by approving zero.

use hapi_proto::services::{
    AccountId, CryptoDeleteAllowanceTransactionBody, HederaFunctionality, NftRemoveAllowance, TokenId,
    transaction_body::Data,
};

use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Withdraws allowances of NFTs. The payer alone signs: where an owner is not the payer, say
/// `.signed_by_payer_and(owner)`.
#[track_caller]
pub fn crypto_delete_allowance() -> Txn<CryptoDeleteAllowance> {
    Txn::new(CryptoDeleteAllowance::default())
}

/// See [`crypto_delete_allowance`].
#[derive(Clone, Debug, Default)]
pub struct CryptoDeleteAllowance {
    nfts: Vec<Nfts>,
}

#[derive(Clone, Debug)]
struct Nfts {
    owner: Option<Subject<AccountId>>,
    token: Subject<TokenId>,
    serials: Vec<i64>,
}

impl Txn<CryptoDeleteAllowance> {
    /// Withdraws all allowances of these serial numbers of `owner`.
    pub fn add_nft_delete_allowance(
        self,
        owner: impl Into<Subject<AccountId>>,
        token: impl Into<Subject<TokenId>>,
        serials: impl IntoIterator<Item = i64>,
    ) -> Self {
        let owner = Some(owner.into());
        let (token, serials) = (token.into(), serials.into_iter().collect());
        self.with_op(|op| op.nfts.push(Nfts { owner, token, serials }))
    }

    /// Withdraws all allowances of these serial numbers of the payer; the body names no owner.
    pub fn missing_owner_nft_delete_allowance(
        self,
        token: impl Into<Subject<TokenId>>,
        serials: impl IntoIterator<Item = i64>,
    ) -> Self {
        let (token, serials) = (token.into(), serials.into_iter().collect());
        self.with_op(|op| op.nfts.push(Nfts { owner: None, token, serials }))
    }
}

impl TransactionOp for CryptoDeleteAllowance {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoDeleteAllowance;

    fn verb(&self) -> &'static str {
        "crypto_delete_allowance"
    }

    fn subject(&self) -> String {
        let told = |nfts: &Nfts| format!("{} {:?}", nfts.token, nfts.serials);
        self.nfts.iter().map(told).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let mut body = CryptoDeleteAllowanceTransactionBody::default();
        for Nfts { owner, token, serials } in &self.nfts {
            body.nft_allowances.push(NftRemoveAllowance {
                token_id: Some(token.resolve(spec)?),
                owner: owner.as_ref().map(|owner| owner.resolve(spec)).transpose()?,
                serial_numbers: serials.clone(),
            });
        }
        Ok(Data::CryptoDeleteAllowance(body))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(Vec::new())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
