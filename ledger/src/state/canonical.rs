//! The one encoding of state: what is hashed is what is saved.
//!
//! Integers are little-endian and of fixed size, anything of variable length is preceded by its length as a `u64`, and an
//! optional value by whether it is there. Each value has exactly one encoding.

use alloc::{string::String, sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::{ExchangeRateSet, ServiceEndpoint, ThrottleUsageSnapshots, Timestamp};
use prost::Message;
use smallvec::SmallVec;

use super::{Account, File, HbarAllowance, Network, Node, StakedId, Upgrade};
use crate::{
    ResponseCode,
    keys::{Key, MAX_KEY_DEPTH},
};

/// A value with exactly one encoding.
pub trait Canonical {
    /// Appends the encoding.
    fn write(&self, out: &mut Vec<u8>);
}

/// A value that can be read back from its canonical encoding.
pub trait FromCanonical: Canonical + Sized {
    /// Reads a value from the front of `input`; `None` when it is not one.
    fn read(input: &mut &[u8]) -> Option<Self>;
}

/// Implements both traits for structs, field by field.
macro_rules! canonical {
    ($($type:ident { $($field:ident),+ $(,)? })+) => {
        $(
            impl $crate::state::Canonical for $type {
                fn write(&self, out: &mut ::alloc::vec::Vec<u8>) {
                    $($crate::state::Canonical::write(&self.$field, out);)+
                }
            }

            impl $crate::state::FromCanonical for $type {
                fn read(input: &mut &[u8]) -> Option<Self> {
                    Some(Self { $($field: $crate::state::FromCanonical::read(input)?,)+ })
                }
            }
        )+
    };
}
pub(crate) use canonical;

canonical! {
    Account {
        num, key, balance, alias, memo, receiver_sig_required, deleted, expiry, auto_renew_period,
        max_auto_associations, used_auto_associations, staked_to, decline_reward, stake_period_start, staked_to_me,
        ethereum_nonce, smart_contract, hbar_allowances, tokens,
    }
    HbarAllowance { spender, amount }
    File { num, keys, contents, memo, expiry, deleted, pre_delete_expiry }
    Upgrade { parts, size }
    Node {
        id, account, description, service_endpoints, gossip_endpoints, gossip_ca_certificate, grpc_certificate_hash,
        admin_key, decline_reward, weight,
    }
    Network {
        next_entity, last_consensus_time, rates, midnight_rates, node_payments, last_fee_distribution,
        throttle_usage, congestion,
    }
    Timestamp { seconds, nanos }
}

macro_rules! integers {
    ($($type:ty)+) => {
        $(
            impl Canonical for $type {
                fn write(&self, out: &mut Vec<u8>) {
                    out.extend(self.to_le_bytes());
                }
            }

            impl FromCanonical for $type {
                fn read(input: &mut &[u8]) -> Option<Self> {
                    let (bytes, rest) = input.split_first_chunk()?;
                    *input = rest;
                    Some(Self::from_le_bytes(*bytes))
                }
            }
        )+
    };
}

integers!(u8 u32 u64 i32 i64);

/// Messages of the wire schema, which have no maps and no unknown fields here: their encoding is canonical.
macro_rules! messages {
    ($($type:ty)+) => {
        $(
            impl Canonical for $type {
                fn write(&self, out: &mut Vec<u8>) {
                    self.encode_to_vec().write(out);
                }
            }

            impl FromCanonical for $type {
                fn read(input: &mut &[u8]) -> Option<Self> {
                    Self::decode(read_bytes(input)?).ok()
                }
            }
        )+
    };
}

messages!(ExchangeRateSet ServiceEndpoint ThrottleUsageSnapshots);

impl Canonical for ResponseCode {
    fn write(&self, out: &mut Vec<u8>) {
        i32::from(*self).write(out);
    }
}

impl FromCanonical for ResponseCode {
    fn read(input: &mut &[u8]) -> Option<Self> {
        Self::try_from(i32::read(input)?).ok()
    }
}

impl Canonical for bool {
    fn write(&self, out: &mut Vec<u8>) {
        u8::from(*self).write(out);
    }
}

impl FromCanonical for bool {
    fn read(input: &mut &[u8]) -> Option<Self> {
        match u8::read(input)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

fn write_length(length: usize, out: &mut Vec<u8>) {
    (length as u64).write(out);
}

fn read_bytes<'a>(input: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u64::read(input)?).ok()?;
    let (bytes, rest) = input.split_at_checked(length)?;
    *input = rest;
    Some(bytes)
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    write_length(bytes.len(), out);
    out.extend_from_slice(bytes);
}

/// Implements the traits for types that are a string of bytes.
macro_rules! byte_strings {
    ($($type:ty: $bytes:expr, $from:expr;)+) => {
        $(
            impl Canonical for $type {
                fn write(&self, out: &mut Vec<u8>) {
                    let bytes: fn(&$type) -> &[u8] = $bytes;
                    write_bytes(bytes(self), out);
                }
            }

            impl FromCanonical for $type {
                fn read(input: &mut &[u8]) -> Option<Self> {
                    let from: fn(&[u8]) -> Option<$type> = $from;
                    from(read_bytes(input)?)
                }
            }
        )+
    };
}

byte_strings! {
    Bytes: |bytes| bytes, |bytes| Some(Bytes::copy_from_slice(bytes));
    Arc<[u8]>: |bytes| bytes, |bytes| Some(bytes.into());
    String: |text| text.as_bytes(), |bytes| Some(core::str::from_utf8(bytes).ok()?.into());
    Arc<str>: |text| text.as_bytes(), |bytes| Some(core::str::from_utf8(bytes).ok()?.into());
}

impl<const N: usize> Canonical for [u8; N] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

impl<const N: usize> FromCanonical for [u8; N] {
    fn read(input: &mut &[u8]) -> Option<Self> {
        let (bytes, rest) = input.split_first_chunk()?;
        *input = rest;
        Some(*bytes)
    }
}

impl<T: Canonical> Canonical for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_length(self.len(), out);
        for item in self {
            item.write(out);
        }
    }
}

impl<T: FromCanonical> FromCanonical for Vec<T> {
    fn read(input: &mut &[u8]) -> Option<Self> {
        // Not allocated up front: a damaged length must not ask for more memory than there is input.
        (0..u64::read(input)?).map(|_| T::read(input)).collect()
    }
}

impl<A: smallvec::Array<Item: Canonical>> Canonical for SmallVec<A> {
    fn write(&self, out: &mut Vec<u8>) {
        write_length(self.len(), out);
        for item in self {
            item.write(out);
        }
    }
}

impl<A: smallvec::Array<Item: FromCanonical>> FromCanonical for SmallVec<A> {
    fn read(input: &mut &[u8]) -> Option<Self> {
        (0..u64::read(input)?).map(|_| FromCanonical::read(input)).collect()
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }
}

impl<T: FromCanonical> FromCanonical for Option<T> {
    fn read(input: &mut &[u8]) -> Option<Self> {
        if bool::read(input)? { T::read(input).map(Some) } else { Some(None) }
    }
}

impl<T: Canonical> Canonical for Arc<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl<T: FromCanonical> FromCanonical for Arc<T> {
    fn read(input: &mut &[u8]) -> Option<Self> {
        T::read(input).map(Self::new)
    }
}

impl<T: Canonical> Canonical for &T {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl<A: Canonical, B: Canonical> Canonical for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
}

impl<A: FromCanonical, B: FromCanonical> FromCanonical for (A, B) {
    fn read(input: &mut &[u8]) -> Option<Self> {
        Some((A::read(input)?, B::read(input)?))
    }
}

impl Canonical for StakedId {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Account(num) => (0_u8, num).write(out),
            Self::Node(id) => (1_u8, id).write(out),
        }
    }
}

impl FromCanonical for StakedId {
    fn read(input: &mut &[u8]) -> Option<Self> {
        match <(u8, u64)>::read(input)? {
            (0, num) => Some(Self::Account(num)),
            (1, id) => Some(Self::Node(id)),
            _ => None,
        }
    }
}

impl Canonical for Key {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Ed25519(bytes) => (0_u8, bytes).write(out),
            Self::Ecdsa(bytes) => (1_u8, bytes).write(out),
            Self::List(keys) => (2_u8, keys).write(out),
            Self::Threshold { threshold, keys } => (3_u8, (*threshold as u64, keys)).write(out),
            Self::Contract(num) => (4_u8, num).write(out),
            Self::DelegatableContract(num) => (5_u8, num).write(out),
        }
    }
}

impl FromCanonical for Key {
    fn read(input: &mut &[u8]) -> Option<Self> {
        read_key(input, 1)
    }
}

/// Bounded like keys in transactions are, so that damaged input cannot exhaust the stack.
fn read_key(input: &mut &[u8], depth: usize) -> Option<Key> {
    if depth > MAX_KEY_DEPTH + 1 {
        return None;
    }
    let read_all =
        |input: &mut &[u8]| (0..u64::read(input)?).map(|_| read_key(input, depth + 1)).collect::<Option<_>>();
    Some(match u8::read(input)? {
        0 => Key::Ed25519(FromCanonical::read(input)?),
        1 => Key::Ecdsa(FromCanonical::read(input)?),
        2 => Key::List(read_all(input)?),
        3 => {
            let threshold = usize::try_from(u64::read(input)?).ok()?;
            Key::Threshold { threshold, keys: read_all(input)? }
        }
        4 => Key::Contract(FromCanonical::read(input)?),
        5 => Key::DelegatableContract(FromCanonical::read(input)?),
        _ => return None,
    })
}
