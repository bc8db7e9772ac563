//! What a test has to declare before it may go beyond HAPI.

use std::{fmt, time::Duration};

use hapi_node::EmbeddedNode;

use super::{OpError, Spec};
use crate::test_case::{EmbeddedReason, Need, RepeatableReason, Restart, Traits, Venue};

/// Something beyond HAPI, and who may have it.
struct Beyond {
    /// What an error says is being done.
    what: &'static str,
    /// Whether a need covers it.
    covers: fn(&Need) -> bool,
    /// The attribute that would.
    attribute: &'static str,
}

const STATE: Beyond = Beyond {
    what: "reads or changes state directly",
    covers: |need| {
        matches!(
            need,
            Need::StateAccess
                | Need::Embedded(EmbeddedReason::NeedsStateAccess)
                | Need::Repeatable(RepeatableReason::NeedsStateAccess)
        )
    },
    attribute: "#[embedded_test(NeedsStateAccess)]",
};

const INGEST: Beyond = Beyond {
    what: "goes round the checks of ingest",
    covers: |need| matches!(need, Need::Embedded(EmbeddedReason::MustSkipIngest)),
    attribute: "#[embedded_test(MustSkipIngest)]",
};

const NODES: Beyond = Beyond {
    what: "stops, starts or watches the processes of nodes",
    covers: |need| matches!(need, Need::NodeControl),
    attribute: "#[leaky_test(NodeControl)]",
};

const TIME: Beyond = Beyond {
    what: "sleeps for longer than a test may take, unless its time is virtual",
    covers: |need| matches!(need, Need::VirtualTime | Need::Repeatable(_)),
    attribute: "#[repeatable_test(NeedsVirtualTimeForFastExecution)]",
};

impl Spec {
    /// Fails when a sleep is so long that the test would not see its end on a wall clock, unless the test has declared that its
    /// time is virtual, and it is.
    pub(crate) fn may_sleep(&self, duration: Duration) -> Result<(), OpError> {
        let Some(limit) = self.limit().filter(|limit| duration >= *limit) else { return Ok(()) };
        self.declared(&TIME)?;
        let network = self.network();
        if network.capabilities().virtual_time {
            return Ok(());
        }
        Err(OpError::new(format!(
            "a test may take {limit:?} on the network `{}`, whose clock is that on the wall: --timeout-factor gives it more",
            network.name()
        )))
    }

    /// Fails unless the test has declared that it has to do with the processes of nodes.
    pub(crate) fn may_control_nodes(&self) -> Result<(), OpError> {
        self.declared(&NODES)
    }

    /// The node whose state can be read and changed directly.
    ///
    /// # Errors
    /// When the test has not declared that it needs this, or the network cannot give it.
    pub(crate) fn state_access(&self) -> Result<&EmbeddedNode, OpError> {
        self.beyond(&STATE)
    }

    /// The node that takes transactions without the checks of ingest.
    ///
    /// # Errors
    /// As [`Spec::state_access`].
    pub(crate) fn ingest_skipped(&self) -> Result<&EmbeddedNode, OpError> {
        self.beyond(&INGEST)
    }

    /// How the network of the test starts again, and its node.
    ///
    /// # Errors
    /// When the test is no `#[restart_test]`.
    pub(crate) fn restarted(&self) -> Result<(&EmbeddedNode, &'static Restart), OpError> {
        let Some(Traits { venue: Venue::Restart(restart), .. }) = self.traits() else {
            return Err(OpError::new(format!(
                "only the network of a `#[restart_test]` starts again, as no other test has it: this is {}",
                Attribute(self.traits())
            )));
        };
        Ok((self.embedded()?, restart))
    }

    fn beyond(&self, beyond: &Beyond) -> Result<&EmbeddedNode, OpError> {
        self.declared(beyond)?;
        self.embedded()
    }

    fn declared(&self, beyond: &Beyond) -> Result<(), OpError> {
        // Who made the spec by hand knows what network it made it for.
        if self.traits().is_none_or(|traits| traits.needs.iter().any(beyond.covers)) {
            return Ok(());
        }
        let Beyond { what, attribute, .. } = beyond;
        Err(OpError::new(format!(
            "this {what}, which {} does not declare: mark the test `{attribute}`",
            Attribute(self.traits())
        )))
    }

    fn embedded(&self) -> Result<&EmbeddedNode, OpError> {
        let network = self.network();
        network.embedded().ok_or_else(|| {
            OpError::new(format!("the network `{}` is not embedded in this process", network.name()))
        })
    }
}

/// The attribute of a test, as it is written.
struct Attribute(Option<&'static Traits>);

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(traits) => write!(f, "a `#[{}]`", traits.attribute),
            None => f.write_str("no test at all"),
        }
    }
}
