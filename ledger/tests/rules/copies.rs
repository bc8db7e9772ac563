//! Forks, snapshots and replays of a ledger behave as the ledger itself.

use std::sync::Arc;

use bytes::Bytes;
use hapi_ledger::{
    Ledger,
    envelope::{Envelope, ParsedTx},
    handle::CheckedTx,
    state::State,
};
use hapi_proto::services::Timestamp;
use proptest::prelude::*;
use prost::Message;

use crate::{
    hollow::to_alias,
    support::{HBAR, Network, ed25519, sign, transfer},
};

/// Who sends how much: to another account, or to an address that may be new.
#[derive(Clone, Debug)]
struct Step {
    from: usize,
    to: Result<usize, u8>,
    amount: i64,
    high_volume: bool,
    wait: i64,
}

fn step() -> impl Strategy<Value = Step> {
    let to = prop_oneof![(0_usize..3).prop_map(Ok), (1_u8..6).prop_map(Err)];
    // Some are too much, and some wait for the next staking period.
    let wait = prop_oneof![9 => 1_000_i64..1_000_000_000, 1 => Just(86_400_000_000_000_i64)];
    (0_usize..3, to, 0..40 * HBAR, any::<bool>(), wait)
        .prop_map(|(from, to, amount, high_volume, wait)| Step { from, to, amount, high_volume, wait })
}

/// Transactions with their consensus times.
type Run = Vec<(Bytes, Timestamp)>;

fn prepare(steps: &[Step]) -> (Ledger, Run) {
    let mut network = Network::new();
    let keys: Vec<_> = (1..4).map(ed25519).collect();
    let accounts: Vec<_> = keys.iter().map(|key| network.account(key, 100 * HBAR)).collect();
    let run = steps.iter().map(|step| {
        network.now = network.now.plus_nanos(step.wait);
        let data = match step.to {
            Ok(to) => transfer(&[(accounts[step.from], -step.amount), (accounts[to], step.amount)]),
            Err(alias) => to_alias(accounts[step.from], vec![alias; 20], step.amount),
        };
        let mut body = network.body(accounts[step.from], data);
        body.high_volume = step.high_volume;
        (sign(&body, &[&keys[step.from]]), network.now)
    });
    let run = run.collect();
    (network.ledger, run)
}

/// The encoded records of what a ledger handles.
fn handle(ledger: &mut Ledger, run: &[(Bytes, Timestamp)]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    for (bytes, now) in run {
        let config = Arc::clone(&ledger.settings().config);
        let parsed = ParsedTx::parse(bytes, Envelope::Transaction, &config).unwrap();
        let outcome = ledger.handle(&CheckedTx::new(parsed, Vec::new()), *now, 0);
        records.extend(outcome.records.iter().map(Message::encode_to_vec));
    }
    records
}

fn reloaded(ledger: &Ledger) -> Ledger {
    let state = State::load(&ledger.state().save()).unwrap();
    Ledger::from_state(state, Arc::clone(&ledger.settings().config)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_same_inputs_give_the_same_records_and_state(
        steps in proptest::collection::vec(step(), 1..25),
        cut in 0_usize..25,
    ) {
        let (mut ledger, run) = prepare(&steps);
        let (before, after) = run.split_at(cut.min(run.len()));
        let mut again = ledger.fork();
        let first = handle(&mut ledger, before);
        prop_assert_eq!(handle(&mut again, before), first);

        // In the middle: one goes on as it is, one as a fork, one as what was saved.
        let (mut fork, mut loaded) = (ledger.fork(), reloaded(&ledger));
        let hash = ledger.state_hash();
        prop_assert_eq!(loaded.state_hash(), hash);
        let rest = handle(&mut fork, after);
        prop_assert_eq!(ledger.state_hash(), hash, "a fork changes only itself");
        prop_assert_eq!(ledger.state().hash(), hash);
        prop_assert_eq!(handle(&mut loaded, after), rest.clone());
        prop_assert_eq!(handle(&mut ledger, after), rest);
        let end = ledger.state_hash();
        prop_assert_eq!(loaded.state_hash(), end);
        prop_assert_eq!(fork.state_hash(), end);
        prop_assert_eq!(ledger.state().save(), loaded.state().save());
    }
}
