//! Keys, and what bodies and queries ask for.

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, AtomicBatchTransactionBody, CustomFeeLimit, HederaFunctionality, Key, Query,
    SchedulableTransactionBody, Timestamp, TransactionBody, TransactionId, transaction_body::Data,
};
use prost::Message;

mod protos;

/// The number of every variant of the oneof `name` in `message`.
fn variants(message: &str, oneof: &str) -> Vec<u32> {
    let files = protos::descriptors().file;
    let message = files.iter().flat_map(|f| &f.message_type).find(|m| m.name() == message).unwrap();
    let index = message.oneof_decl.iter().position(|o| o.name() == oneof).unwrap();
    let fields = message.field.iter().filter(|f| f.oneof_index == i32::try_from(index).ok());
    fields.map(|f| f.number().try_into().unwrap()).collect()
}

/// A message whose only field is an empty message with this number.
fn only_field<M: Message + Default>(number: u32) -> M {
    let mut bytes = Vec::new();
    prost::encoding::encode_key(number, prost::encoding::WireType::LengthDelimited, &mut bytes);
    bytes.push(0);
    M::decode(Bytes::from(bytes)).unwrap()
}

fn functions<M: Message + Default>(
    message: &str,
    oneof: &str,
    of: fn(&M) -> Option<HederaFunctionality>,
) -> Vec<HederaFunctionality> {
    let numbers = variants(message, oneof);
    assert!(numbers.len() > 20);
    let found = numbers.iter().map(|&number| of(&only_field(number)).unwrap());
    let mut found: Vec<_> = found.collect();
    found.sort_unstable();
    assert!(
        found.windows(2).all(|pair| pair[0] != pair[1]),
        "two variants have one functionality: {found:?}"
    );
    found
}

#[test]
fn every_request_has_a_functionality_of_its_own() {
    let whole = functions("TransactionBody", "data", TransactionBody::function);
    let inner = functions("SchedulableTransactionBody", "data", SchedulableTransactionBody::function);
    let queries = functions("Query", "query", Query::function);
    assert!(inner.iter().all(|function| whole.contains(function)), "what can be scheduled can be submitted");
    assert!(queries.iter().all(|function| !whole.contains(function)));
    // What neither asks for: no function, four the network uses itself, and the old name of HookStore.
    let all = (0..200).filter(|&number| HederaFunctionality::try_from(number).is_ok()).count();
    assert_eq!(whole.len() + queries.len() + 5, all);
}

#[test]
fn schedules_keep_what_they_have_room_for() {
    let id = TransactionId::new(AccountId::from_num(2), Timestamp::new(5, 0)).scheduled();
    let schedulable = functions("SchedulableTransactionBody", "data", SchedulableTransactionBody::function);
    for number in variants("TransactionBody", "data") {
        let bare: TransactionBody = only_field(number);
        let whole = TransactionBody {
            transaction_id: Some(id.clone()),
            transaction_fee: 7,
            memo: "rent".into(),
            max_custom_fees: vec![CustomFeeLimit::default()],
            ..bare
        };
        let inner = SchedulableTransactionBody::try_from(whole.clone());
        let can_be = schedulable.contains(&whole.function().unwrap());
        assert_eq!(inner.is_ok(), can_be, "{:?}", whole.function());
        if let Ok(inner) = inner {
            assert_eq!(inner.function(), whole.function());
            assert_eq!(inner.into_body(id.clone()), whole);
        }
    }
}

#[test]
fn nothing_is_asked_for_by_an_empty_message() {
    assert_eq!(TransactionBody::default().function(), None);
    assert_eq!(Query::default().function(), None);
    let batch = Data::AtomicBatch(AtomicBatchTransactionBody::default());
    let body = TransactionBody { data: Some(batch), ..Default::default() };
    assert_eq!(body.function(), Some(HederaFunctionality::AtomicBatch));
}

#[test]
fn only_the_empty_list_takes_a_key_away() {
    let key = Key::ed25519(vec![1; 32]);
    assert!(Key::list(vec![]).is_empty_list());
    assert!(!Key::list(vec![key.clone()]).is_empty_list());
    assert!(!Key::threshold(0, vec![]).is_empty_list());
    assert!(!key.is_empty_list());
    assert!(!Key::default().is_empty_list());
}
