//! The session under libtest's own harness: locks, and suites that keep their tests together, in whatever order libtest
//! calls the tests. The specs are registered by hand, with the functions that the attributes leave for libtest.

use std::{
    env,
    process::Command,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use hapi_test_runtime::{
    private::{inventory, run_under_libtest},
    test_case::{Body, ContextRequirement, Leaky, Need, Place, Suite, TestCase, Traits},
};
use tokio::task::yield_now;

const PLACE: Place = Place { file: file!(), line: line!(), column: column!() };

macro_rules! test {
    ($name:ident, $traits:expr, $body:expr) => {
        inventory::submit! {
            TestCase {
                path: concat!(module_path!(), "::", stringify!($name)),
                display: "",
                place: PLACE,
                ignore: None,
                tags: &[],
                traits: { const TRAITS: &Traits = &$traits; TRAITS },
                fixtures: |_| {},
                body: Body::Async(|_, _| Box::pin(async { $body.await; Ok(()) })),
            }
        }

        #[test]
        fn $name() {
            run_under_libtest(concat!(module_path!(), "::", stringify!($name)));
        }
    };
}

/// How many are on the session's network: one that is alone counts a thousand.
static PRESENT: AtomicUsize = AtomicUsize::new(0);

const ALONE: usize = 1000;

async fn present(weight: usize) {
    let before = PRESENT.fetch_add(weight, Ordering::SeqCst);
    for _ in 0..20_000 {
        yield_now().await;
    }
    PRESENT.fetch_sub(weight, Ordering::SeqCst);
    assert!(if weight == ALONE { before == 0 } else { before < ALONE }, "it is not alone: {before}");
}

const LEAKY: Traits =
    Traits { leaky: Some(Leaky::new(&[ContextRequirement::PropertyOverrides])), ..Traits::PLAIN };

test!(shared_a, Traits::PLAIN, present(1));
test!(shared_b, Traits::PLAIN, present(1));
test!(shared_c, Traits::PLAIN, present(1));
test!(shared_d, Traits::PLAIN, present(1));
test!(leaky_a, LEAKY, present(ALONE));
test!(leaky_b, LEAKY, present(ALONE));
test!(leaky_c, LEAKY, present(ALONE));

mod ordered {
    use super::*;

    inventory::submit! {
        Suite {
            path: "under_libtest::ordered",
            display: "",
            place: PLACE,
            tags: &[],
            ordered_in_isolation: true,
            leaky: None,
        }
    }

    const fn at(place: u32) -> Traits {
        Traits { order: Some(place), ..Traits::PLAIN }
    }

    static BEGUN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

    /// Runs alone, after the tests before it. A run of only some of them has nothing to say about order.
    async fn takes(place: u32) {
        present(ALONE).await;
        let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(begun.last().is_none_or(|last| *last < place), "{place} after {begun:?}");
        begun.push(place);
    }

    test!(z_first, at(1), takes(1));
    test!(m_second, at(2), takes(2));
    test!(a_third, at(3), takes(3));
    test!(b_last, Traits::PLAIN, takes(4));
}

const IN_VIRTUAL_TIME: Traits = Traits { needs: &[Need::VirtualTime], ..Traits::PLAIN };

test!(in_virtual_time, IN_VIRTUAL_TIME, async { println!("the body of the test runs") });

/// Libtest cannot be told that a test is ignored; whoever reads what it prints can.
#[test]
fn a_test_that_the_network_lacks_something_for_says_that_it_does_not_run() {
    let run = |network: &str| {
        let program = env::current_exe().expect("this program");
        let output = Command::new(program)
            .args(["--exact", "in_virtual_time", "--nocapture"])
            .env("HAPI_NETWORK", network)
            .output()
            .expect("it runs again");
        assert!(output.status.success(), "{output:?}");
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let [stdout, stderr] = run("embedded");
    assert!(!stdout.contains("the body of the test runs"), "{stdout}");
    let reason =
        "needs a repeatable network (virtual_time); this session runs on embedded: use --network repeatable";
    let line = format!("hapi-test: `in_virtual_time` does not run: it {reason}\n");
    assert!(stderr.contains(&line), "{stderr}");

    let [stdout, stderr] = run("repeatable");
    assert!(stdout.contains("the body of the test runs"), "{stdout}");
    assert!(!stderr.contains("does not run"), "{stderr}");
}
