//! What can be chosen about a network of processes.

use std::{fmt, str::FromStr};

/// What can be chosen about a network of processes; written `subprocess`, `subprocess:7`, `subprocess:clean` or
/// `subprocess:7:clean`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Processes {
    /// How many nodes it has.
    pub nodes: NodeCount,
    /// Whether it begins with a genesis of its own, and not with the one that is kept for networks that are configured alike.
    pub clean_genesis: bool,
}

/// How `clean_genesis` is written.
const CLEAN: &str = "clean";

impl Processes {
    /// Reads what stands behind `subprocess:`.
    pub(crate) fn parse(text: &str) -> Result<Self, CountError> {
        let (nodes, clean_genesis) = match text.strip_suffix(CLEAN) {
            Some("") => return Ok(Self { clean_genesis: true, ..Self::default() }),
            Some(rest) => (rest.strip_suffix(':').unwrap_or(text), true),
            None => (text, false),
        };
        Ok(Self { nodes: nodes.parse()?, clean_genesis })
    }
}

impl fmt::Display for Processes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("subprocess")?;
        if self.nodes != NodeCount::default() {
            write!(f, ":{}", self.nodes)?;
        }
        if self.clean_genesis { write!(f, ":{CLEAN}") } else { Ok(()) }
    }
}

/// How many nodes a network of processes has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeCount(u8);

impl NodeCount {
    /// The most: the processes share one machine, and work grows with the square of their number.
    pub const MOST: u8 = 32;

    /// So many; `None` for zero, and for more than [`NodeCount::MOST`].
    pub const fn new(nodes: u8) -> Option<Self> {
        if nodes == 0 || nodes > Self::MOST { None } else { Some(Self(nodes)) }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Four: the fewest of which one may fail.
impl Default for NodeCount {
    fn default() -> Self {
        Self(4)
    }
}

/// What is no number of nodes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a number of nodes, 1 to {} (was {given})", NodeCount::MOST)]
pub struct CountError {
    given: String,
}

impl FromStr for NodeCount {
    type Err = CountError;

    fn from_str(given: &str) -> Result<Self, CountError> {
        let count = given.parse().ok().and_then(Self::new);
        count.ok_or_else(|| CountError { given: given.to_owned() })
    }
}

impl fmt::Display for NodeCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_read_as_it_is_written() {
        for nodes in [NodeCount::default(), NodeCount(7)] {
            for clean_genesis in [false, true] {
                let processes = Processes { nodes, clean_genesis };
                let text = processes.to_string();
                let behind = text.strip_prefix("subprocess").unwrap();
                let read = behind.strip_prefix(':').map_or(Ok(Processes::default()), Processes::parse);
                assert_eq!(read, Ok(processes), "{text}");
            }
        }
        for wrong in ["7clean", "clean:7", "unclean", ":clean"] {
            assert!(Processes::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn there_is_at_least_one_node_and_not_a_crowd() {
        assert_eq!("4".parse(), Ok(NodeCount::default()));
        assert_eq!("32".parse::<NodeCount>().map(NodeCount::get), Ok(32));
        for wrong in ["0", "33", "256", "-1", "four", ""] {
            let error = wrong.parse::<NodeCount>().unwrap_err().to_string();
            assert_eq!(error, format!("must be a number of nodes, 1 to 32 (was {wrong})"));
        }
    }
}
