//! Flags that libtest does not have. Each has a twin in the environment, `HAPI_` and its name in capitals: what stands
//! after `cargo test --` reaches unit-test binaries too, which would reject it.

use super::{Flag, Given, optional, switch, valued, values};
use crate::harness::{
    options::{Draft, Repeat, UsageError},
    partition::Partition,
};

pub(super) static FLAGS: &[Flag] = &[
    Flag {
        env: &["HAPI_NETWORK"],
        ..valued(
            "network",
            "NETWORK",
            "The network that the tests run against: embedded (default), repeatable, subprocess, simulated or \
             remote:FILE, as far as this version has them",
            |d, given| values::network(given).map(|network| d.options.network = network),
        )
    },
    Flag {
        env: &["HAPI_NODES"],
        ..valued("nodes", "N", "How many processes a subprocess network has (default: 4)", |d, given| {
            values::nodes(given).map(|nodes| d.options.nodes = Some(nodes))
        })
    },
    Flag {
        env: &["HAPI_CLEAN_GENESIS"],
        ..switch(
            "clean-genesis",
            "Have a subprocess network make keys and genesis anew, and not begin with those that are kept",
            |d| d.options.clean_genesis = true,
        )
    },
    Flag {
        env: &["HAPI_ISOLATION"],
        ..valued(
            "isolation",
            "lock|fork",
            "Leaky tests wait until nobody is in their way (lock, default), or run on forks of an embedded network",
            |d, given| values::isolation(given).map(|isolation| d.options.isolation = isolation),
        )
    },
    Flag {
        env: &["HAPI_SESSION"],
        ..valued(
            "session",
            "auto|private|shared",
            "One session for all processes of a nextest run, and of a cargo test that runs several targets with specs \
             (auto, default), one for each process (private), or one for all processes of any run (shared)",
            |d, given| values::session(given).map(|session| d.options.session = session),
        )
    },
    Flag {
        env: &["HAPI_NEXTEST_CONFIG"],
        ..switch(
            "nextest-config",
            "Print lines for .config/nextest.toml that have leaky tests run alone",
            |d| {
                d.options.nextest_config = true;
            },
        )
    },
    Flag {
        env: &["HAPI_TAG"],
        ..valued(
            "tag",
            "TAG[,TAG]",
            "Run only tests with one of these tags (repeated: one of each list)",
            tag,
        )
    },
    Flag {
        env: &["HAPI_EXTENDED"],
        ..switch("extended", "Run tests marked `extended`, too, which take long", |d| {
            d.options.extended = true;
        })
    },
    Flag {
        env: &["HAPI_SEED"],
        ..valued(
            "seed",
            "N",
            "Draw keys, names and any random order from N; the first line of a shuffled run says its seed",
            |d, given| values::seed(given).map(|seed| d.options.seed = Some(seed)),
        )
    },
    Flag {
        env: &["HAPI_RETRIES"],
        ..valued(
            "retries",
            "N",
            "Try a failed test up to N times more, with fresh keys; one that then passes is flaky",
            |d, given| values::number(given).map(|retries| d.options.retries = retries),
        )
    },
    Flag {
        env: &["HAPI_FAIL_ON_FLAKY"],
        ..switch("fail-on-flaky", "A run in which a test was flaky has failed", |d| {
            d.options.fail_on_flaky = true;
        })
    },
    Flag {
        env: &["HAPI_LOOP"],
        ..switch("loop", "Run the tests again and again, with other keys, until one fails", |d| {
            d.options.repeat = Repeat::UntilFailure;
        })
    },
    Flag {
        env: &["HAPI_LOOP_COUNT"],
        ..valued("loop-count", "N", "The same, at most N times", |d, given| {
            values::count(given).map(|times| d.options.repeat = Repeat::Times(times))
        })
    },
    Flag {
        env: &["HAPI_PARTITION"],
        ..valued(
            "partition",
            "slice:M/N|hash:M/N",
            "Run only the M-th of N parts: every N-th test, or those that a hash of their name puts there",
            |d, given| Partition::parse(given).and_then(|part| d.partition(part)),
        )
    },
    Flag {
        env: &["HAPI_JOB"],
        ..valued(
            "job",
            "I/N",
            "Run only the I-th of N parts, which take as long as each other by the times in --from-record",
            |d, given| Partition::parse_job(given).and_then(|part| d.partition(part)),
        )
    },
    Flag {
        env: &["HAPI_FROM_RECORD"],
        ..valued(
            "from-record",
            "FILE",
            "Take the times of earlier runs from FILE instead of those kept below `target`. The variable names one file \
             for each target, as those below do: FILE with `-PACKAGE-TARGET` before its extension",
            |d, given| values::file(given).map(|file| d.options.from_record = Some(file)),
        )
    },
    Flag {
        env: &["HAPI_RECORD"],
        ..valued(
            "record",
            "FILE",
            "Write the times of this run to FILE (by the variable not in a run of single tests by name)",
            |d, given| values::file(given).map(|file| d.options.record = Some(file)),
        )
    },
    Flag {
        env: &["HAPI_JUNIT"],
        ..valued(
            "junit",
            "FILE",
            "Write the results to FILE as JUnit XML (by the variable not in a run of single tests by name)",
            |d, given| values::file(given).map(|file| d.options.junit = Some(file)),
        )
    },
    Flag {
        env: &["HAPI_REPORT"],
        ..valued(
            "report",
            "DIR",
            "Write a page about the run to DIR/index.html, and its data to DIR/run.json. The variable, which all targets \
             see, gives each target a directory of its own in DIR, and none to a run of single tests by name (--exact, \
             nextest)",
            |d, given| values::report(given).map(|report| d.options.report = Some(report)),
        )
    },
    Flag {
        env: &["HAPI_COVERAGE"],
        ..switch(
            "coverage",
            "Print which functions of HAPI the tests called, and which response codes they met",
            |d| {
                d.options.coverage = true;
            },
        )
    },
    Flag {
        env: &["HAPI_COVERAGE_FILE"],
        ..valued(
            "coverage-file",
            "FILE",
            "Write the same to FILE as JSON; processes that share a session (nextest, several targets) write one file \
             together. Targets with libtest's own harness do not count",
            |d, given| values::path(given).map(|path| d.options.coverage_file = Some(path)),
        )
    },
    Flag {
        env: &["HAPI_COVERAGE_FAIL_UNDER"],
        ..valued(
            "coverage-fail-under",
            "PERCENT",
            "A run that called fewer of the functions of HAPI has failed (not with a process for each test)",
            |d, given| values::percent(given).map(|least| d.options.coverage_fail_under = Some(least)),
        )
    },
    Flag {
        env: &["HAPI_LINT"],
        ..optional(
            "lint",
            "deny",
            "Run nothing, and hold the specs against the checklist for their style; with `deny`, what it finds is an \
             error",
            |d, given| values::severity(given).map(|severity| d.options.lint = Some(severity)),
        )
    },
    Flag {
        env: &["HAPI_RESUME"],
        ..switch(
            "resume",
            "Leave out tests that passed when they last ran on this network, as a file below `target` remembers (not in a \
             run of single tests by name)",
            |d| d.options.resume = true,
        )
    },
    Flag {
        env: &["HAPI_KEEP_EVIDENCE"],
        ..switch(
            "keep-evidence",
            "Keep the report of each test that fails, its operations and the ledger as the test left it, below `target`; \
             the report says where",
            |d| d.options.keep_evidence = true,
        )
    },
    Flag {
        env: &["HAPI_SLOW"],
        ..valued(
            "slow",
            "SECONDS",
            "Say so when a test has been running for so long; 0 never (default: half of its time limit)",
            |d, given| values::seconds(given).map(|slow| d.options.slow = Some(slow)),
        )
    },
    Flag {
        env: &["HAPI_RUN_TIMEOUT"],
        ..valued(
            "run-timeout",
            "SECONDS",
            "Stop everything after so long, as a signal would, and say what was running; 0 never (default)",
            |d, given| {
                let limit = values::seconds(given)?;
                d.options.run_timeout = Some(limit).filter(|limit| !limit.is_zero());
                Ok(())
            },
        )
    },
    Flag {
        env: &["HAPI_TIMEOUT_FACTOR"],
        ..valued(
            "timeout-factor",
            "X",
            "Multiply the time limit of a test, 60 s, by X; 0 lifts it",
            |d, given| values::factor(given).map(|factor| d.options.timeout_factor = factor),
        )
    },
];

/// Lists given by flags add up, and together replace the environment's.
fn tag(draft: &mut Draft, given: Given<'_>) -> Result<(), UsageError> {
    let tags = values::tags(given)?;
    if given.source.starts_with("--") && !draft.tags_from_flags {
        draft.options.tags.clear();
        draft.tags_from_flags = true;
    }
    draft.options.tags.push(tags);
    Ok(())
}
