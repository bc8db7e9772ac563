//! Events a second through consensus alone: no signatures, no ledger, one thread.

use std::{hint::black_box, sync::Arc};

use bytes::Bytes;
use criterion::{BatchSize, Criterion, Throughput};
use hapi_hashgraph::{Consensus, Descriptor, Event, MemberId, Roster, UnsignedEvent};

const EVENTS: usize = 2_000;

fn roster(members: u64) -> Roster {
    Roster::new((0..members).map(|id| (MemberId(id), 1))).expect("equal weights are a roster")
}

/// Members who create in turn, each on the last events of two others.
fn events(members: u64) -> Vec<Arc<Event>> {
    let mut consensus = Consensus::genesis(roster(members));
    let mut latest: Vec<Option<Descriptor>> = vec![None; usize::try_from(members).expect("few members")];
    let mut events = Vec::new();
    for (n, time_created) in (0..EVENTS).zip((0..).step_by(1_000)) {
        let id = (n * 7) % latest.len();
        let others = [(n * 5 + 1) % latest.len(), (n * 3 + 2) % latest.len()];
        let mut other_parents: Vec<_> =
            others.iter().filter(|other| **other != id).filter_map(|other| latest[*other]).collect();
        other_parents.dedup();
        let content = UnsignedEvent {
            creator: MemberId(id as u64),
            birth_round: consensus.window().pending_round(),
            time_created,
            self_parent: latest[id],
            other_parents,
            transactions: Vec::new(),
        };
        let event = Arc::new(Event::new(content, Bytes::new()));
        latest[id] = Some(event.descriptor());
        consensus.add(Arc::clone(&event));
        events.push(event);
    }
    assert!(consensus.window().latest_consensus_round > 2, "the graph decides rounds");
    events
}

fn consensus(c: &mut Criterion) {
    let mut group = c.benchmark_group("consensus");
    group.throughput(Throughput::Elements(EVENTS as u64));
    for members in [4, 32] {
        let events = events(members);
        group.bench_function(format!("{members} members"), |b| {
            b.iter_batched(
                || Consensus::genesis(roster(members)),
                |mut consensus| {
                    for event in &events {
                        black_box(consensus.add(Arc::clone(event)));
                    }
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    consensus(&mut criterion);
    criterion.final_summary();
}
