//! What a transaction takes from the buckets.

use hapi_proto::services::{
    AccountId, CryptoTransferTransactionBody, HederaFunctionality, TokenTransferList, TransactionBody,
    transaction_body::Data,
};

use crate::{
    config::{Config, ScaleFactor},
    fees::is_priced_by_volume,
    state::{EntityNum, Store},
    transactions,
};

/// So many operations of a functionality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Which.
    pub function: HederaFunctionality,
    /// How many.
    pub operations: u64,
    /// How much more than others they count.
    pub scale: ScaleFactor,
    /// Whether they go into the high-volume buckets (HIP-1313).
    pub high_volume: bool,
}

impl Demand {
    /// One operation, at normal volume.
    pub fn one(function: HederaFunctionality) -> Self {
        Self { function, operations: 1, scale: ScaleFactor::new(1, 1), high_volume: false }
    }

    /// What a transaction of this functionality demands.
    ///
    /// One that creates accounts on the way counts as their creations instead, and one that associates accounts with tokens
    /// as these associations; one that mints NFTs counts as many that do. The flag for high volume has no effect where
    /// there is no such volume: transfers that create nothing count as any other.
    pub(crate) fn of(
        function: HederaFunctionality,
        body: &TransactionBody,
        store: &Store<'_>,
        config: &Config,
    ) -> Self {
        let data = body.data.as_ref();
        let flagged = body.high_volume && config.fees.high_volume;
        let creations = data.map_or(0, |data| transactions::typed(data).implicit_creations(store, config));
        if creations > 0 {
            let create = Self::one(HederaFunctionality::CryptoCreate);
            return Self { operations: creations, high_volume: flagged, ..create };
        }
        let one = Self { high_volume: flagged && is_priced_by_volume(function), ..Self::one(function) };
        match data {
            Some(Data::TokenMint(op)) if !op.metadata.is_empty() => {
                let scale = config.nfts.mint_throttle_scale;
                Self { operations: op.metadata.len() as u64, scale, ..one }
            }
            Some(Data::CryptoTransfer(op)) if config.entities.unlimited_auto_associations => {
                match associations(op, store, config) {
                    0 => one,
                    n => Self { operations: n, ..Self::one(HederaFunctionality::TokenAssociateToAccount) },
                }
            }
            _ => one,
        }
    }

    /// How many logical transactions it is in a bucket where one operation is so many.
    pub(super) fn logical(self, cost: u64) -> u64 {
        self.scale.scale(cost.saturating_mul(self.operations))
    }
}

/// How many associations a transfer seems to need: one for each receiver that is not yet associated with what it receives.
/// One that is named by its alias never seems to be.
fn associations(op: &CryptoTransferTransactionBody, store: &Store<'_>, config: &Config) -> u64 {
    let count = |list: &TokenTransferList| {
        let token = list.token.as_ref().and_then(|id| store.named_token(config, id)).map(|token| token.num);
        let credited = list.transfers.iter().filter(|amount| amount.amount > 0);
        let fungible = credited.map(|amount| amount.account_id.as_ref());
        let receivers = fungible.chain(list.nft_transfers.iter().map(|nft| nft.receiver_account_id.as_ref()));
        receivers.filter(|id| !is_associated(*id, token, store, config)).count() as u64
    };
    op.token_transfers.iter().map(count).sum()
}

fn is_associated(
    id: Option<&AccountId>,
    token: Option<EntityNum>,
    store: &Store<'_>,
    config: &Config,
) -> bool {
    let account = id.and_then(|id| store.numbered_account(config, id));
    account.zip(token).is_some_and(|(account, token)| store.relation(&(account.num, token)).is_some())
}
