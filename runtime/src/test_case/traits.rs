//! What sets a test apart from a plain one.

use std::fmt;

use super::{Access, ContextRequirement, Resources};

/// What sets a test apart from a plain `#[hapi_test]`.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// The attribute that made the test: what messages call it.
    pub attribute: &'static str,
    /// Runs with `--extended` only.
    pub extended: bool,
    /// What it changes for others, if it does.
    pub leaky: Option<Leaky>,
    /// What it needs of a network.
    pub needs: &'static [Need],
    /// Where it runs.
    pub venue: Venue,
    /// Its place in a suite that is ordered in isolation.
    pub order: Option<u32>,
}

impl Traits {
    /// Those of a plain `#[hapi_test]`.
    pub const PLAIN: Self = Self {
        attribute: "hapi_test",
        extended: false,
        leaky: None,
        needs: &[],
        venue: Venue::Shared,
        order: None,
    };

    /// What its operations may change: what it declares, or all where the network is its own.
    pub const fn may_write(&self) -> Resources {
        match (&self.leaky, self.venue) {
            (_, Venue::Reset | Venue::Genesis { .. } | Venue::Restart(_)) => Resources::ALL,
            (None, _) => Resources::NONE,
            (Some(leaky), _) => leaky.access().writes,
        }
    }

    /// What it reads and writes of the network that it shares.
    pub const fn access(&self) -> Access {
        match (&self.leaky, self.venue) {
            (_, Venue::Reset | Venue::Genesis { .. } | Venue::Restart(_)) => {
                Access { reads: Resources::NONE, writes: Resources::NONE }
            }
            (None, _) => Access::SHARED,
            (Some(leaky), _) => leaky.access(),
        }
    }
}

/// What a leaky test changes for others.
#[derive(Clone, Copy, Debug)]
pub struct Leaky {
    /// Why nobody may run beside it: at least one.
    pub reasons: &'static [ContextRequirement],
    /// The network properties that are remembered before it and restored after it.
    pub overrides: &'static [&'static str],
    /// The file of throttle definitions that holds during the test.
    pub throttles: Option<&'static str>,
    /// The file of fee schedules that holds during the test.
    pub fees: Option<&'static str>,
    /// What it reads, when that is not all it does not write.
    pub reads: Option<&'static [ContextRequirement]>,
}

impl Leaky {
    /// A leaky test that says nothing but its reasons.
    pub const fn new(reasons: &'static [ContextRequirement]) -> Self {
        Self { reasons, overrides: &[], throttles: None, fees: None, reads: None }
    }

    /// What it reads and writes.
    pub const fn access(&self) -> Access {
        let writes = Resources::of(self.reasons);
        let reads = match self.reads {
            None => Resources::ALL,
            Some(reads) => Resources::of(reads),
        };
        Access { reads: reads.without(writes), writes }
    }
}

/// Where a test runs.
#[derive(Clone, Copy, Debug)]
pub enum Venue {
    /// On the session's network.
    Shared,
    /// On the session's network as it was at genesis: `#[hapi_test(reset)]`.
    Reset,
    /// On a network of its own, started with these properties: `#[genesis_test(overrides = {..})]`.
    Genesis {
        /// Names and values.
        overrides: &'static [(&'static str, &'static str)],
    },
    /// On a network of its own that the test stops and starts again: `#[restart_test(..)]`.
    Restart(Restart),
}

/// How a `#[restart_test(..)]` starts its network again.
#[derive(Clone, Copy, Debug)]
pub struct Restart {
    /// What the second start finds.
    pub restart_type: RestartType,
    /// The properties of the first start.
    pub setup_overrides: &'static [(&'static str, &'static str)],
    /// The properties of each start after it.
    pub restart_overrides: &'static [(&'static str, &'static str)],
}

/// What a restarted network finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartType {
    /// Nothing: it begins at genesis.
    Genesis,
    /// The state saved by the same version.
    SameVersion,
    /// The state saved by the version before: met nowhere, as state does not tell versions apart.
    UpgradeBoundary,
}

/// Something that a test needs of its network beyond HAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// An embedded network, for this reason.
    Embedded(EmbeddedReason),
    /// A repeatable embedded network, for this reason.
    Repeatable(RepeatableReason),
    /// A clock that sleeping advances: `needs(virtual_time)`.
    VirtualTime,
    /// State that can be read and changed directly: `needs(state_access)`.
    StateAccess,
    /// A gRPC endpoint: `needs(grpc)`, implied by a parameter `GrpcEndpoint`.
    Grpc,
    /// Nodes that can be stopped and started: `needs(node_control)`.
    NodeControl,
}

/// Why a test needs an embedded network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddedReason {
    /// It submits what a node would always reject at ingest.
    MustSkipIngest,
    /// It asserts on state that gRPC does not show, or changes it.
    NeedsStateAccess,
    /// It sets the version of the simulated event.
    ManipulatesEventVersion,
}

/// Why a test needs a repeatable network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatableReason {
    /// It would take too long in real time.
    NeedsVirtualTimeForFastExecution,
    /// Time must stand still after each transaction.
    NeedsLastAssignedConsensusTime,
    /// A transaction must be handled before its submission returns.
    NeedsSynchronousHandleWorkflow,
    /// It drives the threshold signer.
    NeedsTssControl,
    /// It asserts on state that gRPC does not show, or changes it.
    NeedsStateAccess,
    /// It changes throttles.
    ThrottleOverrides,
    /// It acts on the callbacks of state signatures.
    UsesStateSignatureTransactionCallback,
}

impl fmt::Display for EmbeddedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl fmt::Display for RepeatableReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
