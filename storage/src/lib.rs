//! What a node keeps on disk, so that no loss of power undoes what anybody was told.
//!
//! - [`EventLog`]: the events that a member has taken, in the order in which it took them. What was synced is there after a
//!   loss of power; of what was not, any beginning may be.
//! - [`StateStore`]: the last few signed states.
//! - [`StartCache`]: what the nodes of a fresh network begin with, kept for the next network that is configured alike.
//!
//! Nothing here is ever half read: what comes back is what was written, or an error that says what to do. The log and the states reach
//! the disk through a [`Disk`] only, so that tests can put [`testing::LossyDisk`] in its place, which forgets what was not
//! synced.
//!
//! # What is assumed of a disk
//!
//! That what was synced stays, unless the medium fails, which checksums find; and that a sector that is being rewritten with its own
//! bytes and some more keeps its own. Writes that were not synced may be lost in any part and in any order, and so may
//! files that were created or renamed in a directory that was not synced since.

mod codec;
mod disk;
mod log;
mod owner;
mod start;
mod states;
pub mod testing;

pub use disk::{Disk, DiskFile, DiskLock, RealDisk};
pub use log::{Damage, EventLog, LogError, LogLimits};
pub use owner::{Owner, START_ANEW};
pub use start::{Origin, Parts, Start, StartCache};
pub use states::{DamagedState, Latest, LedgerSink, Saved, SavedState, StateError, StateHead, StateStore};
