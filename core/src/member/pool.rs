//! What waits for the next event.

use alloc::{collections::VecDeque, vec::Vec};

use bytes::Bytes;
use hapi_hashgraph::Limits;

use super::Payload;

/// Payloads that wait for an event of this member's.
#[derive(Debug)]
pub(super) struct Pool {
    waiting: VecDeque<Bytes>,
    bytes: usize,
    capacity: usize,
    /// How many of those that wait are work.
    work: usize,
}

/// Too much waits already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} bytes of transactions wait for consensus; no more are taken for now")]
pub struct PoolFull(pub usize);

impl Pool {
    pub(super) fn new(capacity: usize) -> Self {
        Self { waiting: VecDeque::new(), bytes: 0, capacity, work: 0 }
    }

    /// Whether [`Pool::push`] would take a transaction of so many bytes.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        // What a payload is takes one more.
        self.bytes.saturating_add(bytes).saturating_add(1) <= self.capacity
    }

    pub(super) fn push(&mut self, payload: &Payload) -> Result<(), PoolFull> {
        let bytes = payload.to_bytes();
        match payload {
            Payload::User(_) if self.bytes + bytes.len() > self.capacity => return Err(PoolFull(self.bytes)),
            Payload::User(_) | Payload::Heartbeat => self.insert(bytes),
            // Few and small, they wait for no user.
            Payload::System(_) => {
                self.bytes += bytes.len();
                self.waiting.push_front(bytes);
            }
        }
        Ok(())
    }

    /// Takes back what was in an event that came to nothing.
    pub(super) fn insert(&mut self, bytes: Bytes) {
        self.bytes += bytes.len();
        self.work += usize::from(Payload::is_work(&bytes));
        self.waiting.push_back(bytes);
    }

    pub(super) fn has_work(&self) -> bool {
        self.work > 0
    }

    /// How many of those that wait are work.
    pub(super) fn work(&self) -> usize {
        self.work
    }

    /// As much as one event may carry.
    pub(super) fn take(&mut self, limits: &Limits) -> Vec<Bytes> {
        let mut taken = Vec::new();
        let mut size = 0;
        while let Some(next) = self.waiting.front() {
            if taken.len() == limits.transactions || size + next.len() > limits.bytes {
                break;
            }
            size += next.len();
            taken.extend(self.waiting.pop_front());
        }
        self.bytes -= size;
        self.work -= taken.iter().filter(|bytes| Payload::is_work(bytes)).count();
        taken
    }
}
