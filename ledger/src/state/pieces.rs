//! A snapshot as it is written: piece by piece, so that a large state is never in memory twice.

use alloc::vec::Vec;

use super::canonical::Canonical;

/// About how many bytes are passed on at once; a value that is larger than that goes as a whole.
const PIECE: usize = 1 << 17;

/// Encodes values into a buffer that is passed on whenever it is full.
pub(super) struct Pieces<'a, E> {
    buffer: Vec<u8>,
    hasher: blake3::Hasher,
    sink: &'a mut dyn FnMut(&[u8]) -> Result<(), E>,
}

impl<'a, E> Pieces<'a, E> {
    pub(super) fn new(sink: &'a mut dyn FnMut(&[u8]) -> Result<(), E>) -> Self {
        Self { buffer: Vec::new(), hasher: blake3::Hasher::new(), sink }
    }

    pub(super) fn put(&mut self, value: &impl Canonical) -> Result<(), E> {
        value.write(&mut self.buffer);
        if self.buffer.len() < PIECE {
            return Ok(());
        }
        self.hasher.update(&self.buffer);
        let passed = (self.sink)(&self.buffer);
        self.buffer.clear();
        passed
    }

    /// Passes on the rest, with the checksum of everything behind it.
    pub(super) fn finish(mut self) -> Result<(), E> {
        let checksum = self.hasher.update(&self.buffer).finalize();
        self.buffer.extend_from_slice(checksum.as_bytes());
        (self.sink)(&self.buffer)
    }
}

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;

    use super::*;
    use crate::{
        genesis::Genesis,
        keys::Key,
        state::{Account, State},
    };

    /// A state of several pieces.
    fn large() -> State {
        let mut state = Genesis::default().build();
        for num in 2_000..8_000 {
            state.accounts.insert(num, Account::new(num, Arc::new(Key::Ed25519([7; 32]))));
        }
        state
    }

    #[test]
    fn what_comes_in_pieces_is_what_comes_at_once() {
        for state in [Genesis::default().build(), large()] {
            let (mut whole, mut lengths) = (Vec::new(), Vec::new());
            let saved: Result<(), ()> = state.save_to(|piece| {
                lengths.push(piece.len());
                whole.extend_from_slice(piece);
                Ok(())
            });
            assert_eq!(saved, Ok(()));
            assert_eq!(whole, state.save());
            let (last, full) = lengths.split_last().unwrap();
            assert!(full.iter().all(|length| (PIECE..2 * PIECE).contains(length)), "{lengths:?}");
            assert!(*last < PIECE + 32, "{lengths:?}");
            assert_eq!(State::load(&whole).unwrap().hash(), state.hash());
        }
    }

    #[test]
    fn nothing_more_comes_after_a_refusal() {
        let state = large();
        for refused in 1..=3 {
            let mut pieces = 0;
            let saved = state.save_to(|_| {
                pieces += 1;
                if pieces == refused { Err("full") } else { Ok(()) }
            });
            assert_eq!((saved, pieces), (Err("full"), refused));
        }
    }
}
