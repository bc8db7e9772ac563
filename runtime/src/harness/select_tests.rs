use super::*;
use crate::{
    harness::options::{Request, parse},
    test_case::{Body, Need, Traits},
};

fn all() -> Vec<Linked> {
    let plain = ["token::mint", "crypto::b", "crypto::a", "crypto::ab"];
    let plain = plain.into_iter().map(|name| Linked::Plain(name, || Ok(())));
    plain.chain([Linked::Spec(&SLOW)]).collect()
}

static SLOW: TestCase = TestCase { path: "target::file::x", ignore: Some("slow"), ..PLAIN };

const PLAIN: TestCase = TestCase {
    path: "target::m::it",
    display: "",
    place: Place { file: "target.rs", line: 1, column: 1 },
    ignore: None,
    tags: &["own"],
    traits: &Traits::PLAIN,
    fixtures: |_| {},
    body: Body::Operations(|_| Vec::new()),
};

fn selected(all: &[Linked], args: &[&str], shuffle: Option<u64>) -> Selection {
    match parse(args.iter().map(ToString::to_string), &|_| None) {
        Ok(Request::Tests(options)) => select(all.iter().copied(), &options, &Durations::default(), shuffle),
        other => panic!("{other:?}"),
    }
}

fn selection(args: &[&str]) -> Selection {
    selected(&all(), args, None)
}

fn names(args: &[&str]) -> Vec<&'static str> {
    selection(args).tests.iter().map(|test| test.name).collect()
}

#[test]
fn everything_runs_in_alphabetical_order() {
    assert_eq!(names(&[]), ["crypto::a", "crypto::ab", "crypto::b", "file::x", "token::mint"]);
    assert_eq!(selection(&[]).filtered_out, 0);
}

#[test]
fn any_filter_admits_and_any_skip_excludes() {
    assert_eq!(names(&["crypto::a", "mint"]), ["crypto::a", "crypto::ab", "token::mint"]);
    assert_eq!(names(&["crypto", "--skip", "::ab"]), ["crypto::a", "crypto::b"]);
    assert_eq!(selection(&["crypto", "--skip", "::ab"]).filtered_out, 3);
}

#[test]
fn exact_applies_to_filters_and_skips() {
    assert_eq!(names(&["--exact", "crypto::a"]), ["crypto::a"]);
    assert_eq!(names(&["--exact", "crypto"]), Vec::<&str>::new());
    assert_eq!(names(&["--exact", "--skip", "crypto::a"]).len(), 4);
    assert_eq!(selection(&["--exact", "crypto::a"]).filtered_out, 4);
    // A name is not that of another which ends with it, nor is the crate a part of it.
    assert_eq!(names(&["--exact", "a"]), Vec::<&str>::new());
    assert_eq!(names(&["--exact", "x", "target::file::x"]), Vec::<&str>::new());
    assert_eq!(names(&["--exact", "file::x", "token::mint"]), ["file::x", "token::mint"]);
}

#[test]
fn ignored_tests_are_kept_alone_or_included() {
    let ignored = |args: &[&str]| selection(args).tests.iter().filter(|test| test.ignore.is_some()).count();
    assert_eq!(ignored(&[]), 1);
    assert_eq!((names(&["--ignored"]), ignored(&["--ignored"])), (vec!["file::x"], 0));
    assert_eq!((names(&["--include-ignored"]).len(), ignored(&["--include-ignored"])), (5, 0));
    assert_eq!(ignored(&["--bench"]), 5);
}

#[test]
fn a_tag_excludes_what_has_none() {
    assert_eq!(names(&["--tag", "slow"]), Vec::<&str>::new());
}

#[test]
fn a_seed_fixes_the_order() {
    let shuffled = |seed| selected(&all(), &[], Some(seed)).tests;
    let names = |tests: Vec<Test>| tests.iter().map(|test| test.name).collect::<Vec<_>>();
    assert_eq!(names(shuffled(7)), names(shuffled(7)));
    assert_ne!(names(shuffled(7)), names(selection(&[]).tests));
    let mut sorted = names(shuffled(7));
    sorted.sort_unstable();
    assert_eq!(sorted, names(selection(&[]).tests));
    assert_eq!(selected(&all(), &[], Some(42)).shuffle_seed, Some(42));
}

#[test]
fn a_part_of_the_tests_leaves_out_the_others() {
    let selection = selection(&["--partition=slice:2/2"]);
    assert_eq!(selection.tests.iter().map(|test| test.name).collect::<Vec<_>>(), ["crypto::ab", "file::x"]);
    assert_eq!(selection.filtered_out, 3);
}

#[test]
fn parts_are_the_same_whatever_happens_to_ignored_tests() {
    for part in ["--partition=slice:1/2", "--partition=slice:2/2", "--job=1/2", "--job=2/2"] {
        let ignored: Vec<_> = names(&[part]).into_iter().filter(|name| *name == "file::x").collect();
        assert_eq!(names(&[part, "--ignored"]), ignored, "{part}");
        assert_eq!(names(&[part, "--include-ignored"]), names(&[part]), "{part}");
    }
}

#[test]
fn a_test_named_whole_is_in_every_part() {
    for part in ["--partition=slice:1/2", "--partition=slice:2/2", "--partition=hash:1/9", "--job=2/2"] {
        assert_eq!(names(&[part, "--exact", "crypto::b"]), ["crypto::b"], "{part}");
    }
}

/// Why the only test is ignored; `None` when it runs, and an error when it was left out.
fn ignored(traits: Traits, args: &[&str]) -> Result<Option<IgnoredBecause>, ()> {
    let case = TestCase { traits: Box::leak(Box::new(traits)), ..PLAIN };
    let tests = selected(&[Linked::Spec(Box::leak(Box::new(case)))], args, None).tests;
    tests.first().map(|test| test.ignore.as_ref().map(|ignore| ignore.cause)).ok_or(())
}

#[test]
fn extended_tests_are_ignored_with_the_reason_until_asked_for() {
    let extended = Traits { extended: true, ..Traits::PLAIN };
    assert_eq!(ignored(extended, &[]), Ok(Some(IgnoredBecause::Extended)));
    for args in [&["--extended"], &["--include-ignored"], &["--ignored"]] {
        assert_eq!(ignored(extended, args), Ok(None), "{args:?}");
    }
    assert_eq!(ignored(extended, &["--ignored", "--extended"]), Err(()));
    assert_eq!(ignored(Traits::PLAIN, &[]), Ok(None));
}

#[test]
fn what_the_network_lacks_is_the_reason_whatever_is_asked_for() {
    let repeatable = Traits { needs: &[Need::VirtualTime], ..Traits::PLAIN };
    for args in [&[][..], &["--ignored"], &["--include-ignored"], &["--extended"]] {
        assert_eq!(ignored(repeatable, args), Ok(Some(IgnoredBecause::Network)), "{args:?}");
    }
    let both = Traits { extended: true, ..repeatable };
    assert_eq!(ignored(both, &["--extended", "--include-ignored"]), Ok(Some(IgnoredBecause::Network)));
}

#[test]
fn two_of_one_name_are_found() {
    let mut tests: Vec<Test> = all().into_iter().map(Linked::test).collect();
    tests.push(Test::plain("crypto::b", || Ok(())));
    tests.sort_by_key(|test| test.name);
    assert_eq!(duplicate(&tests).map(|(a, b)| (a.name, b.name)), Some(("crypto::b", "crypto::b")));
    tests.dedup_by_key(|test| test.name);
    assert!(duplicate(&tests).is_none());
}
