use std::{panic::Location, time::Duration};

use super::*;
use crate::spec::OpDescription;

#[track_caller]
fn step(verb: &'static str, subject: &str, outcome: Outcome, micros: u64) -> Step {
    Step {
        description: OpDescription { verb, subject: subject.into(), place: Location::caller() },
        outcome,
        elapsed: Duration::from_micros(micros),
        notes: Vec::new(),
        children: Vec::new(),
    }
}

fn place(line: u32, column: u32, text: Option<&str>) -> SourcePlace {
    SourcePlace { file: "tests/specs/transfer.rs".into(), line, column, text: text.map(Into::into) }
}

#[test]
fn a_failed_expectation_is_told_from_end_to_begin() {
    let mut failed = step("crypto_transfer", "alice -> bob", Outcome::Failed, 812);
    failed.notes.push("0.0.1001@1700000000.000000007: INSUFFICIENT_ACCOUNT_BALANCE".into());
    let mut parallel = step("in_parallel", "2 operations", Outcome::Passed, 1_900);
    parallel.children.push(step("crypto_create", "bob", Outcome::Passed, 900));
    let report = FailureReport {
        display: "Transfer moves exactly the given amount".into(),
        place: Some(place(10, 1, None)),
        failure: Failure {
            subject: "crypto_transfer(alice -> bob)".into(),
            message: "the status is not the expected one".into(),
            place: Some(place(17, 9, Some("        crypto_transfer(send(10.hbar())),"))),
            comparison: Some(Comparison {
                expected: "SUCCESS".into(),
                actual: "INSUFFICIENT_ACCOUNT_BALANCE".into(),
            }),
            transaction: Some("CryptoTransfer {\n  transfers: [..]\n}".into()),
            backtrace: None,
        },
        trace: Trace {
            steps: vec![parallel, failed, step("get_account_balance", "bob", Outcome::Skipped, 0)],
        },
        names: vec!["alice = account 0.0.1001".into(), "bob = account 0.0.1002".into()],
        log: " INFO my_test: hello\n".into(),
        node_log: vec!["node 0: round 7".into()],
        network: "embedded".into(),
        seed: Some(17),
        limit: None,
        attempt: Some("2 of 3".into()),
        rerun: "cargo test --test specs -- --exact transfer::moves".into(),
    };
    let expected = "\
Transfer moves exactly the given amount
  at tests/specs/transfer.rs:10:1

error: crypto_transfer(alice -> bob): the status is not the expected one
  --> tests/specs/transfer.rs:17:9
   |
17 |         crypto_transfer(send(10.hbar())),
   |         ^

  - expected: SUCCESS
  + actual:   INSUFFICIENT_ACCOUNT_BALANCE

trace:
  ✓ in_parallel(2 operations)  1.9ms
    ✓ crypto_create(bob)  900.0µs
  ✗ crypto_transfer(alice -> bob)  812.0µs  FAILED
      0.0.1001@1700000000.000000007: INSUFFICIENT_ACCOUNT_BALANCE
  · get_account_balance(bob)  (not run)

transaction:
  CryptoTransfer {
    transfers: [..]
  }

names:
  alice = account 0.0.1001
  bob = account 0.0.1002

log:
   INFO my_test: hello

node log:
  node 0: round 7

network: embedded
seed: 17
attempt: 2 of 3
run it again: HAPI_SPEC_SEED=17 cargo test --test specs -- --exact transfer::moves
";
    assert_eq!(report.to_string(), expected);
}

#[test]
fn what_is_not_known_leaves_no_gap() {
    let report = FailureReport {
        failure: Failure { message: "nothing works".into(), ..Failure::default() },
        rerun: "cargo test".into(),
        ..FailureReport::default()
    };
    assert_eq!(report.to_string(), "\nerror: nothing works\n\nrun it again: cargo test\n");
}

#[test]
fn a_panic_points_to_the_stack() {
    let mut report = FailureReport {
        failure: Failure {
            subject: PANICKED.into(),
            message: "no".into(),
            place: Some(place(3, 0, Some("\tpanic!()"))),
            ..Failure::default()
        },
        ..FailureReport::default()
    };
    let text = report.to_string();
    assert!(
        text.contains("error: panicked: no\n --> tests/specs/transfer.rs:3\n  |\n3 | \tpanic!()\n"),
        "{text}"
    );
    assert!(text.contains("RUST_BACKTRACE=1"), "{text}");
    report.failure.backtrace = Some("   0: main\n".into());
    let text = report.to_string();
    assert!(text.contains("\nbacktrace:\n   0: main\n") && !text.contains("RUST_BACKTRACE"), "{text}");
}

#[test]
fn a_limit_says_how_to_raise_it() {
    let report = FailureReport {
        trace: Trace { steps: vec![step("sleep_for", "1 h", Outcome::Running, 60_000_000)] },
        limit: Some(Duration::from_secs(60)),
        ..FailureReport::default()
    };
    let text = report.to_string();
    assert!(text.contains("  … sleep_for(1 h)  (did not end; 60.0s so far)\n"), "{text}");
    assert!(text.contains("a test has 60.0 s; --timeout-factor"), "{text}");
}

#[test]
fn the_caret_keeps_to_tabs() {
    struct Shown(SourcePlace);
    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            excerpt(f, &self.0)
        }
    }
    let text = Shown(place(5, 3, Some("\t\top()"))).to_string();
    assert!(text.ends_with("5 | \t\top()\n  | \t\t^\n"), "{text:?}");
}
