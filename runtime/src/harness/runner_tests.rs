use std::{
    sync::{Barrier, Condvar, Mutex},
    thread,
};

use super::*;
use crate::test_case::Access;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(30);

/// Runs plain tests; a name that begins with `hang` blocks until the process ends.
#[derive(Default)]
struct Plain {
    limit: Option<Duration>,
    /// What it was told.
    said: Mutex<Vec<String>>,
}

impl Execute for Plain {
    fn execute(&self, test: &Test, _attempt: u32, begins: &dyn Fn()) -> Ending {
        begins();
        if test.name.starts_with("hang") {
            loop {
                thread::park();
            }
        }
        let Kind::Plain(run) = test.kind else { unreachable!("these tests are plain") };
        match run() {
            Ok(()) => Ending::new(Verdict::Passed, ""),
            Err(output) => Ending::new(Verdict::Failed, output),
        }
    }

    fn leave(&self, test: &Test) {
        self.say(format!("{} left", test.name));
    }

    fn abandon(&self, test: &Test) {
        self.say(format!("{} abandoned", test.name));
    }

    fn close(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().expect("unpoisoned"))
    }

    fn limit(&self) -> Option<Duration> {
        self.limit
    }
}

impl Plain {
    fn say(&self, what: String) {
        self.said.lock().expect("unpoisoned").push(what);
    }
}

fn course(n: usize) -> Course {
    Course {
        threads: NonZeroUsize::new(n).expect("a positive number"),
        fail_fast: false,
        retries: 0,
        ensure_time: None,
        slow: None,
        refuse_unmet: false,
        interrupt: Interrupt::new(),
    }
}

fn outcomes(tests: Vec<Test>, course: Course, execute: impl Execute) -> Vec<(String, Verdict, String)> {
    let mut seen = Vec::new();
    let units = (0..tests.len()).map(|test| Unit { tests: vec![test], access: Access::SHARED }).collect();
    run(tests, units, course, Arc::new(execute), |progress| {
        if let Progress::Ended(Ended { test, ending, .. }) = progress {
            seen.push((test.name.to_owned(), ending.verdict, ending.output));
        }
        Ok(())
    })
    .expect("nothing is printed");
    seen
}

#[test]
fn one_thread_keeps_the_order_and_many_run_all() {
    let names: Vec<&'static str> = vec!["a", "b", "c", "d", "e"];
    let tests = || names.iter().map(|name| Test::plain(name, || Ok(()))).collect::<Vec<_>>();
    let serial = outcomes(tests(), course(1), Plain::default());
    assert_eq!(serial.iter().map(|o| o.0.as_str()).collect::<Vec<_>>(), names);
    let mut parallel = outcomes(tests(), course(3), Plain::default());
    parallel.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(parallel, serial);
    assert!(outcomes(Vec::new(), course(2), Plain::default()).is_empty());
}

#[test]
fn as_many_tests_run_side_by_side_as_there_are_threads() {
    // Each waits for the other two: on fewer threads none would end.
    static MEET: Mutex<Option<Arc<Barrier>>> = Mutex::new(None);
    *MEET.lock().expect("unpoisoned") = Some(Arc::new(Barrier::new(3)));
    let meet = || {
        let barrier = MEET.lock().expect("unpoisoned").clone().expect("set above");
        barrier.wait();
        Ok(())
    };
    let tests = ["a", "b", "c"].into_iter().map(|name| Test::plain(name, meet)).collect();
    assert_eq!(outcomes(tests, course(3), Plain::default()).len(), 3);
}

#[test]
fn what_has_ended_is_shown_while_another_test_runs() {
    // The second test ends once the end of the first was shown.
    static SHOWN: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());
    let wait = || {
        let shown = SHOWN.0.lock().expect("unpoisoned");
        let (shown, _) =
            SHOWN.1.wait_timeout_while(shown, LONG, |shown| !*shown).expect("nobody panics with it");
        if *shown { Ok(()) } else { Err("the first test was never shown".into()) }
    };
    let tests = vec![Test::plain("a", || Ok(())), Test::plain("b", wait)];
    let units = (0..2).map(|test| Unit { tests: vec![test], access: Access::SHARED }).collect();
    let mut ended = Vec::new();
    run(tests, units, course(1), Arc::new(Plain::default()), |progress| {
        match progress {
            Progress::Ended(Ended { ending, .. }) => ended.push(ending.verdict),
            Progress::Paused if !ended.is_empty() => {
                *SHOWN.0.lock().expect("unpoisoned") = true;
                SHOWN.1.notify_one();
            }
            _ => {}
        }
        Ok(())
    })
    .expect("nothing is printed");
    assert_eq!(ended, [Verdict::Passed, Verdict::Passed]);
}

#[test]
fn the_first_failure_ends_a_fail_fast_run() {
    let tests =
        vec![Test::plain("a", || Err("no".into())), Test::plain("b", || Ok(())), Test::plain("c", || Ok(()))];
    let all = outcomes(tests.clone(), course(1), Plain::default());
    assert_eq!((all.len(), &all[0].1), (3, &Verdict::Failed));
    assert_eq!(outcomes(tests, Course { fail_fast: true, ..course(1) }, Plain::default()).len(), 1);
}

#[test]
fn a_test_that_never_ends_fails_and_the_others_run() {
    let tests = vec![Test::plain("hang", || Ok(())), Test::plain("z", || Ok(()))];
    // Long enough for the test that does nothing, short enough to wait for.
    let seen =
        outcomes(tests, course(1), Plain { limit: Some(Duration::from_millis(200)), ..Plain::default() });
    assert_eq!((seen[0].0.as_str(), &seen[0].1), ("hang", &Verdict::Failed));
    assert!(seen[0].2.contains("`hang` did not end within"), "{}", seen[0].2);
    assert_eq!((seen[1].0.as_str(), &seen[1].1), ("z", &Verdict::Passed));
}

#[test]
fn whoever_ends_is_left_and_whoever_never_ends_is_abandoned_before_others_go_on() {
    let tests = vec![
        Test::plain("hang", || Ok(())),
        Test::plain("y", || Ok(())),
        Test::plain("z", || Err("no".into())),
    ];
    let units = vec![
        Unit { tests: vec![0, 1], access: Access::EXCLUSIVE },
        Unit { tests: vec![2], access: Access::SHARED },
    ];
    let execute = Arc::new(Plain { limit: Some(Duration::from_millis(200)), ..Plain::default() });
    let mut ended = Vec::new();
    let problems = run(tests, units, course(2), execute, |progress| {
        if let Progress::Ended(Ended { test, ending, .. }) = progress {
            ended.push((test.name, ending.lock_wait >= Duration::from_millis(100), ending.behind));
        }
        Ok(())
    });
    assert_eq!(problems.expect("nothing is printed"), ["hang abandoned", "y left", "z left"]);
    assert_eq!(ended[1], ("y", false, Vec::new()));
    assert_eq!(ended[2], ("z", true, vec!["hang".to_owned()]));
}

struct Panics;

impl Execute for Panics {
    fn execute(&self, _test: &Test, _attempt: u32, _begins: &dyn Fn()) -> Ending {
        panic!("an executor must not")
    }

    fn leave(&self, _test: &Test) {}

    fn abandon(&self, _test: &Test) {}

    fn close(&self) -> Vec<String> {
        Vec::new()
    }

    fn limit(&self) -> Option<Duration> {
        None
    }
}

#[test]
fn a_worker_that_breaks_fails_its_test_instead_of_the_run() {
    let seen = outcomes(vec![Test::plain("a", || Ok(()))], course(1), Panics);
    assert_eq!(seen[0].1, Verdict::Failed);
}
