//! Which nodes of a network something is to be done to.

use std::fmt;

use super::NodeName;

/// Which nodes of a network something is to be done to. What selects none is an error wherever it is used: nothing would
/// be tested then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NodeSelector {
    /// All of them.
    #[default]
    All,
    /// Those with these numbers in the address book.
    Ids(Vec<u64>),
    /// All but those.
    Except(Vec<u64>),
    /// The one with this name: `node1` is the one with number 0, as in the address book.
    Name(String),
    /// The one with this account, `0.0.3` by its number alone.
    Account(u64),
}

/// A selector that selects nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no node of this network is {selector}; it has {known}")]
pub struct NoSuchNode {
    /// What was asked for.
    pub selector: String,
    /// What there is.
    pub known: String,
}

impl NodeSelector {
    /// Those of `nodes`, pairs of number and account, that are meant; all numbers asked for are there, and at least one.
    ///
    /// # Errors
    /// When it selects nothing, or names a number that there is not.
    pub fn select(&self, nodes: &[(u64, u64)]) -> Result<Vec<u64>, NoSuchNode> {
        let error =
            || NoSuchNode { selector: self.to_string(), known: listed(nodes.iter().map(|(id, _)| *id)) };
        let exists = |id: &u64| nodes.iter().any(|(node, _)| node == id);
        if let Self::Ids(ids) | Self::Except(ids) = self
            && !ids.iter().all(exists)
        {
            return Err(error());
        }
        let selected: Vec<u64> =
            nodes.iter().filter(|(id, account)| self.selects(*id, *account)).map(|(id, _)| *id).collect();
        if selected.is_empty() { Err(error()) } else { Ok(selected) }
    }

    fn selects(&self, id: u64, account: u64) -> bool {
        match self {
            Self::All => true,
            Self::Ids(ids) => ids.contains(&id),
            Self::Except(ids) => !ids.contains(&id),
            Self::Name(name) => *name == NodeName(id).to_string(),
            Self::Account(wanted) => *wanted == account,
        }
    }
}

fn listed(ids: impl Iterator<Item = u64>) -> String {
    ids.map(|id| NodeName(id).to_string()).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for NodeSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all nodes"),
            Self::Ids(ids) => f.write_str(&listed(ids.iter().copied())),
            Self::Except(ids) => write!(f, "all but {}", listed(ids.iter().copied())),
            Self::Name(name) => f.write_str(name),
            Self::Account(account) => write!(f, "the node with account 0.0.{account}"),
        }
    }
}

impl From<u64> for NodeSelector {
    fn from(id: u64) -> Self {
        Self::Ids(vec![id])
    }
}

impl From<Vec<u64>> for NodeSelector {
    fn from(ids: Vec<u64>) -> Self {
        Self::Ids(ids)
    }
}

impl<const N: usize> From<[u64; N]> for NodeSelector {
    fn from(ids: [u64; N]) -> Self {
        Self::Ids(ids.into())
    }
}

impl From<&str> for NodeSelector {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODES: [(u64, u64); 4] = [(0, 3), (1, 4), (2, 5), (3, 6)];

    #[test]
    fn nodes_are_selected_in_five_ways() {
        let selected = |selector: NodeSelector| selector.select(&NODES).unwrap();
        assert_eq!(selected(NodeSelector::All), [0, 1, 2, 3]);
        assert_eq!(selected([2, 0].into()), [0, 2]);
        assert_eq!(selected(NodeSelector::Except(vec![0])), [1, 2, 3]);
        assert_eq!(selected("node1".into()), [0]);
        assert_eq!(selected(NodeSelector::Account(6)), [3]);
    }

    #[test]
    fn what_selects_nothing_says_what_there_is() {
        let error = |selector: NodeSelector| selector.select(&NODES).unwrap_err().to_string();
        let known = "it has node1, node2, node3, node4";
        assert_eq!(error("Carol".into()), format!("no node of this network is Carol; {known}"));
        assert_eq!(error(7.into()), format!("no node of this network is node8; {known}"));
        assert_eq!(error([0, 7].into()), format!("no node of this network is node1, node8; {known}"));
        assert!(NodeSelector::Except(vec![0, 1, 2, 3]).select(&NODES).is_err());
        assert!(NodeSelector::Account(2).select(&NODES).is_err());
        assert!(NodeSelector::Ids(vec![]).select(&NODES).is_err());
    }
}
