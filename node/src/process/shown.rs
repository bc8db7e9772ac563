//! What a node shows: to its clients, and to whoever runs it.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use bytes::Bytes;
use hapi_daemon::Emitter;
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::{Seed, Verifier},
    handle::{CheckedTx, Outcome},
    ingest::{Ingest, Prechecked, Rejection, precheck_all},
    queries::{Asker, MalformedQuery, Readiness},
    state::EntityNum,
};
use hapi_node_core::PlatformStatus;
use hapi_proto::services::Response;
use serde_json::json;
use tokio::sync::{Notify, watch};

use super::inbox::{Inbox, Submission};
use crate::{Clock, WallClock, grpc::OperatorService};

/// What a node shows. Everything here is on disk: nothing is shown that a loss of power of all nodes could undo.
pub(super) struct Shown {
    account: EntityNum,
    ledger: RwLock<Arc<Ledger>>,
    status: watch::Sender<PlatformStatus>,
    ingest: Mutex<Ingest>,
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

    /// Shows what the node is up to, and says so if it is news.
    pub(super) fn enter(&self, status: PlatformStatus, emitter: &Emitter) {
        let before = self.status.send_replace(status);
        if before != status {
            tracing::info!(from = before.name(), to = status.name(), "status");
            emitter.emit("status", &json!({ "from": before.name(), "to": status.name() }));
        }
    }

    /// Tells what the node is up to, now and whenever that changes.
    pub(super) fn status(&self) -> watch::Receiver<PlatformStatus> {
        self.status.subscribe()
    }

    /// Checks transactions together, hands those that pass to the node, in their order, and says what has come of each.
    pub(super) fn submit(
        &self,
        verifier: &mut Verifier,
        seed: Seed,
        transactions: &[Bytes],
    ) -> Vec<Result<(), Rejection>> {
        if self.readiness() != Readiness::Active {
            return vec![Err(ResponseCode::PlatformNotActive.into()); transactions.len()];
        }
        let now = WallClock.now();
        let prechecked = precheck_all(&self.ledger(), verifier, self.account, transactions, now, seed);
        let mut ingest = self.ingest();
        // The newest: what was handled in the meantime is a duplicate.
        let ledger = self.ledger();
        let mut admitted = Vec::with_capacity(transactions.len());
        let mut admit = |(prechecked, bytes): (Result<Prechecked, Rejection>, &Bytes)| {
            let prechecked = prechecked?;
            let room = self.inbox.reserve(bytes.len()).ok_or(ResponseCode::Busy)?;
            let transaction = ingest.admit(&ledger, prechecked, now)?;
            admitted.push(Submission { transaction, room });
            Ok(())
        };
        let results = prechecked.into_iter().zip(transactions).map(&mut admit).collect();
        drop(ingest);
        self.inbox.submit(admitted);
        results
    }

    /// Answers a serialized `Query`; its payment, if it needs one, is handed to the node.
    pub(super) fn ask(&self, is_operator: bool, query: &Bytes) -> Result<Response, MalformedQuery> {
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
            self.inbox.submit([Submission { transaction: payment, room }]);
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
