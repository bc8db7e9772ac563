//! What a failure says: specs that fail on purpose, each with one that runs it and reads its report.
//!
//! The failing ones are ignored; `cargo test --test specs -- --ignored report` shows their reports.

// lint: allow(closures): each closure reads one report, from end to end

use std::{env, process::Command};

use hapi_test::prelude::*;

/// The exit code of test programs of which a test failed.
const FAILED: i32 = 101;
/// Any seed that is not the default.
const SEED: &str = "4242";

/// Nobody gives more than they have
#[hapi_test]
#[ignore = "fails on purpose: the self-test of the failure report runs it"]
fn a_transaction_fails(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_account_balance(&alice).has_hbar(1.hbar()),
        crypto_transfer(send(5.hbar()).from(&alice).to(&bob)).memo("too generous").via("gift"),
        get_account_balance(&bob).has_hbar(15.hbar()),
    ]
}

/// The failure of a transaction is told in full: what led there, the line to blame, the codes, the transaction itself,
/// all names, and how to see it again
#[hapi_test]
fn a_failed_transaction_is_reported_in_full() -> impl IntoSpec {
    verify(|| {
        let report = Report::of("a_transaction_fails")?;
        report.says(&[
            "Nobody gives more than they have",
            "error: crypto_transfer(5 ℏ from alice to bob): the status",
        ]);
        report.blames("crypto_transfer(send(5.hbar())");
        report.says(&["- expected: SUCCESS", "+ actual:   INSUFFICIENT_ACCOUNT_BALANCE"]);
        report.says(&[
            "trace:",
            "✓ crypto_create(alice)",
            "✓ crypto_create(bob)",
            "✓ get_account_balance(alice)",
            "✗ crypto_transfer(5 ℏ from alice to bob)",
            "FAILED",
            "INSUFFICIENT_ACCOUNT_BALANCE",
            "get_account_balance(bob)  (not run)",
        ]);
        report.says(&["transaction:", "too generous", "-500000000", "500000000"]);
        report.says(&["names:", "alice = account 0.0.", "bob = account 0.0.", "gift = transaction 0.0."]);
        report.tells_how_to_see_it_again("a_transaction_fails");
        Ok(())
    })
}

/// An account is what it was created as
#[hapi_test]
#[ignore = "fails on purpose: the self-test of the failure report runs it"]
fn an_expectation_fails(
    #[account_spec(balance = 3.hbar(), memo = "alice")] alice: SpecAccount,
) -> impl IntoSpec {
    get_account_info(&alice).has(account_with().memo("bob").balance(4.hbar()).deleted(false))
}

/// An answer that is not as expected is compared field by field, and shown
#[hapi_test]
fn a_failed_expectation_is_a_diff() -> impl IntoSpec {
    verify(|| {
        let report = Report::of("an_expectation_fails")?;
        report.blames("get_account_info(&alice).has(");
        report.says(&["- memo: bob", "+ memo: alice"]);
        report.says(&["- balance: 400000000", "+ balance: 300000000"]);
        report.says(&["✗ get_account_info(alice)", "300000000"]);
        report.tells_how_to_see_it_again("an_expectation_fails");
        Ok(())
    })
}

/// Ten is not eleven
#[hapi_test]
#[ignore = "fails on purpose: the self-test of the failure report runs it"]
async fn code_panics(spec: &Spec) -> SpecResult {
    let created = spec.run(crypto_create("carol").balance(10.hbar())).await?;
    let balance = spec.run(get_account_balance(&created)).await?.balance;
    assert_eq!(balance, 1_100_000_000, "ten is not eleven");
    Ok(())
}

/// A panic is blamed on its line, and the operations before it are told all the same
#[hapi_test]
fn a_panic_is_reported_in_full() -> impl IntoSpec {
    verify(|| {
        let report = Report::of("code_panics")?;
        report.says(&["error: panicked:", "ten is not eleven", "1000000000", "1100000000"]);
        report.blames("assert_eq!(balance, 1_100_000_000");
        report.says(&["✓ crypto_create(carol)", "carol = account 0.0."]);
        report.tells_how_to_see_it_again("code_panics");
        Ok(())
    })
}

/// What this very program prints about one of the failing tests above.
struct Report(String);

impl Report {
    /// Runs the test in a process of its own, with its own network.
    fn of(test: &str) -> Result<Self, SpecError> {
        let ours = env::vars_os().map(|(name, _)| name).filter(|name| {
            let name = name.to_string_lossy();
            // How this run is to be is no matter of the run inside it.
            name.starts_with("HAPI_") || name.starts_with("NEXTEST") || name.starts_with("RUST_BACKTRACE")
        });
        let mut command = Command::new(env::current_exe()?);
        ours.for_each(|name| {
            command.env_remove(name);
        });
        command.args(["--ignored", "--exact", &full_name(test)]);
        command.env("HAPI_SPEC_SEED", SEED).env("CARGO_PKG_NAME", env!("CARGO_PKG_NAME"));
        let output = command.output()?;
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        if output.status.code() == Some(FAILED) {
            return Ok(Self(printed));
        }
        Err(SpecError::mismatch(printed, format!("exit code {FAILED}"), output.status))
    }

    /// Panics unless the report says these, in this order.
    #[track_caller]
    fn says(&self, parts: &[&str]) {
        let mut rest = self.0.as_str();
        for part in parts {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => panic!("`{part}` is not, or not in its place, in the report\n{}", self.0),
            }
        }
    }

    /// Panics unless the report shows the line of this file that has `code`, with its place and its text.
    #[track_caller]
    fn blames(&self, code: &str) {
        let mut lines = (1..).zip(include_str!("report.rs").lines());
        let (number, text) = lines.find(|(_, line)| line.contains(code)).expect("the line is above");
        self.says(&[&format!("--> {}:{number}", file!()), &format!("{number} | {text}")]);
    }

    /// Panics unless the report ends with what it takes to run the test again.
    #[track_caller]
    fn tells_how_to_see_it_again(&self, test: &str) {
        let target = module_path!().split("::").next().unwrap_or_default();
        self.says(&[
            "network: embedded",
            &format!("seed: {SEED}"),
            &format!(
                "run it again: HAPI_SPEC_SEED={SEED} cargo test -p {} --test {target} -- --exact {} --ignored",
                env!("CARGO_PKG_NAME"),
                full_name(test),
            ),
        ]);
    }
}

/// The name by which test programs know a test of this file.
fn full_name(test: &str) -> String {
    let module = module_path!().split_once("::").map_or("", |(_, module)| module);
    format!("{module}::{test}")
}
