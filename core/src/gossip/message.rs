//! Messages as bytes.

use alloc::{sync::Arc, vec::Vec};

use bytes::{Buf, BufMut, Bytes};
use hapi_hashgraph::{Descriptor, Event, EventWindow, Hash, MalformedEvent, MemberId};

const TIPS: u8 = 1;
const EVENTS: u8 = 2;
const WANT: u8 = 3;

/// How many things a message lists at most.
pub(crate) const MOST: usize = 10_000;

/// What one member tells another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The first thing on a connection: how far its sender is, and the last events it knows.
    Tips {
        /// What still matters to the sender.
        window: EventWindow,
        /// The events that the sender knows of no child of.
        tips: Vec<Descriptor>,
        /// Events that the sender has, but not all of what they descend from.
        waiting: Vec<Descriptor>,
    },
    /// Events, parents before children.
    Events(Vec<Arc<Event>>),
    /// A question for events that others of the receiver's descend from.
    Want(Vec<Descriptor>),
}

/// Bytes that no honest member sends.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedMessage {
    /// They end too early.
    #[error("the message ends too early")]
    Truncated,
    /// They go on after the end.
    #[error("{0} bytes follow the message")]
    Trailing(usize),
    /// Their first byte stands for nothing.
    #[error("no message is of kind {0}")]
    Kind(u8),
    /// They list more than a message may.
    #[error("the message lists {0} things; {MOST} are allowed")]
    TooLong(usize),
    /// An event in them is none.
    #[error(transparent)]
    Event(#[from] MalformedEvent),
}

impl Message {
    /// The message as bytes.
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::new();
        match self {
            Self::Tips { window, tips, waiting } => {
                out.put_u8(TIPS);
                out.put_u64(window.latest_consensus_round);
                out.put_u64(window.ancient_threshold);
                out.put_u64(window.expired_threshold);
                put_descriptors(&mut out, tips);
                put_descriptors(&mut out, waiting);
            }
            Self::Events(events) => {
                out.put_u8(EVENTS);
                put_length(&mut out, events.len());
                for event in events {
                    let bytes = event.to_bytes();
                    put_length(&mut out, bytes.len());
                    out.put_slice(&bytes);
                }
            }
            Self::Want(events) => {
                out.put_u8(WANT);
                put_descriptors(&mut out, events);
            }
        }
        out.into()
    }

    /// The message of these bytes. Nothing in it shares them unless that is about all of them: who keeps one of many events does not
    /// keep the others.
    ///
    /// # Errors
    /// When they are not exactly one message.
    pub fn from_bytes(mut bytes: Bytes) -> Result<Self, MalformedMessage> {
        let message = match need(&mut bytes, 1)?.get_u8() {
            TIPS => {
                need(&mut bytes, 24)?;
                let window = EventWindow {
                    latest_consensus_round: bytes.get_u64(),
                    ancient_threshold: bytes.get_u64(),
                    expired_threshold: bytes.get_u64(),
                };
                let tips = get_descriptors(&mut bytes)?;
                Self::Tips { window, tips, waiting: get_descriptors(&mut bytes)? }
            }
            EVENTS => {
                let mut events = Vec::new();
                let count = get_length(&mut bytes)?;
                for _ in 0..count {
                    let length = need(&mut bytes, 4)?.get_u32() as usize;
                    let event = need(&mut bytes, length)?.split_to(length);
                    let event = if count == 1 { event } else { Bytes::copy_from_slice(&event) };
                    events.push(Arc::new(Event::from_bytes(event)?));
                }
                Self::Events(events)
            }
            WANT => Self::Want(get_descriptors(&mut bytes)?),
            other => return Err(MalformedMessage::Kind(other)),
        };
        if bytes.is_empty() { Ok(message) } else { Err(MalformedMessage::Trailing(bytes.len())) }
    }
}

/// How many events, and how many bytes of payload, are enough for a message.
const ENOUGH: (usize, usize) = (50, 1 << 20);

/// The events in as many messages as it takes for each to be of moderate size: none is larger than one event more than enough.
pub(crate) fn moderate(events: &[Arc<Event>]) -> Vec<Vec<Arc<Event>>> {
    let mut messages: Vec<Vec<Arc<Event>>> = Vec::new();
    let mut bytes = ENOUGH.1;
    for event in events {
        if bytes >= ENOUGH.1 || messages.last().is_none_or(|last| last.len() == ENOUGH.0) {
            messages.push(Vec::new());
            bytes = 0;
        }
        bytes += event.content().transactions.iter().map(Bytes::len).sum::<usize>();
        messages.last_mut().expect("one was begun").push(Arc::clone(event));
    }
    messages
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    out.put_u32(u32::try_from(length).expect("messages are far smaller than 4 GiB"));
}

fn put_descriptors(out: &mut Vec<u8>, descriptors: &[Descriptor]) {
    put_length(out, descriptors.len());
    for descriptor in descriptors {
        out.put_u64(descriptor.creator.0);
        out.put_u64(descriptor.birth_round);
        out.put_slice(&descriptor.hash.0);
    }
}

fn need(bytes: &mut Bytes, length: usize) -> Result<&mut Bytes, MalformedMessage> {
    if bytes.len() < length { Err(MalformedMessage::Truncated) } else { Ok(bytes) }
}

fn get_length(bytes: &mut Bytes) -> Result<usize, MalformedMessage> {
    let length = need(bytes, 4)?.get_u32() as usize;
    if length > MOST { Err(MalformedMessage::TooLong(length)) } else { Ok(length) }
}

fn get_descriptors(bytes: &mut Bytes) -> Result<Vec<Descriptor>, MalformedMessage> {
    let mut descriptors = Vec::new();
    for _ in 0..get_length(bytes)? {
        need(bytes, 64)?;
        let (creator, birth_round) = (MemberId(bytes.get_u64()), bytes.get_u64());
        let mut hash = Hash([0; 48]);
        bytes.copy_to_slice(&mut hash.0);
        descriptors.push(Descriptor { creator, birth_round, hash });
    }
    Ok(descriptors)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hapi_hashgraph::UnsignedEvent;

    use super::*;

    fn event(bytes: usize) -> Arc<Event> {
        let content = UnsignedEvent {
            creator: MemberId(0),
            birth_round: 1,
            time_created: 1,
            self_parent: None,
            other_parents: vec![],
            transactions: vec![vec![0; bytes].into()],
        };
        Arc::new(Event::new(content, Bytes::from_static(&[0; 64])))
    }

    fn sizes(events: &[usize]) -> Vec<usize> {
        let events: Vec<_> = events.iter().map(|bytes| event(*bytes)).collect();
        moderate(&events).iter().map(Vec::len).collect()
    }

    #[test]
    fn messages_are_moderate_in_number_and_in_bytes() {
        assert_eq!(sizes(&[]), []);
        assert_eq!(sizes(&[10; 50]), [50]);
        assert_eq!(sizes(&[10; 101]), [50, 50, 1]);
        assert_eq!(sizes(&[1 << 20; 3]), [1, 1, 1]);
        assert_eq!(sizes(&[1 << 19, 1 << 19, 1, 1]), [2, 2]);
    }
}
