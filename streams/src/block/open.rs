//! A block that is open: its items so far, and the trees that they are leaves of.

use std::collections::BTreeMap;

use hapi_proto::{
    block::{BlockItem, block_item::Item},
    services::{Timestamp, TransactionRecord},
};
use prost::Message;

use super::items::write_result;
use crate::{
    Changes, Hash, Tree,
    wire::{bytes_field, message_field, nested},
};

/// An open block.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) number: u64,
    /// The consensus time at which it began.
    pub(super) time: Timestamp,
    pub(super) contents: Vec<u8>,
    pub(super) trees: Trees,
    /// The place of each event in the block, by hash.
    pub(super) events: BTreeMap<Hash, u32>,
}

/// The trees of a block, by what their leaves are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trees {
    pub(crate) headers: Tree,
    pub(crate) inputs: Tree,
    pub(crate) outputs: Tree,
    pub(crate) changes: Tree,
    pub(crate) traces: Tree,
}

impl Trees {
    /// The tree that an item is a leaf of; `None` for those that are in none.
    pub(crate) fn of(&mut self, item: &Item) -> Option<&mut Tree> {
        Some(match item {
            Item::RoundHeader(_) | Item::EventHeader(_) => &mut self.headers,
            Item::SignedTransaction(_) => &mut self.inputs,
            Item::BlockHeader(_)
            | Item::TransactionResult(_)
            | Item::TransactionOutput(_)
            | Item::RecordFile(_) => &mut self.outputs,
            Item::StateChanges(_) => &mut self.changes,
            Item::TraceData(_) => &mut self.traces,
            Item::FilteredSingleItem(_)
            | Item::RedactedItem(_)
            | Item::BlockFooter(_)
            | Item::BlockProof(_) => return None,
        })
    }
}

impl Open {
    pub(super) fn new(number: u64, time: Timestamp) -> Self {
        Self { number, time, contents: Vec::new(), trees: Trees::default(), events: BTreeMap::new() }
    }

    /// Adds an item; gives back its hash as a leaf, if it is one.
    pub(super) fn push(&mut self, item: Item) -> Option<Hash> {
        let item = BlockItem { item: Some(item) };
        let length = append(&mut self.contents, |out| item.encode_raw(out));
        let tree = self.trees.of(item.item.as_ref()?)?;
        let leaf = Hash::leaf(&self.contents[self.contents.len() - length..]);
        tree.push(leaf);
        Some(leaf)
    }

    /// Adds a transaction, as [`Open::push`] would.
    pub(super) fn push_transaction(&mut self, signed: &[u8]) {
        const SIGNED_TRANSACTION: u32 = 4;
        let leaf = add(&mut self.contents, |out| bytes_field(out, SIGNED_TRANSACTION, signed));
        self.trees.inputs.push(leaf);
    }

    /// Adds the result that a record tells, as [`Open::push`] would, without owning it; gives back its hash as a leaf.
    pub(super) fn push_result(&mut self, record: &TransactionRecord) -> Hash {
        const TRANSACTION_RESULT: u32 = 5;
        let leaf = add(&mut self.contents, |out| {
            nested(out, TRANSACTION_RESULT, |out| write_result(out, record));
        });
        self.trees.outputs.push(leaf);
        leaf
    }

    /// Adds the state changes of a time, as [`Open::push`] would, without owning them.
    pub(super) fn push_changes(&mut self, time: Timestamp, changes: &Changes) {
        const STATE_CHANGES: u32 = 7;
        let leaf = add(&mut self.contents, |out| {
            nested(out, STATE_CHANGES, |out| {
                message_field(out, 1, &time);
                match changes {
                    Changes::Told(changes) => changes.iter().for_each(|change| message_field(out, 2, change)),
                    Changes::Encoded(bytes) => out.extend_from_slice(bytes),
                }
            });
        });
        self.trees.changes.push(leaf);
    }
}

/// Writes an item with its length before it; gives back its hash as a leaf.
fn add(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) -> Hash {
    let length = append(out, write);
    Hash::leaf(&out[out.len() - length..])
}

/// Writes an item with its length before it; says how long it is.
fn append(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) -> usize {
    let mut length = 0;
    nested(out, 1, |out| {
        let from = out.len();
        write(out);
        length = out.len() - from;
    });
    length
}

#[cfg(test)]
mod tests {
    use hapi_proto::block::output::{StateChange, StateChanges};

    use super::*;

    #[test]
    fn changes_are_written_as_the_item_they_are() {
        for count in [0, 1, 40, 200] {
            let state_changes: Vec<_> =
                (0..count).map(|id| StateChange { state_id: id * 200, change_operation: None }).collect();
            let encoded = StateChanges { consensus_timestamp: None, state_changes: state_changes.clone() };
            let both = [Changes::Encoded(encoded.encode_to_vec()), Changes::Told(state_changes.clone())];
            for (time, changes) in
                [Timestamp::default(), Timestamp::new(1_700_000_000, 7)].into_iter().zip(both)
            {
                let (mut by_hand, mut as_item) = (Open::new(3, time), Open::new(3, time));
                by_hand.push_changes(time, &changes);
                let state_changes = state_changes.clone();
                as_item.push(Item::StateChanges(StateChanges {
                    consensus_timestamp: Some(time),
                    state_changes,
                }));
                assert_eq!(by_hand.contents, as_item.contents);
                assert_eq!(by_hand.trees, as_item.trees);
            }
        }
    }
}
