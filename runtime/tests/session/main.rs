//! Where tests run, when, and what they may do there, on real embedded networks. The specs are registered by hand, as the
//! attributes would.
//!
//! They pass with `--isolation lock` and `--isolation fork`, with any number of threads, and in any order.

#[macro_use]
mod register;

mod locks;
mod needs;
mod repeatable;
mod restart;
mod suites;
mod venues;
mod zz_last;

use repeatable::the_same_run_leaves_the_same_bytes;

// Enough threads that tests would run side by side, if they were not kept from it. They look at the session of one process: another
// target of the same run is not to lend it its network, which can be neither forked nor reset from here.
hapi_test_runtime::main!(
    flags = ["--test-threads=4", "--session=private"],
    the_same_run_leaves_the_same_bytes
);
