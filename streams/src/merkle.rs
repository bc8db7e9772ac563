//! Merkle trees that grow leaf by leaf.

use crate::hash::Hash;

/// A Merkle tree of which only the right edge is kept: the roots of its whole subtrees, the largest first. Memory grows with
/// the logarithm of its leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    edge: Vec<Hash>,
    leaves: u64,
}

impl Tree {
    /// A tree that goes on from what [`Tree::edge`] and [`Tree::leaves`] said; `None` when they do not belong together.
    pub fn resume(edge: Vec<Hash>, leaves: u64) -> Option<Self> {
        (edge.len() == leaves.count_ones() as usize).then_some(Self { edge, leaves })
    }

    /// Adds a leaf, which is a hash already.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut before = self.leaves;
        while before & 1 == 1 {
            let left = self.edge.pop().expect("there is one root for each bit of the count");
            hash = Hash::node(left, hash);
            before >>= 1;
        }
        self.edge.push(hash);
        self.leaves += 1;
    }

    /// Its root.
    pub fn root(&self) -> Hash {
        let folded = self.edge.iter().rev().copied().reduce(|right, left| Hash::node(left, right));
        folded.unwrap_or(Hash::EMPTY)
    }

    /// The roots of its whole subtrees, the largest first.
    pub fn edge(&self) -> &[Hash] {
        &self.edge
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> u64 {
        self.leaves
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same root from its definition: the largest whole subtree is the left child, what remains is the right one.
    fn naive(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::EMPTY,
            [leaf] => *leaf,
            _ => {
                let left = leaves.len().next_power_of_two() / 2;
                Hash::node(naive(&leaves[..left]), naive(&leaves[left..]))
            }
        }
    }

    proptest! {
        #[test]
        fn it_has_the_root_of_its_leaves(count in 0_u32..300, cut in 0_usize..300) {
            let leaves: Vec<_> = (0..count).map(|leaf| Hash::leaf(&leaf.to_be_bytes())).collect();
            let mut tree = Tree::default();
            for (at, leaf) in leaves.iter().enumerate() {
                if at == cut {
                    tree = Tree::resume(tree.edge().to_vec(), tree.leaves()).expect("it was one");
                }
                tree.push(*leaf);
            }
            prop_assert_eq!(tree.root(), naive(&leaves));
            prop_assert_eq!(tree.leaves(), u64::from(count));
        }
    }

    #[test]
    fn an_edge_that_cannot_be_is_refused() {
        assert_eq!(Tree::resume(vec![Hash::EMPTY], 3), None);
        assert_eq!(Tree::resume(vec![], 0), Some(Tree::default()));
    }
}
