//! `docs/hapi.md` says what there is.

use std::{collections::BTreeMap, fs, path::Path};

use hapi_ledger::{
    ResponseCode,
    config::Config,
    transactions::{PureChecks, typed},
};
use hapi_proto::services::{HederaFunctionality, Query, Response, TransactionBody};
use prost::{
    Message,
    encoding::{WireType, decode_key, decode_varint, encode_key, encode_varint},
};

use crate::support::Network;

/// More than the number of any field of a body or a query.
const FIELDS: u32 = 300;

/// The tables of the page: whether each functionality is served.
fn documented(heading: &str) -> BTreeMap<String, bool> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hapi.md");
    let page = fs::read_to_string(path).expect("the page is there");
    let table =
        page.split("\n## ").find(|section| section.starts_with(heading)).expect("the section is there");
    let rows = table.lines().filter_map(|line| {
        let cells: Vec<_> = line.strip_prefix("| ")?.split('|').map(str::trim).collect();
        (cells[0] != "functionality").then(|| (cells[0].to_owned(), cells[1] == "yes"))
    });
    let rows: Vec<_> = rows.collect();
    let all: BTreeMap<_, _> = rows.iter().cloned().collect();
    assert_eq!(rows.len(), all.len(), "no row comes twice");
    all
}

/// The messages whose only field is an empty message: one for each number that is one.
fn variants<M: Message + Default>() -> impl Iterator<Item = M> {
    (1..FIELDS).filter_map(|field| {
        let mut bytes = Vec::new();
        encode_key(field, WireType::LengthDelimited, &mut bytes);
        encode_varint(0, &mut bytes);
        M::decode(&*bytes).ok()
    })
}

fn name(function: HederaFunctionality) -> String {
    format!("{function:?}")
}

#[test]
fn each_transaction_is_documented_as_it_is() {
    let config = Config::default();
    let mut actual = BTreeMap::new();
    for body in variants::<TransactionBody>() {
        let (Some(data), Some(function)) = (&body.data, body.function()) else { continue };
        let cx = PureChecks { config: &config, body: &body };
        let served = typed(data).pure_checks(&cx) != Err(ResponseCode::NotSupported);
        actual.insert(name(function), served);
    }
    assert_eq!(documented("Transactions"), actual);
}

#[test]
fn each_query_is_documented_as_it_is() {
    let mut network = Network::new();
    let mut actual = BTreeMap::new();
    for query in variants::<Query>() {
        let (Some(function), Some(kind)) = (query.function(), query.query) else { continue };
        actual.insert(name(function), answered(&network.ask(kind)) != ResponseCode::NotSupported);
    }
    assert_eq!(documented("Queries"), actual);
}

/// The code in the header of an answer: in each kind of answer the header is the first field, and the code the first of that.
fn answered(response: &Response) -> ResponseCode {
    let bytes = response.encode_to_vec();
    let mut input = &*bytes;
    for _ in 0..2 {
        decode_key(&mut input).expect("a field");
        decode_varint(&mut input).expect("its length");
    }
    let code = match decode_key(&mut input) {
        Ok((1, WireType::Varint)) => decode_varint(&mut input).expect("a code"),
        // `OK` is 0, which is left out.
        _ => 0,
    };
    ResponseCode::try_from(i32::try_from(code).expect("a small number")).expect("a known code")
}
