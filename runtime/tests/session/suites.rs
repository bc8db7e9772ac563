//! Suites whose tests keep together.

use std::sync::{Mutex, PoisonError};

use hapi_test_runtime::{
    ops::{crypto_create, get_account_balance},
    spec::Spec,
    test_case::{Suite, Traits},
};

use crate::register::PLACE;

hapi_test_runtime::private::inventory::submit! {
    Suite {
        path: "session::suites",
        display: "In order",
        place: PLACE,
        tags: &[],
        ordered_in_isolation: true,
        leaky: None,
    }
}

const fn at(place: u32) -> Traits {
    Traits { order: Some(place), ..Traits::PLAIN }
}

/// The networks and places of those that have begun.
static BEGUN: Mutex<Vec<(String, u32)>> = Mutex::new(Vec::new());

/// Whether each test has a process of its own: there they keep no order, nor anything that one of them leaves.
fn is_apart(spec: &Spec) -> bool {
    let apart = std::env::var("NEXTEST_EXECUTION_MODE").is_ok_and(|mode| mode == "process-per-test");
    if apart {
        spec.note("not looked at: the tests of a suite keep their order within one process only");
    }
    apart
}

fn begins(network: &str, place: u32) -> Vec<u32> {
    let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    begun.push((network.to_owned(), place));
    assert!(begun.iter().all(|(other, _)| other == network), "all are on one network");
    begun.iter().map(|(_, place)| *place).collect()
}

test!("z_begins", at(1), async |spec| {
    assert_eq!(begins(spec.network().name(), 1), [1]);
    let created = spec.run(crypto_create("kept").balance(123)).await?;
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = created.account_id.num();
});

test!("m_goes_on", at(2), async |spec| {
    if is_apart(spec) {
        return Ok(());
    }
    assert_eq!(begins(spec.network().name(), 2), [1, 2]);
    let kept = *KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let account = hapi_proto::services::AccountId::from_num(kept.expect("created before").unsigned_abs());
    spec.run(get_account_balance(account).has_tiny_bars(123)).await?;
});

test!("a_ends", Traits::PLAIN, async |spec| {
    if is_apart(spec) {
        return Ok(());
    }
    assert_eq!(begins(spec.network().name(), 3), [1, 2, 3]);
});

static KEPT: Mutex<Option<i64>> = Mutex::new(None);
