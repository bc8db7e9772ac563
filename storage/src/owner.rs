//! Whose directory it is.

use std::fmt;

use hapi_hashgraph::MemberId;

/// The node that a directory belongs to. It is written into every file of the log and of the states, so that no node ever goes on
/// from another's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Owner {
    /// The node.
    pub node: MemberId,
    /// What tells its network from all others: a hash of what the network began with.
    pub network: [u8; 32],
}

/// What to do about a directory that cannot be gone on with: said in errors, behind a colon, a semicolon or an "or".
pub const START_ANEW: &str = "remove the node's directory and start the node again. It learns all from its peers if they still have \
                              every event since the network began, as those of a young network do; if not, it stays BEHIND, and the \
                              network must begin anew";

impl Owner {
    /// How many bytes it takes in a file.
    pub(crate) const LENGTH: usize = 40;
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {} of network ", self.node)?;
        self.network[..6].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
