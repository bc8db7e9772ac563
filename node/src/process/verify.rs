//! The threads that verify signatures.

use std::{
    fs::File,
    io::{self, Read as _},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
};

use hapi_gossip::Parcel;
use hapi_ledger::{
    Ledger,
    crypto::{Seed, Verifier, sha384},
};
use hapi_node_core::{
    EventVerifier, VerifiedEvent,
    hashgraph::{Event, MemberId},
};

use super::{
    inbox::{Inbox, Input},
    shown::Shown,
    threads::Threads,
};

/// How many events are verified at once at most: enough for a batch to be worth it, few enough to be done soon.
const MOST_EVENTS: usize = 256;

/// How many keys each verifier remembers.
const KEYS_REMEMBERED: usize = 20_000;

/// Events to be verified.
#[derive(Debug)]
pub(super) struct ToVerify {
    /// Who sent them.
    pub(super) from: MemberId,
    pub(super) events: Vec<Arc<Event>>,
    /// What they came in: the peer may send so much less until they are verified, and that is all that limits how much waits here.
    pub(super) parcel: Option<Parcel>,
}

/// Verifies events, with randomness of its own.
pub(super) struct Checker {
    events: EventVerifier,
    verifier: Verifier,
    seeds: Seeds,
}

impl Checker {
    pub(super) fn new(events: EventVerifier) -> io::Result<Self> {
        Ok(Self { events, verifier: Verifier::with_capacity(KEYS_REMEMBERED), seeds: Seeds::new()? })
    }

    /// Verifies all signatures in some events, at best all at once.
    pub(super) fn verify(&mut self, ledger: &Ledger, events: Vec<Arc<Event>>) -> Vec<VerifiedEvent> {
        let seed = self.seeds.next();
        self.events.verify(ledger, &mut self.verifier, seed, events)
    }
}

/// The threads that verify for the one which drives the node. They end when this is dropped.
#[derive(Debug)]
pub(super) struct Verifiers {
    jobs: Sender<ToVerify>,
    /// How many jobs are not done.
    open: Arc<AtomicUsize>,
}

impl Verifiers {
    pub(super) fn start(
        count: usize,
        events: &EventVerifier,
        shown: &Arc<Shown>,
        inbox: &Inbox,
        threads: &mut Threads,
    ) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel();
        let (waiting, open) = (Arc::new(Mutex::new(waiting)), Arc::new(AtomicUsize::new(0)));
        for _ in 0..count.max(1) {
            let mut worker = Worker {
                checker: Checker::new(events.clone())?,
                waiting: Arc::clone(&waiting),
                shown: Arc::clone(shown),
                inbox: inbox.clone(),
                open: Arc::clone(&open),
            };
            threads.spawn("verify", move || {
                while worker.work() {}
                Ok(())
            })?;
        }
        Ok(Self { jobs, open })
    }

    /// Has events verified; what is found comes to the inbox.
    pub(super) fn verify(&self, job: ToVerify) {
        self.open.fetch_add(1, Ordering::AcqRel);
        // The workers live as long as this does.
        let _ = self.jobs.send(job);
    }

    /// Whether nothing is being verified.
    pub(super) fn are_idle(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }
}

struct Worker {
    checker: Checker,
    waiting: Arc<Mutex<Receiver<ToVerify>>>,
    shown: Arc<Shown>,
    inbox: Inbox,
    open: Arc<AtomicUsize>,
}

impl Worker {
    /// Does what waits, as much as is worth doing at once. False when there will be no more.
    fn work(&mut self) -> bool {
        let Some(jobs) = self.take() else { return false };
        let ledger = self.shown.ledger();
        let counts: Vec<_> = jobs.iter().map(|job| job.events.len()).collect();
        let (mut events, mut senders) = (Vec::new(), Vec::new());
        for job in jobs {
            events.extend(job.events);
            senders.push((job.from, job.parcel));
        }
        let mut verified = self.checker.verify(&ledger, events).into_iter();
        for ((from, parcel), count) in senders.into_iter().zip(counts) {
            self.inbox.push(Input::Verified(from, verified.by_ref().take(count).collect(), parcel));
            self.open.fetch_sub(1, Ordering::AcqRel);
        }
        true
    }

    fn take(&self) -> Option<Vec<ToVerify>> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let first = waiting.recv().ok()?;
        let mut events = first.events.len();
        let mut jobs = vec![first];
        while events < MOST_EVENTS
            && let Ok(job) = waiting.try_recv()
        {
            events += job.events.len();
            jobs.push(job);
        }
        Some(jobs)
    }
}

/// Seeds for batches: nobody else can tell them.
pub(super) struct Seeds {
    secret: [u8; 32],
    count: u64,
}

impl Seeds {
    pub(super) fn new() -> io::Result<Self> {
        let mut secret = [0; 32];
        File::open("/dev/urandom")?.read_exact(&mut secret)?;
        Ok(Self { secret, count: 0 })
    }

    pub(super) fn next(&mut self) -> Seed {
        self.count += 1;
        let hash = sha384(&[&self.secret[..], &self.count.to_be_bytes()].concat());
        let mut seed = [0; 32];
        seed.copy_from_slice(&hash[..32]);
        Seed(seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_seed_comes_twice() {
        let (mut one, mut other) = (Seeds::new().unwrap(), Seeds::new().unwrap());
        let seeds = [one.next().0, one.next().0, other.next().0, other.next().0];
        for (at, seed) in seeds.iter().enumerate() {
            assert!(!seeds[..at].contains(seed));
        }
    }
}
