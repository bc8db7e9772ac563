//! One node as a process of its own.
//!
//! # What runs in it
//!
//! | thread | what it does |
//! |---|---|
//! | main | one tokio runtime: gRPC with the checks of what clients submit, gossip, signals |
//! | `core` | handles the log again, then drives the [`NodeCore`](hapi_node_core::NodeCore); sleeps until something comes or is due |
//! | `disk` | writes the event log, syncs it, and shows what may be shown then |
//! | `verify` | verifies many signatures at once; a few are verified where they arrive |
//! | `keeper` | writes streams and signed states, which nobody waits for |
//!
//! Every queue between them is bounded: transactions by bytes (clients are told BUSY), messages of peers by parcels (a peer is read
//! no further; what of their contents may wait is limited in the core), and the others make the one wait who fills them.
//! Transactions that are still to be checked are checked when there are enough of them.
//!
//! # What is shown when
//!
//! Clients see the ledger after the last round whose events are on disk, and nothing later. So no loss of power undoes what anybody
//! was told, not even one of all nodes at once.
//!
//! # Its life
//!
//! It reads its settings, takes its sockets, and says where they are (event `bound`). It may wait then for the addresses of the others. It
//! reads its directory, handles its log again, connects, and says what it is up to (`status`), and when it is active for the first
//! time (`ready`). From the first moment it answers clients, if only that it is not active; while it reads and handles, it says how far
//! it is (`progress`), at most once a second. It ends, after `stopping`, with `stopped`; if it cannot go on, with `failed` and the
//! reason, which is on standard error as well.

mod desk;
mod disk;
mod driver;
mod error;
mod inbox;
mod keeper;
mod layout;
mod life;
mod log;
mod node;
mod open;
mod operator;
mod orders;
mod progress;
mod replay;
mod settings;
mod shown;
mod streams;
mod threads;
mod verify;

pub use error::StartError;
pub use layout::{Layout, Marker};
pub use life::{run, run_if_asked};
pub use node::{Bound, Interruption, Node, Sockets};
pub use operator::OperatorFront;
pub use settings::{
    Addresses, Listen, LiveAddresses, LogLevel, MemberSettings, NodeSettings, SETTINGS_VARIABLE, Secret,
    SettingsError, Tuning,
};
pub use threads::Fault;
