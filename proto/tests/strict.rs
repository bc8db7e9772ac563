//! Strict decoding takes exactly what the schema describes.

use bytes::Bytes;
use hapi_proto::{
    services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, FeeSchedule, Key, Query, SignatureMap,
        SignedTransaction, TransactionBody, TransactionRecord, TransferList, transaction_body::Data,
    },
    strict::{MAX_DEPTH, StrictError, StrictMessage, check, decode, message_in},
};
use proptest::prelude::*;
use prost::{
    Message,
    encoding::{WireType, encode_key, encode_varint},
};
use prost_types::{DescriptorProto, FieldDescriptorProto, field_descriptor_proto::Type};
use std::collections::BTreeMap;

mod protos;

/// The schema's messages by full name: an account of the table's contents from another source than the table.
struct Schema(BTreeMap<String, DescriptorProto>);

impl Schema {
    fn load() -> Self {
        let mut messages = BTreeMap::new();
        for file in protos::descriptors().file {
            let mut todo: Vec<_> =
                file.message_type.iter().map(|m| (format!(".{}.{}", file.package(), m.name()), m)).collect();
            while let Some((name, message)) = todo.pop() {
                todo.extend(message.nested_type.iter().map(|m| (format!("{name}.{}", m.name()), m)));
                messages.insert(name, message.clone());
            }
        }
        Self(messages)
    }

    /// Writes a message by `dice`; at the first fork `spoil` reaches 0, an unknown field goes in.
    fn write(
        &self,
        message: &str,
        dice: &mut impl Iterator<Item = u8>,
        spoil: &mut Option<u8>,
        depth: u8,
    ) -> Vec<u8> {
        let mut out = Vec::new();
        for field in &self.0[message].field {
            if let Some(left) = spoil {
                if *left == 0 {
                    out.extend(unknown_field());
                    *spoil = None;
                } else {
                    *left -= 1;
                }
            }
            for _ in 0..dice.next().unwrap_or(0) % 3 {
                self.write_field(field, dice, spoil, depth, &mut out);
            }
        }
        out
    }

    fn write_field(
        &self,
        field: &FieldDescriptorProto,
        dice: &mut impl Iterator<Item = u8>,
        spoil: &mut Option<u8>,
        depth: u8,
        out: &mut Vec<u8>,
    ) {
        let number = field.number().try_into().unwrap();
        let roll = dice.next().unwrap_or(0);
        match field.r#type() {
            Type::Message if depth == 0 => {}
            Type::Message => {
                let inner = self.write(field.type_name(), dice, spoil, depth - 1);
                encode_key(number, WireType::LengthDelimited, out);
                encode_varint(inner.len() as u64, out);
                out.extend(inner);
            }
            Type::String | Type::Bytes => {
                encode_key(number, WireType::LengthDelimited, out);
                out.extend([1, b'a' + roll % 26]);
            }
            Type::Double | Type::Fixed64 | Type::Sfixed64 => {
                encode_key(number, WireType::SixtyFourBit, out);
                out.extend([roll; 8]);
            }
            Type::Float | Type::Fixed32 | Type::Sfixed32 => {
                encode_key(number, WireType::ThirtyTwoBit, out);
                out.extend([roll; 4]);
            }
            _ if field.label() == prost_types::field_descriptor_proto::Label::Repeated && roll & 1 == 1 => {
                encode_key(number, WireType::LengthDelimited, out);
                out.extend([2, roll & 1, roll & 1]);
            }
            _ => {
                encode_key(number, WireType::Varint, out);
                encode_varint(u64::from(roll & 1), out);
            }
        }
    }
}

/// No message of the schema has a field 5000.
const UNKNOWN: u32 = 5000;

fn unknown_field() -> Vec<u8> {
    let mut out = Vec::new();
    encode_key(UNKNOWN, WireType::Varint, &mut out);
    out.push(1);
    out
}

/// Writes a message of type `M` by `dice` and decodes it; with `spoil`, an unknown field must be found.
fn try_out<M: StrictMessage>(
    schema: &Schema,
    name: &str,
    dice: &[u8],
    spoil: u8,
) -> Result<(), TestCaseError> {
    let valid = schema.write(name, &mut dice.iter().copied(), &mut None, 8);
    let decoded = decode::<M>(&valid.clone().into());
    let decoded = decoded.map_err(|error| TestCaseError::fail(format!("{name}: {error} in {valid:02x?}")))?;
    let canonical = Bytes::from(decoded.encode_to_vec());
    prop_assert!(decode::<M>(&canonical).is_ok());

    let mut spoil = Some(spoil);
    let spoiled = schema.write(name, &mut dice.iter().copied(), &mut spoil, 8);
    let expected = if spoil.is_none() { Err(StrictError::UnknownField(UNKNOWN)) } else { Ok(()) };
    prop_assert_eq!(decode::<M>(&spoiled.into()).map(|_| ()), expected);
    Ok(())
}

fn random_messages(config: ProptestConfig, schema: &Schema) {
    let strategy = (prop::collection::vec(any::<u8>(), 0..400), 0..60_u8);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&strategy, |(dice, spoil)| {
        try_out::<TransactionBody>(schema, ".proto.TransactionBody", &dice, spoil)?;
        try_out::<SignedTransaction>(schema, ".proto.SignedTransaction", &dice, spoil)?;
        try_out::<TransactionRecord>(schema, ".proto.TransactionRecord", &dice, spoil)?;
        try_out::<Query>(schema, ".proto.Query", &dice, spoil)?;
        try_out::<Key>(schema, ".proto.Key", &dice, spoil)?;
        try_out::<FeeSchedule>(schema, ".proto.FeeSchedule", &dice, spoil)?;
        let block_item = ".com.hedera.hapi.block.stream.BlockItem";
        try_out::<hapi_proto::block::BlockItem>(schema, block_item, &dice, spoil)
    });
    outcome.unwrap();
}

#[test]
fn valid_messages_pass_and_unknown_fields_are_found_at_any_depth() {
    random_messages(ProptestConfig::with_cases(200), &Schema::load());
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        let bytes = Bytes::from(bytes);
        let strict = decode::<TransactionBody>(&bytes);
        let lax = TransactionBody::decode(bytes.clone());
        prop_assert!(lax.is_ok() || strict.is_err(), "strict decoding took {bytes:02x?}");
        let _ = (decode::<SignedTransaction>(&bytes), decode::<Query>(&bytes), decode::<Key>(&bytes));
    }

    /// Whatever `prost` refuses is refused, and what strict decoding refuses in a valid message after one byte
    /// has changed is unknown or malformed for a reason: what passes says the same both ways.
    #[test]
    fn changed_bytes_never_panic(at: prop::sample::Index, byte: u8, bits: Vec<bool>) {
        let mut bytes = transfer(bits.len()).encode_to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let bytes = Bytes::from(bytes);
        let lax = TransactionBody::decode(bytes.clone());
        match decode::<TransactionBody>(&bytes) {
            Ok(strict) => prop_assert_eq!(Ok(strict), lax),
            Err(StrictError::UnknownField(_)) => {}
            Err(_) => prop_assert!(lax.is_err() || check::<TransactionBody>(&bytes).is_err()),
        }
    }
}

fn transfer(accounts: usize) -> TransactionBody {
    let amounts = (0..accounts as u64).map(|num| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount: -(num.cast_signed()),
        ..Default::default()
    });
    let transfers = Some(TransferList { account_amounts: amounts.collect() });
    let data = CryptoTransferTransactionBody { transfers, token_transfers: vec![] };
    TransactionBody { memo: "rent".into(), data: Some(Data::CryptoTransfer(data)), ..Default::default() }
}

/// A key list in a key list in a key list, so deep.
fn nested_keys(lists: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..lists {
        for number in [1, 6] {
            let mut outer = Vec::new();
            encode_key(number, WireType::LengthDelimited, &mut outer);
            encode_varint(bytes.len() as u64, &mut outer);
            outer.extend(bytes);
            bytes = outer;
        }
    }
    bytes
}

#[test]
fn nesting_ends_where_prost_ends_it() {
    for lists in 0..MAX_DEPTH {
        let bytes = Bytes::from(nested_keys(lists));
        let fits = Key::decode(bytes.clone()).is_ok();
        assert_eq!(fits, lists <= MAX_DEPTH / 2, "{lists} lists");
        assert_eq!(decode::<Key>(&bytes).is_ok(), fits, "{lists} lists");
    }
    let deep = Bytes::from(nested_keys(10_000));
    assert_eq!(decode::<Key>(&deep), Err(StrictError::Malformed));
}

#[test]
fn broken_structure_is_malformed() {
    let cases: [(&str, &[u8]); 12] = [
        ("key cut short", &[0x80]),
        ("value missing", &[0x18]),
        ("length past the end", &[0x32, 5, b'a']),
        ("length past memory", &[0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
        ("field number 0", &[0x00, 1]),
        ("key over 32 bits", &[0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 1]),
        ("varint of 11 bytes", &[0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
        ("varint over 64 bits", &[0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]),
        ("memo as a number", &[0x30, 1]),
        ("fee as text", &[0x1a, 1, b'a']),
        ("a group", &[0x0b, 0x0c]),
        ("memo not UTF-8", &[0x32, 1, 0xff]),
    ];
    for (what, bytes) in cases {
        let result = decode::<TransactionBody>(&Bytes::from_static(bytes));
        assert_eq!(result, Err(StrictError::Malformed), "{what}");
    }
}

#[test]
fn decoded_bytes_share_the_input() {
    let key = Key::ed25519(vec![7; 32]);
    let bytes = Bytes::from(key.encode_to_vec());
    let Some(hapi_proto::services::key::Key::Ed25519(inner)) = decode::<Key>(&bytes).unwrap().key else {
        panic!("another kind of key");
    };
    assert!(bytes.as_ptr_range().contains(&inner.as_ptr()));
}

#[test]
fn a_field_of_one_message_is_unknown_in_another() {
    let body = Bytes::from(transfer(2).encode_to_vec());
    assert_eq!(decode::<TransactionBody>(&body), Ok(transfer(2)));
    assert_eq!(check::<SignatureMap>(&body), Err(StrictError::UnknownField(6)));
}

#[test]
fn the_table_tells_what_a_field_holds() {
    let body = TransactionBody::TABLE_INDEX;
    assert_eq!(message_in(body, 2), Some(AccountId::TABLE_INDEX));
    assert_eq!(message_in(body, 14), Some(CryptoTransferTransactionBody::TABLE_INDEX));
    for (message, number) in [(body, 6), (body, UNKNOWN), (body, 0), (u16::MAX, 1)] {
        assert_eq!(message_in(message, number), None, "{message} {number}");
    }
}
