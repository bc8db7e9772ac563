//! Why connections end.

use std::io;

use crate::frames::TooLong;

/// Why a connection came to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum End {
    /// All of gossip stops.
    #[error("gossip stops here")]
    Stopped,
    /// Somebody here asked for it.
    #[error("it was cut off on request")]
    Asked,
    /// The peer has dialled again.
    #[error("the peer has a newer connection")]
    Replaced,
    /// The peer has closed it in good order.
    #[error("the peer has closed it")]
    Closed,
    /// It broke.
    #[error("it broke: {0}")]
    Broken(#[from] io::Error),
    /// What came is no TLS, or not from the peer.
    #[error("it is not the peer's, or was tampered with: {0}")]
    Tls(#[from] rustls::Error),
    /// The peer announced too long a message.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// The peer does not read as fast as it is sent to.
    #[error("too much waits for the peer")]
    Overflow,
    /// The peer takes nothing any more.
    #[error("the peer has stopped reading")]
    Stalled,
    /// Nothing comes from the peer any more.
    #[error("nothing comes from the peer")]
    Silent,
    /// Many more keep-alives come from the peer than can keep anything alive.
    #[error("the peer floods its connection with keep-alives")]
    Restless,
    /// A message for the peer is longer than messages may be: the limits of its sender and of gossip do not fit.
    #[error("a message of {length} bytes was to be sent; raise the limit of {limit}, or send less at once")]
    Unsendable {
        /// The length of the message.
        length: usize,
        /// The longest that is allowed.
        limit: usize,
    },
    /// The peer has not said who it is in time.
    #[error("the handshake took too long")]
    Late,
    /// The peer speaks another protocol inside of TLS.
    #[error("the peer does not speak this version of gossip")]
    Foreign,
}
