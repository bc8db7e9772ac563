//! The embedded ledger in absolute figures: `cargo bench --bench embedded`. `throughput` has the ratios, and the budgets.

#![expect(missing_docs, reason = "`criterion_group!` declares an undocumented function")]

mod bodies;
mod client;

use std::{cell::RefCell, time::Duration};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use hapi_node::{EmbeddedConfig, EmbeddedNode};

use client::{Client, Direct};

/// One signed transfer at a node, from its body to its record.
fn node(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("node");
    group.bench_function("signed transfer", |bencher| {
        let mut client = Client::start(10_000);
        bencher.iter(|| client.transfer());
        client.assert_succeeded();
    });
    group.bench_function("two signed transfers, by two payers", |bencher| {
        let mut client = Client::start(10_000);
        let mut other = client.beside();
        bencher.iter(|| {
            client.transfer();
            other.transfer();
        });
    });
    group.bench_function("genesis to ready", |bencher| {
        bencher.iter(|| EmbeddedNode::start(EmbeddedConfig::default()));
    });
    group.finish();
}

/// The ledger without the node around it, at growing numbers of accounts.
fn ledger(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ledger");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    for accounts in [1000, 100_000, 1_000_000] {
        let direct = RefCell::new(Direct::new(accounts));
        group.bench_function(BenchmarkId::new("signed transfer", accounts), |bencher| {
            bencher.iter(|| {
                let mut direct = direct.borrow_mut();
                let bytes = direct.transfer_bytes();
                let tx = direct.check(&bytes);
                direct.handle(&tx);
            });
        });
        group.bench_function(BenchmarkId::new("handle", accounts), |bencher| {
            bencher.iter_custom(|n| (0..n).map(|_| direct.borrow_mut().handle_many()).sum());
        });
        group.bench_function(BenchmarkId::new("fork", accounts), |bencher| {
            bencher.iter(|| direct.borrow().ledger().fork());
        });
    }
    group.finish();
}

criterion_group!(benches, node, ledger);
criterion_main!(benches);
