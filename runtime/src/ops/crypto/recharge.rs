//! Accounts that are refilled when they cannot pay.

use hapi_proto::services::{AccountId, TransactionId};

use super::{crypto_transfer, tiny_bars_from_to};
use crate::{
    registry::{Amount, DEFAULT_PAYER, Kind},
    spec::{OpError, Spec},
};

/// An account that is refilled with so many tinybars when it cannot pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recharging(pub(super) Amount);

impl Kind for Recharging {
    const NOUN: &'static str = "recharging account";
}

/// Refills the payer of this transaction, if it was created with
/// [`with_recharging`](crate::ops::Txn::with_recharging); says whether it was.
pub(crate) async fn recharge(spec: &Spec, id: &TransactionId) -> Result<bool, OpError> {
    let payer = id.account_id.as_ref();
    let name = payer.and_then(|payer: &AccountId| spec.registry().name_of(payer));
    let Some(name) = name else { return Ok(false) };
    let Some(Recharging(Amount(refill))) = spec.registry().find(&name) else { return Ok(false) };
    // A transfer is a transaction like the one that it is for: the type needs the box.
    let transfer = crypto_transfer(tiny_bars_from_to(DEFAULT_PAYER, name, refill)).paying_with(DEFAULT_PAYER);
    Box::pin(spec.run(transfer)).await?;
    Ok(true)
}
