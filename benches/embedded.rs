//! The embedded ledger in absolute figures: `cargo bench --bench embedded`. `throughput` has the ratios, and the budgets.

#![expect(missing_docs, reason = "`criterion_group!` declares an undocumented function")]

mod bodies;
mod client;
mod creation;
mod direct;

use std::{cell::RefCell, time::Duration};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use hapi_node::{EmbeddedConfig, EmbeddedNode};

use client::{Client, Many};

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
        let many = RefCell::new(Many::new(accounts));
        group.bench_function(BenchmarkId::new("signed transfer", accounts), |bencher| {
            bencher.iter(|| {
                let mut many = many.borrow_mut();
                let bytes = many.transfer_bytes();
                let tx = many.direct.check(&bytes);
                many.direct.handle(&tx);
            });
        });
        group.bench_function(BenchmarkId::new("handle", accounts), |bencher| {
            bencher.iter_custom(|n| (0..n).map(|_| many.borrow_mut().handle_many()).sum());
        });
        group.bench_function(BenchmarkId::new("fork", accounts), |bencher| {
            bencher.iter(|| many.borrow().direct.ledger.fork());
        });
    }
    group.finish();
}

criterion_group!(benches, node, ledger);
criterion_main!(benches);
