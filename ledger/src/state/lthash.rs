//! A hash of a set that follows the set's changes.
//!
//! `LtHash` (Bellare and Micciancio; Lewi, Kim, Maykov and Weis 2019) with 1024 lanes of 16 bits: an element is expanded
//! to 2 KiB of BLAKE3 output, and the hash of a set is the lane-wise sum of its elements. It does not depend on order or
//! history, and a change costs two expansions. Collision resistance is above 200 bits.

use alloc::{boxed::Box, vec::Vec};

use super::canonical::Canonical;

const LANES: usize = 1024;

/// The running sum.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct LtHash(Box<[u16; LANES]>);

impl Default for LtHash {
    fn default() -> Self {
        Self(Box::new([0; LANES]))
    }
}

impl LtHash {
    pub(super) fn add(&mut self, element: &impl Canonical) {
        self.combine(element, u16::wrapping_add);
    }

    pub(super) fn subtract(&mut self, element: &impl Canonical) {
        self.combine(element, u16::wrapping_sub);
    }

    /// The sum as bytes.
    pub(super) fn bytes(&self) -> impl Iterator<Item = [u8; 2]> {
        self.0.iter().map(|lane| lane.to_le_bytes())
    }

    fn combine(&mut self, element: &impl Canonical, operation: fn(u16, u16) -> u16) {
        let mut encoded = Vec::new();
        element.write(&mut encoded);
        let mut expanded = [0; LANES * 2];
        blake3::Hasher::new().update(&encoded).finalize_xof().fill(&mut expanded);
        for (lane, bytes) in self.0.iter_mut().zip(expanded.as_chunks::<2>().0) {
            *lane = operation(*lane, u16::from_le_bytes(*bytes));
        }
    }
}
