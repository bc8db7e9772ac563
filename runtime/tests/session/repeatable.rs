//! A repeatable network does the same in every run.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use hapi_test_runtime::{
    ops::{crypto_create, get_txn_record, sleep_for_seconds, view_singleton},
    test_case::{Need, RepeatableReason, Traits},
};

/// The variable that names the file for the state that a run ends with: all entities, and all records that are kept.
pub(crate) const DIGEST: &str = "SESSION_TEST_DIGEST";

const TIME: Traits = Traits {
    attribute: "repeatable_test",
    needs: &[Need::Repeatable(RepeatableReason::NeedsVirtualTimeForFastExecution)],
    ..Traits::PLAIN
};

test!("a_year_passes_at_once", TIME, async |spec| {
    let before = spec.consensus_time();
    spec.run(sleep_for_seconds(365 * 86_400)).await?;
    assert!(spec.consensus_time() >= before.plus_seconds(365 * 86_400));
    spec.run(crypto_create("late").via("created")).await?;
    spec.run(get_txn_record("created")).await?;
});

const STILL: Traits = Traits {
    attribute: "repeatable_test",
    needs: &[
        Need::Repeatable(RepeatableReason::NeedsLastAssignedConsensusTime),
        Need::Repeatable(RepeatableReason::NeedsStateAccess),
    ],
    ..Traits::PLAIN
};

test!("time_stands_still_between_transactions", STILL, async |spec| {
    spec.run(crypto_create("alice")).await?;
    let now = spec.consensus_time();
    spec.run(view_singleton(move |network| assert_eq!(network.last_consensus_time, now))).await?;
    assert_eq!(spec.consensus_time(), now);
});

/// Not a spec: it runs all of them, twice.
pub(crate) fn the_same_run_leaves_the_same_bytes() {
    if env::var_os(DIGEST).is_some() {
        return;
    }
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let [first, second] = ["first", "second"].map(|name| run(&dir.join(format!("session-digest-{name}"))));
    assert!(first.len() > 1000, "it is a state");
    assert!(first == second, "two runs of the same tests left different states");
}

fn run(path: &Path) -> Vec<u8> {
    let program = env::current_exe().expect("a test knows its own path");
    let ran =
        Command::new(program).args(["--network=repeatable", "--isolation=lock"]).env(DIGEST, path).output();
    let ran = ran.expect("this program starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    let state = fs::read(path).expect("the last test wrote it");
    fs::remove_file(path).expect("it is ours");
    state
}
