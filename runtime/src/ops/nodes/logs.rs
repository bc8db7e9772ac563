//! What nodes write to their logs.

use std::{
    panic::Location,
    time::{Duration, Instant},
};

use futures::future::BoxFuture;

use super::{NodeSelector, selected};
use crate::{
    networks::NodeLogLine,
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
};

/// How long to wait for a line, unless the spec says: nodes log what they do when they do it.
const LIMIT: Duration = Duration::from_secs(5);

/// The pause between two looks at the logs.
const PAUSE: Duration = Duration::from_millis(20);

/// See [`assert_log_contains`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct AssertLog {
    nodes: NodeSelector,
    text: String,
    is_there: bool,
    limit: Duration,
    place: &'static Location<'static>,
}

/// Expects each of these nodes to have logged a line with this text since the spec began, or to do so soon: within five seconds,
/// or what [`AssertLog::within`] says.
#[track_caller]
pub fn assert_log_contains(nodes: impl Into<NodeSelector>, text: impl Into<String>) -> AssertLog {
    AssertLog { nodes: nodes.into(), text: text.into(), is_there: true, limit: LIMIT, place: here() }
}

/// Expects none of these nodes to have logged a line with this text since the spec began. What may still come, it does not wait
/// for, unless [`AssertLog::within`] says so.
#[track_caller]
pub fn assert_log_does_not_contain(nodes: impl Into<NodeSelector>, text: impl Into<String>) -> AssertLog {
    AssertLog {
        nodes: nodes.into(),
        text: text.into(),
        is_there: false,
        limit: Duration::ZERO,
        place: here(),
    }
}

impl AssertLog {
    /// How long the text may take to appear, or must not have appeared for.
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    async fn watch(&self, spec: &Spec) -> OpResult {
        spec.may_control_nodes()?;
        let nodes = selected(spec, &self.nodes)?;
        let begun = Instant::now();
        loop {
            let log = spec.network().node_log(spec.began()).await;
            let line = |node: u64| {
                log.iter().find(|NodeLogLine { node: of, text }| *of == node && text.contains(&self.text))
            };
            if !self.is_there
                && let Some(NodeLogLine { node, text }) = nodes.iter().find_map(|node| line(*node))
            {
                return Err(OpError::mismatch(
                    format!("node {node} has logged what it should not"),
                    format_args!("no line with `{}`", self.text),
                    text,
                ));
            }
            let silent: Vec<u64> = nodes.iter().copied().filter(|node| line(*node).is_none()).collect();
            if self.is_there && silent.is_empty() {
                return Ok(());
            }
            if begun.elapsed() >= self.limit {
                return if self.is_there { Err(self.missing(&silent)) } else { Ok(()) };
            }
            // Wall-clock time: it is real processes that write, into files, which do not tell when they grow.
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn missing(&self, silent: &[u64]) -> OpError {
        let names: Vec<String> = silent.iter().map(|id| NodeSelector::from(*id).to_string()).collect();
        OpError::mismatch(
            format!("no such line in the log of {} within {:?}", names.join(", "), self.limit),
            format_args!("a line with `{}` since the spec began", self.text),
            "none",
        )
    }
}

impl Operation for AssertLog {
    type Output = ();

    fn describe(&self) -> OpDescription {
        let verb = if self.is_there { "assert_log_contains" } else { "assert_log_does_not_contain" };
        OpDescription::new(verb, format!("{}, {:?}", self.nodes, self.text), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(self.watch(spec))
    }
}
