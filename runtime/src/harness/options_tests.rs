use super::*;

fn parsed_in(env: &[(&str, &str)], args: &[&str]) -> Result<Request, UsageError> {
    parse(args.iter().map(ToString::to_string), &|name| {
        env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

fn options_in(env: &[(&str, &str)], args: &[&str]) -> Options {
    match parsed_in(env, args) {
        Ok(Request::Tests(options)) => *options,
        other => panic!("{args:?} parsed to {other:?}"),
    }
}

fn options(args: &[&str]) -> Options {
    options_in(&[], args)
}

fn error(args: &[&str]) -> String {
    parsed_in(&[], args).expect_err("these arguments mean nothing").to_string()
}

#[test]
fn nothing_asks_for_everything() {
    let options = options(&[]);
    assert!(options.filters.is_empty() && options.skip.is_empty() && options.tags.is_empty());
    assert_eq!(
        (options.ignored, options.format, options.color),
        (Ignored::Skip, Format::Pretty, Color::Auto)
    );
    assert_eq!((options.order, options.threads), (Order::Alphabetical, None));
    assert!(options.capture && !options.exact && !options.list && !options.fail_fast);
    assert!((options.timeout_factor - 1.0).abs() < f64::EPSILON);
}

#[test]
fn filters_and_flags_mix_in_any_order() {
    let options = options(&["a::b", "--exact", "c", "--skip", "d", "--skip=e", "--", "--list"]);
    assert_eq!(options.filters, ["a::b", "c", "--list"]);
    assert_eq!(options.skip, ["d", "e"]);
    assert!(options.exact && !options.list);
}

#[test]
fn what_nextest_passes_is_understood() {
    assert!(options(&["--list", "--format", "terse"]).list);
    assert_eq!(options(&["--list", "--format", "terse", "--ignored"]).ignored, Ignored::Only);
    let run = options(&["a::b", "--nocapture", "--exact"]);
    assert!(run.exact && !run.capture && run.filters == ["a::b"]);
}

#[test]
fn what_editors_pass_is_understood() {
    let options =
        options(&["-Z", "unstable-options", "-Zunstable-options", "--show-output", "--report-time"]);
    assert!(options.show_output && options.report_time);
}

#[test]
fn values_come_glued_or_apart() {
    assert_eq!(options(&["--test-threads", "4"]).threads, NonZeroUsize::new(4));
    assert_eq!(options(&["--test-threads=4"]).threads, NonZeroUsize::new(4));
    assert_eq!(options(&["--color=always"]).color, Color::Always);
    assert_eq!(options(&["-q"]).format, Format::Terse);
}

#[test]
fn mistakes_are_named_as_libtest_names_them() {
    assert_eq!(error(&["--bogus"]), "Unrecognized option: 'bogus'");
    assert_eq!(error(&["--exat"]), "Unrecognized option: 'exat'; did you mean `--exact`?");
    assert_eq!(error(&["--skip"]), "Argument to option 'skip' missing");
    assert_eq!(error(&["--exact=x"]), "Option 'exact' does not take an argument");
    assert_eq!(error(&["--test-threads=0"]), "argument for --test-threads must not be 0");
    assert_eq!(
        error(&["--test-threads=x"]),
        "argument for --test-threads must be a number > 0 (error: invalid digit found in string)"
    );
    assert_eq!(
        error(&["--format=foo"]),
        "argument for --format must be pretty, terse, json or junit (was foo)"
    );
    assert_eq!(
        error(&["--ignored", "--include-ignored"]),
        "the options --include-ignored and --ignored are mutually exclusive"
    );
    assert_eq!(error(&["-x"]), "Unrecognized option: 'x'");
}

#[test]
fn networks_that_do_not_exist_yet_say_so() {
    assert_eq!(options(&["--network", "embedded"]), options(&[]));
    let built = "use `embedded`, `repeatable` or `subprocess`";
    let message = "argument for --network: the network `remote:net.toml` is not built in this version; ";
    assert_eq!(error(&["--network=remote:net.toml"]), format!("{message}{built}"));
    assert_eq!(
        error(&["--network=embeded"]),
        "argument for --network: there is no network `embeded`; did you mean `embedded`?"
    );
    let from_env = parsed_in(&[("HAPI_NETWORK", "simulated")], &[]).expect_err("not built").to_string();
    let message = "argument for HAPI_NETWORK: the network `simulated` is not built in this version; ";
    assert_eq!(from_env, format!("{message}{built}"));
}

#[test]
fn a_network_of_processes_has_as_many_nodes_as_asked_for() {
    let network = |env: &[(&str, &str)], args: &[&str]| options_in(env, args).network.to_string();
    assert_eq!(network(&[("HAPI_NETWORK", "subprocess")], &[]), "subprocess");
    assert_eq!(network(&[("HAPI_NODES", "7")], &["--network", "subprocess"]), "subprocess:7");
    assert_eq!(network(&[("HAPI_NODES", "7")], &["--network", "subprocess", "--nodes=3"]), "subprocess:3");
    assert_eq!(network(&[], &["--network=subprocess:7", "--clean-genesis"]), "subprocess:7:clean");
    assert_eq!(
        error(&["--network=subprocess", "--nodes=0"]),
        "argument for --nodes must be a number of nodes, 1 to 32 (was 0)"
    );
    assert_eq!(
        error(&["--nodes=4"]),
        "the network `embedded` is not made of processes: use --nodes with --network subprocess"
    );
}

#[test]
fn the_environment_sets_what_flags_do_not() {
    let env = [
        ("RUST_TEST_THREADS", "3"),
        ("RUST_TEST_NOCAPTURE", "1"),
        ("RUST_TEST_SHUFFLE_SEED", "9"),
        ("HAPI_TIMEOUT_FACTOR", "2.5"),
        ("HAPI_TAG", "slow,token"),
        ("CARGO_TERM_COLOR", "always"),
    ];
    let from_env = options_in(&env, &[]);
    assert_eq!(from_env.threads, NonZeroUsize::new(3));
    assert_eq!((from_env.capture, from_env.order), (false, Order::Shuffled(Some(9))));
    assert_eq!(from_env.tags, [["slow", "token"]]);
    assert!((from_env.timeout_factor - 2.5).abs() < f64::EPSILON);
    assert_eq!(from_env.color, Color::Always);

    let both =
        options_in(&env, &["--test-threads=5", "--tag=a", "--tag=b", "--color=never", "--shuffle-seed=1"]);
    assert_eq!(both.threads, NonZeroUsize::new(5));
    assert_eq!(both.tags, [["a"], ["b"]]);
    assert_eq!((both.color, both.order), (Color::Never, Order::Shuffled(Some(1))));
}

#[test]
fn no_color_wins_over_cargo() {
    assert_eq!(options_in(&[("NO_COLOR", "1"), ("CARGO_TERM_COLOR", "always")], &[]).color, Color::Never);
    assert_eq!(options_in(&[("NO_COLOR", "1")], &["--color=always"]).color, Color::Always);
}

#[test]
fn bad_environment_values_name_their_variable() {
    let error = |name, value| parsed_in(&[(name, value)], &[]).expect_err("a bad value").to_string();
    assert_eq!(error("RUST_TEST_THREADS", "0"), "RUST_TEST_THREADS is `0`, should be a positive integer");
    assert!(error("HAPI_TIMEOUT_FACTOR", "-1").contains("HAPI_TIMEOUT_FACTOR"));
    assert!(error("HAPI_TAG", ",").contains("HAPI_TAG"));
}

#[test]
fn shuffle_keeps_a_given_seed() {
    assert_eq!(options(&["--shuffle"]).order, Order::Shuffled(None));
    assert_eq!(options(&["--shuffle-seed=7", "--shuffle"]).order, Order::Shuffled(Some(7)));
    assert_eq!(options_in(&[("RUST_TEST_SHUFFLE", "0")], &[]).order, Order::Alphabetical);
}

#[test]
fn benchmarks_alone_are_wanted_only_without_tests() {
    assert!(options(&["--bench"]).bench_only);
    assert!(!options(&["--bench", "--test"]).bench_only);
}

#[test]
fn help_wins() {
    assert_eq!(parsed_in(&[], &["--list", "-h"]), Ok(Request::Help));
}

#[test]
fn isolation_is_a_choice_of_two() {
    assert_eq!(options(&["--isolation", "fork"]).isolation, Isolation::Fork);
    assert_eq!(options(&[]).isolation, Isolation::Lock);
    assert_eq!(error(&["--isolation=spoon"]), "argument for --isolation must be lock or fork (was spoon)");
    let apart = "a network that processes share cannot be forked: use --isolation lock, or --session private";
    assert_eq!(error(&["--isolation=fork", "--session=shared"]), apart);
}

#[test]
fn a_time_limit_is_libtests() {
    let limit = |env: &[(&str, &str)], args: &[&str]| options_in(env, args).ensure_time;
    assert_eq!(limit(&[], &[]), None);
    assert_eq!(limit(&[], &["--ensure-time"]), Some(Duration::from_secs(1)));
    assert_eq!(
        limit(&[("RUST_TEST_TIME_INTEGRATION", "5,70")], &["--ensure-time"]),
        Some(Duration::from_millis(70))
    );
    assert_eq!(limit(&[("RUST_TEST_TIME_INTEGRATION", "nonsense")], &[]), None, "nobody asked");
    assert!(options(&["--ensure-time"]).report_time);
    for wrong in ["70", "70,5", "a,b"] {
        let parsed = parsed_in(&[("RUST_TEST_TIME_INTEGRATION", wrong)], &["--ensure-time"]);
        assert!(matches!(parsed, Err(UsageError::BadValue(_))), "{wrong}");
    }
}

#[test]
fn what_is_kept_is_asked_for_by_flags_and_twins() {
    let kept = options(&["--keep-evidence", "--resume", "--logfile", "out.log"]);
    assert!(kept.keep_evidence && kept.resume && kept.logfile.as_deref() == Some("out.log".as_ref()));
    let kept = options_in(&[("HAPI_KEEP_EVIDENCE", "1"), ("HAPI_RESUME", "true")], &[]);
    assert!(kept.keep_evidence && kept.resume);
    assert_eq!(error(&["--logfile="]), "argument for --logfile must be a file (was )");
}
