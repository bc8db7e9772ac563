//! How much peers may cost.

use std::time::Duration;

/// How much a peer, or a stranger, may cost, and how long what may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The greatest length of a message in bytes; a peer that announces a longer one is cut off. At most `u32::MAX - 1`.
    pub message_bytes: usize,
    /// How many messages wait for a peer at most; when there would be more, it is cut off.
    pub queue_messages: usize,
    /// How many bytes wait for a peer at most; when there would be more, it is cut off.
    pub queue_bytes: usize,
    /// How many messages of a peer may be unhandled (see [`Parcel`](crate::Parcel)) before it is read no further.
    pub unhandled_messages: usize,
    /// How many bytes of messages of a peer may be unhandled before it is read no further. The last message may go beyond.
    pub unhandled_bytes: usize,
    /// How long it may take from the start of a connection until both sides know each other.
    pub handshake: Duration,
    /// How many that have dialled may be unknown at once; when another one comes, the oldest is dropped. (Were the newest
    /// dropped, a few silent strangers would keep all members out.)
    pub handshakes: usize,
    /// How long nothing is sent before a keep-alive is.
    pub keep_alive: Duration,
    /// How long nothing may come from a peer before it is cut off. It should be a few times longer than `keep_alive`.
    pub silence: Duration,
    /// How long a peer may take nothing of what waits for it before it is cut off.
    pub stall: Duration,
    /// How long to wait before a peer is dialled again at first; then twice as long each time. Also how soon after one connection of
    /// a peer its next one is taken.
    pub shortest_retry: Duration,
    /// How long to wait before a peer is dialled again at most. A connection that lasted longer makes the next wait short again.
    pub longest_retry: Duration,
    /// How long a stop waits for a peer to take what still waits for it, and to close its side.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        const MEBIBYTE: usize = 1 << 20;
        Self {
            message_bytes: 16 * MEBIBYTE,
            queue_messages: 16_384,
            queue_bytes: 64 * MEBIBYTE,
            unhandled_messages: 4_096,
            unhandled_bytes: 8 * MEBIBYTE,
            handshake: Duration::from_secs(2),
            handshakes: 16,
            keep_alive: Duration::from_secs(3),
            silence: Duration::from_secs(10),
            stall: Duration::from_secs(5),
            shortest_retry: Duration::from_millis(5),
            longest_retry: Duration::from_secs(1),
            farewell: Duration::from_millis(100),
        }
    }
}
