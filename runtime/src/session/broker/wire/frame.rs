//! Messages on a stream of bytes: each with its length before it.

use std::io;

use bytes::{Buf as _, BufMut as _, BytesMut};
use prost::Message;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
};

/// The longest message: a file of the ledger holds at most one MiB, and no answer holds more than a few of them.
pub(crate) const LONGEST: usize = 16 * 1024 * 1024;

/// The length, big-endian.
const PREFIX: usize = 4;

/// Why no message came, or none went.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WireError {
    /// The other side has gone, between two messages or within one.
    #[error("the other side closed the connection")]
    Closed,
    /// The socket failed.
    #[error("the socket failed: {0}")]
    Io(#[from] io::Error),
    /// A message is longer than any can be.
    #[error("a message of {0} bytes is longer than the longest, {LONGEST}")]
    TooLong(usize),
    /// The bytes are no message.
    #[error("the bytes are no message of this protocol: {0}")]
    Malformed(#[from] prost::DecodeError),
    /// The message says nothing, or what this version does not know.
    #[error("the message asks or answers nothing that this version knows")]
    Unknown,
    /// A message came where none may.
    #[error("a message came before the one before it was answered")]
    OutOfTurn,
}

/// A socket that carries messages.
#[derive(Debug)]
pub(crate) struct Frames {
    stream: UnixStream,
    read: BytesMut,
}

impl Frames {
    pub(crate) fn new(stream: UnixStream) -> Self {
        Self { stream, read: BytesMut::new() }
    }

    /// Sends messages, in one write.
    pub(crate) async fn send(&mut self, messages: &[&(dyn Encode + Sync)]) -> Result<(), WireError> {
        let mut frames = BytesMut::new();
        for message in messages {
            message.frame(&mut frames)?;
        }
        Ok(self.stream.write_all(&frames).await?)
    }

    /// Sends a message if that can be done without waiting.
    pub(crate) fn try_send(&mut self, message: &dyn Encode) -> Result<(), WireError> {
        let mut frame = BytesMut::new();
        message.frame(&mut frame)?;
        match self.stream.try_write(&frame)? {
            written if written == frame.len() => Ok(()),
            _ => Err(WireError::Io(io::ErrorKind::WouldBlock.into())),
        }
    }

    /// The next message. Nothing is lost when the future is dropped before it is ready.
    pub(crate) async fn receive<M: Message + Default>(&mut self) -> Result<M, WireError> {
        loop {
            if let Some(body) = self.next_frame()? {
                return Ok(M::decode(body)?);
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(WireError::Closed);
            }
        }
    }

    /// Waits until the other side goes away. It may not send meanwhile.
    pub(crate) async fn hung_up(&mut self) -> WireError {
        if !self.read.is_empty() {
            return WireError::OutOfTurn;
        }
        match self.stream.read_buf(&mut self.read).await {
            Ok(0) => WireError::Closed,
            Ok(_) => WireError::OutOfTurn,
            Err(error) => error.into(),
        }
    }

    fn next_frame(&mut self) -> Result<Option<BytesMut>, WireError> {
        let Some(prefix) = self.read.first_chunk::<PREFIX>() else { return Ok(None) };
        let length = usize::try_from(u32::from_be_bytes(*prefix)).unwrap_or(usize::MAX);
        if length > LONGEST {
            return Err(WireError::TooLong(length));
        }
        if self.read.len() < PREFIX + length {
            self.read.reserve(PREFIX + length - self.read.len());
            return Ok(None);
        }
        self.read.advance(PREFIX);
        Ok(Some(self.read.split_to(length)))
    }
}

/// A message that can be put into a frame: [`Message`] itself cannot be named with `dyn`.
pub(crate) trait Encode {
    fn frame(&self, into: &mut BytesMut) -> Result<(), WireError>;
}

impl<M: Message> Encode for M {
    fn frame(&self, into: &mut BytesMut) -> Result<(), WireError> {
        let length = self.encoded_len();
        let prefix = u32::try_from(length).ok().filter(|_| length <= LONGEST);
        into.put_u32(prefix.ok_or(WireError::TooLong(length))?);
        // A buffer that grows has room.
        self.encode(into).map_err(|_| WireError::TooLong(length))
    }
}
