//! Whether a transaction pays for a query.

use bytes::Bytes;
use hapi_proto::services::{
    AccountAmount, HederaFunctionality, Timestamp, Transaction, transaction_body::Data,
};
use prost::Message;

use crate::{
    Ledger, ResponseCode,
    envelope::ParsedTx,
    fees::{Multiplier, Size},
    handle::{CheckedTx, balance, fees, solvency},
    ingest::{Ingest, Rejection},
    state::{Account, Store},
};

/// The payment as ingest takes it.
pub(super) fn bytes(payment: &Transaction) -> Bytes {
    payment.encode_to_vec().into()
}

/// Checks that a payment that passed ingest transfers at least `due` tinybar to the node, that all who pay signed, and
/// that all have what they pay.
///
/// # Errors
/// In this order: `InsufficientTxFee` when it is no transfer; `InvalidAccountId` and `InvalidSignature` for who pays besides
/// the payer; `NotSupported` when the payer may not ask this; `InsufficientTxFee` and `InsufficientPayerBalance` for the
/// transfer's own fee; `InvalidAccountAmounts`; then by entry `AccountIdDoesNotExist`, `InsufficientPayerBalance`,
/// `InsufficientTxFee`; `InvalidReceivingNodeAccount`.
pub(super) fn check(
    ledger: &Ledger,
    ingest: &mut Ingest,
    payment: &CheckedTx,
    function: HederaFunctionality,
    due: u64,
    now: Timestamp,
) -> Result<(), Rejection> {
    let tx = payment.parsed();
    let Some(Data::CryptoTransfer(op)) = &tx.body.data else {
        return Err(ResponseCode::InsufficientTxFee.into());
    };
    let entries = op.transfers.as_ref().map_or(&[][..], |list| &list.account_amounts);
    let store = Store::new(ledger.state());
    check_signatures(ledger, ingest, payment, entries)?;
    let payer = tx.payer().and_then(|num| store.account(&num)).ok_or(ResponseCode::PayerAccountNotFound)?;
    if !ledger.settings().allows(payer.num, function) {
        return Err(ResponseCode::NotSupported.into());
    }
    check_amounts(ledger, tx, entries, payer, due, now)
}

/// Everyone else who pays must exist and have signed.
fn check_signatures(
    ledger: &Ledger,
    ingest: &mut Ingest,
    payment: &CheckedTx,
    entries: &[AccountAmount],
) -> Result<(), Rejection> {
    let store = Store::new(ledger.state());
    let tx = payment.parsed();
    let payer = tx.id().account_id.as_ref();
    for entry in entries.iter().filter(|entry| entry.amount < 0 && entry.account_id.as_ref() != payer) {
        let id = entry.account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
        let account = store
            .resolve_account(&ledger.settings().config, id)
            .and_then(|num| store.account(&num))
            .ok_or(ResponseCode::InvalidAccountId)?;
        if !ingest.is_signed_by(payment, account) {
            return Err(ResponseCode::InvalidSignature.into());
        }
    }
    Ok(())
}

fn check_amounts(
    ledger: &Ledger,
    tx: &ParsedTx,
    entries: &[AccountAmount],
    payer: &Account,
    due: u64,
    now: Timestamp,
) -> Result<(), Rejection> {
    let store = Store::new(ledger.state());
    let settings = ledger.settings();
    // The reference prices the payment as if nobody had signed it.
    let size = Size { signatures: 0, bytes: tx.signed_bytes.len() as u64 };
    let multiplier = Multiplier::Times(ledger.state().network.congestion.multiplier());
    let fee = fees(&store, settings, &tx.body, size, multiplier, now.seconds).total();
    let lacking = |cost| Rejection { code: ResponseCode::InsufficientPayerBalance, cost };
    solvency(balance(payer.balance), Some(tx.body.transaction_fee), 0, fee, 0)
        .map_err(|shortfall| Rejection { code: shortfall.code(), cost: fee })?;
    if entries.is_empty() {
        return Err(ResponseCode::InvalidAccountAmounts.into());
    }
    let mut node_is_credited = false;
    for entry in entries {
        let id = entry.account_id.as_ref().ok_or(ResponseCode::AccountIdDoesNotExist)?;
        let spent = if entry.amount < 0 { entry.amount.unsigned_abs() } else { 0 };
        if Some(id) == tx.id().account_id.as_ref() {
            if spent > 0 && balance(payer.balance).saturating_sub(fee) < spent {
                return Err(lacking(spent.saturating_add(fee)));
            }
            continue;
        }
        let account =
            store.numbered_account(&settings.config, id).ok_or(ResponseCode::AccountIdDoesNotExist)?;
        if balance(account.balance) < spent {
            return Err(lacking(spent));
        }
        if entry.amount >= 0 && tx.body.node_account_id.as_ref() == Some(id) {
            node_is_credited = true;
            if entry.amount.unsigned_abs() < due {
                return Err(Rejection { code: ResponseCode::InsufficientTxFee, cost: due });
            }
        }
    }
    if node_is_credited { Ok(()) } else { Err(ResponseCode::InvalidReceivingNodeAccount.into()) }
}
