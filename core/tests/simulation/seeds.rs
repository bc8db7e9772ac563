//! Runs that differ by their seeds alone.

use hapi_node_core::ledger::Ledger;

use crate::traffic;

/// The seeds to run: so many, or the one that `HAPI_SEED` names. `HAPI_SEEDS` sets another number.
fn seeds(count: u64) -> impl Iterator<Item = u64> {
    let number = |name| {
        std::env::var(name).ok().map(|n| n.parse::<u64>().unwrap_or_else(|_| panic!("{name} is no number")))
    };
    match number("HAPI_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("HAPI_SEEDS").unwrap_or(count),
    }
}

/// Runs something with each seed, and with the ledger that all nodes begin with; names the seed when it panics.
pub(crate) fn each(count: u64, run: impl Fn(u64, &Ledger)) {
    struct Named(u64);
    impl Drop for Named {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("this was seed {0}: run it again with HAPI_SEED={0}", self.0);
            }
        }
    }
    let genesis = traffic::genesis();
    for seed in seeds(count) {
        let _named = Named(seed);
        run(seed, &genesis);
    }
}
