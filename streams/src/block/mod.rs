//! The block stream: rounds, events, transactions, results and state changes, in blocks that are chained by their roots.

mod file;
mod items;
mod open;
mod root;
mod saved;

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use hapi_proto::{
    block::{
        BlockProof, TssSignedBlockProof,
        block_item::Item,
        block_proof::Proof,
        input::{EventHeader, ParentEventReference, RoundHeader, parent_event_reference::Parent},
        output::{
            BlockFooter, BlockHeader, SingletonUpdateChange, StateChange, StateIdentifier,
            singleton_update_change::NewValue, state_change::ChangeOperation,
        },
    },
    node::state::blockstream::BlockStreamInfo,
    services::{BlockHashAlgorithm, SemanticVersion, Timestamp},
};

pub(crate) use file::stem;
pub use file::{BlockFile, ProofKind};
use open::Open;
pub(crate) use open::Trees;
pub(crate) use root::Roots;

use crate::{Changes, Content, Event, Handled, Hash, Round, Signer, Tree, wire::hashes_into};

/// How many roots of the last blocks the stream tells (`hedera.recordStream.numOfBlockHashesInState`).
const TRAILING_BLOCKS: usize = 256;
/// How many running hashes of the last results it tells.
const TRAILING_RESULTS: usize = 4;
/// By how much what a genesis does is earlier than the first event: room for 1001 system entities, and for records before and
/// after each.
const GENESIS_LEAD: i64 = 1 + 3 + 100 + 1001;

/// How blocks are made.
#[derive(Clone, Debug)]
pub struct BlockConfig {
    /// The version of the HAPI that the block's messages are of.
    pub hapi_version: SemanticVersion,
    /// The version of the software that makes it.
    pub software_version: SemanticVersion,
    /// Who signs.
    pub signer: Signer,
    /// When a block is closed.
    pub rule: BlockRule,
    /// What a block's proof carries.
    pub proof: ProofKind,
}

impl BlockConfig {
    /// As networks have it by default: blocks of two seconds.
    pub fn new(version: SemanticVersion, signer: Signer) -> Self {
        Self {
            hapi_version: version.clone(),
            software_version: version,
            signer,
            rule: BlockRule::default(),
            proof: ProofKind::default(),
        }
    }
}

/// When a block is closed: at the end of round 1, of the round that freezes, and of others by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockRule {
    /// Of the first round that ends so many nanoseconds of consensus time after the block began, or more
    /// (`blockStream.blockPeriod`).
    Period(i64),
    /// Of each round whose number is a multiple of this (`blockStream.roundsPerBlock`, while the period is 0).
    Rounds(u64),
}

impl Default for BlockRule {
    fn default() -> Self {
        Self::Period(2_000_000_000)
    }
}

impl BlockRule {
    fn closes(self, round: &Round<'_>, began: Timestamp) -> bool {
        round.freezes
            || round.number == 1
            || match self {
                Self::Period(nanos) => round.time.as_nanos() - began.as_nanos() >= i128::from(nanos),
                Self::Rounds(rounds) => round.number.is_multiple_of(rounds.max(1)),
            }
    }
}

/// The block stream.
#[derive(Clone, Debug)]
pub struct BlockStream {
    config: BlockConfig,
    /// The number of the open block, or of the next one.
    number: u64,
    previous: Hash,
    /// The tree of the roots of all blocks before.
    roots: Tree,
    /// Roots of the last blocks, with [`Hash::EMPTY`] before the first.
    trailing: VecDeque<Hash>,
    /// Running hashes of the last results.
    results: VecDeque<Hash>,
    /// The state at the end of the last block.
    state: Hash,
    /// What the stream begins from, until it is told.
    genesis: Vec<StateChange>,
    /// Singletons as they were last told, by their id.
    singletons: BTreeMap<u32, StateChange>,
    /// The time of the last result or change.
    last_used: Timestamp,
    /// The time of the last transaction that was submitted.
    last_handled: Timestamp,
    open: Option<Open>,
}

impl BlockStream {
    /// The stream of a network that begins from this state, all of which the first block tells.
    pub fn begin(config: BlockConfig, state: Hash, genesis: Vec<StateChange>) -> Self {
        Self {
            config,
            number: 0,
            previous: Hash::EMPTY,
            roots: Tree::default(),
            trailing: VecDeque::new(),
            results: [Hash::ZEROS].into(),
            state,
            genesis,
            singletons: BTreeMap::new(),
            last_used: Timestamp::default(),
            last_handled: Timestamp::default(),
            open: None,
        }
    }

    /// The root of the last block that was closed; [`Hash::EMPTY`] before the first.
    pub fn last_root(&self) -> Hash {
        self.previous
    }

    /// The number of the block that is open, or of the next one.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Takes a round, and gives back the block that it closed.
    pub fn round(&mut self, round: &Round<'_>) -> Option<BlockFile> {
        let first = round.events.first().map_or(round.time, |event| event.time);
        let mut open = self.open.take().unwrap_or_else(|| self.open_at(first));
        open.push(Item::RoundHeader(RoundHeader { round_number: round.number }));
        let mut events = round.events.iter();
        // What a network begins from follows the header of its first event.
        if let Some(event) = events.next() {
            event_header(&mut open, event);
            self.tell_genesis(&mut open, first);
            self.contents(&mut open, event);
        }
        self.tell_genesis(&mut open, first);
        for event in events {
            event_header(&mut open, event);
            self.contents(&mut open, event);
        }
        if self.config.rule.closes(round, open.time) {
            let file = self.close(open, &(round.singletons)());
            self.state = round.state;
            return Some(file);
        }
        self.open = Some(open);
        None
    }

    fn open_at(&mut self, time: Timestamp) -> Open {
        self.trailing.push_back(self.previous);
        if self.trailing.len() > TRAILING_BLOCKS {
            self.trailing.pop_front();
        }
        let mut open = Open::new(self.number, time);
        open.push(Item::BlockHeader(BlockHeader {
            hapi_proto_version: Some(self.config.hapi_version.clone()),
            software_version: Some(self.config.software_version.clone()),
            number: self.number,
            block_timestamp: Some(time),
            hash_algorithm: BlockHashAlgorithm::Sha2384.into(),
        }));
        open
    }

    fn tell_genesis(&mut self, open: &mut Open, first: Timestamp) {
        if !self.genesis.is_empty() {
            let changes = std::mem::take(&mut self.genesis).into();
            self.tell_changes(open, first.plus_nanos(-GENESIS_LEAD), &changes);
        }
    }

    fn contents(&mut self, open: &mut Open, event: &Event<'_>) {
        for content in &event.contents {
            match content {
                Content::System(signed) => open.push_transaction(signed),
                Content::Handled(handled) => self.handled(open, handled),
            }
        }
    }

    fn handled(&mut self, open: &mut Open, handled: &Handled<'_>) {
        for entry in &handled.entries {
            open.push_transaction(entry.signed);
            self.add_result(open.push_result(entry.record));
            if let Some(output) = items::output(entry.signed, entry.record) {
                open.push(output);
            }
        }
        self.last_handled = handled.time();
        self.tell_changes(open, handled.time(), &handled.changes);
    }

    fn add_result(&mut self, leaf: Hash) {
        let last = self.results.back().copied().unwrap_or(Hash::ZEROS);
        self.results.push_back(Hash::of_parts([&last.0[..], &leaf.0]));
        if self.results.len() > TRAILING_RESULTS {
            self.results.pop_front();
        }
    }

    fn tell_changes(&mut self, open: &mut Open, time: Timestamp, changes: &Changes) {
        self.last_used = time;
        open.push_changes(time, changes);
    }

    fn close(&mut self, mut open: Open, singletons: &[StateChange]) -> BlockFile {
        let changed = self.changed_singletons(singletons);
        self.tell_changes(&mut open, self.last_used, &changed.into());
        let info = singleton(
            StateIdentifier::StateIdBlockStreamInfo,
            NewValue::BlockStreamInfoValue(self.info(&open)),
        );
        self.tell_changes(&mut open, self.last_used, &vec![info].into());
        let roots = Roots {
            previous: self.previous,
            all_previous: self.roots.root(),
            state: self.state,
            headers: open.trees.headers.root(),
            inputs: open.trees.inputs.root(),
            outputs: open.trees.outputs.root(),
            changes: open.trees.changes.root(),
            traces: open.trees.traces.root(),
        };
        let root = roots.root(open.time);
        open.push(Item::BlockFooter(BlockFooter {
            previous_block_root_hash: roots.previous.into(),
            root_hash_of_all_block_hashes_tree: roots.all_previous.into(),
            start_of_block_state_root_hash: roots.state.into(),
        }));
        let block_signature = self.config.proof.prove(root, &self.config.signer);
        let proof = Proof::SignedBlockProof(TssSignedBlockProof { block_signature });
        open.push(Item::BlockProof(BlockProof { block: self.number, proof: Some(proof) }));
        let file =
            BlockFile { number: self.number, previous: self.previous, root, contents: open.contents.into() };
        self.roots.push(root);
        self.previous = root;
        self.number += 1;
        file
    }

    /// Those of these singletons that are not as they were last told.
    fn changed_singletons(&mut self, singletons: &[StateChange]) -> Vec<StateChange> {
        let mut changed = Vec::new();
        for singleton in singletons {
            if self.singletons.get(&singleton.state_id) != Some(singleton) {
                self.singletons.insert(singleton.state_id, singleton.clone());
                changed.push(singleton.clone());
            }
        }
        changed
    }

    /// Where the stream is at the end of a block: what the next one could be made from, and the root of this one be found
    /// without its items.
    fn info(&self, open: &Open) -> BlockStreamInfo {
        let trees = &open.trees;
        BlockStreamInfo {
            block_number: open.number,
            block_time: Some(open.time),
            trailing_output_hashes: concat(&self.results),
            trailing_block_hashes: concat(&self.trailing),
            input_tree_root_hash: trees.inputs.root().into(),
            start_of_block_state_hash: self.state.into(),
            num_preceding_state_changes_items: trees.changes.leaves(),
            rightmost_preceding_state_changes_tree_hashes: hashes_into(trees.changes.edge()),
            block_end_time: Some(self.last_used),
            post_upgrade_work_done: true,
            creation_software_version: Some(self.config.software_version.clone()),
            // Nothing is scheduled yet.
            last_interval_process_time: Some(Timestamp::default()),
            last_handle_time: Some(self.last_handled),
            consensus_header_root_hash: trees.headers.root().into(),
            output_item_root_hash: trees.outputs.root().into(),
            trace_data_root_hash: trees.traces.root().into(),
            intermediate_previous_block_root_hashes: hashes_into(self.roots.edge()),
            intermediate_block_roots_leaf_count: self.roots.leaves(),
        }
    }
}

fn event_header(open: &mut Open, event: &Event<'_>) {
    let place = u32::try_from(open.events.len()).unwrap_or(u32::MAX);
    open.events.insert(event.hash, place);
    let parents = event.parents.iter().map(|parent| {
        let place = Hash::from_bytes(&parent.hash).and_then(|hash| open.events.get(&hash));
        let parent =
            place.map_or_else(|| Parent::EventDescriptor(parent.clone()), |place| Parent::Index(*place));
        ParentEventReference { parent: Some(parent) }
    });
    let header = EventHeader { event_core: Some(event.core), parents: parents.collect() };
    open.push(Item::EventHeader(header));
}

/// A singleton's new value.
fn singleton(id: StateIdentifier, value: NewValue) -> StateChange {
    let update = SingletonUpdateChange { new_value: Some(value) };
    StateChange {
        state_id: u32::try_from(i32::from(id)).unwrap_or(0),
        change_operation: Some(ChangeOperation::SingletonUpdate(update)),
    }
}

fn concat<'a>(hashes: impl IntoIterator<Item = &'a Hash>) -> Bytes {
    hashes.into_iter().flat_map(|hash| hash.0).collect()
}
