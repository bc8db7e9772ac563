//! Which persistent map state is made of.
//!
//! Two shared cores, other builds running beside it; medians. Random accounts, each with a key of its own; a transfer reads
//! one account and writes two.
//!
//! | map | bytes an account | no snapshot | one every 1000 | one before each |
//! |---|---|---|---|---|
//! | own B+ tree, 16 wide, at 1,000 | | 0.12 us | 0.22 us | 0.85 us |
//! | own B+ tree, 16 wide, at 1,000,000 | 289 | 3.4 us | 8.8 us | 11 us |
//! | own B+ tree, 8 wide, at 1,000,000 | 290 | 2.4 us | 7.8 us | 8.5 us |
//! | own B+ tree, 32 wide, at 1,000,000 | 283 | 1.5 us | 9.0 us | 8.5 us |
//! | imbl `OrdMap`, at 1,000 | | 0.43 us | 0.65 us | 1.9 us |
//! | imbl `OrdMap`, at 1,000,000 | | 7.2 us | 22 us | 15 us |
//! | imbl `HashMap`, fixed hasher, at 1,000 | | 0.24 us | 0.55 us | 2.6 us |
//! | imbl `HashMap`, fixed hasher, at 1,000,000 | | 6.3 us | 30 us | 20 us |
//! | rpds red-black tree, at 1,000 | | 0.53 us | 0.88 us | 1.8 us |
//! | rpds red-black tree, at 1,000,000 | | | | 18 us |
//!
//! So state is made of the own tree: it is the fastest everywhere, ordered for all kinds of keys (a radix trie would be for
//! numbers alone), and needs nothing but `alloc`. At a million accounts all of them wait for memory; the widths do not
//! differ beyond the noise, and 16 copies the least at the sizes that tests have. A fork takes 5 to 10 ns a table.
//!
//! Run with `cargo bench -p hapi-ledger --bench maps`. Memory is the growth of the process (Linux only).

#![expect(missing_docs, reason = "`criterion_group!` declares an undocumented function")]

use std::{hash::BuildHasherDefault, hint::black_box, sync::Arc};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use hapi_ledger::{
    keys::Key,
    state::{Account, Map},
};

/// A map that might hold the accounts.
trait Candidate: Clone + Default {
    const NAME: &'static str;
    fn put(&mut self, num: u64, account: Account);
    fn change(&mut self, num: u64, change: impl FnOnce(&mut Account));
    fn read(&self, num: u64) -> i64;
}

impl Candidate for Map<u64, Account> {
    const NAME: &'static str = "own B+ tree";

    fn put(&mut self, num: u64, account: Account) {
        self.insert(num, account);
    }

    fn change(&mut self, num: u64, change: impl FnOnce(&mut Account)) {
        change(self.get_mut(&num).expect("all accounts exist"));
    }

    fn read(&self, num: u64) -> i64 {
        self.get(&num).expect("all accounts exist").balance
    }
}

impl Candidate for imbl::OrdMap<u64, Arc<Account>> {
    const NAME: &'static str = "imbl OrdMap";

    fn put(&mut self, num: u64, account: Account) {
        self.insert(num, Arc::new(account));
    }

    fn change(&mut self, num: u64, change: impl FnOnce(&mut Account)) {
        change(Arc::make_mut(self.get_mut(&num).expect("all accounts exist")));
    }

    fn read(&self, num: u64) -> i64 {
        self.get(&num).expect("all accounts exist").balance
    }
}

/// `SipHash` with fixed keys.
type Fixed = BuildHasherDefault<std::hash::DefaultHasher>;
type HashMap = imbl::GenericHashMap<u64, Arc<Account>, Fixed, imbl::shared_ptr::DefaultSharedPtr>;

impl Candidate for HashMap {
    const NAME: &'static str = "imbl HashMap";

    fn put(&mut self, num: u64, account: Account) {
        self.insert(num, Arc::new(account));
    }

    fn change(&mut self, num: u64, change: impl FnOnce(&mut Account)) {
        change(Arc::make_mut(self.get_mut(&num).expect("all accounts exist")));
    }

    fn read(&self, num: u64) -> i64 {
        self.get(&num).expect("all accounts exist").balance
    }
}

impl Candidate for rpds::RedBlackTreeMapSync<u64, Arc<Account>> {
    const NAME: &'static str = "rpds red-black tree";

    fn put(&mut self, num: u64, account: Account) {
        self.insert_mut(num, Arc::new(account));
    }

    fn change(&mut self, num: u64, change: impl FnOnce(&mut Account)) {
        change(Arc::make_mut(self.get_mut(&num).expect("all accounts exist")));
    }

    fn read(&self, num: u64) -> i64 {
        self.get(&num).expect("all accounts exist").balance
    }
}

/// Well-mixed numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Accounts as `CryptoCreate` makes them: numbers ascend, each has a key of its own.
fn fill<C: Candidate>(size: u64) -> C {
    let mut map = C::default();
    for num in 0..size {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&num.to_le_bytes());
        let mut account = Account::new(num, Arc::new(Key::Ed25519(bytes)));
        account.balance = 1000;
        map.put(num, account);
    }
    map
}

fn transfer<C: Candidate>(map: &mut C, random: &mut Random, size: u64) {
    let (from, to) = (random.below(size), random.below(size));
    black_box(map.read(from));
    map.change(from, |account| account.balance -= 1);
    map.change(to, |account| account.balance += 1);
}

/// Resident memory of this process in bytes; 0 where that is not to be had.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}

fn candidate<C: Candidate>(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group(C::NAME);
    group.sample_size(10).measurement_time(std::time::Duration::from_secs(1));
    for size in [1000, 1_000_000] {
        let before = resident();
        let mut map: C = fill(size);
        if size == 1_000_000 {
            let bytes = resident().saturating_sub(before) / size;
            println!("{}: {bytes} bytes an account at a million", C::NAME);
        }
        let mut random = Random(1);
        group.bench_function(BenchmarkId::new("transfer, a snapshot before each", size), |bencher| {
            bencher.iter(|| {
                let snapshot = map.clone();
                transfer(&mut map, &mut random, size);
                snapshot
            });
        });
        group.bench_function(BenchmarkId::new("transfer, a snapshot before every 1000", size), |bencher| {
            let mut snapshot = map.clone();
            let mut count = 0;
            bencher.iter(|| {
                count += 1;
                if count % 1000 == 0 {
                    snapshot = map.clone();
                }
                transfer(&mut map, &mut random, size);
            });
            black_box(snapshot);
        });
        group.bench_function(BenchmarkId::new("transfer, no snapshot", size), |bencher| {
            bencher.iter(|| transfer(&mut map, &mut random, size));
        });
        group.bench_function(BenchmarkId::new("fork", size), |bencher| {
            bencher.iter_batched(|| (), |()| map.clone(), BatchSize::SmallInput);
        });
    }
}

fn maps(criterion: &mut Criterion) {
    candidate::<Map<u64, Account>>(criterion);
    candidate::<imbl::OrdMap<u64, Arc<Account>>>(criterion);
    candidate::<HashMap>(criterion);
    candidate::<rpds::RedBlackTreeMapSync<u64, Arc<Account>>>(criterion);
}

criterion_group!(benches, maps);
criterion_main!(benches);
