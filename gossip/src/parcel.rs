//! Messages that are not handled yet, and how many of them a peer may have.

use std::{
    fmt,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use tokio::sync::Notify;

/// A message from a peer. It counts against what the peer may have unhandled until it is dropped: drop it when the message is handled,
/// not before. (Clones of the bytes do not count, so that parts of a message may be kept.)
pub struct Parcel {
    /// The message.
    pub bytes: Bytes,
    _share: Share,
}

impl Parcel {
    pub(crate) fn new(bytes: Bytes, allowance: &Arc<Allowance>) -> Self {
        Self { _share: allowance.take(bytes.len()), bytes }
    }
}

impl Deref for Parcel {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.bytes
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parcel").field(&self.bytes).finish()
    }
}

/// How much of one peer is unhandled, over all of its connections.
#[derive(Debug)]
pub(crate) struct Allowance {
    most_messages: usize,
    most_bytes: usize,
    messages: AtomicUsize,
    bytes: AtomicUsize,
    /// There may be room again.
    freed: Notify,
}

/// What one message takes of the allowance.
struct Share {
    bytes: usize,
    of: Arc<Allowance>,
}

impl Allowance {
    pub(crate) fn new(most_messages: usize, most_bytes: usize) -> Self {
        let (messages, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { most_messages, most_bytes, messages, bytes, freed: Notify::new() }
    }

    /// Whether another message may be read.
    pub(crate) fn has_room(&self) -> bool {
        self.messages.load(Ordering::Acquire) < self.most_messages
            && self.bytes.load(Ordering::Acquire) < self.most_bytes
    }

    /// Resolves when something was handled since the last time.
    pub(crate) async fn freed(&self) {
        self.freed.notified().await;
    }

    fn take(self: &Arc<Self>, bytes: usize) -> Share {
        self.messages.fetch_add(1, Ordering::AcqRel);
        self.bytes.fetch_add(bytes, Ordering::AcqRel);
        Share { bytes, of: Arc::clone(self) }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let messages = self.of.messages.fetch_sub(1, Ordering::AcqRel);
        let bytes = self.of.bytes.fetch_sub(self.bytes, Ordering::AcqRel);
        // Only who waits for room needs to know, and nobody does while there is some.
        if messages >= self.of.most_messages || bytes >= self.of.most_bytes {
            self.of.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(length: usize, allowance: &Arc<Allowance>) -> Parcel {
        Parcel::new(Bytes::from(vec![0; length]), allowance)
    }

    #[test]
    fn bytes_and_messages_count_until_the_parcel_is_dropped() {
        let allowance = Arc::new(Allowance::new(2, 10));
        let large = parcel(10, &allowance);
        assert!(!allowance.has_room(), "its bytes fill the allowance");
        let kept = large.bytes.clone();
        drop(large);
        assert!(allowance.has_room(), "a clone of the bytes does not count");
        assert_eq!(kept.len(), 10);
        let (first, _second) = (parcel(0, &allowance), parcel(0, &allowance));
        assert!(!allowance.has_room(), "empty messages count as messages");
        drop(first);
        assert!(allowance.has_room());
    }

    #[tokio::test]
    async fn who_waits_for_room_is_told_of_it() {
        let allowance = Arc::new(Allowance::new(1, 10));
        let only = parcel(1, &allowance);
        drop(only);
        assert!(allowance.has_room());
        allowance.freed().await;
    }
}
