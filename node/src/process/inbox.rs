//! What waits for the thread that drives the node.

use std::{
    collections::VecDeque,
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use hapi_gossip::Parcel;
use hapi_ledger::handle::CheckedTx;
use hapi_node_core::{VerifiedEvent, hashgraph::MemberId};

/// Something that has come for the node.
#[derive(Debug)]
pub(super) enum Input {
    /// A connection to a peer begins.
    Connected(MemberId),
    /// The connection to a peer is over.
    Disconnected(MemberId),
    /// A message of a peer. How many there are at once is limited by gossip, which counts parcels.
    Received(MemberId, Parcel),
    /// Events of a peer whose signatures were verified on another thread, and what they came in, which counts until then.
    Verified(MemberId, Vec<VerifiedEvent>, Option<Parcel>),
    /// The state after a round is on disk.
    Saved(u64),
    /// All that is to be done is done as soon as nothing waits for an event, or this moment has come.
    Finish(Instant),
}

/// A transaction that passed ingest.
#[derive(Debug)]
pub(super) struct Submission {
    pub(super) transaction: CheckedTx,
    /// The room that it takes until the node has taken it.
    pub(super) room: Room,
}

/// What the driving thread takes at once.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) inputs: VecDeque<Input>,
    pub(super) submissions: VecDeque<Submission>,
}

/// The one place where all that comes for a node waits, so that one thread can wait for all of it. A cheap handle.
#[derive(Clone, Debug)]
pub(super) struct Inbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    filled: Condvar,
    /// How many bytes of transactions may wait.
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct State {
    waiting: Batch,
    /// Whether the driving thread sleeps.
    is_asleep: bool,
    /// How many bytes transactions take that wait or may still come.
    bytes: usize,
    /// Whether the node was told to end.
    is_to_end: bool,
}

/// Room for a transaction, until it is dropped.
#[derive(Debug)]
pub(super) struct Room {
    bytes: usize,
    shared: Arc<Shared>,
}

impl Inbox {
    pub(super) fn new(most_bytes: usize) -> Self {
        Self(Arc::new(Shared { state: Mutex::default(), filled: Condvar::new(), most_bytes }))
    }

    /// Adds something; wakes the driving thread if it sleeps.
    pub(super) fn push(&self, input: Input) {
        if let Input::Finish(_) = input {
            self.0.state().is_to_end = true;
        }
        self.add(|waiting| waiting.inputs.push_back(input));
    }

    /// Room for a transaction of so many bytes; `None` when too much waits.
    pub(super) fn reserve(&self, bytes: usize) -> Option<Room> {
        let mut state = self.0.state();
        let total = state.bytes.checked_add(bytes)?;
        if total > self.0.most_bytes {
            return None;
        }
        state.bytes = total;
        Some(Room { bytes, shared: Arc::clone(&self.0) })
    }

    /// Adds transactions, for which there is room, in their order.
    pub(super) fn submit(&self, submissions: impl IntoIterator<Item = Submission>) {
        self.add(|waiting| waiting.submissions.extend(submissions));
    }

    fn add(&self, add: impl FnOnce(&mut Batch)) {
        let mut state = self.0.state();
        add(&mut state.waiting);
        let wakes = !state.waiting.is_empty() && mem::take(&mut state.is_asleep);
        drop(state);
        if wakes {
            self.0.filled.notify_one();
        }
    }

    /// Waits until there is something or it is time, then takes everything, in place of an empty batch.
    pub(super) fn take(&self, until: Instant, empty: Batch) -> Batch {
        debug_assert!(empty.is_empty());
        let mut state = self.0.state();
        while state.waiting.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state.is_asleep = true;
            state = self.0.filled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.is_asleep = false;
        mem::replace(&mut state.waiting, empty)
    }

    /// Whether the node was told to end, for who is not yet there to take that.
    pub(super) fn is_to_end(&self) -> bool {
        self.0.state().is_to_end
    }

    /// Whether something waits.
    pub(super) fn has_more(&self) -> bool {
        !self.0.state().waiting.is_empty()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.inputs.is_empty() && self.submissions.is_empty()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.shared.state().bytes -= self.bytes;
    }
}

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use super::*;

    #[test]
    fn who_sleeps_is_woken() {
        let inbox = Inbox::new(0);
        let sleeper = thread::spawn({
            let inbox = inbox.clone();
            move || inbox.take(Instant::now() + Duration::from_secs(60), Batch::default())
        });
        inbox.push(Input::Connected(MemberId(1)));
        let batch = sleeper.join().unwrap();
        assert!(matches!(batch.inputs.front(), Some(Input::Connected(MemberId(1)))));
        assert!(inbox.take(Instant::now(), Batch::default()).is_empty(), "it was taken, and it is time");
    }

    #[test]
    fn room_is_limited_and_comes_back() {
        let inbox = Inbox::new(10);
        let first = inbox.reserve(6).unwrap();
        assert!(inbox.reserve(5).is_none());
        let _second = inbox.reserve(4).unwrap();
        assert!(inbox.reserve(1).is_none());
        drop(first);
        assert!(inbox.reserve(6).is_some());
    }
}
