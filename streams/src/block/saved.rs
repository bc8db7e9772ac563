//! The block stream between two rounds, as it is kept.

use bytes::Bytes;
use hapi_proto::{block::output::StateChange, services::Timestamp};
use prost::Message;

use super::{
    BlockConfig, BlockStream,
    open::{Open, Trees},
};
use crate::{
    Hash, Tree,
    wire::{CheckpointError, hash_from, hashes_from, hashes_into},
};

#[derive(Clone, PartialEq, Message)]
struct Saved {
    #[prost(uint64, tag = "1")]
    number: u64,
    #[prost(bytes = "bytes", tag = "2")]
    previous: Bytes,
    #[prost(message, optional, tag = "3")]
    roots: Option<SavedTree>,
    #[prost(bytes = "bytes", repeated, tag = "4")]
    trailing: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "5")]
    results: Vec<Bytes>,
    #[prost(bytes = "bytes", tag = "6")]
    state: Bytes,
    #[prost(message, repeated, tag = "7")]
    genesis: Vec<StateChange>,
    #[prost(message, repeated, tag = "8")]
    singletons: Vec<StateChange>,
    #[prost(message, optional, tag = "9")]
    last_used: Option<Timestamp>,
    #[prost(message, optional, tag = "10")]
    last_handled: Option<Timestamp>,
    #[prost(message, optional, tag = "11")]
    open: Option<SavedBlock>,
}

#[derive(Clone, PartialEq, Message)]
struct SavedTree {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    edge: Vec<Bytes>,
    #[prost(uint64, tag = "2")]
    leaves: u64,
}

#[derive(Clone, PartialEq, Message)]
struct SavedBlock {
    #[prost(message, optional, tag = "1")]
    time: Option<Timestamp>,
    #[prost(bytes = "bytes", tag = "2")]
    contents: Bytes,
    /// Headers, inputs, outputs, changes, traces.
    #[prost(message, repeated, tag = "3")]
    trees: Vec<SavedTree>,
    /// By their place.
    #[prost(bytes = "bytes", repeated, tag = "4")]
    events: Vec<Bytes>,
}

impl From<&Tree> for SavedTree {
    fn from(tree: &Tree) -> Self {
        Self { edge: hashes_into(tree.edge()), leaves: tree.leaves() }
    }
}

impl SavedTree {
    fn resume(&self) -> Result<Tree, CheckpointError> {
        Tree::resume(hashes_from(&self.edge)?, self.leaves).ok_or(CheckpointError::Malformed)
    }
}

impl SavedBlock {
    fn new(open: &Open) -> Self {
        let Trees { headers, inputs, outputs, changes, traces } = &open.trees;
        let mut events: Vec<_> = open.events.iter().collect();
        events.sort_unstable_by_key(|(_, place)| **place);
        Self {
            time: Some(open.time),
            contents: open.contents.clone().into(),
            trees: [headers, inputs, outputs, changes, traces].map(SavedTree::from).into(),
            events: events.into_iter().map(|(hash, _)| Bytes::from(*hash)).collect(),
        }
    }

    fn resume(self, number: u64) -> Result<Open, CheckpointError> {
        let [headers, inputs, outputs, changes, traces] = &self.trees[..] else {
            return Err(CheckpointError::Malformed);
        };
        let trees = Trees {
            headers: headers.resume()?,
            inputs: inputs.resume()?,
            outputs: outputs.resume()?,
            changes: changes.resume()?,
            traces: traces.resume()?,
        };
        Ok(Open {
            number,
            time: self.time.ok_or(CheckpointError::Malformed)?,
            contents: self.contents.to_vec(),
            trees,
            events: hashes_from(&self.events)?.into_iter().zip(0..).collect(),
        })
    }
}

impl BlockStream {
    /// The stream as bytes, its open block included.
    pub fn save(&self) -> Vec<u8> {
        let hashes =
            |hashes: &std::collections::VecDeque<Hash>| hashes.iter().copied().map(Bytes::from).collect();
        let saved = Saved {
            number: self.number,
            previous: self.previous.into(),
            roots: Some((&self.roots).into()),
            trailing: hashes(&self.trailing),
            results: hashes(&self.results),
            state: self.state.into(),
            genesis: self.genesis.clone(),
            singletons: self.singletons.values().cloned().collect(),
            last_used: Some(self.last_used),
            last_handled: Some(self.last_handled),
            open: self.open.as_ref().map(SavedBlock::new),
        };
        saved.encode_to_vec()
    }

    /// The stream that was saved as these bytes.
    ///
    /// # Errors
    /// When no stream was.
    pub fn resume(config: BlockConfig, saved: &[u8]) -> Result<Self, CheckpointError> {
        let saved = Saved::decode(saved).map_err(|_| CheckpointError::Malformed)?;
        let number = saved.number;
        Ok(Self {
            config,
            number,
            previous: hash_from(&saved.previous)?,
            roots: saved.roots.unwrap_or_default().resume()?,
            trailing: hashes_from(&saved.trailing)?.into(),
            results: hashes_from(&saved.results)?.into(),
            state: hash_from(&saved.state)?,
            genesis: saved.genesis,
            singletons: saved.singletons.into_iter().map(|change| (change.state_id, change)).collect(),
            last_used: saved.last_used.unwrap_or_default(),
            last_handled: saved.last_handled.unwrap_or_default(),
            open: saved.open.map(|open| open.resume(number)).transpose()?,
        })
    }
}
