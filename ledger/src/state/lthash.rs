//! A hash of a set that follows the set's changes.
//!
//! `LtHash` (Bellare and Micciancio; Lewi, Kim, Maykov and Weis 2019) with 1024 lanes of 16 bits: an element is expanded
//! to 2 KiB, and the hash of a set is the lane-wise sum of its elements. It does not depend on order or history, and a
//! change costs two expansions.
//!
//! An element is expanded by a `ChaCha8` keystream whose key is the element's BLAKE3 hash. Vector instructions make several blocks
//! of that at once, so it takes a quarter of the time of BLAKE3's own extended output, of which one block is made after the
//! other. Eight rounds are enough: nobody can choose a key that is a hash, and no attack is known that tells much more than
//! seven rounds from random numbers, at any cost below 2^200. To find another set with the same sum is thus as hard as it
//! is for random elements, above 200 bits, and to find two elements with the same key takes 128 bits, as it does for two
//! states with the same [hash](super::StateHash).

use alloc::{boxed::Box, vec::Vec};

use chacha20::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

use super::canonical::Canonical;

const LANES: usize = 1024;

/// The running sum.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct LtHash(Box<[u16; LANES]>);

/// Elements on their way into sums: the room that takes is used again.
#[derive(Default)]
pub(super) struct Expansion {
    encoded: Vec<u8>,
}

impl Default for LtHash {
    fn default() -> Self {
        Self(Box::new([0; LANES]))
    }
}

impl LtHash {
    /// The sum as bytes, little-endian.
    pub(super) fn bytes(&self) -> [u8; LANES * 2] {
        let mut bytes = [0; LANES * 2];
        for (bytes, lane) in bytes.as_chunks_mut().0.iter_mut().zip(&*self.0) {
            *bytes = lane.to_le_bytes();
        }
        bytes
    }

    /// Generic, so that the loop is one of vector instructions.
    fn combine(&mut self, expanded: &[u8; LANES * 2], operation: impl Fn(u16, u16) -> u16) {
        for (lane, bytes) in self.0.iter_mut().zip(expanded.as_chunks().0) {
            *lane = operation(*lane, u16::from_le_bytes(*bytes));
        }
    }
}

impl Expansion {
    /// Adds an element to a sum.
    pub(super) fn add(&mut self, element: &impl Canonical, sum: &mut LtHash) {
        sum.combine(&self.expand(element), u16::wrapping_add);
    }

    /// Takes an element out of a sum.
    pub(super) fn subtract(&mut self, element: &impl Canonical, sum: &mut LtHash) {
        sum.combine(&self.expand(element), u16::wrapping_sub);
    }

    fn expand(&mut self, element: &impl Canonical) -> [u8; LANES * 2] {
        self.encoded.clear();
        element.write(&mut self.encoded);
        let mut expanded = [0; LANES * 2];
        ChaCha8Rng::from_seed(blake3::hash(&self.encoded).into()).fill_bytes(&mut expanded);
        expanded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an element is, so that another machine, or another version of a library, cannot mean another state by the same hash.
    #[test]
    fn an_expansion_is_known() {
        let mut sum = LtHash::default();
        Expansion::default().add(&7_u64, &mut sum);
        let hash = blake3::hash(&sum.bytes()).to_hex();
        assert_eq!(&hash[..], "7e8f147b661baf1fe56d35420859acaf64b378ee586b3b53f920bde602c69c9b");
    }

    #[test]
    fn what_is_taken_out_was_never_there() {
        let (mut sum, mut elements) = (LtHash::default(), Expansion::default());
        elements.add(&1_u64, &mut sum);
        let one = sum.clone();
        elements.add(&2_u32, &mut sum);
        assert!(sum != one);
        elements.subtract(&1_u64, &mut sum);
        elements.add(&1_u64, &mut sum);
        elements.subtract(&2_u32, &mut sum);
        assert!(sum == one);
    }
}
