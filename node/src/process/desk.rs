//! Where clients hand in what they submit.

use std::{
    fmt, io, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use hapi_ledger::{ResponseCode, crypto::Verifier, ingest::Rejection, queries::MalformedQuery};
use hapi_proto::services::{Response, TransactionResponse};
use tokio::{
    sync::oneshot,
    task::{self, yield_now},
};

use super::{shown::Shown, verify::Seeds};
use crate::grpc::{HapiService, Submitted};

/// How many transactions are checked at once at most. More would hardly make one cheaper, and keep the others who live on the
/// same thread waiting: so many take a millisecond or two.
const MOST_AT_ONCE: usize = 32;

/// How many bytes of transactions may wait to be checked. Most have some hundred.
const MOST_BYTES: usize = 256 * 1024;

/// How many keys are remembered: a client signs with the same few again and again, and memory counts.
const KEYS_REMEMBERED: usize = 2_000;

/// What the clients of a node talk to. Transactions that come together are checked together, since to verify many signatures at
/// once costs half.
///
/// The first one to come has all that wait checked as soon as the runtime has done what else there is to do: at once where there is
/// nothing, and after all the others that a busy machine has kept waiting where there is much. It is done on that same thread:
/// to wake another one costs more than a transaction's checks. So nothing here can end before the runtime does, and
/// nobody has to wait for a clock. What waits is limited: whoever fills the limit has it all checked then and there.
pub(super) struct Desk {
    shared: Arc<Shared>,
}

struct Shared {
    shown: Arc<Shown>,
    waiting: Mutex<Waiting>,
    checker: Mutex<Checker>,
}

/// What waits to be checked, in the order in which it came.
#[derive(Default)]
struct Waiting {
    transactions: Vec<Bytes>,
    /// Where each is to be answered. Who is gone is not missed.
    answers: Vec<oneshot::Sender<TransactionResponse>>,
    bytes: usize,
    /// Somebody will come for it.
    is_expected: bool,
}

/// What it is checked with.
struct Checker {
    verifier: Verifier,
    seeds: Seeds,
}

/// Who is to check what waits.
enum Turn {
    /// Somebody will.
    Others,
    /// A new task.
    Task,
    /// The caller: there is no room for more.
    Caller,
}

impl Desk {
    /// A desk of the node that shows this.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub(super) fn new(shown: Arc<Shown>) -> io::Result<Self> {
        let checker = Checker { verifier: Verifier::with_capacity(KEYS_REMEMBERED), seeds: Seeds::new()? };
        Ok(Self {
            shared: Arc::new(Shared { shown, waiting: Mutex::default(), checker: Mutex::new(checker) }),
        })
    }
}

impl HapiService for Desk {
    fn submit(&self, transaction: &Bytes) -> Submitted {
        let (answer, answered) = oneshot::channel();
        // Locked no longer than that: the caller may have to check what waits.
        let turn = self.shared.waiting().add(transaction.clone(), answer);
        match turn {
            Turn::Others => {}
            Turn::Task => {
                let shared = Arc::clone(&self.shared);
                task::spawn(async move {
                    // Once for the runtime to look at its sockets, once for those to submit from whom it finds something there.
                    yield_now().await;
                    yield_now().await;
                    shared.waiting().is_expected = false;
                    shared.check();
                });
            }
            Turn::Caller => self.shared.check(),
        }
        Submitted::Queued(answered)
    }

    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        self.shared.shown.ask(false, query)
    }
}

impl Shared {
    /// Checks what waits, and answers.
    fn check(&self) {
        let mut checker = self.checker.lock().unwrap_or_else(PoisonError::into_inner);
        let (transactions, answers) = self.waiting().take();
        if transactions.is_empty() {
            return;
        }
        let Checker { verifier, seeds } = &mut *checker;
        let results = self.shown.submit(verifier, seeds.next(), &transactions);
        drop(checker);
        for (result, answer) in results.into_iter().zip(answers) {
            let _ = answer.send(response(result));
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn add(&mut self, transaction: Bytes, answer: oneshot::Sender<TransactionResponse>) -> Turn {
        self.bytes += transaction.len();
        self.transactions.push(transaction);
        self.answers.push(answer);
        if self.transactions.len() >= MOST_AT_ONCE || self.bytes >= MOST_BYTES {
            Turn::Caller
        } else if mem::replace(&mut self.is_expected, true) {
            Turn::Others
        } else {
            Turn::Task
        }
    }

    fn take(&mut self) -> (Vec<Bytes>, Vec<oneshot::Sender<TransactionResponse>>) {
        self.bytes = 0;
        (mem::take(&mut self.transactions), mem::take(&mut self.answers))
    }
}

fn response(result: Result<(), Rejection>) -> TransactionResponse {
    let (code, cost) = match result {
        Ok(()) => (ResponseCode::Ok, 0),
        Err(Rejection { code, cost }) => (code, cost),
    };
    TransactionResponse { node_transaction_precheck_code: code.into(), cost }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("shown", &self.shared.shown).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
