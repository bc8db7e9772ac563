//! Finding and clearing entity ids in serialized messages, of whatever type.

use hapi_proto::{
    services::{AccountId, ContractId, FileId, SchedulableTransactionBody, ScheduleId, TokenId, TopicId},
    strict::{StrictMessage, message_in},
};
use prost::encoding::{WireType, decode_key, decode_varint, encode_key, encode_varint};

/// The messages that are ids of entities.
const IDS: [u16; 6] = [
    AccountId::TABLE_INDEX,
    ContractId::TABLE_INDEX,
    FileId::TABLE_INDEX,
    ScheduleId::TABLE_INDEX,
    TokenId::TABLE_INDEX,
    TopicId::TABLE_INDEX,
];

/// An entity id in a serialized message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IdField {
    /// The type of the message that has it, as an index of the field table.
    pub(super) owner: u16,
    /// The number of its field there.
    pub(super) number: u32,
    /// Whether it is in a transaction that is to be scheduled.
    pub(super) scheduled: bool,
    /// How many ids of the same owner and number come before it.
    pub(super) nth: usize,
    /// Where it is: at each level, the place of its field among those of the message.
    path: Vec<usize>,
}

/// Bytes that are not the message they should be. What `prost` wrote always is.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message cannot be taken apart; it is not what prost writes")]
pub(super) struct Malformed;

/// All entity ids in the serialized message of type `M`, in the order of the bytes.
pub(super) fn ids_in<M: StrictMessage>(bytes: &[u8]) -> Result<Vec<IdField>, Malformed> {
    let mut found = Vec::new();
    let root = IdField { owner: M::TABLE_INDEX, number: 0, scheduled: false, nth: 0, path: Vec::new() };
    gather(bytes, &root, &mut found)?;
    Ok(found)
}

/// `within` says where `bytes` are: its owner is their type.
fn gather(bytes: &[u8], within: &IdField, found: &mut Vec<IdField>) -> Result<(), Malformed> {
    for (index, field) in fields(bytes)?.iter().enumerate() {
        let Some(inner) = message_in(within.owner, field.number) else { continue };
        let mut path = within.path.clone();
        path.push(index);
        if IDS.contains(&inner) {
            let id = IdField { number: field.number, path, ..within.clone() };
            let nth = found.iter().filter(|other| other.is_like(&id)).count();
            found.push(IdField { nth, ..id });
        } else {
            let scheduled = within.scheduled || inner == SchedulableTransactionBody::TABLE_INDEX;
            gather(field.content, &IdField { owner: inner, number: 0, scheduled, nth: 0, path }, found)?;
        }
    }
    Ok(())
}

impl IdField {
    /// Whether both are in the same field of the same type of message.
    fn is_like(&self, other: &Self) -> bool {
        (self.owner, self.number, self.scheduled) == (other.owner, other.number, other.scheduled)
    }
}

/// A serialized message of type `M` without the id that it has where another message of the type has `id`; `None` if
/// it has none there.
pub(super) fn cleared<M: StrictMessage>(bytes: &[u8], id: &IdField) -> Result<Option<Vec<u8>>, Malformed> {
    let own = ids_in::<M>(bytes)?.into_iter().find(|own| own.is_like(id) && own.nth == id.nth);
    own.map(|own| cut(bytes, &own.path)).transpose()
}

fn cut(bytes: &[u8], path: &[usize]) -> Result<Vec<u8>, Malformed> {
    let (first, deeper) = path.split_first().ok_or(Malformed)?;
    let mut out = Vec::with_capacity(bytes.len());
    for (index, field) in fields(bytes)?.iter().enumerate() {
        if index != *first {
            out.extend_from_slice(field.whole);
        } else if !deeper.is_empty() {
            let content = cut(field.content, deeper)?;
            encode_key(field.number, WireType::LengthDelimited, &mut out);
            encode_varint(content.len() as u64, &mut out);
            out.extend_from_slice(&content);
        }
    }
    Ok(out)
}

struct Field<'a> {
    number: u32,
    /// Key and value.
    whole: &'a [u8],
    /// What a length-delimited field holds; empty for others.
    content: &'a [u8],
}

fn fields(mut bytes: &[u8]) -> Result<Vec<Field<'_>>, Malformed> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let begin = bytes;
        let (number, wire) = decode_key(&mut bytes).map_err(|_| Malformed)?;
        let length = match wire {
            WireType::Varint => {
                decode_varint(&mut bytes).map_err(|_| Malformed)?;
                0
            }
            WireType::SixtyFourBit => 8,
            WireType::ThirtyTwoBit => 4,
            WireType::LengthDelimited => {
                let length = decode_varint(&mut bytes).map_err(|_| Malformed)?;
                usize::try_from(length).map_err(|_| Malformed)?
            }
            WireType::StartGroup | WireType::EndGroup => return Err(Malformed),
        };
        let value = bytes.split_off(..length).ok_or(Malformed)?;
        let content = if wire == WireType::LengthDelimited { value } else { &[] };
        fields.push(Field { number, whole: &begin[..begin.len() - bytes.len()], content });
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::{
        AccountAmount, CryptoTransferTransactionBody, ScheduleCreateTransactionBody, Timestamp,
        TransactionBody, TransactionId, TransferList, schedulable_transaction_body, transaction_body::Data,
    };
    use prost::Message;

    use super::*;

    fn transfer() -> CryptoTransferTransactionBody {
        let amount = |num, amount| AccountAmount {
            account_id: Some(AccountId::from_num(num)),
            amount,
            ..AccountAmount::default()
        };
        let account_amounts = vec![amount(1001, -5), amount(1002, 5)];
        CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts }),
            ..CryptoTransferTransactionBody::default()
        }
    }

    fn body(data: Data) -> TransactionBody {
        TransactionBody {
            transaction_id: Some(TransactionId::new(AccountId::from_num(2), Timestamp::new(1, 2))),
            node_account_id: Some(AccountId::from_num(3)),
            memo: "memo".into(),
            data: Some(data),
            ..TransactionBody::default()
        }
    }

    #[test]
    fn all_ids_are_found_with_their_owners() {
        let bytes = body(Data::CryptoTransfer(transfer())).encode_to_vec();
        let found = ids_in::<TransactionBody>(&bytes).unwrap();
        let owners: Vec<_> = found.iter().map(|id| (id.owner, id.number)).collect();
        let expected = [
            (TransactionId::TABLE_INDEX, 2),
            (TransactionBody::TABLE_INDEX, 2),
            (AccountAmount::TABLE_INDEX, 1),
            (AccountAmount::TABLE_INDEX, 1),
        ];
        assert_eq!(owners, expected);
        assert!(found.iter().all(|id| !id.scheduled));
    }

    #[test]
    fn each_id_can_be_cleared_and_nothing_else_changes() {
        let original = body(Data::CryptoTransfer(transfer()));
        let bytes = original.encode_to_vec();
        let ids = ids_in::<TransactionBody>(&bytes).unwrap();
        let cleared = |index: usize| {
            let bytes = cleared::<TransactionBody>(&bytes, &ids[index]).unwrap().unwrap();
            TransactionBody::decode(&*bytes).unwrap()
        };
        let mut expected = original.clone();
        expected.transaction_id.as_mut().unwrap().account_id = None;
        assert_eq!(cleared(0), expected);
        assert_eq!(cleared(1), TransactionBody { node_account_id: None, ..original.clone() });
        let mut second = transfer();
        second.transfers.as_mut().unwrap().account_amounts[1].account_id = None;
        assert_eq!(cleared(3), body(Data::CryptoTransfer(second)));
    }

    #[test]
    fn an_id_is_found_again_in_a_message_built_anew() {
        let bytes = body(Data::CryptoTransfer(transfer())).encode_to_vec();
        let node = ids_in::<TransactionBody>(&bytes).unwrap().remove(1);
        let other = TransactionBody { transaction_fee: 5, ..body(Data::CryptoTransfer(transfer())) };
        let spoilt = cleared::<TransactionBody>(&other.encode_to_vec(), &node).unwrap().unwrap();
        let spoilt = TransactionBody::decode(&*spoilt).unwrap();
        assert_eq!(spoilt, TransactionBody { node_account_id: None, ..other });
        assert_eq!(cleared::<TransactionBody>(&spoilt.encode_to_vec(), &node), Ok(None));
    }

    #[test]
    fn ids_of_scheduled_transactions_are_marked() {
        let inner = SchedulableTransactionBody {
            data: Some(schedulable_transaction_body::Data::CryptoTransfer(transfer())),
            ..SchedulableTransactionBody::default()
        };
        let create = ScheduleCreateTransactionBody {
            scheduled_transaction_body: Some(inner.into()),
            payer_account_id: Some(AccountId::from_num(7)),
            ..ScheduleCreateTransactionBody::default()
        };
        let bytes = body(Data::ScheduleCreate(create)).encode_to_vec();
        let scheduled: Vec<_> =
            ids_in::<TransactionBody>(&bytes).unwrap().iter().map(|id| (id.number, id.scheduled)).collect();
        assert_eq!(scheduled.iter().filter(|(_, scheduled)| *scheduled).count(), 2);
        assert!(scheduled.contains(&(4, false)));
    }

    #[test]
    fn nonsense_is_an_error() {
        assert_eq!(ids_in::<TransactionBody>(&[0x0a, 5, 1]), Err(Malformed));
    }
}
