//! Allowances: what one account lets another spend (HIP-336).

use hapi_proto::services::{
    AccountId, CryptoAllowance, CryptoApproveAllowanceTransactionBody, HederaFunctionality, NftAllowance,
    TokenAllowance, TokenId, transaction_body::Data,
};

use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn, assertions::IntoTinybars},
    registry::Subject,
    spec::{OpError, Spec},
};

type Account = Subject<AccountId>;

/// Lets accounts spend what others own. The payer alone signs: where an owner is not the payer, say
/// `.signed_by_payer_and(owner)`.
#[track_caller]
pub fn crypto_approve_allowance() -> Txn<CryptoApproveAllowance> {
    Txn::new(CryptoApproveAllowance::default())
}

/// See [`crypto_approve_allowance`].
#[derive(Clone, Debug, Default)]
pub struct CryptoApproveAllowance {
    hbar: Vec<(Option<Account>, Account, i64)>,
    tokens: Vec<(Option<Account>, Subject<TokenId>, Account, i64)>,
    nfts: Vec<Nfts>,
}

#[derive(Clone, Debug)]
struct Nfts {
    owner: Option<Account>,
    token: Subject<TokenId>,
    spender: Account,
    delegating: Option<Account>,
    all: Option<bool>,
    serials: Vec<i64>,
}

impl Txn<CryptoApproveAllowance> {
    /// Lets `spender` spend so much of the hbar of `owner`.
    #[track_caller]
    pub fn add_crypto_allowance(
        self,
        owner: impl Into<Account>,
        spender: impl Into<Account>,
        amount: impl IntoTinybars,
    ) -> Self {
        let amount = amount.into_tinybars();
        self.with_op(|op| op.hbar.push((Some(owner.into()), spender.into(), amount)))
    }

    /// Lets `spender` spend so much of the payer's hbar; the body names no owner.
    #[track_caller]
    pub fn missing_owner_crypto_allowance(
        self,
        spender: impl Into<Account>,
        amount: impl IntoTinybars,
    ) -> Self {
        let amount = amount.into_tinybars();
        self.with_op(|op| op.hbar.push((None, spender.into(), amount)))
    }

    /// Lets `spender` spend so many units of a fungible token of `owner`.
    pub fn add_token_allowance(
        self,
        owner: impl Into<Account>,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Account>,
        units: i64,
    ) -> Self {
        self.with_op(|op| op.tokens.push((Some(owner.into()), token.into(), spender.into(), units)))
    }

    /// Lets `spender` spend so many units of a fungible token of the payer; the body names no owner.
    pub fn missing_owner_token_allowance(
        self,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Account>,
        units: i64,
    ) -> Self {
        self.with_op(|op| op.tokens.push((None, token.into(), spender.into(), units)))
    }

    /// Lets `spender` transfer these serial numbers of `owner`; `all` also sets or withdraws the right to transfer
    /// every one.
    pub fn add_nft_allowance(
        self,
        owner: impl Into<Account>,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Account>,
        all: Option<bool>,
        serials: impl IntoIterator<Item = i64>,
    ) -> Self {
        let owner = Some(owner.into());
        let (token, spender, serials) = (token.into(), spender.into(), serials.into_iter().collect());
        self.with_op(|op| op.nfts.push(Nfts { owner, token, spender, delegating: None, all, serials }))
    }

    /// Lets `spender` transfer these serial numbers of the payer; the body names no owner. `all` as for
    /// [`Txn::add_nft_allowance`].
    pub fn missing_owner_nft_allowance(
        self,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Account>,
        all: Option<bool>,
        serials: impl IntoIterator<Item = i64>,
    ) -> Self {
        let (token, spender, serials) = (token.into(), spender.into(), serials.into_iter().collect());
        self.with_op(|op| op.nfts.push(Nfts { owner: None, token, spender, delegating: None, all, serials }))
    }

    /// Lets `spender` transfer these serial numbers of `owner`, granted by `delegating`, who may transfer all of them.
    pub fn add_delegated_nft_allowance(
        self,
        owner: impl Into<Account>,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Account>,
        delegating: impl Into<Account>,
        serials: impl IntoIterator<Item = i64>,
    ) -> Self {
        let owner = Some(owner.into());
        let (token, spender, serials) = (token.into(), spender.into(), serials.into_iter().collect());
        let delegating = Some(delegating.into());
        self.with_op(|op| op.nfts.push(Nfts { owner, token, spender, delegating, all: None, serials }))
    }
}

impl TransactionOp for CryptoApproveAllowance {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoApproveAllowance;

    fn verb(&self) -> &'static str {
        "crypto_approve_allowance"
    }

    fn subject(&self) -> String {
        let hbar = self.hbar.iter().map(|(_, spender, _)| spender.to_string());
        let tokens = self.tokens.iter().map(|(_, token, spender, _)| format!("{token} to {spender}"));
        let nfts = self.nfts.iter().map(|nfts| format!("{} to {}", nfts.token, nfts.spender));
        hbar.chain(tokens).chain(nfts).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let optional =
            |account: &Option<Account>| account.as_ref().map(|known| known.resolve(spec)).transpose();
        let mut body = CryptoApproveAllowanceTransactionBody::default();
        for (owner, spender, amount) in &self.hbar {
            let (owner, spender) = (optional(owner)?, Some(spender.resolve(spec)?));
            body.crypto_allowances.push(CryptoAllowance { owner, spender, amount: *amount });
        }
        for (owner, token, spender, amount) in &self.tokens {
            let (owner, spender) = (optional(owner)?, Some(spender.resolve(spec)?));
            let token_id = Some(token.resolve(spec)?);
            body.token_allowances.push(TokenAllowance { token_id, owner, spender, amount: *amount });
        }
        for Nfts { owner, token, spender, delegating, all, serials } in &self.nfts {
            body.nft_allowances.push(NftAllowance {
                token_id: Some(token.resolve(spec)?),
                owner: optional(owner)?,
                spender: Some(spender.resolve(spec)?),
                serial_numbers: serials.clone(),
                approved_for_all: *all,
                delegating_spender: optional(delegating)?,
            });
        }
        Ok(Data::CryptoApproveAllowance(body))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(Vec::new())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
