//! Who pays what.

use hapi_proto::services::TransactionBody;

use crate::{
    ResponseCode,
    config::{Config, Settings},
    fees::{FeeContext, Fees, Multiplier, Size, is_priced_by_volume},
    state::{EntityNum, Network, Store},
    transactions::{self, Privilege},
};

/// Which part of what a transaction costs is not covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortfall {
    /// Not even the network fee: the node should not have submitted it.
    Network(ResponseCode),
    /// The service fee, or at ingest the node fee.
    Fee(ResponseCode),
    /// What it spends besides fees.
    Debits(ResponseCode),
}

impl Shortfall {
    /// The code for clients.
    pub(crate) fn code(self) -> ResponseCode {
        match self {
            Self::Network(code) | Self::Fee(code) | Self::Debits(code) => code,
        }
    }
}

/// Checks that `offered` (where the offer counts) and `balance` cover the network fee, then `total`, then `total` and
/// `debits`.
pub(crate) fn solvency(
    balance: u64,
    offered: Option<u64>,
    network: u64,
    total: u64,
    debits: u64,
) -> Result<(), Shortfall> {
    let offers = |fee| offered.is_none_or(|offered| offered >= fee);
    if !offers(network) {
        return Err(Shortfall::Network(ResponseCode::InsufficientTxFee));
    }
    if balance < network {
        return Err(Shortfall::Network(ResponseCode::InsufficientPayerBalance));
    }
    if !offers(total) {
        return Err(Shortfall::Fee(ResponseCode::InsufficientTxFee));
    }
    if balance < total {
        return Err(Shortfall::Fee(ResponseCode::InsufficientPayerBalance));
    }
    if balance < total.saturating_add(debits) {
        return Err(Shortfall::Debits(ResponseCode::InsufficientPayerBalance));
    }
    Ok(())
}

/// What a transaction costs at a time, in tinybar.
pub(crate) fn fees(
    store: &Store<'_>,
    settings: &Settings,
    body: &TransactionBody,
    size: Size,
    multiplier: Multiplier,
    seconds: i64,
) -> Fees {
    let (Some(data), Some(function)) = (&body.data, body.function()) else { return Fees::ZERO };
    let usage = transactions::typed(data).fees(&FeeContext { store, config: &settings.config, body });
    settings
        .fees
        .calculate(function, size, &usage, multiplier)
        .map_or(Fees::ZERO, |fees| fees.tinybars(settings.rates.active(seconds)))
}

/// What multiplies the price of a transaction: high volume by how full the buckets of its functionality are, in basis
/// points; else congestion, never both.
pub(crate) fn multiplier(
    settings: &Settings,
    body: &TransactionBody,
    utilisation: u32,
    congestion: u64,
) -> Multiplier {
    let flagged = body.high_volume && settings.config.fees.high_volume;
    match body.function().filter(|function| flagged && is_priced_by_volume(*function)) {
        Some(function) => settings.fees.high_volume(function, utilisation),
        None => Multiplier::Times(congestion),
    }
}

/// Whether nobody pays for this: superusers never do, nor does who is privileged to do just this.
pub(crate) fn is_waived(settings: &Settings, payer: EntityNum, body: &TransactionBody) -> bool {
    let config = &*settings.config;
    is_superuser(config, payer)
        || body
            .data
            .as_ref()
            .is_some_and(|data| transactions::typed(data).privilege(config, payer) == Privilege::Authorized)
}

/// Whether this is the treasury or the system admin.
pub(crate) fn is_superuser(config: &Config, payer: EntityNum) -> bool {
    payer == config.accounts.treasury || payer == config.accounts.system_admin
}

/// Takes up to `amount` from an account, gives it to the fee collection account (HIP-1259), and returns how much that
/// was.
pub(crate) fn charge(store: &mut Store<'_>, settings: &Settings, payer: EntityNum, amount: u64) -> u64 {
    let collector = settings.config.accounts.fee_collection;
    if store.account(&collector).is_none() {
        return 0;
    }
    let Some(account) = store.account_mut(&payer) else { return 0 };
    let amount = amount.min(balance(account.balance));
    let tinybars = i64::try_from(amount).unwrap_or(i64::MAX);
    account.balance -= tinybars;
    if let Some(collector) = store.account_mut(&collector) {
        collector.balance += tinybars;
    }
    amount
}

/// Notes what a node earned; it is paid when the staking period ends.
pub(crate) fn earn(network: &mut Network, node: EntityNum, amount: u64) {
    if amount == 0 {
        return;
    }
    let payments = &mut network.node_payments;
    match payments.binary_search_by_key(&node, |(node, _)| *node) {
        Ok(at) => payments[at].1 = payments[at].1.saturating_add(amount),
        Err(at) => payments.insert(at, (node, amount)),
    }
}

/// Gives back to an account what was charged, as far as the fee collection account still has it, and returns how much
/// that was.
pub(crate) fn refund(store: &mut Store<'_>, settings: &Settings, payer: EntityNum, amount: u64) -> u64 {
    let collector = settings.config.accounts.fee_collection;
    let Some(account) = store.account_mut(&collector) else { return 0 };
    let amount = amount.min(balance(account.balance));
    let tinybars = i64::try_from(amount).unwrap_or(i64::MAX);
    account.balance -= tinybars;
    if let Some(account) = store.account_mut(&payer) {
        account.balance += tinybars;
    }
    amount
}

/// A balance as an amount: balances are never negative.
pub(crate) fn balance(tinybars: i64) -> u64 {
    u64::try_from(tinybars).unwrap_or(0)
}
