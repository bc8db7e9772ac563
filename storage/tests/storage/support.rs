//! Events, directories and chance.

use std::{env, fmt::Write as _, path::PathBuf, sync::Arc};

use bytes::Bytes;
use hapi_hashgraph::{Descriptor, Event, Hash, Judge, MemberId, Snapshot, UnsignedEvent};
use hapi_storage::{EventLog, LogError, LogLimits, Owner, SavedState, StateHead, testing::LossyDisk};

/// The one who owns all directories here.
pub(crate) const OWNER: Owner = Owner { node: MemberId(3), network: [7; 32] };

/// The first three pages of a segment hold no records.
pub(crate) const HEAD: u64 = 3 * 4096;

pub(crate) fn directory() -> PathBuf {
    PathBuf::from("/node/events")
}

/// Segments with space for so many bytes of records.
pub(crate) fn limits(space: u64, spare_segments: usize) -> LogLimits {
    LogLimits { segment_bytes: HEAD + space, spare_segments }
}

pub(crate) fn open(disk: &LossyDisk, limits: LogLimits) -> Result<(EventLog, Vec<Event>), LogError> {
    EventLog::open(Arc::new(disk.clone()), &directory(), OWNER, limits)
}

pub(crate) fn append_all(log: &mut EventLog, events: &[Event]) {
    for event in events {
        log.append(event).unwrap();
    }
}

/// Runs a test once for each of so many seeds, or of as many as `HAPI_SEEDS` says, and tells the seed that fails.
pub(crate) fn for_seeds(count: u64, test: impl Fn(u64)) {
    let count = env::var("HAPI_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(count);
    for seed in 0..count {
        let _told = Told(seed);
        test(seed);
    }
}

struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("it was seed {}", self.0);
        }
    }
}

/// Numbers that a seed chooses.
#[derive(Debug)]
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn bytes(&mut self, length: u64) -> Bytes {
        (0..length).map(|_| self.next().to_be_bytes()[0]).collect()
    }
}

/// An event that was born in this round; none is like another.
pub(crate) fn event(rng: &mut Rng, birth_round: u64) -> Event {
    let length = if rng.chance(10) { rng.below(3_000) } else { rng.below(60) };
    event_of(rng, birth_round, length)
}

/// An event with a transaction of so many bytes.
pub(crate) fn event_of(rng: &mut Rng, birth_round: u64, length: u64) -> Event {
    let parent = |rng: &mut Rng| {
        let mut hash = Hash([0; 48]);
        hash.0[..8].copy_from_slice(&rng.next().to_be_bytes());
        Descriptor { creator: MemberId(rng.below(4)), birth_round, hash }
    };
    let content = UnsignedEvent {
        creator: MemberId(rng.below(4)),
        birth_round,
        time_created: i64::from_be_bytes(rng.next().to_be_bytes()),
        self_parent: Some(parent(rng)),
        other_parents: vec![parent(rng)],
        transactions: vec![rng.bytes(length)],
    };
    Event::new(content, rng.bytes(64))
}

/// A state after a round that needs the events born since another.
pub(crate) fn state(rng: &mut Rng, round: u64, needs: u64) -> SavedState {
    let mut judge =
        |creator| Judge { creator: MemberId(creator), hash: Hash([rng.next().to_be_bytes()[0]; 48]) };
    let judges = (0..4).map(&mut judge).collect();
    let births = vec![(round.saturating_sub(25).max(1), needs), (round, needs.max(round / 2))];
    let ledger_bytes = rng.below(300);
    let ledger = rng.bytes(ledger_bytes);
    let head = StateHead {
        round,
        snapshot: Snapshot { round, judges, births, next_number: rng.below(99), time: -5 },
        hash: [rng.next().to_be_bytes()[1]; 32],
        signatures: (0..3).map(|id| (MemberId(id), rng.bytes(64))).collect(),
    };
    SavedState { head, ledger }
}

/// An error as its reader sees it, with what caused it.
pub(crate) fn text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(text, "; {error}").expect("strings take all");
        cause = error.source();
    }
    text
}
