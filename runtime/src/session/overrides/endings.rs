//! However a test ends, what it changed is put back.

use std::{
    future,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use hapi_proto::services::AccountId;

use super::{remembered::restoring_spec, *};
use crate::{
    harness::{Ending, Execute as _, Interrupt, Signal, Test, Verdict},
    networks,
    ops::*,
    registry::GENESIS,
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
// The throttles are there when the fees are looked for, which are not.
case!(
    IS_HALF_SET_UP,
    traits(Leaky {
        throttles: Some("extreme-limits"),
        fees: Some("no-such-fees"),
        ..Leaky::new(&[ContextRequirement::ThrottleOverrides, ContextRequirement::FeeScheduleOverrides])
    }),
    |_spec| Err(SpecError::new("it never begins"))
);

static STUCK: Gate = Gate::new();
static UNSTUCK: Gate = Gate::new();
case!(BLOCKS_ITS_THREAD, traits(LEAKY), |spec| {
    change(spec).await?;
    STUCK.open();
    UNSTUCK.wait();
    Ok(())
});

static WAITING: Gate = Gate::new();
case!(WAITS_FOR_A_SIGNAL, traits(LEAKY), |spec| {
    change(spec).await?;
    WAITING.open();
    future::pending::<SpecResult>().await
});

// Whoever restores signs with the key that the treasury had.
case!(
    LOCKS_EVERYBODY_OUT,
    traits(Leaky::new(&[ContextRequirement::PropertyOverrides, ContextRequirement::SystemAccountKeys])),
    |spec| {
        change(spec).await?;
        spec.run_all((new_key_named("nobody's"), crypto_update(GENESIS).key("nobody's").paying_with(GENESIS)))
            .await
    }
);

case!(FINDS_NOTHING_CHANGED, Traits::PLAIN, |spec| {
    spec.run(get_file_contents("APP_PROPERTIES").has_no_setting(CEILING)).await?;
    spec.run(crypto_create("anyone").max_automatic_token_associations(2)).await.map(drop)
});

/// Opens once; whoever waits in vain fails instead of hanging.
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    const fn new() -> Self {
        Self { is_open: Mutex::new(false), opened: Condvar::new() }
    }

    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    #[track_caller]
    fn wait(&self) {
        let (shut, limit) = (self.is_open.lock().unwrap(), Duration::from_secs(30));
        let (_open, waited) = self.opened.wait_timeout_while(shut, limit, |is_open| !*is_open).unwrap();
        assert!(!waited.timed_out(), "nobody opened it");
    }
}

/// Two seconds for each test.
const FACTOR: f64 = 2.0 / 60.0;

fn executor(case: &'static TestCase, factor: f64) -> Executor {
    let selected = vec![case, &FINDS_NOTHING_CHANGED];
    let terms = Terms { selected, factor, ..Terms::default() };
    Executor::new(Session::new(Arc::new(networks::start_default), terms), factor, true, false)
}

/// What all system files of the session's network hold.
fn files(executor: &Executor) -> Remembered {
    let session = executor.session();
    let read = async {
        let (target, setup) = (session.target().await.unwrap(), session.setup().unwrap());
        let spec = restoring_spec(&target, &setup, "nobody").unwrap();
        Remembered::of(&spec, SystemFile::ALL.into_iter()).await.unwrap()
    };
    session.block_on(read).unwrap()
}

#[track_caller]
fn is_put_back_after(case: &'static TestCase, expected: &Verdict) -> Ending {
    let executor = executor(case, FACTOR);
    let before = files(&executor);
    let ending = executor.run_spec(case, 0, &|| {});
    assert_eq!(ending.verdict, *expected, "{}", ending.output);
    assert_eq!(files(&executor), before);
    let after = executor.run_spec(&FINDS_NOTHING_CHANGED, 0, &|| {});
    assert_eq!(after.verdict, Verdict::Passed, "{}", after.output);
    assert!(executor.close().is_empty());
    ending
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
    let ending = is_put_back_after(&IS_HALF_SET_UP, &Verdict::Failed);
    let begun = ["overriding_throttles(extreme-limits)", "no-such-fees"];
    assert!(begun.iter().all(|part| ending.output.contains(part)), "{}", ending.output);
}

#[test]
fn after_a_test_that_never_gave_its_thread_back() {
    let executor = executor(&BLOCKS_ITS_THREAD, 1.0);
    let before = files(&executor);
    thread::scope(|scope| {
        let test = scope.spawn(|| executor.run_spec(&BLOCKS_ITS_THREAD, 0, &|| {}));
        STUCK.wait();
        assert_ne!(files(&executor), before, "it holds the change");
        executor.abandon(&Test::spec(&BLOCKS_ITS_THREAD));
        assert_eq!(files(&executor), before);
        UNSTUCK.open();
        assert_eq!(test.join().unwrap().verdict, Verdict::Passed, "it went on after all");
    });
    assert_eq!(files(&executor), before);
    assert!(executor.close().is_empty());
}

#[test]
fn after_a_signal() {
    let interrupt = Interrupt::new();
    let executor = executor(&WAITS_FOR_A_SIGNAL, 1.0).interrupted_by(Arc::clone(&interrupt));
    let before = files(&executor);
    thread::scope(|scope| {
        let test = scope.spawn(|| executor.run_spec(&WAITS_FOR_A_SIGNAL, 0, &|| {}));
        WAITING.wait();
        assert_ne!(files(&executor), before, "it holds the change");
        interrupt.raise(Signal::Terminate);
        assert_eq!(test.join().unwrap().verdict, Verdict::Interrupted);
    });
    assert_eq!(files(&executor), before);
    assert!(executor.close().is_empty());
}

#[test]
fn what_cannot_be_put_back_fails_the_session_and_names_the_test() {
    let executor = executor(&LOCKS_EVERYBODY_OUT, FACTOR);
    let ending = executor.run_spec(&LOCKS_EVERYBODY_OUT, 0, &|| {});
    assert_eq!(ending.verdict, Verdict::Passed, "{}", ending.output);
    let problems = executor.close();
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    let told = "what `LOCKS_EVERYBODY_OUT` changed could not be restored";
    assert!(problem.starts_with(told) && problem.contains("0.0.121"), "{problem}");
}
