//! Tests that follow each other.

use hapi_test::prelude::*;

/// One purse, step by step
#[hapi_suite(ordered_in_isolation)]
mod purse {
    use std::sync::atomic::{AtomicU32, Ordering};

    use hapi_test::prelude::*;

    /// The steps of this process: a runner may give each test a process of its own.
    static LAST: AtomicU32 = AtomicU32::new(0);

    #[before_all]
    async fn fill(manager: &SpecManager) -> SpecResult {
        manager.do_adhoc(crypto_create("purse").balance(10.hbar())).await
    }

    /// Fails unless the step before has run, and is the last to have.
    fn follows(step: u32) -> impl SpecOperation {
        verify(move || {
            let last = LAST.swap(step, Ordering::Relaxed);
            assert!(last < step, "{step} ran after {last}");
        })
    }

    /// Then what is left is the last step's
    #[hapi_test]
    #[order(3)]
    fn a_third() -> impl IntoSpec {
        follows(3)
    }

    /// Next
    #[hapi_test]
    #[order(2)]
    fn b_second() -> impl IntoSpec {
        hapi_spec![crypto_transfer(send(2.hbar()).from("purse").to(FUNDING)), follows(2)]
    }

    /// First
    #[hapi_test]
    #[order(1)]
    fn c_first() -> impl IntoSpec {
        hapi_spec![crypto_transfer(send(1.hbar()).from("purse").to(FUNDING)), follows(1)]
    }
}
