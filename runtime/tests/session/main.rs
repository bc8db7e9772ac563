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

// Enough threads that tests would run side by side, if they were not kept from it.
hapi_test_runtime::main!(flags = ["--test-threads=4"], the_same_run_leaves_the_same_bytes);
