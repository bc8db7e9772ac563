//! Messages that are nearly what they were: changed where they are numbers, texts and parts of each other.

use alloc::{vec, vec::Vec};

use hapi_proto::services::{TransactionBody, transaction_body::Data};
use prost::{
    Message,
    encoding::{DecodeContext, WireType, decode_key, decode_varint, encode_key, encode_varint, skip_field},
};

/// A message as it is on the wire.
#[derive(Clone, Debug)]
pub(super) struct Wire(Vec<Field>);

#[derive(Clone, Debug)]
struct Field {
    tag: u32,
    value: Value,
}

#[derive(Clone, Debug)]
enum Value {
    Number(u64),
    Message(Wire),
    Bytes(Vec<u8>),
}

/// Numbers from a seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// As `SplitMix64` does.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) >> 1).unwrap_or(0) % sides.max(1)
    }
}

impl Wire {
    pub(super) fn of(data: &Data) -> Self {
        let body = TransactionBody { data: Some(data.clone()), ..Default::default() };
        Self::parse(&body.encode_to_vec()).expect("a message")
    }

    /// The data of the body, if it is one still.
    pub(super) fn data(&self) -> Option<Data> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        TransactionBody::decode(&*bytes).ok()?.data
    }

    /// Changes one thing somewhere: `numbers` are worth trying, and `others` lend their parts.
    pub(super) fn mutate(&mut self, dice: &mut Dice, numbers: &[u64], others: &[Self]) {
        let at = dice.roll(self.count().max(1));
        let mut left = at;
        let lender = &others[dice.roll(others.len())];
        self.mutate_at(&mut left, dice, numbers, lender);
    }

    fn mutate_at(&mut self, left: &mut usize, dice: &mut Dice, numbers: &[u64], lender: &Self) -> bool {
        for at in 0..self.0.len() {
            if *left == 0 {
                self.change(at, dice, numbers, lender);
                return true;
            }
            *left -= 1;
            if let Value::Message(inner) = &mut self.0[at].value
                && inner.mutate_at(left, dice, numbers, lender)
            {
                return true;
            }
        }
        false
    }

    fn change(&mut self, at: usize, dice: &mut Dice, numbers: &[u64], lender: &Self) {
        match dice.roll(12) {
            0 => drop(self.0.remove(at)),
            1 => self.0.insert(at, self.0[at].clone()),
            2 => self.0[at].tag = u32::try_from(1 + dice.roll(26)).unwrap_or(1),
            3 => self.0.push(Field {
                tag: u32::try_from(1 + dice.roll(26)).unwrap_or(1),
                value: Value::Number(numbers[dice.roll(numbers.len())]),
            }),
            4 | 5 => {
                let borrowed = lender.nth(&mut dice.roll(lender.count().max(1)));
                self.0[at].value = borrowed.unwrap_or(Value::Message(Self(vec![])));
            }
            _ => self.0[at].value.change(dice, numbers),
        }
    }

    fn nth(&self, left: &mut usize) -> Option<Value> {
        for field in &self.0 {
            if *left == 0 {
                return Some(field.value.clone());
            }
            *left -= 1;
            if let Value::Message(inner) = &field.value
                && let Some(found) = inner.nth(left)
            {
                return Some(found);
            }
        }
        None
    }

    fn count(&self) -> usize {
        let inner = |field: &Field| match &field.value {
            Value::Message(inner) => inner.count(),
            Value::Number(_) | Value::Bytes(_) => 0,
        };
        self.0.iter().map(|field| 1 + inner(field)).sum()
    }

    /// What has the form of a message counts as one, even where it is a text.
    fn parse(mut bytes: &[u8]) -> Option<Self> {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let (tag, kind) = decode_key(&mut bytes).ok()?;
            let value = match kind {
                WireType::Varint => Value::Number(decode_varint(&mut bytes).ok()?),
                WireType::LengthDelimited => {
                    let length = usize::try_from(decode_varint(&mut bytes).ok()?).ok()?;
                    let (inner, rest) = bytes.split_at_checked(length)?;
                    bytes = rest;
                    Self::parse(inner).map_or_else(|| Value::Bytes(inner.to_vec()), Value::Message)
                }
                _ => {
                    skip_field(kind, tag, &mut bytes, DecodeContext::default()).ok()?;
                    continue;
                }
            };
            fields.push(Field { tag, value });
        }
        Some(Self(fields))
    }

    fn write(&self, out: &mut Vec<u8>) {
        for Field { tag, value } in &self.0 {
            let mut inner = Vec::new();
            match value {
                Value::Number(number) => {
                    encode_key(*tag, WireType::Varint, out);
                    encode_varint(*number, out);
                    continue;
                }
                Value::Message(message) => message.write(&mut inner),
                Value::Bytes(bytes) => inner.clone_from(bytes),
            }
            encode_key(*tag, WireType::LengthDelimited, out);
            encode_varint(inner.len() as u64, out);
            out.extend(inner);
        }
    }
}

impl Value {
    fn change(&mut self, dice: &mut Dice, numbers: &[u64]) {
        match self {
            Self::Number(number) => {
                *number = match dice.roll(4) {
                    0 => number.wrapping_add(1),
                    // Signed amounts go to and fro.
                    1 => *number ^ 1,
                    _ => numbers[dice.roll(numbers.len())],
                };
            }
            Self::Message(message) => message.0.reverse(),
            Self::Bytes(bytes) => match dice.roll(3) {
                0 => bytes.clear(),
                1 => bytes.resize(dice.roll(140), 7),
                _ => {
                    if let Some(byte) = bytes.first_mut() {
                        *byte ^= 1 << dice.roll(8);
                    }
                }
            },
        }
    }
}
