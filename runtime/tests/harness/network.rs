//! A network that starts, and answers nothing.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};
use hapi_test_runtime::{
    networks::{Capabilities, HederaNetwork, NetworkError, NetworkNode},
    spec::SpecError,
};

/// What is printed to standard error when a session starts its network.
pub(crate) const STARTED: &str = "the silent network has started";

/// What is printed to standard error when the session stops it.
pub(crate) const STOPPED: &str = "the silent network has stopped";

/// Starts it; fails when the environment says so.
pub(crate) fn start() -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>> {
    Box::pin(async {
        eprintln!("{STARTED}");
        if std::env::var_os(BROKEN).is_some() {
            return Err(SpecError::new("no room on this machine"));
        }
        let node = NetworkNode { id: 0, account: AccountId::from_num(3), grpc: None };
        Ok(Arc::new(Silent([node])) as Arc<dyn HederaNetwork>)
    })
}

/// The variable that keeps it from starting.
pub(crate) const BROKEN: &str = "HARNESS_TEST_BROKEN_NETWORK";

#[derive(Debug)]
struct Silent([NetworkNode; 1]);

impl Silent {
    fn unavailable(node: &AccountId) -> NetworkError {
        NetworkError::Unavailable { node: format!("{node:?}"), status: "silent".into() }
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        eprintln!("{STOPPED}");
    }
}

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
        Timestamp::default()
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        _function: HederaFunctionality,
        _transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        Box::pin(async { Err(Self::unavailable(node)) })
    }

    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        _function: HederaFunctionality,
        _query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(async { Err(Self::unavailable(node)) })
    }
}
