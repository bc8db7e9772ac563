//! The one way in which an event is written as bytes: what is hashed, sent and stored.
//!
//! Integers are big-endian, lists have their length before them. There is exactly one encoding of each event.

use alloc::vec::Vec;

use bytes::{Buf, BufMut, Bytes};
use sha2::{Digest, Sha384};

use super::{Descriptor, Event, Hash, MemberId, UnsignedEvent};

/// Bytes that are no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedEvent {
    /// They end too early.
    #[error("the event ends {0} bytes too early")]
    Truncated(usize),
    /// They go on after the end.
    #[error("{0} bytes follow the event")]
    Trailing(usize),
    /// A flag is neither 0 nor 1.
    #[error("a flag of the event has the value {0}")]
    Flag(u8),
}

impl UnsignedEvent {
    /// The hash that the creator signs.
    pub fn hash(&self) -> Hash {
        let mut bytes = Vec::with_capacity(256);
        self.encode(&mut bytes);
        Hash(Sha384::digest(&bytes).into())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.put_u64(self.creator.0);
        out.put_u64(self.birth_round);
        out.put_i64(self.time_created);
        out.put_u8(u8::from(self.self_parent.is_some()));
        if let Some(parent) = &self.self_parent {
            put_descriptor(out, parent);
        }
        put_length(out, self.other_parents.len());
        for parent in &self.other_parents {
            put_descriptor(out, parent);
        }
        put_length(out, self.transactions.len());
        for transaction in &self.transactions {
            put_bytes(out, transaction);
        }
    }

    fn decode(bytes: &mut Bytes) -> Result<Self, MalformedEvent> {
        let creator = MemberId(need(bytes, 8)?.get_u64());
        let birth_round = need(bytes, 8)?.get_u64();
        let time_created = need(bytes, 8)?.get_i64();
        let self_parent = match need(bytes, 1)?.get_u8() {
            0 => None,
            1 => Some(get_descriptor(bytes)?),
            other => return Err(MalformedEvent::Flag(other)),
        };
        // Nothing is allocated before its bytes are known to be there.
        let mut other_parents = Vec::new();
        for _ in 0..need(bytes, 4)?.get_u32() {
            other_parents.push(get_descriptor(bytes)?);
        }
        let mut transactions = Vec::new();
        for _ in 0..need(bytes, 4)?.get_u32() {
            transactions.push(get_bytes(bytes)?);
        }
        Ok(Self { creator, birth_round, time_created, self_parent, other_parents, transactions })
    }
}

impl Event {
    /// The event as bytes.
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::with_capacity(512);
        self.content.encode(&mut out);
        put_bytes(&mut out, &self.signature);
        out.into()
    }

    /// The event of these bytes; its transactions share them.
    ///
    /// # Errors
    /// When they are not exactly one event.
    pub fn from_bytes(mut bytes: Bytes) -> Result<Self, MalformedEvent> {
        let content = UnsignedEvent::decode(&mut bytes)?;
        let signature = get_bytes(&mut bytes)?;
        if !bytes.is_empty() {
            return Err(MalformedEvent::Trailing(bytes.len()));
        }
        Ok(Self::new(content, signature))
    }
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    out.put_u32(u32::try_from(length).expect("events are far smaller than 4 GiB"));
}

fn put_bytes(out: &mut Vec<u8>, bytes: &Bytes) {
    put_length(out, bytes.len());
    out.put_slice(bytes);
}

fn put_descriptor(out: &mut Vec<u8>, descriptor: &Descriptor) {
    out.put_u64(descriptor.creator.0);
    out.put_u64(descriptor.birth_round);
    out.put_slice(&descriptor.hash.0);
}

fn need(bytes: &mut Bytes, length: usize) -> Result<&mut Bytes, MalformedEvent> {
    match length.checked_sub(bytes.len()) {
        None | Some(0) => Ok(bytes),
        Some(missing) => Err(MalformedEvent::Truncated(missing)),
    }
}

fn get_bytes(bytes: &mut Bytes) -> Result<Bytes, MalformedEvent> {
    let length = need(bytes, 4)?.get_u32() as usize;
    Ok(need(bytes, length)?.split_to(length))
}

fn get_descriptor(bytes: &mut Bytes) -> Result<Descriptor, MalformedEvent> {
    need(bytes, 64)?;
    let (creator, birth_round) = (MemberId(bytes.get_u64()), bytes.get_u64());
    let mut hash = Hash([0; 48]);
    bytes.copy_to_slice(&mut hash.0);
    Ok(Descriptor { creator, birth_round, hash })
}
