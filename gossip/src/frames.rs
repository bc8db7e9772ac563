//! Messages as a stream of bytes: each behind its length.
//!
//! ```text
//! frame := length:u32 (big endian) bytes*length
//!        | 0xFFFFFFFF                             a keep-alive
//! ```

use std::{collections::VecDeque, io::IoSlice};

use bytes::{Buf, Bytes};

/// Stands for a keep-alive where a length is expected.
const KEEP_ALIVE: u32 = u32::MAX;

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A message.
    Message(Bytes),
    /// A sign of life. The side that was dialled also says with it that it knows the other one.
    KeepAlive,
}

/// A message is announced that is longer than a message may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message of {length} bytes is announced; {limit} are allowed")]
pub(crate) struct TooLong {
    length: u32,
    limit: u32,
}

/// Puts frames together from bytes as they come.
#[derive(Debug)]
pub(crate) struct Decoder {
    limit: u32,
    /// The length, as far as it is here.
    header: [u8; 4],
    has: usize,
    /// The message, as far as it is here, and its length.
    message: Option<(Vec<u8>, usize)>,
}

impl Decoder {
    /// One for messages of up to `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX).min(KEEP_ALIVE - 1);
        Self { limit, header: [0; 4], has: 0, message: None }
    }

    /// Takes bytes from the front of `input` until a frame is complete, or all of them. After an error nothing more can be read.
    pub(crate) fn read(&mut self, input: &mut &[u8]) -> Result<Option<Frame>, TooLong> {
        if self.message.is_none() {
            self.has += move_front(input, &mut self.header[self.has..]);
            if self.has < self.header.len() {
                return Ok(None);
            }
            self.has = 0;
            match u32::from_be_bytes(self.header) {
                KEEP_ALIVE => return Ok(Some(Frame::KeepAlive)),
                length if length > self.limit => return Err(TooLong { length, limit: self.limit }),
                length => self.message = Some((Vec::new(), length as usize)),
            }
        }
        Ok(self.read_message(input))
    }

    fn read_message(&mut self, input: &mut &[u8]) -> Option<Frame> {
        let (message, length) = self.message.as_mut()?;
        let count = input.len().min(*length - message.len());
        let needed = message.len() + count;
        if needed > message.capacity() {
            // It grows with what has come, not with what was announced, and ends as large as the message is.
            let capacity = needed.max(2 * message.capacity()).min(*length);
            message.reserve_exact(capacity - message.len());
        }
        message.extend_from_slice(&input[..count]);
        *input = &input[count..];
        if message.len() < *length {
            return None;
        }
        self.message.take().map(|(message, _)| Frame::Message(message.into()))
    }
}

/// Moves as many bytes as there are and fit, and says how many.
fn move_front(from: &mut &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    to[..count].copy_from_slice(&from[..count]);
    *from = &from[count..];
    count
}

/// Frames that wait to be sent, as a buffer of bytes.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    frames: VecDeque<([u8; 4], Bytes)>,
    /// How much of the first frame is sent.
    sent: usize,
    /// How many bytes wait.
    bytes: usize,
}

impl Outbox {
    /// How many frames wait.
    pub(crate) fn len(&self) -> usize {
        self.frames.len()
    }

    /// Adds a frame. A message must not be longer than `u32::MAX - 1`.
    pub(crate) fn push(&mut self, frame: Frame) {
        let (header, message) = match frame {
            Frame::KeepAlive => (KEEP_ALIVE, Bytes::new()),
            Frame::Message(message) => {
                (u32::try_from(message.len()).expect("no limit allows longer messages"), message)
            }
        };
        self.bytes += 4 + message.len();
        self.frames.push_back((header.to_be_bytes(), message));
    }

    /// Forgets what waits.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Buf for Outbox {
    fn remaining(&self) -> usize {
        self.bytes
    }

    fn chunk(&self) -> &[u8] {
        match self.frames.front() {
            None => &[],
            Some((header, _)) if self.sent < header.len() => &header[self.sent..],
            Some((header, message)) => &message[self.sent - header.len()..],
        }
    }

    fn chunks_vectored<'a>(&'a self, to: &mut [IoSlice<'a>]) -> usize {
        let mut skip = self.sent;
        let parts = self.frames.iter().flat_map(|(header, message)| [header.as_slice(), message.as_ref()]);
        let rest = parts.map(|part| {
            let skipped = skip.min(part.len());
            skip -= skipped;
            &part[skipped..]
        });
        let mut count = 0;
        for (slot, part) in to.iter_mut().zip(rest.filter(|part| !part.is_empty())) {
            *slot = IoSlice::new(part);
            count += 1;
        }
        count
    }

    fn advance(&mut self, count: usize) {
        assert!(count <= self.bytes, "no more can be sent than waits");
        self.bytes -= count;
        self.sent += count;
        while let Some((header, message)) = self.frames.front() {
            let length = header.len() + message.len();
            if self.sent < length {
                break;
            }
            self.sent -= length;
            self.frames.pop_front();
        }
    }
}

#[cfg(test)]
mod tests;
