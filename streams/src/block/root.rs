//! The root of a block: the eight trees it is made of.

use hapi_proto::services::Timestamp;
use prost::Message;

use crate::Hash;

/// The roots under the root of a block, in their order. Eight more are reserved, and absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Roots {
    /// The block before.
    pub(crate) previous: Hash,
    /// All blocks before.
    pub(crate) all_previous: Hash,
    /// The state when the block began.
    pub(crate) state: Hash,
    /// Rounds and events.
    pub(crate) headers: Hash,
    /// Transactions.
    pub(crate) inputs: Hash,
    /// Their results.
    pub(crate) outputs: Hash,
    /// What they changed.
    pub(crate) changes: Hash,
    /// What contracts did.
    pub(crate) traces: Hash,
}

impl Roots {
    /// The root of the block that began at a time.
    pub(crate) fn root(&self, time: Timestamp) -> Hash {
        let chain =
            Hash::node(Hash::node(self.previous, self.all_previous), Hash::node(self.state, self.headers));
        let contents =
            Hash::node(Hash::node(self.inputs, self.outputs), Hash::node(self.changes, self.traces));
        Hash::node(Hash::leaf(&time.encode_to_vec()), Hash::single(Hash::node(chain, contents)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_nothing_is_known() {
        let none = Hash::EMPTY;
        let roots = Roots {
            previous: none,
            all_previous: none,
            state: none,
            headers: none,
            inputs: none,
            outputs: none,
            changes: none,
            traces: none,
        };
        let root = roots.root(Timestamp::new(1, 0)).to_string();
        assert_eq!(
            root,
            "7545a380857fe6b0fc87c23784a4126dff257b913affd19d7b0e61ca744ce6f51adf63debd10df43973e39473c6cf523"
        );
    }
}
