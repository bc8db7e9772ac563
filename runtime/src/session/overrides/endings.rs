//! However a test ends, what it changed is put back.

use std::{future, sync::Arc};

use hapi_proto::services::AccountId;

use super::*;
use crate::{
    harness::Verdict,
    networks,
    ops::*,
    session::{Executor, Session, Terms},
    spec::SpecError,
    test_case::{Body, Place, TestCase, Traits},
};

const CEILING: &str = "ledger.maxAutoAssociations";
const LEAKY: Leaky = Leaky::new(&[ContextRequirement::PropertyOverrides]);

const fn traits(leaky: Leaky) -> Traits {
    Traits { attribute: "leaky_test", leaky: Some(leaky), ..Traits::PLAIN }
}

macro_rules! case {
    ($name:ident, $traits:expr, |$spec:ident| $body:expr) => {
        static $name: TestCase = TestCase {
            path: concat!("endings::", stringify!($name)),
            display: "",
            place: Place { file: file!(), line: line!(), column: column!() },
            ignore: None,
            tags: &[],
            traits: &$traits,
            fixtures: |_| {},
            body: Body::Async(|$spec, _| Box::pin(async move { $body })),
        };
    };
}

async fn change(spec: &Spec) -> SpecResult {
    spec.run(overriding(CEILING, 1)).await
}

case!(PASSES, traits(LEAKY), |spec| change(spec).await);
case!(FAILS, traits(LEAKY), |spec| {
    change(spec).await?;
    spec.run(get_account_balance(AccountId::from_num(999_999_999))).await.map(drop)
});
case!(PANICS, traits(LEAKY), |spec| {
    change(spec).await?;
    panic!("as it should")
});
case!(HANGS, traits(LEAKY), |spec| {
    change(spec).await?;
    future::pending::<SpecResult>().await
});
case!(
    IS_HALF_SET_UP,
    traits(Leaky {
        throttles: Some("no-such-throttles"),
        ..Leaky::new(&[ContextRequirement::PropertyOverrides, ContextRequirement::ThrottleOverrides])
    }),
    |_spec| Err(SpecError::new("it never begins"))
);

case!(FINDS_NOTHING_CHANGED, Traits::PLAIN, |spec| {
    spec.run(get_file_contents("APP_PROPERTIES").has_no_setting(CEILING)).await?;
    spec.run(crypto_create("anyone").max_automatic_token_associations(2)).await.map(drop)
});

/// Two seconds for each test.
const FACTOR: f64 = 2.0 / 60.0;

#[track_caller]
fn is_put_back_after(case: &'static TestCase, expected: &Verdict) {
    let selected = vec![case, &FINDS_NOTHING_CHANGED];
    let session = Session::new(
        Arc::new(networks::start_default),
        Terms { selected, factor: FACTOR, ..Terms::default() },
    );
    let executor = Executor::new(session, FACTOR, true, false);
    let ending = executor.run_spec(case, 0, &|| {});
    assert_eq!(ending.verdict, *expected, "{}", ending.output);
    let after = executor.run_spec(&FINDS_NOTHING_CHANGED, 0, &|| {});
    assert_eq!(after.verdict, Verdict::Passed, "{}", after.output);
}

#[test]
fn after_a_pass() {
    is_put_back_after(&PASSES, &Verdict::Passed);
}

#[test]
fn after_a_failure() {
    is_put_back_after(&FAILS, &Verdict::Failed);
}

#[test]
fn after_a_panic() {
    is_put_back_after(&PANICS, &Verdict::Failed);
}

#[test]
fn after_running_out_of_time() {
    is_put_back_after(&HANGS, &Verdict::Failed);
}

#[test]
fn after_a_set_up_that_fails_halfway() {
    is_put_back_after(&IS_HALF_SET_UP, &Verdict::Failed);
}
