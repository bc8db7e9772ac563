//! The table of routes is complete and true to the schema.

use hapi_grpc::routes::{METHODS, Request, method_at, method_for};
use hapi_proto::services::HederaFunctionality;
use std::collections::{BTreeMap, BTreeSet};

#[path = "../../proto/tests/protos/mod.rs"]
mod protos;

#[test]
fn every_unary_method_of_the_schema_has_its_route() {
    let mut declared = BTreeMap::new();
    for file in protos::descriptors().file {
        for service in &file.service {
            for method in service.method.iter().filter(|m| !m.client_streaming() && !m.server_streaming()) {
                let request = match (method.input_type(), method.output_type()) {
                    (".proto.Transaction", ".proto.TransactionResponse") => Request::Transaction,
                    (".proto.Query", ".proto.Response") => Request::Query,
                    types => panic!("{} has the types {types:?}", method.name()),
                };
                declared.insert(format!("/{}.{}/{}", file.package(), service.name(), method.name()), request);
            }
        }
    }
    let routed: BTreeMap<_, _> = METHODS.iter().map(|m| (m.path.to_owned(), m.request)).collect();
    assert_eq!(routed.len(), METHODS.len(), "a path is there twice");
    assert_eq!(routed, declared);
}

#[test]
fn a_route_is_found_by_path_and_by_functionality() {
    for method in METHODS {
        assert_eq!(method_at(method.path), Some(method));
        assert_eq!(method.path, format!("/proto.{}/{}", method.service, method.name));
        let found = method_for(method.functionality).unwrap();
        assert_eq!(found.request, method.request);
        assert!(found == method || method.name.starts_with("system"), "{} hides {}", found.path, method.path);
    }
    assert_eq!(method_at("/proto.CryptoService/mint"), None);
    assert_eq!(method_for(HederaFunctionality::NodeStakeUpdate), None);
    assert_eq!(
        method_for(HederaFunctionality::CryptoTransfer).unwrap().path,
        "/proto.CryptoService/cryptoTransfer"
    );
}

/// What has no method is the network's own business, or out of use.
#[test]
fn functionalities_without_a_route_are_the_known_ones() {
    let routed: BTreeSet<_> = METHODS.iter().map(|m| m.functionality.as_str_name()).collect();
    let without: Vec<_> = (0..200)
        .filter_map(|number| HederaFunctionality::try_from(number).ok())
        .map(|functionality| functionality.as_str_name())
        .filter(|name| !routed.contains(name))
        .collect();
    let internal = [
        "NONE",
        "GetByKey",
        "CryptoGetStakers",
        "CreateTransactionRecord",
        "CryptoAccountAutoRenew",
        "ContractAutoRenew",
        "TokenGetAccountNftInfos",
        "TokenGetNftInfos",
        "NodeStakeUpdate",
        "TransactionGetFastRecord",
        "StateSignatureTransaction",
        "HintsKeyPublication",
        "HintsPreprocessingVote",
        "HintsPartialSignature",
        "HistoryAssemblySignature",
        "HistoryProofKeyPublication",
        "HistoryProofVote",
        "CrsPublication",
        "LambdaSStore",
        "HookDispatch",
        "LedgerIdPublication",
        "MigrationRootHashVote",
    ];
    assert_eq!(without, internal);
}
