//! Sidecars: records of what contracts did, apart from the record file because they can be large.

use hapi_proto::services::{
    SidecarMetadata, SidecarType, TransactionSidecarRecord, transaction_sidecar_record::SidecarRecords,
};
use prost::Message;

use super::Sidecar;
use crate::{
    Hash,
    wire::{hash_object, message_field},
};

/// The sidecars of the open record file.
#[derive(Clone, Debug, Default)]
pub(super) struct Sidecars {
    closed: Vec<Sidecar>,
    metadata: Vec<SidecarMetadata>,
    open: Option<Open>,
}

#[derive(Clone, Debug, Default)]
struct Open {
    contents: Vec<u8>,
    /// The bytes of its records, which count towards the limit.
    size: usize,
    /// In the order of their numbers, each once.
    types: Vec<i32>,
}

impl Sidecars {
    /// Adds what one transaction left. What has no room in a file of `limit` bytes begins the next one.
    pub(super) fn push(&mut self, record: &TransactionSidecarRecord, limit: usize) {
        let length = record.encoded_len();
        if self.open.as_ref().is_some_and(|open| open.size + length > limit) {
            self.close();
        }
        let open = self.open.get_or_insert_default();
        message_field(&mut open.contents, 1, record);
        open.size += length;
        if let Some(kind) = kind(record)
            && let Err(at) = open.types.binary_search(&kind)
        {
            open.types.insert(at, kind);
        }
    }

    /// All sidecars, and what the record file says of them.
    pub(super) fn finish(mut self) -> (Vec<Sidecar>, Vec<SidecarMetadata>) {
        self.close();
        (self.closed, self.metadata)
    }

    /// All records so far, for a checkpoint: pushed again they make the same sidecars.
    pub(super) fn records(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.closed.iter().for_each(|sidecar| out.extend_from_slice(&sidecar.contents));
        self.open.iter().for_each(|open| out.extend_from_slice(&open.contents));
        out
    }

    fn close(&mut self) {
        let Some(Open { contents, types, .. }) = self.open.take() else { return };
        let id = i32::try_from(self.closed.len() + 1).unwrap_or(i32::MAX);
        let hash = Hash::of(&contents);
        self.metadata.push(SidecarMetadata { hash: Some(hash_object(hash)), id, types });
        self.closed.push(Sidecar { id, contents: contents.into(), hash });
    }
}

fn kind(record: &TransactionSidecarRecord) -> Option<i32> {
    let kind = match record.sidecar_records.as_ref()? {
        SidecarRecords::StateChanges(_) => SidecarType::ContractStateChange,
        SidecarRecords::Actions(_) => SidecarType::ContractAction,
        SidecarRecords::Bytecode(_) => SidecarType::ContractBytecode,
    };
    Some(kind.into())
}
