//! A block that is open: its items so far, and the trees that they are leaves of.

use std::collections::BTreeMap;

use hapi_proto::{
    block::{
        BlockItem,
        block_item::Item,
        output::{
            MapUpdateChange, StateChange, map_change_key::KeyChoice, map_change_value::ValueChoice,
            state_change::ChangeOperation,
        },
    },
    services::{Account, AccountId, Timestamp},
};
use prost::{Message, encoding::uint32};

use crate::{
    Hash, Tree,
    wire::{message_field, nested},
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

    /// Adds the state changes of a time: as [`Open::push`] would, without owning them.
    pub(super) fn push_changes(&mut self, time: Timestamp, changes: &[StateChange]) {
        const STATE_CHANGES: u32 = 7;
        let length = append(&mut self.contents, |out| {
            nested(out, STATE_CHANGES, |out| {
                message_field(out, 1, &time);
                for change in changes {
                    nested(out, 2, |out| write_change(out, change));
                }
            });
        });
        self.trees.changes.push(Hash::leaf(&self.contents[self.contents.len() - length..]));
    }
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

/// Writes a change. Nearly all are of accounts, six messages deep: prost would measure each at all levels above it.
fn write_change(out: &mut Vec<u8>, change: &StateChange) {
    let Some((key, account)) = account_in(change) else { return change.encode_raw(out) };
    uint32::encode(1, &change.state_id, out);
    nested(out, 5, |out| {
        nested(out, 1, |out| message_field(out, 1, key));
        nested(out, 2, |out| nested(out, 1, |out| account.encode_raw(out)));
    });
}

/// The account that a change is of, if it is a new value of one.
fn account_in(change: &StateChange) -> Option<(&AccountId, &Account)> {
    let ChangeOperation::MapUpdate(MapUpdateChange { key: Some(key), value: Some(value), identical: false }) =
        change.change_operation.as_ref()?
    else {
        return None;
    };
    match (key.key_choice.as_ref()?, value.value_choice.as_ref()?) {
        (KeyChoice::AccountIdKey(key), ValueChoice::AccountValue(account)) if change.state_id > 0 => {
            Some((key, account))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::block::output::{MapChangeKey, MapChangeValue, StateChanges};

    use super::*;

    /// A change of an account whose encoding is as long as its memo.
    fn account(num: u32) -> StateChange {
        let id = AccountId::from_num(num.into());
        let memo = "m".repeat(num as usize);
        let account =
            Account { account_id: Some(id.clone()), memo, tinybar_balance: -1, ..Account::default() };
        let key = Some(MapChangeKey { key_choice: Some(KeyChoice::AccountIdKey(id)) });
        let value = Some(MapChangeValue { value_choice: Some(ValueChoice::AccountValue(account)) });
        let update = MapUpdateChange { key, value, identical: num % 5 == 4 };
        StateChange { state_id: num % 7, change_operation: Some(ChangeOperation::MapUpdate(update)) }
    }

    #[test]
    fn changes_are_written_as_the_item_they_are() {
        for count in [0, 1, 40, 200] {
            let other = |id| StateChange { state_id: id * 200, change_operation: None };
            let changes: Vec<_> = (0..count).flat_map(|id| [other(id), account(id)]).collect();
            for time in [Timestamp::default(), Timestamp::new(1_700_000_000, 7)] {
                let (mut by_hand, mut as_item) = (Open::new(3, time), Open::new(3, time));
                by_hand.push_changes(time, &changes);
                let item = StateChanges { consensus_timestamp: Some(time), state_changes: changes.clone() };
                as_item.push(Item::StateChanges(item));
                assert_eq!(by_hand.contents, as_item.contents);
                assert_eq!(by_hand.trees, as_item.trees);
            }
        }
    }
}
