//! A ledger in this process, in virtual time.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::{BoxFuture, ready};
use hapi_node::{Clock as _, EmbeddedConfig, EmbeddedNode, Genesis, VirtualClock};
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};

use super::{
    Capabilities, ConcurrentEmbeddedNetwork, HederaNetwork, NetworkChoice, NetworkError, NetworkNode,
};
use crate::spec::SpecError;

/// How much time passes with each transaction: enough that no two have the same time, and so little that a spec of
/// thousands of them still finds the record of its first.
const ROUND: Duration = Duration::from_millis(1);

/// One ledger in this process whose clock stands still, but for what each transaction takes and for sleeping, which advances
/// it at once. Used by one spec at a time, it does the same in every run, byte for byte.
#[derive(Debug)]
pub struct RepeatableEmbeddedNetwork {
    name: &'static str,
    clock: Arc<VirtualClock>,
    /// What is the same with a wall clock.
    inner: ConcurrentEmbeddedNetwork,
    /// The node as it was at genesis, and when that was; nobody changes it.
    genesis: (EmbeddedNode, Timestamp),
}

impl RepeatableEmbeddedNetwork {
    /// A new ledger at this genesis, whose consensus time is where the clock begins.
    pub fn start(genesis: Genesis) -> Self {
        let begin = genesis.consensus_time;
        let clock = Arc::new(VirtualClock::new(begin));
        let config =
            EmbeddedConfig { genesis, clock: Arc::clone(&clock) as Arc<_>, ..EmbeddedConfig::default() };
        let inner = ConcurrentEmbeddedNetwork::start(config);
        let genesis = (inner.node().fork(), begin);
        Self { name: "repeatable", clock, inner, genesis }
    }

    /// The node behind it.
    pub fn node(&self) -> &EmbeddedNode {
        self.inner.node()
    }

    fn fork_of(&self, name: &'static str, node: &EmbeddedNode, now: Timestamp) -> Arc<dyn HederaNetwork> {
        let clock = Arc::new(VirtualClock::new(now));
        let inner = ConcurrentEmbeddedNetwork::of(node.fork_with(Arc::clone(&clock) as Arc<_>));
        Arc::new(Self { name, clock, inner, genesis: self.genesis.clone() })
    }
}

impl HederaNetwork for RepeatableEmbeddedNetwork {
    fn name(&self) -> &'static str {
        self.name
    }

    fn nodes(&self) -> &[NetworkNode] {
        self.inner.nodes()
    }

    fn capabilities(&self) -> Capabilities {
        NetworkChoice::Repeatable.capabilities()
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.clock.advance(duration);
        Box::pin(ready(()))
    }

    fn startup_property(&self, name: &str) -> Option<String> {
        self.inner.startup_property(name)
    }

    fn fork(&self) -> Option<Arc<dyn HederaNetwork>> {
        Some(self.fork_of("repeatable (fork)", self.node(), self.now()))
    }

    fn reset(&self) -> Option<Arc<dyn HederaNetwork>> {
        let (node, begin) = &self.genesis;
        Some(self.fork_of("repeatable (reset)", node, *begin))
    }

    fn embedded(&self) -> Option<&EmbeddedNode> {
        Some(self.node())
    }

    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        self.clock.advance(ROUND);
        self.inner.submit(node, function, transaction)
    }

    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        self.inner.query(node, function, query)
    }

    fn query_as_operator<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        self.inner.query_as_operator(node, function, query)
    }
}

/// Starts the network of a session that was asked for a repeatable one.
pub fn start_repeatable() -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>> {
    let network = RepeatableEmbeddedNetwork::start(Genesis::default());
    Box::pin(ready(Ok(Arc::new(network) as Arc<dyn HederaNetwork>)))
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[test]
    fn sleeping_takes_no_time_and_forks_have_clocks_of_their_own() {
        let network = RepeatableEmbeddedNetwork::start(Genesis::default());
        let begin = network.now();
        let year = Duration::from_secs(365 * 86_400);
        network.sleep(year).now_or_never().expect("it is virtual");
        assert_eq!(network.now(), begin.plus_seconds(365 * 86_400));
        let (fork, reset) = (network.fork().expect("it forks"), network.reset().expect("it resets"));
        assert_eq!((fork.now(), reset.now()), (network.now(), begin));
        fork.sleep(year).now_or_never().expect("it is virtual");
        assert_eq!(network.now(), begin.plus_seconds(365 * 86_400));
        assert_ne!(fork.now(), network.now());
    }
}
