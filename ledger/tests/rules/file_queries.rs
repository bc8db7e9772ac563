//! What can be asked about files.

use hapi_ledger::{ResponseCode, crypto::sha384};
use hapi_proto::services::{
    FileDeleteTransactionBody, FileGetContentsQuery, FileGetInfoQuery, FileId, QueryHeader, ResponseType,
    SystemDeleteTransactionBody, Transaction, file_get_info_response::FileInfo, query::Query as Kind,
    response::Response as Answer, system_delete_transaction_body, transaction_body::Data,
};
use prost::Message;

use crate::{
    files::{create, file_id},
    queries::header,
    support::{HBAR, NODE, Network, ed25519, public, sign, transfer},
    system_files::{append, settings, update},
};

fn id_of(num: i64) -> FileId {
    FileId { file_num: num, ..Default::default() }
}

fn info(network: &mut Network, id: FileId) -> Result<FileInfo, ResponseCode> {
    let header = Some(network.paid());
    let response = network.ask(Kind::FileGetInfo(FileGetInfoQuery { header, file_id: Some(id) }));
    match response.response {
        Some(Answer::FileGetInfo(answer)) => match answer.file_info {
            Some(info) => Ok(info),
            None => Err(answer.header.unwrap().node_transaction_precheck_code()),
        },
        other => panic!("{other:?}"),
    }
}

fn contents(network: &mut Network, id: FileId) -> Result<Vec<u8>, ResponseCode> {
    let header = Some(network.paid());
    let response = network.ask(Kind::FileGetContents(FileGetContentsQuery { header, file_id: Some(id) }));
    match response.response {
        Some(Answer::FileGetContents(answer)) => match answer.file_contents {
            Some(contents) => Ok(contents.contents.to_vec()),
            None => Err(answer.header.unwrap().node_transaction_precheck_code()),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_is_shown_as_it_is_and_a_deleted_one_is_empty() {
    let mut network = Network::new();
    let key = ed25519(1);
    let data = create(&network, &[1], b"contents");
    let id = file_id(&network.must(data.clone(), &[&key]));
    assert_eq!(contents(&mut network, id), Ok(b"contents".to_vec()));
    let shown = info(&mut network, id).unwrap();
    let Data::FileCreate(op) = data else { unreachable!() };
    assert_eq!((shown.file_id, shown.size, shown.deleted), (Some(id), 8, false));
    assert_eq!((shown.keys.unwrap().keys, &*shown.ledger_id), (vec![public(&key)], &[3][..]));
    let seconds = |time: Option<hapi_proto::services::Timestamp>| time.unwrap().seconds;
    assert_eq!(seconds(shown.expiration_time), seconds(op.expiration_time));

    network.must(Data::FileDelete(FileDeleteTransactionBody { file_id: Some(id) }), &[&key]);
    assert_eq!(contents(&mut network, id), Ok(Vec::new()));
    let shown = info(&mut network, id).unwrap();
    assert_eq!((shown.size, shown.deleted), (0, true));

    for unknown in [id_of(7777), id_of(-1), FileId { realm_num: 1, ..id }] {
        assert_eq!(contents(&mut network, unknown), Err(ResponseCode::InvalidFileId));
        assert_eq!(info(&mut network, unknown).map(drop), Err(ResponseCode::InvalidFileId));
    }
    let nothing = Kind::FileGetContents(FileGetContentsQuery { header: Some(network.paid()), file_id: None });
    let answer = network.ask(nothing);
    assert_eq!(header(&answer).node_transaction_precheck_code(), ResponseCode::InvalidFileId);
}

#[test]
fn what_an_administrator_deleted_can_still_be_read() {
    let mut network = Network::new();
    let data = create(&network, &[1], b"hidden");
    let id = file_id(&network.must(data, &[&ed25519(1)]));
    let delete = SystemDeleteTransactionBody {
        id: Some(system_delete_transaction_body::Id::FileId(id)),
        ..Default::default()
    };
    network.must(Data::SystemDelete(delete), &[]);
    assert_eq!(contents(&mut network, id), Ok(b"hidden".to_vec()));
    assert!(info(&mut network, id).unwrap().deleted);
}

#[test]
fn a_software_update_shows_its_size_and_hash() {
    let mut network = Network::new();
    let hash = |bytes: &[u8]| hex::encode(sha384(bytes));
    let empty = info(&mut network, id_of(150)).unwrap();
    assert_eq!((empty.size, empty.memo), (0, hash(b"")));
    network.must(update(150, b"first "), &[]);
    network.must(append(150, b"second"), &[]);
    let shown = info(&mut network, id_of(150)).unwrap();
    assert_eq!((shown.size, shown.memo), (12, hash(b"first second")));
    assert_eq!((shown.keys, shown.expiration_time.unwrap().seconds), (None, i64::MAX - 1));
    assert_eq!(contents(&mut network, id_of(150)), Ok(Vec::new()), "as in the reference");
}

#[test]
fn contents_cost_by_their_length_and_permissions_bind_queries() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let data = create(&network, &[1], &[7; 5000]);
    let id = file_id(&network.must(data, &[&key]));
    let ask = |network: &mut Network, tinybars: i64, response_type: ResponseType| {
        let body = network.body(alice, transfer(&[(alice, -tinybars), (NODE, tinybars)]));
        let payment = Transaction::decode(sign(&body, &[&key])).unwrap();
        let header = QueryHeader { payment: Some(payment), response_type: response_type.into() };
        let query = FileGetContentsQuery { header: Some(header), file_id: Some(id) };
        let answer = network.ask(Kind::FileGetContents(query));
        header_of(&answer)
    };
    // 84 tinycents, and 10,000 for each byte over 1000.
    let cost = (84 + 4000 * 10_000) / 12;
    assert_eq!(ask(&mut network, 1, ResponseType::CostAnswer), (ResponseCode::Ok, cost));
    assert_eq!(ask(&mut network, 1, ResponseType::AnswerOnly), (ResponseCode::InsufficientTxFee, cost));
    let enough = i64::try_from(cost).unwrap();
    assert_eq!(ask(&mut network, enough, ResponseType::AnswerOnly), (ResponseCode::Ok, 0));

    network.must(update(122, &settings(&[("getFileContent", "2-50")])), &[]);
    assert_eq!(ask(&mut network, enough, ResponseType::AnswerOnly), (ResponseCode::NotSupported, 0));
    assert_eq!(contents(&mut network, id).map(|contents| contents.len()), Ok(5000), "superusers may");
}

fn header_of(answer: &hapi_proto::services::Response) -> (ResponseCode, u64) {
    let header = header(answer);
    (header.node_transaction_precheck_code(), header.cost)
}
