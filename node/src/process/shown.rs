//! What a node shows: to its clients, and to whoever runs it.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use bytes::Bytes;
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::Verifier,
    handle::{CheckedTx, Outcome},
    ingest::{Ingest, Rejection, precheck},
    queries::{Asker, MalformedQuery, Readiness},
    state::EntityNum,
};
use hapi_node_core::PlatformStatus;
use hapi_proto::services::{Response, TransactionResponse};
use tokio::sync::{Notify, watch};

use super::inbox::Inbox;
use crate::{
    Clock, WallClock,
    grpc::{HapiService, OperatorService},
};

/// How many keys each verifier of ingest remembers: a client signs with the same few again and again, and memory counts.
const KEYS_REMEMBERED: usize = 2_000;

/// What a node shows. Everything here is on disk: nothing is shown that a loss of power of all nodes could undo.
pub(super) struct Shown {
    account: EntityNum,
    ledger: RwLock<Arc<Ledger>>,
    status: watch::Sender<PlatformStatus>,
    ingest: Mutex<Ingest>,
    verifiers: Mutex<Vec<Verifier>>,
    inbox: Inbox,
    /// Somebody asked for the node's end.
    pub(super) stop: Notify,
}

impl Shown {
    /// A node with this account, that has not handled anything yet.
    pub(super) fn new(account: EntityNum, ledger: Ledger, inbox: Inbox) -> Self {
        Self {
            account,
            ledger: RwLock::new(Arc::new(ledger)),
            status: watch::Sender::default(),
            ingest: Mutex::new(Ingest::new(account)),
            verifiers: Mutex::default(),
            inbox,
            stop: Notify::new(),
        }
    }

    /// The ledger after the last round that may be shown.
    pub(super) fn ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows a later ledger; `own` are the transactions in between that were submitted here.
    pub(super) fn advance<'a>(
        &self,
        ledger: Ledger,
        own: impl Iterator<Item = (&'a CheckedTx, &'a Outcome)>,
    ) {
        let ledger = Arc::new(ledger);
        let mut ingest = self.ingest();
        own.for_each(|(transaction, outcome)| ingest.settle(&ledger, transaction, outcome));
        // Whoever holds the ingest sees both: what was submitted is either pending or handled.
        let earlier =
            std::mem::replace(&mut *self.ledger.write().unwrap_or_else(PoisonError::into_inner), ledger);
        drop(ingest);
        // What nobody else holds any more is taken apart here, not while others wait.
        drop(earlier);
    }

    /// Shows what the node is up to; returns what that was before.
    pub(super) fn set_status(&self, status: PlatformStatus) -> PlatformStatus {
        self.status.send_replace(status)
    }

    /// Tells what the node is up to, now and whenever that changes.
    pub(super) fn status(&self) -> watch::Receiver<PlatformStatus> {
        self.status.subscribe()
    }

    fn try_submit(&self, transaction: &Bytes) -> Result<(), Rejection> {
        if self.readiness() != Readiness::Active {
            return Err(ResponseCode::PlatformNotActive.into());
        }
        let now = WallClock.now();
        let ledger = self.ledger();
        let prechecked =
            self.with_verifier(|verifier| precheck(&ledger, verifier, self.account, transaction, now))?;
        let room = self.inbox.reserve(transaction.len()).ok_or(ResponseCode::Busy)?;
        let mut ingest = self.ingest();
        // The newest: what was handled in the meantime is a duplicate.
        let admitted = ingest.admit(&self.ledger(), prechecked, now)?;
        drop(ingest);
        self.inbox.submit(admitted, room);
        Ok(())
    }

    fn ask(&self, is_operator: bool, query: &Bytes) -> Result<Response, MalformedQuery> {
        // The payment is in the query.
        let room = self.inbox.reserve(query.len());
        let readiness = match self.readiness() {
            Readiness::Active if room.is_none() => Readiness::Busy,
            readiness => readiness,
        };
        let mut ingest = self.ingest();
        let outcome =
            self.ledger().query_by(Asker { is_operator, readiness }, &mut ingest, query, WallClock.now())?;
        drop(ingest);
        if let (Some(payment), Some(room)) = (outcome.payment, room) {
            self.inbox.submit(payment, room);
        }
        Ok(outcome.response)
    }

    /// What can be asked of a node in this status, as the reference has it.
    fn readiness(&self) -> Readiness {
        match *self.status.borrow() {
            PlatformStatus::Active => Readiness::Active,
            PlatformStatus::Freezing | PlatformStatus::FreezeComplete => Readiness::FreeQueriesOnly,
            PlatformStatus::StartingUp
            | PlatformStatus::ReplayingEvents
            | PlatformStatus::Observing
            | PlatformStatus::Checking
            | PlatformStatus::Behind
            | PlatformStatus::ReconnectComplete
            | PlatformStatus::CatastrophicFailure => Readiness::Inactive,
        }
    }

    fn ingest(&self) -> MutexGuard<'_, Ingest> {
        self.ingest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends a verifier: each keeps the keys it decoded, and there are as many as were ever needed at once.
    fn with_verifier<T>(&self, work: impl FnOnce(&mut Verifier) -> T) -> T {
        let pool = || self.verifiers.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = pool().pop();
        let mut verifier = lent.unwrap_or_else(|| Verifier::with_capacity(KEYS_REMEMBERED));
        let result = work(&mut verifier);
        pool().push(verifier);
        result
    }
}

impl HapiService for Shown {
    fn submit(&self, transaction: &Bytes) -> TransactionResponse {
        let (code, cost) = match self.try_submit(transaction) {
            Ok(()) => (ResponseCode::Ok, 0),
            Err(Rejection { code, cost }) => (code, cost),
        };
        TransactionResponse { node_transaction_precheck_code: code.into(), cost }
    }

    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        self.ask(false, query)
    }
}

impl OperatorService for Shown {
    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        self.ask(true, query)
    }

    fn stop(&self) {
        self.stop.notify_one();
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown").field("account", &self.account).finish_non_exhaustive()
    }
}
