//! What queries answer.

use bytes::Bytes;
use hapi_ledger::{
    ResponseCode,
    queries::{Asker, MalformedQuery, Readiness},
};
use hapi_proto::services::{
    self as hapi, CryptoGetAccountBalanceQuery, CryptoGetAccountRecordsQuery, CryptoGetInfoQuery,
    FileGetContentsQuery, FileGetInfoQuery, FileId, GetAccountDetailsQuery, NetworkGetVersionInfoQuery,
    Query, QueryHeader, Response, ResponseType, Transaction, TransactionGetReceiptQuery,
    TransactionGetRecordQuery, crypto_get_account_balance_query::BalanceSource, query::Query as Kind,
    response::Response as Answer,
};
use prost::Message;

use crate::support::{HBAR, NODE, Network, TREASURY, ed25519, id, public, sign, transfer, treasury_key};

impl Network {
    pub(crate) fn ask(&mut self, kind: Kind) -> Response {
        self.ask_by(Asker::default(), kind)
    }

    fn ask_by(&mut self, asker: Asker, kind: Kind) -> Response {
        let bytes = Query { query: Some(kind) }.encode_to_vec();
        let outcome =
            self.ledger.query_by(asker, &mut self.ingest, &bytes.into(), self.now).expect("a query");
        if let Some(payment) = outcome.payment {
            self.handle(&payment);
        }
        outcome.response
    }

    /// A header with a payment by the treasury, which is not charged for queries.
    pub(crate) fn paid(&mut self) -> QueryHeader {
        let body = self.body(TREASURY, transfer(&[(TREASURY, -1), (NODE, 1)]));
        let payment = Transaction::decode(sign(&body, &[&treasury_key()])).unwrap();
        QueryHeader { payment: Some(payment), ..QueryHeader::default() }
    }
}

fn balance_of(num: u64) -> Kind {
    Kind::CryptogetAccountBalance(CryptoGetAccountBalanceQuery {
        header: None,
        balance_source: Some(BalanceSource::AccountId(id(num))),
    })
}

/// Any response's header.
pub(crate) fn header(response: &Response) -> hapi::ResponseHeader {
    // The header is field 1 of every response: read it from the bytes.
    #[derive(Clone, PartialEq, Message)]
    struct Any {
        #[prost(message, optional, tag = "1")]
        header: Option<hapi::ResponseHeader>,
    }
    let bytes = response.encode_to_vec();
    let mut rest = &bytes[..];
    prost::encoding::decode_key(&mut rest).unwrap();
    prost::encoding::decode_varint(&mut rest).unwrap();
    Any::decode(rest).unwrap().header.expect("a header")
}

fn code(response: &Response) -> ResponseCode {
    header(response).node_transaction_precheck_code()
}

#[test]
fn bytes_that_are_no_query_have_no_answer() {
    let mut network = Network::new();
    for bytes in [&b""[..], &[0xff; 5], &[0xf8, 0xff, 0x03, 0x01]] {
        let answer = network.ledger.query(&mut network.ingest, &Bytes::copy_from_slice(bytes), network.now);
        assert_eq!(answer.map(|_| ()), Err(MalformedQuery));
    }
}

fn info_of(num: u64, response_type: ResponseType) -> Kind {
    Kind::CryptoGetInfo(CryptoGetInfoQuery {
        header: Some(QueryHeader { response_type: response_type.into(), ..QueryHeader::default() }),
        account_id: Some(id(num)),
    })
}

#[test]
fn an_operator_pays_nothing_and_learns_no_more_than_others() {
    let mut network = Network::new();
    let alice = network.account(&ed25519(1), 7);
    let free = info_of(alice, ResponseType::AnswerOnly);
    assert_eq!(code(&network.ask(free.clone())), ResponseCode::InvalidQueryHeader, "a client has to pay");
    let operator = Asker { is_operator: true, ..Asker::default() };
    let answer = network.ask_by(operator, free);
    assert_eq!(code(&answer), ResponseCode::Ok);
    assert!(matches!(answer.response, Some(Answer::CryptoGetInfo(info)) if info.account_info.is_some()));
    let details = Kind::AccountDetails(GetAccountDetailsQuery::default());
    assert_eq!(code(&network.ask_by(operator, details)), ResponseCode::NotSupported);
}

#[test]
fn a_node_that_is_not_active_says_so() {
    let mut network = Network::new();
    let readiness = |readiness| Asker { readiness, ..Asker::default() };
    let kinds = [
        balance_of(2),
        info_of(2, ResponseType::CostAnswer),
        info_of(2, ResponseType::AnswerOnly),
        info_of(2, ResponseType::AnswerStateProof),
    ];
    let mut codes = |asker: Asker| kinds.clone().map(|kind| code(&network.ask_by(asker, kind)));
    let (ok, inactive) = (ResponseCode::Ok, ResponseCode::PlatformNotActive);
    assert_eq!(codes(readiness(Readiness::Inactive)), [inactive; 4]);
    assert_eq!(codes(readiness(Readiness::FreeQueriesOnly)), [ok, ok, inactive, inactive]);
    assert_eq!(codes(readiness(Readiness::Busy)), [ok, ok, ResponseCode::Busy, ResponseCode::Busy]);
    let unpaid = ResponseCode::InvalidQueryHeader;
    assert_eq!(codes(readiness(Readiness::Active)), [ok, ok, unpaid, ResponseCode::NotSupported]);
}

#[test]
fn balances_are_free() {
    let mut network = Network::new();
    let alice = network.account(&ed25519(1), 7);
    let Some(Answer::CryptogetAccountBalance(answer)) = network.ask(balance_of(alice)).response else {
        panic!()
    };
    assert_eq!((answer.balance, answer.account_id), (7, Some(id(alice))));
    let missing = network.ask(balance_of(999_999));
    assert_eq!(code(&missing), ResponseCode::InvalidAccountId);
    let nobody = Kind::CryptogetAccountBalance(CryptoGetAccountBalanceQuery::default());
    assert_eq!(code(&network.ask(nobody)), ResponseCode::InvalidAccountId);
    let contract = BalanceSource::ContractId(hapi::ContractId {
        contract: Some(hapi::contract_id::Contract::ContractNum(i64::try_from(alice).unwrap())),
        ..Default::default()
    });
    let contract = CryptoGetAccountBalanceQuery { header: None, balance_source: Some(contract) };
    let answer = network.ask(Kind::CryptogetAccountBalance(contract));
    assert_eq!(code(&answer), ResponseCode::InvalidContractId, "an account is no contract");
}

#[test]
fn info_says_what_the_account_is() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR);
    let header = Some(network.paid());
    let query = CryptoGetInfoQuery { header, account_id: Some(id(alice)) };
    let Some(Answer::CryptoGetInfo(answer)) = network.ask(Kind::CryptoGetInfo(query)).response else {
        panic!()
    };
    let info = answer.account_info.expect("an answer");
    assert_eq!(info.account_id, Some(id(alice)));
    assert_eq!(info.key, Some(public(&key)));
    assert_eq!(info.balance, HBAR.unsigned_abs());
    assert_eq!(info.contract_account_id, format!("{alice:040x}"));
    assert_eq!(&*info.ledger_id, &[3]);
    assert!(info.expiration_time.unwrap().seconds > network.now.seconds);
}

#[test]
fn details_are_for_the_privileged() {
    let mut network = Network::new();
    let header = Some(network.paid());
    let query = GetAccountDetailsQuery { header, account_id: Some(id(2)) };
    let Some(Answer::AccountDetails(answer)) = network.ask(Kind::AccountDetails(query.clone())).response
    else {
        panic!()
    };
    assert_eq!(answer.account_details.expect("an answer").account_id, Some(id(2)));
    let cost = QueryHeader { response_type: ResponseType::CostAnswer.into(), ..QueryHeader::default() };
    let query = GetAccountDetailsQuery { header: Some(cost), ..query };
    assert_eq!(code(&network.ask(Kind::AccountDetails(query))), ResponseCode::NotSupported);
}

#[test]
fn files_are_read_whole() {
    let mut network = Network::new();
    let file_id = Some(FileId { file_num: 112, ..FileId::default() });
    let contents = network.ledger.state().files.get(&112).unwrap().contents.clone();
    let header = Some(network.paid());
    let query = Kind::FileGetContents(FileGetContentsQuery { header, file_id });
    let Some(Answer::FileGetContents(answer)) = network.ask(query).response else { panic!() };
    assert_eq!(answer.file_contents.expect("an answer").contents, contents);
    let header = Some(network.paid());
    let query = Kind::FileGetInfo(FileGetInfoQuery { header, file_id });
    let Some(Answer::FileGetInfo(answer)) = network.ask(query).response else { panic!() };
    let info = answer.file_info.expect("an answer");
    assert_eq!(usize::try_from(info.size), Ok(contents.len()));
    assert!(!info.keys.expect("keys").keys.is_empty());
    let header = Some(network.paid());
    let file_id = Some(FileId { file_num: 7777, ..FileId::default() });
    let query = Kind::FileGetInfo(FileGetInfoQuery { header, file_id });
    assert_eq!(code(&network.ask(query)), ResponseCode::InvalidFileId);
}

#[test]
fn receipts_are_unknown_until_they_are_there() {
    let mut network = Network::new();
    let body = network.body(TREASURY, transfer(&[(TREASURY, -1), (NODE, 1)]));
    let query = Kind::TransactionGetReceipt(TransactionGetReceiptQuery {
        transaction_id: body.transaction_id.clone(),
        ..Default::default()
    });
    assert_eq!(code(&network.ask(query.clone())), ResponseCode::ReceiptNotFound);
    let tx = network.check(&sign(&body, &[&treasury_key()])).unwrap();
    let status = |response: Response| {
        let Some(Answer::TransactionGetReceipt(answer)) = response.response else { panic!() };
        answer.receipt.expect("a receipt").status()
    };
    assert_eq!(status(network.ask(query.clone())), ResponseCode::Unknown);
    network.handle(&tx);
    assert_eq!(status(network.ask(query)), ResponseCode::Success);
    let incomplete = TransactionGetReceiptQuery {
        transaction_id: Some(hapi::TransactionId { account_id: Some(id(2)), ..Default::default() }),
        ..Default::default()
    };
    let answer = network.ask(Kind::TransactionGetReceipt(incomplete));
    assert_eq!(code(&answer), ResponseCode::InvalidTransactionId);
}

#[test]
fn records_are_found_by_id_and_by_payer() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR);
    let body = network.body(alice, transfer(&[(alice, -1), (NODE, 1)]));
    let record = network.submit(&body, &[&key]).record().unwrap().clone();
    let header = Some(network.paid());
    let query =
        TransactionGetRecordQuery { header, transaction_id: body.transaction_id, ..Default::default() };
    let Some(Answer::TransactionGetRecord(answer)) =
        network.ask(Kind::TransactionGetRecord(query.clone())).response
    else {
        panic!()
    };
    assert_eq!(answer.transaction_record.as_deref(), Some(&record));
    let header = Some(network.paid());
    let by_payer = CryptoGetAccountRecordsQuery { header, account_id: Some(id(alice)) };
    let Some(Answer::CryptoGetAccountRecords(answer)) =
        network.ask(Kind::CryptoGetAccountRecords(by_payer)).response
    else {
        panic!()
    };
    assert_eq!(answer.records, [record]);
    let header = Some(network.paid());
    let mut other = TransactionGetRecordQuery { header, ..query };
    other.transaction_id.as_mut().unwrap().nonce = 1;
    let answer = network.ask(Kind::TransactionGetRecord(other));
    assert_eq!(code(&answer), ResponseCode::RecordNotFound, "there is no child");
}

#[test]
fn the_version_is_that_of_the_behaviour() {
    let mut network = Network::new();
    let header = Some(network.paid());
    let query = Kind::NetworkGetVersionInfo(NetworkGetVersionInfoQuery { header });
    let Some(Answer::NetworkGetVersionInfo(answer)) = network.ask(query).response else { panic!() };
    assert_eq!(answer.hapi_proto_version.expect("a version").minor, 77);
}

#[test]
fn what_is_not_supported_says_so_in_its_own_response() {
    let mut network = Network::new();
    let answer = network.ask(Kind::ScheduleGetInfo(hapi::ScheduleGetInfoQuery::default()));
    assert!(matches!(answer.response, Some(Answer::ScheduleGetInfo(_))));
    assert_eq!(code(&answer), ResponseCode::NotSupported);
    let answer = network.ask(Kind::ConsensusGetTopicInfo(hapi::ConsensusGetTopicInfoQuery::default()));
    assert!(matches!(answer.response, Some(Answer::ConsensusGetTopicInfo(_))));
    assert_eq!(code(&answer), ResponseCode::NotSupported);
    let answer = network.ask(Kind::GetByKey(hapi::GetByKeyQuery::default()));
    assert!(matches!(answer.response, Some(Answer::GetByKey(_))));
}

#[test]
fn state_proofs_are_not_supported() {
    let mut network = Network::new();
    for response_type in [ResponseType::AnswerStateProof, ResponseType::CostAnswerStateProof] {
        let header = Some(QueryHeader { response_type: response_type.into(), ..QueryHeader::default() });
        let query = CryptoGetInfoQuery { header, account_id: Some(id(2)) };
        assert_eq!(code(&network.ask(Kind::CryptoGetInfo(query))), ResponseCode::NotSupported);
    }
}
