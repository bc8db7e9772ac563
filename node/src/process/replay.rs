//! From the end of the log to the present.

use std::io;

use hapi_gossip::Gossip;
use hapi_node_core::{Replay, hashgraph::MemberId};

use super::{
    disk::DiskQueue,
    driver::{Driver, DriverState, wall_clock},
    inbox::Inbox,
    threads::Threads,
    verify::{Checker, Verifiers},
};

/// A node that is to handle its log again, and to be driven then.
pub(super) struct Starting {
    pub(super) me: MemberId,
    pub(super) replay: Replay,
    pub(super) inbox: Inbox,
    pub(super) gossip: Gossip,
    pub(super) disk: DiskQueue,
    pub(super) verifiers: Verifiers,
    pub(super) checker: Checker,
    pub(super) sync_own_events: bool,
}

impl Starting {
    /// Starts the thread that does both.
    pub(super) fn start(mut self, threads: &mut Threads) -> io::Result<()> {
        threads.spawn("core", move || {
            if self.replays() {
                self.drive();
            }
            Ok(())
        })
    }

    /// Handles the log again, no faster than the disk takes what follows from it: so only a little of that is in memory at any time. False
    /// when the node is to end instead.
    fn replays(&mut self) -> bool {
        for effects in self.replay.by_ref() {
            if !self.disk.push(effects) || self.inbox.is_to_end() {
                return false;
            }
        }
        tracing::debug!("handled the log again");
        true
    }

    fn drive(self) {
        let Self { me, replay, inbox, gossip, disk, verifiers, checker, sync_own_events } = self;
        let (core, effects) = replay.finish(wall_clock());
        let state = DriverState::default();
        Driver { me, core, inbox, gossip, disk, verifiers, checker, sync_own_events, state }.run(effects);
    }
}
