use super::*;
use crate::{
    harness::events::{Counts, Ignore, IgnoredBecause, Outcome},
    spec::Trace,
};

type Run = [(&'static str, Verdict, &'static str)];

fn sample() -> Vec<(&'static str, Verdict, &'static str)> {
    let ignored = |reason| Verdict::Ignored(Ignore::new(IgnoredBecause::Attribute, reason));
    vec![
        ("a_ok", Verdict::Passed, "hello out\n"),
        ("b_fail", Verdict::Failed, "some out\n"),
        ("c_ign", ignored("why not"), ""),
        ("c_ign2", ignored(""), ""),
        ("d_err", Verdict::Failed, "Error: \"bad\"\n"),
        ("m::z", Verdict::Passed, ""),
    ]
}

const PLAIN: Look =
    Look { format: Format::Pretty, color: false, names_first: false, report_time: false, show_output: false };

/// What is printed of a run of these tests, one after the other.
fn printed(run: &Run, look: Look) -> String {
    printed_with(run, look, |_, _| Ok(()))
}

/// The same, with more events after each start.
fn printed_with(
    run: &Run,
    look: Look,
    meanwhile: impl Fn(&mut Printer<&mut Vec<u8>>, &Test) -> io::Result<()>,
) -> String {
    let mut text = Vec::new();
    let mut printer = Printer::new(&mut text, look);
    let tests: Vec<Test> = run.iter().map(|(name, ..)| Test::plain(name, || Ok(()))).collect();
    let started = RunStarted { tests: &tests, filtered_out: 2, shuffle_seed: None, threads: 1 };
    printer.hear(&Event::RunStarted(&started)).expect("memory");
    let mut counts = Counts::default();
    for (test, (_, verdict, output)) in tests.iter().zip(run) {
        printer.hear(&Event::TestStarted(test)).expect("memory");
        meanwhile(&mut printer, test).expect("memory");
        counts.add(verdict);
        let tries = ["the first try failed\n".to_owned()];
        let outcome = Outcome {
            output,
            trace: &Trace::default(),
            lock_wait: Duration::ZERO,
            behind: &[],
            failed_tries: if matches!(verdict, Verdict::Flaky { .. }) { &tries } else { &[] },
        };
        let (began, took) = (Duration::ZERO, Duration::from_millis(1500));
        let end = TestFinished { test, verdict: verdict.clone(), began, took, outcome, worker: 0 };
        printer.hear(&Event::TestFinished(&end)).expect("memory");
    }
    let took = Duration::from_millis(120);
    let end =
        RunFinished { counts, success: counts.failed == 0, took, interrupted: None, problems: Vec::new() };
    printer.hear(&Event::RunFinished(&end)).expect("memory");
    String::from_utf8(text).expect("text")
}

// The expected texts below are what rustc 1.95's own harness prints for the same six tests.
const FAILURES: &str = "
failures:

---- b_fail stdout ----
some out

---- d_err stdout ----
Error: \"bad\"


failures:
    b_fail
    d_err

test result: FAILED. 2 passed; 2 failed; 2 ignored; 0 measured; 2 filtered out; finished in 0.12s

";

#[test]
fn pretty_output_is_libtests() {
    let lines = "
running 6 tests
test a_ok ... ok
test b_fail ... FAILED
test c_ign ... ignored, why not
test c_ign2 ... ignored
test d_err ... FAILED
test m::z ... ok
";
    assert_eq!(printed(&sample(), PLAIN), format!("{lines}{FAILURES}"));
    assert_eq!(printed(&sample(), Look { names_first: true, ..PLAIN }), format!("{lines}{FAILURES}"));
}

#[test]
fn terse_output_is_libtests() {
    let lines = "\nrunning 6 tests\n. 1/6\nb_fail --- FAILED\nii 4/6\nd_err --- FAILED\n.";
    assert_eq!(printed(&sample(), Look { format: Format::Terse, ..PLAIN }), format!("{lines}{FAILURES}"));
}

#[test]
fn terse_lines_break_with_a_count() {
    let tests: Vec<_> = (0..90).map(|_| ("x", Verdict::Passed, "")).collect();
    let text = printed(&tests, Look { format: Format::Terse, ..PLAIN });
    assert!(text.contains(&format!("\n{} 88/90\n..\ntest result: ok. 90 passed;", ".".repeat(88))), "{text}");
}

#[test]
fn successes_are_shown_when_asked_for() {
    let text = printed(&sample(), Look { show_output: true, ..PLAIN });
    let successes =
        "\nsuccesses:\n\n---- a_ok stdout ----\nhello out\n\n\nsuccesses:\n    a_ok\n    m::z\n\nfailures:\n";
    assert!(text.contains(successes), "{text}");
}

#[test]
fn one_test_is_singular_and_times_are_optional() {
    let text = printed(&[("m::z", Verdict::Passed, "")], Look { report_time: true, ..PLAIN });
    assert_eq!(
        text,
        "\nrunning 1 test\ntest m::z ... ok <1.500s>\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; \
         0 measured; 2 filtered out; finished in 0.12s\n\n"
    );
}

#[test]
fn colours_surround_words_only() {
    let text = printed(&[("a", Verdict::Passed, "")], Look { color: true, ..PLAIN });
    assert!(text.contains("test a ... \x1b[32mok\x1b[0m\n"), "{text}");
    assert!(text.contains("test result: \x1b[32mok\x1b[0m. 1 passed"), "{text}");
}

#[test]
fn a_shuffled_run_prints_its_seed() {
    let mut text = Vec::new();
    let run = RunStarted { tests: &[], filtered_out: 0, shuffle_seed: Some(77), threads: 1 };
    Printer::new(&mut text, PLAIN).hear(&Event::RunStarted(&run)).expect("memory");
    assert_eq!(text, b"\nrunning 0 tests (shuffle seed: 77)\n");
}

#[test]
fn a_flaky_test_passes_and_is_shown() {
    let text = printed(&[("a", Verdict::Flaky { tries: 2 }, ""), ("b", Verdict::Passed, "")], PLAIN);
    assert!(text.contains("\ntest a ... ok (flaky, 2 tries)\ntest b ... ok\n"), "{text}");
    let details = "\nflaky:\n\n---- a stdout ----\nthe first try failed\n\n\nflaky:\n    a\n\ntest result: ok. 2 passed;";
    assert!(text.contains(details), "{text}");
    assert!(text.ends_with("\n\nhapi-test: 1 flaky\n\n"), "{text}");
}

#[test]
fn what_libtest_does_not_count_has_a_line_of_ours() {
    let ignored = |cause| Verdict::Ignored(Ignore::new(cause, "why"));
    let run = [
        ("a", ignored(IgnoredBecause::Network), ""),
        ("b", ignored(IgnoredBecause::Network), ""),
        ("c", ignored(IgnoredBecause::Extended), ""),
        ("d", ignored(IgnoredBecause::Attribute), ""),
    ];
    let text = printed(&run, PLAIN);
    assert!(text.contains("test a ... ignored, why\n") && text.contains("; 4 ignored; "), "{text}");
    let ours = "\nhapi-test: 2 ignored for what this network does not have; 1 ignored without --extended\n\n";
    assert!(text.ends_with(ours), "{text}");
    assert!(!printed(&run[3..], PLAIN).contains("hapi-test"));
}

#[test]
fn a_slow_test_breaks_no_line() {
    let slow = |printer: &mut Printer<&mut Vec<u8>>, test: &Test| {
        printer.hear(&Event::TestSlow(test, Duration::from_millis(60_040)))
    };
    let run = [("a", Verdict::Passed, "")];
    let warning = "test a has been running for over 60 seconds\n";
    let text = printed_with(&run, PLAIN, slow);
    assert!(text.contains(&format!("tests\n{warning}test a ... ok\n").replace("tests", "test")), "{text}");
    let text = printed_with(&run, Look { names_first: true, ..PLAIN }, slow);
    assert!(text.contains(&format!("test a ... \n{warning}test a ... ok\n")), "{text}");
    let text = printed_with(&run, Look { format: Format::Terse, ..PLAIN }, slow);
    assert!(!text.contains("has been running"), "{text}");
}

#[test]
fn lists_hold_names_and_nothing_else() {
    let tests = [Test::plain("a", || Ok(())), Test::plain("m::b", || Ok(()))];
    let listed = |tests: &[Test], format| {
        let mut out = Vec::new();
        list(&mut out, tests, format).expect("memory");
        String::from_utf8(out).expect("text")
    };
    assert_eq!(listed(&tests, Format::Terse), "a: test\nm::b: test\n");
    assert_eq!(listed(&tests, Format::Pretty), "a: test\nm::b: test\n\n2 tests, 0 benchmarks\n");
    assert_eq!(listed(&[], Format::Pretty), "0 tests, 0 benchmarks\n");
}
