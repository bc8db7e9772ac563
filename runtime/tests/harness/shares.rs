//! Parts of the tests, and the times that balance them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use super::{
    fixture::TARGET,
    process::{run, run_with},
};

fn listed(args: &[&str]) -> Vec<String> {
    let args: Vec<&str> = ["--list", "--format=terse"].iter().chain(args).copied().collect();
    run(&args).stdout.lines().map(str::to_owned).collect()
}

/// A file that is gone when this is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("hapi-test-shares-{}-{name}", process::id())))
    }

    fn holding(name: &str, text: &str) -> Self {
        let scratch = Self::new(name);
        fs::write(&scratch.0, text).expect("the temporary directory can be written");
        scratch
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a path of text")
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).expect("it was written")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn the_parts_of_a_partition_are_all_tests_once() {
    for way in ["--partition=slice:", "--partition=hash:", "--job="] {
        let mut parts: Vec<String> = (1..=3).flat_map(|part| listed(&[&format!("{way}{part}/3")])).collect();
        parts.sort();
        assert_eq!(parts, listed(&[]), "{way}");
    }
    let twin = run_with(&[("HAPI_PARTITION", "slice:1/3")], &["--list", "--format=terse"]).stdout;
    assert_eq!(twin.lines().collect::<Vec<_>>(), listed(&["--partition=slice:1/3"]));
    let other =
        run_with(&[("HAPI_PARTITION", "slice:1/3")], &["--list", "--format=terse", "--job=1/1"]).stdout;
    assert_eq!(other.lines().count(), listed(&[]).len(), "a flag wins over the environment");
}

#[test]
fn a_part_with_nothing_in_it_says_so() {
    let ran = run(&["m::", "--job=6/6"]);
    assert!(ran.stderr.contains("hapi-test: there is nothing to run in job 6/6\n"), "{}", ran.stderr);
    assert_eq!((ran.status, ran.networks()), (Some(0), 0));
    assert_eq!(run(&["m::", "--job=4/6"]).networks(), 1);
}

#[test]
fn jobs_are_balanced_by_a_record() {
    let micros =
        "\"m::fails\": 9000000, \"m::panics\": 3000000, \"m::passes\": 3000000, \"m::passes_async\": 2999999";
    let record = Scratch::holding("record.json", &format!("{{\"version\": 1, \"micros\": {{{micros}}}}}"));
    let job = |job: &str| listed(&["m::", "--skip=m::ignored", "--from-record", record.path(), "--job", job]);
    assert_eq!(job("1/2"), ["m::fails: test"]);
    assert_eq!(job("2/2"), ["m::panics: test", "m::passes: test", "m::passes_async: test"]);
}

#[test]
fn a_record_that_cannot_be_read_is_told() {
    let ran = run(&["--from-record=/dev/null/times.json", "m::passes"]);
    assert!(
        ran.stderr.starts_with("error: cannot read the times in /dev/null/times.json: "),
        "{}",
        ran.stderr
    );
    let record = Scratch::holding("bad.json", "{}");
    let ran = run(&["--from-record", record.path(), "m::passes"]);
    assert!(ran.stderr.contains("does not hold the times of tests: "), "{}", ran.stderr);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(101), ""));
}

#[test]
fn a_record_holds_the_times_of_tests_that_passed() {
    let record = Scratch::new("times.json");
    assert_eq!(run(&["m::", "--record", record.path()]).status, Some(101));
    let text = record.text();
    assert!(text.contains("\"m::passes\": ") && text.contains("\"m::passes_async\": "), "{text}");
    assert!(!text.contains("m::fails") && !text.contains("m::ignored"), "{text}");
    assert_eq!(run(&["--from-record", record.path(), "m::passes", "--job=1/1"]).status, Some(0));
    let ran = run(&["m::passes", "--record=/dev/null/times.json"]);
    assert!(ran.stderr.contains("cannot write the times to /dev/null/times.json: "), "{}", ran.stderr);
    assert_eq!(ran.status, Some(101));
}

/// All targets of a `cargo test` see the same variables, and each process of nextest does.
#[test]
fn files_named_by_variables_are_the_targets_own() {
    let (given, own) = (Scratch::new("all.json"), Scratch::new("all-runtime-own.json"));
    let variables = [(TARGET, "own"), ("HAPI_RECORD", given.path())];
    run_with(&variables, &["--exact", "m::passes"]);
    run_with(&[variables[0], variables[1], ("NEXTEST_EXECUTION_MODE", "process-per-test")], &["m::passes"]);
    assert!(!own.0.exists(), "a single test is not all");
    assert_eq!(run_with(&variables, &["m::passes"]).status, Some(0));
    assert!(own.text().contains("\"m::passes\": ") && !given.0.exists());
    let again = [(TARGET, "own"), ("HAPI_FROM_RECORD", given.path())];
    assert_eq!(run_with(&again, &["m::passes", "--job=1/1"]).status, Some(0));
    drop(kept("own"));
}

/// nextest lists the tests of a part, lists the ignored ones of it, and then runs each by its name.
#[test]
fn parts_are_those_of_lists_also_where_each_test_is_run_alone() {
    let part = |args: &[&str]| {
        run_with(&[("HAPI_PARTITION", "slice:2/3"), ("NEXTEST_EXECUTION_MODE", "process-per-test")], args)
    };
    let listed = part(&["--list", "--format=terse"]).stdout;
    let ignored = part(&["--list", "--format=terse", "--ignored"]).stdout;
    assert!(
        ignored.lines().count() > 1 && ignored.lines().all(|line| listed.contains(line)),
        "{ignored}\n{listed}"
    );
    assert!(part(&["--exact", "m::fails", "--nocapture"]).stdout.contains("test m::fails ... FAILED"));
    assert!(part(&["--exact", "m::panics", "--nocapture"]).stdout.contains("test m::panics ... FAILED"));
    assert!(part(&["--exact", "m::passes", "--nocapture"]).stdout.contains("test m::passes ... ok"));
}

/// Where the times of a target called `name` are kept: below the directory in which this program was built.
fn kept(name: &str) -> Scratch {
    let program = env::current_exe().expect("a test knows its own path");
    let marked = |directory: &&Path| directory.join(".rustc_info.json").is_file();
    let build = program.ancestors().find(marked).expect("cargo keeps a file there");
    Scratch(build.join(format!("hapi-test/durations-runtime-{name}.json")))
}

#[test]
fn times_are_kept_below_target_and_forgotten_with_their_tests() {
    let kept = kept("kept");
    let run = |args: &[&str]| run_with(&[(TARGET, "kept")], args);
    fs::create_dir_all(kept.0.parent().expect("a directory")).expect("it can be made");
    fs::write(&kept.0, "{\"version\": 1, \"micros\": {\"gone::test\": 1, \"m::fails\": 7}}")
        .expect("it can be written");
    assert_eq!(run(&["m::passes"]).status, Some(0));
    let text = kept.text();
    assert!(text.contains("\"m::fails\": 7"), "{text}");
    assert!(!text.contains("gone::test"), "{text}");

    // A single test, and one in a process of its own, leave it alone.
    fs::remove_file(&kept.0).expect("it is there");
    run(&["--exact", "m::passes"]);
    run_with(&[(TARGET, "kept"), ("NEXTEST_EXECUTION_MODE", "process-per-test")], &["m::passes"]);
    run(&["--list"]);
    assert!(!kept.0.exists());
}

#[test]
fn times_that_were_spoilt_are_made_anew() {
    let kept = kept("spoilt");
    fs::create_dir_all(kept.0.parent().expect("a directory")).expect("it can be made");
    fs::write(&kept.0, "no json").expect("it can be written");
    assert_eq!(run_with(&[(TARGET, "spoilt")], &["m::passes"]).status, Some(0));
    assert!(kept.text().contains("\"version\": 1"), "{}", kept.text());
}

#[test]
fn parts_that_mean_nothing_are_told() {
    for (args, message) in [
        (
            &["--partition=count:1/2"][..],
            "argument for --partition must be slice:M/N or hash:M/N with 1 <= M <= N (was count:1/2)",
        ),
        (&["--job=3/2"], "argument for --job must be I/N with 1 <= I <= N (was 3/2)"),
        (&["--job=1/2", "--partition=hash:1/2"], "the options --partition and --job are mutually exclusive"),
        (&["--partion=hash:1/2"], "Unrecognized option: 'partion'; did you mean `--partition`?"),
    ] {
        assert_eq!(run(args).stderr, format!("error: {message}\n"));
    }
}
