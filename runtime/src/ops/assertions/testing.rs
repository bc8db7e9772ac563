//! A spec for the tests of what only reads the registry.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};

use super::{Findings, Matcher};
use crate::{
    networks::{Capabilities, HederaNetwork, NetworkError, NetworkNode},
    spec::{Spec, SpecContext, SpecSetup, Target},
};

/// A network that answers nothing: what a test over it does not need, it cannot have.
#[derive(Debug)]
struct Silent([NetworkNode; 1]);

impl HederaNetwork for Silent {
    fn name(&self) -> &'static str {
        "silent"
    }

    fn nodes(&self) -> &[NetworkNode] {
        &self.0
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn now(&self) -> Timestamp {
        Timestamp::new(1_000, 0)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }

    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        _: HederaFunctionality,
        _: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        Box::pin(async move { Err(silence(node)) })
    }

    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        _: HederaFunctionality,
        _: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(async move { Err(silence(node)) })
    }
}

fn silence(node: &AccountId) -> NetworkError {
    NetworkError::Unavailable { node: node.to_string(), status: "silence".into() }
}

/// A spec whose registry can be filled and read, and whose network answers nothing.
pub(crate) fn spec() -> Spec {
    let node = NetworkNode { id: 0, account: AccountId::from_num(3), grpc: None };
    let target = Target::new(Arc::new(Silent([node])));
    Spec::new(SpecContext::new(target, "unit", SpecSetup::default())).expect("the default setup is valid")
}

/// What `matcher` finds wrong with `actual`, a line each.
pub(crate) fn found<T: ?Sized>(matcher: &impl Matcher<T>, actual: &T, spec: &Spec) -> Vec<String> {
    let mut findings = Findings::default();
    matcher.check(actual, spec, &mut findings).unwrap();
    let found = findings.mismatches().iter();
    found.map(|found| format!("{}: {} != {}", found.field, found.expected, found.actual)).collect()
}
