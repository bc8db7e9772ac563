//! What a ledger remembers.
//!
//! [`State`] is a struct of persistent maps: a clone is O(1), and a fork, a query snapshot, a reset to genesis and a
//! cached starting state are all such clones. A transaction does not clone it: it writes into a [`Store`], layers of
//! small overlays on top of a state that commit or vanish.

mod account;
mod canonical;
mod file;
mod holding;
mod lthash;
mod map;
mod network;
mod pieces;
mod resolve;
mod snapshot;
mod store;
mod streamed;
mod streamed_bytes;
mod streamed_tokens;
mod token;
mod tree;
mod written;

pub use account::{Account, HbarAllowance, StakedId};
pub(crate) use canonical::canonical;
pub use canonical::{Canonical, FromCanonical};
pub use file::{File, Upgrade};
pub use holding::{
    Airdrop, AirdropKey, ApprovalForAll, Holdings, Nft, Nothing, Rare, Relation, TokenAllowance,
};
pub use map::Map;
pub use network::{Network, Node};
pub use resolve::long_zero;
pub use snapshot::{LoadError, StateHash};
pub use store::{Changes, State, Store};
pub use streamed::ChangeSet;
pub use token::{CustomFee, Fee, FixedFee, Token, TokenKeys, TokenKind};

/// The number of an entity: what follows the shard and realm in `0.0.1001`.
pub type EntityNum = u64;

/// An account's alias: a 20-byte EVM address, or a serialized key.
pub type Alias = bytes::Bytes;
