//! The two streams in which a node tells what happened: the record stream (version 6 record files, with signature files and
//! sidecars) and the block stream (HIP-1056).
//!
//! [`RecordStream`] and [`BlockStream`] are pure: rounds go in, closed files come out, and the same rounds give the same
//! bytes on every node and in every replay, but for signatures. [`Streams`] puts both on disk, with a thread of its own that
//! compresses and writes; a hash chain goes on after a restart from a [checkpoint](Streams::checkpoint).
//! [`verify_directory`] reads everything back and checks it, from the chains down to each record.
//!
//! # What differs from the reference
//!
//! - Nodes sign with their Ed25519 key. The reference signs record files with RSA-3072 and SHA-384, and its signature files
//!   know no other kind, so ours say `UNKNOWN` for the kind; all else in them is the same.
//! - No threshold signature over blocks: the proof of a block carries the node's own Ed25519 signature of the block root, 64
//!   bytes, or, with [`ProofKind::Hash`], the SHA-384 hash of the root, as the reference does while its threshold signatures
//!   are mocked, which they are by default. The two tell apart by their lengths from each other and from real ones.
//! - The state has a hash of the ledger's own kind, not the Merkle root that the reference builds; what a block says of the
//!   state at its start is the SHA-384 hash of that ([`Hash::of_state`]).
//! - Only state that the ledger has is in the state changes; what the reference keeps of its streams in state (block info,
//!   running hashes) and its queue of receipts is not. The singleton of the block stream itself is: blocks end with it.

mod block;
mod files;
mod hash;
mod merkle;
mod record;
mod round;
mod signer;
mod wire;

pub use block::{BlockConfig, BlockFile, BlockRule, BlockStream, ProofKind};
pub use files::{
    Damage, DamagedFile, OpenError, Seen, Settings, StreamError, Streams, Verified, VerifyError,
    read_block_file, read_record_file, verify_directory,
};
pub use hash::Hash;
pub use merkle::Tree;
pub use record::{RecordConfig, RecordFile, RecordStream, Sidecar};
pub use round::{Changes, Content, Entry, Event, Handled, Round, state_signature};
pub use signer::Signer;
pub use wire::CheckpointError;
