//! Fields that no message has, for tests of nodes that must reject them.

use bytes::{BufMut, Bytes};
use hapi_proto::services::TransactionBody;
use prost::{
    Message,
    encoding::{decode_varint, encode_varint},
};

/// Where an unknown field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFieldIn {
    /// In the outermost message.
    Transaction,
    /// In the message that holds body and signatures.
    SignedTransaction,
    /// In the body.
    TransactionBody,
    /// In the message of the transaction's own type.
    OpBody,
}

/// Field 666 666, an integer: no message of HAPI has a number so high.
pub(crate) const UNKNOWN_FIELD: [u8; 5] = [0xd0, 0xc2, 0xc5, 0x02, 0x01];

/// The body's bytes, with an unknown field if one is to be in them.
pub(crate) fn body_bytes(body: &TransactionBody, unknown: Option<UnknownFieldIn>) -> Bytes {
    match unknown {
        Some(UnknownFieldIn::TransactionBody) => {
            let mut bytes = body.encode_to_vec();
            bytes.extend_from_slice(&UNKNOWN_FIELD);
            bytes.into()
        }
        Some(UnknownFieldIn::OpBody) => with_unknown_in_data(body),
        _ => body.encode_to_vec().into(),
    }
}

fn with_unknown_in_data(body: &TransactionBody) -> Bytes {
    let mut bytes = TransactionBody { data: None, ..body.clone() }.encode_to_vec();
    if let Some(data) = &body.data {
        let mut encoded = Vec::new();
        data.encode(&mut encoded);
        let mut content = encoded.as_slice();
        let key = decode_varint(&mut content).expect("prost begins a field with its key");
        decode_varint(&mut content).expect("prost gives a message its length");
        encode_varint(key, &mut bytes);
        encode_varint((content.len() + UNKNOWN_FIELD.len()) as u64, &mut bytes);
        bytes.put_slice(content);
        bytes.put_slice(&UNKNOWN_FIELD);
    }
    bytes.into()
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::{CryptoDeleteTransactionBody, transaction_body::Data};

    use super::*;

    #[test]
    fn the_unknown_field_is_well_formed_and_where_it_should_be() {
        let delete = CryptoDeleteTransactionBody::default();
        let body = TransactionBody {
            memo: "memo".into(),
            data: Some(Data::CryptoDelete(delete)),
            ..TransactionBody::default()
        };
        for place in [UnknownFieldIn::TransactionBody, UnknownFieldIn::OpBody] {
            let bytes = body_bytes(&body, Some(place));
            assert_eq!(bytes.len(), body.encoded_len() + UNKNOWN_FIELD.len());
            assert_eq!(TransactionBody::decode(bytes.clone()).unwrap(), body, "prost drops unknown fields");
        }
        let in_op = body_bytes(&body, Some(UnknownFieldIn::OpBody));
        assert!(in_op.ends_with(&[&[0x62, 5][..], &UNKNOWN_FIELD].concat()), "{in_op:?}");
        let mut key = UNKNOWN_FIELD.as_slice();
        assert_eq!(decode_varint(&mut key).unwrap(), 666_666 << 3);
    }
}
