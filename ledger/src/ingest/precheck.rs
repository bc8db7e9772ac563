//! The checks that only read.

use bytes::Bytes;
use hapi_proto::services::Timestamp;

use super::{Rejection, features::check_features, payer};
use crate::{
    Ledger, ResponseCode,
    crypto::Verifier,
    envelope::{
        Envelope, ParsedTx, Signatures, Verdict, check_body, check_prefixes, check_size,
        check_size_for_payer, check_time,
    },
    handle::{CheckedTx, account_id},
    keys::RequiredKeys,
    state::{Account, EntityNum, Store},
    transactions::{self, PureChecks},
};

/// A transaction that passed the checks that come before the node's own. The others were made as well, but their verdicts
/// count only after those.
#[derive(Clone, Debug)]
pub struct Prechecked {
    pub(super) tx: CheckedTx,
    /// Whether its type may be submitted at all.
    pub(super) feature: Result<(), ResponseCode>,
    /// What comes after the throttles.
    pub(super) late: Result<(), Rejection>,
}

/// Makes the checks of ingest that need no more than a ledger to read, with a verifier that remembers keys.
///
/// # Errors
/// Those of [`ParsedTx::parse`], [`check_prefixes`], [`check_body`] and [`check_size`], then `InvalidNodeAccount`, then
/// those of [`check_time`].
pub fn precheck(
    ledger: &Ledger,
    verifier: &mut Verifier,
    node_account: EntityNum,
    bytes: &Bytes,
    now: Timestamp,
) -> Result<Prechecked, Rejection> {
    let settings = ledger.settings();
    let config = &*settings.config;
    let tx = ParsedTx::parse(bytes, Envelope::Transaction, config)?;
    check_prefixes(&tx.sig_map.sig_pair)?;
    check_body(&tx, config)?;
    check_size(&tx, config)?;
    if tx.body.node_account_id != Some(account_id(config, node_account)) {
        return Err(ResponseCode::InvalidNodeAccount.into());
    }
    check_time(&tx, now, config.transaction.min_validity_buffer, config)?;
    let feature = check_features(&tx, config);
    let (verdicts, late) = match check_payer(ledger, verifier, &tx, now) {
        Ok(verdicts) => (verdicts, Ok(())),
        Err(rejection) => (alloc::vec::Vec::new(), Err(rejection)),
    };
    Ok(Prechecked { tx: CheckedTx::new(tx, verdicts), feature, late })
}

/// Checks the body by its type, then who pays: that the payer exists, signed, and can pay. Returns the verdicts on the
/// signatures.
fn check_payer(
    ledger: &Ledger,
    verifier: &mut Verifier,
    tx: &ParsedTx,
    now: Timestamp,
) -> Result<alloc::vec::Vec<Verdict>, Rejection> {
    let settings = ledger.settings();
    let config = &*settings.config;
    let store = Store::new(ledger.state());
    let data = tx.body.data.as_ref().ok_or(ResponseCode::InvalidTransactionBody)?;
    transactions::typed(data).pure_checks(&PureChecks { config, body: &tx.body })?;
    let payer = payer::find(&store, tx)?;
    check_size_for_payer(tx, payer.num, config)?;
    let mut signatures = Signatures::new(tx, &[], verifier);
    if !payer::signed(&mut signatures, payer) {
        return Err(ResponseCode::InvalidSignature.into());
    }
    if !tx.body.high_volume {
        payer::check_solvency(ledger, tx, 0, now)?;
    }
    verify_required(&mut signatures, &store, ledger, tx, payer);
    Ok(signatures.into_verdicts())
}

/// Verifies the signatures of others too, if their keys can only be found by what is required now. Whether they suffice is
/// decided when the transaction is handled; here it is only a head start.
fn verify_required(
    signatures: &mut Signatures<'_>,
    store: &Store<'_>,
    ledger: &Ledger,
    tx: &ParsedTx,
    payer: &Account,
) {
    if !signatures.has_short_prefixes() {
        return;
    }
    let Some(data) = &tx.body.data else { return };
    let mut keys = RequiredKeys::new(store, &ledger.settings().config, &tx.body, payer.num);
    if transactions::typed(data).required_keys(&mut keys).is_ok() {
        payer::verify_all(signatures, store, &keys.finish());
    }
}
