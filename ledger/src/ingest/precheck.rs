//! The checks that only read.

use alloc::vec::Vec;

use bytes::Bytes;
use hapi_proto::services::Timestamp;

use super::{Rejection, features::check_features, payer};
use crate::{
    Ledger, ResponseCode,
    crypto::{Claim, Verifier},
    envelope::{
        Envelope, ParsedTx, Signatures, Verdict, check_body, check_prefixes, check_size,
        check_size_for_payer, check_time,
    },
    handle::{CheckedTx, account_id, claims},
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

/// A transaction on its way through the checks of ingest, of whose signatures nobody has looked at any yet. So those of many
/// can be verified at once: see [`precheck_all`](super::precheck_all).
#[derive(Clone, Debug)]
pub struct Unverified {
    tx: ParsedTx,
    /// As in [`Prechecked`].
    feature: Result<(), ResponseCode>,
    /// What comes after the throttles, but before the signatures.
    late: Result<(), ResponseCode>,
}

/// Makes the checks of ingest that need no more than a ledger to read, with a verifier that remembers keys: [`begin`], then
/// [`Unverified::finish`].
///
/// # Errors
/// Those of [`begin`].
pub fn precheck(
    ledger: &Ledger,
    verifier: &mut Verifier,
    node_account: EntityNum,
    bytes: &Bytes,
    now: Timestamp,
) -> Result<Prechecked, Rejection> {
    Ok(begin(ledger, node_account, bytes, now)?.finish(ledger, verifier, &[], now))
}

/// Makes the checks of [`precheck`] that come before signatures, which are the cheap ones.
///
/// # Errors
/// Those of [`ParsedTx::parse`], [`check_prefixes`], [`check_body`] and [`check_size`], then `InvalidNodeAccount`, then
/// those of [`check_time`].
pub fn begin(
    ledger: &Ledger,
    node_account: EntityNum,
    bytes: &Bytes,
    now: Timestamp,
) -> Result<Unverified, Rejection> {
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
    let late = check_unsigned(ledger, &tx);
    Ok(Unverified { tx, feature, late })
}

impl Unverified {
    /// The signatures that [`Unverified::finish`] will ask about; none when the transaction has failed already.
    pub fn claims<'a>(&'a self, ledger: &Ledger) -> Vec<Claim<'a>> {
        if self.has_failed() { Vec::new() } else { claims(ledger, &self.tx) }
    }

    /// Makes the other checks, given verdicts on some of its signatures. What else is asked for is verified.
    pub fn finish(
        self,
        ledger: &Ledger,
        verifier: &mut Verifier,
        known: &[Verdict],
        now: Timestamp,
    ) -> Prechecked {
        let verdicts = if self.has_failed() {
            self.late.map_err(Rejection::from).map(|()| Vec::new())
        } else {
            check_signed(ledger, verifier, &self.tx, known, now)
        };
        let (verdicts, late) = match verdicts {
            Ok(verdicts) => (verdicts, Ok(())),
            Err(rejection) => (Vec::new(), Err(rejection)),
        };
        Prechecked { tx: CheckedTx::new(self.tx, verdicts), feature: self.feature, late }
    }

    /// Nobody will ask any more who signed it.
    fn has_failed(&self) -> bool {
        self.feature.is_err() || self.late.is_err()
    }
}

/// Checks the body by its type, then that the payer exists and may send so much.
fn check_unsigned(ledger: &Ledger, tx: &ParsedTx) -> Result<(), ResponseCode> {
    let config = &*ledger.settings().config;
    let data = tx.body.data.as_ref().ok_or(ResponseCode::InvalidTransactionBody)?;
    transactions::typed(data).pure_checks(&PureChecks { config, body: &tx.body })?;
    let store = Store::new(ledger.state());
    let payer = payer::find(&store, tx)?;
    check_size_for_payer(tx, payer.num, config)
}

/// Checks that the payer signed, and can pay. Returns the verdicts on the signatures.
fn check_signed(
    ledger: &Ledger,
    verifier: &mut Verifier,
    tx: &ParsedTx,
    known: &[Verdict],
    now: Timestamp,
) -> Result<Vec<Verdict>, Rejection> {
    let store = Store::new(ledger.state());
    let payer = payer::find(&store, tx)?;
    let mut signatures = Signatures::new(tx, known, verifier);
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
