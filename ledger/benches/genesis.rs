//! What a beginning, a hash and a snapshot cost.
//!
//! Two shared cores, other builds running beside it; medians: genesis to ready with all files encoded and parsed 0.63 ms;
//! a fork of all tables 0.13 us; the hash after a transfer 47 us; at 100,000 accounts, saving 9.6 ms and loading 116 ms.
//!
//! Run with `cargo bench -p hapi-ledger --bench genesis`.

#![expect(missing_docs, reason = "`criterion_group!` declares an undocumented function")]

use std::{sync::Arc, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use hapi_ledger::{
    config::Settings,
    genesis::Genesis,
    state::{Account, State},
};

/// A genesis with so many further accounts.
fn state(accounts: u64) -> State {
    let genesis = Genesis::default();
    let mut state = genesis.build();
    for num in 1001..1001 + accounts {
        state.accounts.insert(num, Account::new(num, Arc::clone(&genesis.treasury_key)));
    }
    state
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("state");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    group.bench_function("genesis to ready", |bencher| {
        bencher.iter(|| {
            let genesis = Genesis::default();
            let state = genesis.build();
            let settings =
                Settings::from_state(&state, Arc::new(genesis.config)).expect("genesis files are usable");
            (state, settings)
        });
    });
    let mut large = state(100_000);
    large.rehash();
    group.bench_function("fork at 100,000 accounts", |bencher| bencher.iter(|| large.clone()));
    group.bench_function("hash after a transfer at 100,000 accounts", |bencher| {
        let mut num = 1001;
        bencher.iter(|| {
            num = 1001 + (num * 7919) % 90_000;
            for account in [num, num + 1] {
                large.accounts.get_mut(&account).expect("all accounts exist").balance += 1;
            }
            large.rehash()
        });
    });
    group.bench_function("save 100,000 accounts", |bencher| bencher.iter(|| large.save()));
    let saved = large.save();
    group.bench_function("load 100,000 accounts", |bencher| bencher.iter(|| State::load(&saved)));
}

criterion_group!(all, benches);
criterion_main!(all);
