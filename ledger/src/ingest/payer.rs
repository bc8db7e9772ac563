//! Whether a transaction's payer exists, signed, and can pay.

use hapi_proto::services::{Timestamp, TransactionBody, transaction_body::Data};

use super::Rejection;
use crate::{
    Ledger, ResponseCode,
    envelope::{ParsedTx, Signatures},
    fees::{Fees, Size},
    handle::{self, all_signed, balance, is_waived, payer_signed, solvency},
    keys::Requirement,
    state::{Account, Store},
};

/// The account that pays.
pub(super) fn find<'s>(store: &'s Store<'_>, tx: &ParsedTx) -> Result<&'s Account, ResponseCode> {
    let num = tx.payer().ok_or(ResponseCode::PayerAccountNotFound)?;
    let account = store.account(&num).ok_or(ResponseCode::PayerAccountNotFound)?;
    if account.deleted {
        return Err(ResponseCode::PayerAccountDeleted);
    }
    if account.smart_contract {
        return Err(ResponseCode::PayerAccountNotFound);
    }
    Ok(account)
}

pub(super) fn signed(signatures: &mut Signatures<'_>, payer: &Account) -> bool {
    payer_signed(signatures, payer)
}

pub(super) fn verify_all(signatures: &mut Signatures<'_>, store: &Store<'_>, required: &[Requirement]) {
    // Only the verdicts that this leaves behind matter.
    let _ = all_signed(signatures, store, required);
}

/// What a transaction costs as ingest sees it: with every pair of the signature map counted, and the high-volume buckets of
/// its functionality so full, in basis points; what it costs by then, consensus decides.
fn fees(store: &Store<'_>, ledger: &Ledger, tx: &ParsedTx, utilisation: u32, now: Timestamp) -> Fees {
    let settings = ledger.settings();
    let signatures = tx.sig_map.sig_pair.len() as u64;
    let size = Size { signatures, bytes: tx.signed_bytes.len() as u64 };
    let congestion = ledger.state().network.congestion.multiplier();
    let multiplier = handle::multiplier(settings, &tx.body, utilisation, congestion);
    handle::fees(store, settings, &tx.body, size, multiplier, now.seconds)
}

/// Checks that the offered fee and the payer's balance cover node and network fee, and the balance also what the payer
/// spends besides.
pub(super) fn check_solvency(
    ledger: &Ledger,
    tx: &ParsedTx,
    utilisation: u32,
    now: Timestamp,
) -> Result<(), Rejection> {
    let store = Store::new(ledger.state());
    let payer = find(&store, tx)?;
    if is_waived(ledger.settings(), payer.num, &tx.body) {
        return Ok(());
    }
    let fees = fees(&store, ledger, tx, utilisation, now).without_service();
    let total = fees.total();
    let offered = Some(tx.body.transaction_fee);
    solvency(balance(payer.balance), offered, fees.network, total, debits(&tx.body))
        .map_err(|shortfall| Rejection { code: shortfall.code(), cost: total })
}

/// What the payer spends besides fees.
fn debits(body: &TransactionBody) -> u64 {
    let spent: i128 = match &body.data {
        Some(Data::CryptoCreateAccount(op)) => op.initial_balance.into(),
        Some(Data::CryptoTransfer(op)) => {
            let payer = body.transaction_id.as_ref().and_then(|id| id.account_id.as_ref());
            let adjustments = op.transfers.iter().flat_map(|list| &list.account_amounts);
            -adjustments
                .filter(|adjustment| adjustment.account_id.as_ref() == payer)
                .map(|adjustment| i128::from(adjustment.amount))
                .sum::<i128>()
        }
        _ => 0,
    };
    u64::try_from(spent.max(0)).unwrap_or(u64::MAX)
}
