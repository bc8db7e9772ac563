//! Seeds, random orders and loops.

use super::process::{Ran, run, run_with};

/// The keys that the tests of a run drew, from its log.
fn keys(ran: &Ran) -> Vec<&str> {
    ran.stderr.lines().filter_map(|line| line.split_once("drew ")).map(|(_, key)| key).collect()
}

const DRAWS: [&str; 3] = ["again::draws", "--include-ignored", "--nocapture"];

fn draws(args: &[&str]) -> Ran {
    run(&DRAWS.iter().chain(args).copied().collect::<Vec<_>>())
}

#[test]
fn a_seed_fixes_keys_and_order_and_is_said_first() {
    let (one, again, other) = (draws(&["--seed=5"]), draws(&["--seed=5"]), draws(&["--seed=6"]));
    assert_eq!(keys(&one).len(), 1);
    assert_eq!(keys(&one), keys(&again));
    assert_ne!(keys(&one), keys(&other));
    assert_ne!(keys(&one), keys(&draws(&[])));
    assert!(one.stderr.starts_with("hapi-test: seed 5: the same again with --seed 5\n"), "{}", one.stderr);
    assert_eq!(keys(&run_with(&[("HAPI_SEED", "5")], &DRAWS)), keys(&one));
    assert!(run(&["m::fails", "--seed=5"]).stdout.contains("\nseed: 5\n"));
}

#[test]
fn a_random_order_can_be_had_again() {
    let order =
        |ran: &Ran| ran.stdout.lines().filter(|line| line.contains(" ... ")).map(str::to_owned).collect();
    let shuffled: Ran = run(&["--shuffle", "--test-threads=1", "--skip=model::"]);
    let lines: Vec<String> = order(&shuffled);
    let said = shuffled.stderr.lines().next().expect("the seed comes first");
    let (_, flags) = said.split_once("the same again with ").expect(said);
    let again =
        run(&[&flags.split(' ').collect::<Vec<_>>()[..], &["--test-threads=1", "--skip=model::"]].concat());
    assert_eq!(lines, order(&again) as Vec<String>);
    let mut sorted = lines.clone();
    sorted.sort();
    // One of 17! orders is the sorted one.
    assert_ne!(lines, sorted);
}

#[test]
fn nothing_is_said_of_seeds_without_need() {
    assert!(!run(&["m::passes"]).stderr.contains("seed"));
}

#[test]
fn a_loop_ends_with_the_first_failure() {
    let ran = run(&["--loop", "--include-ignored", "again::third_run_fails"]);
    assert_eq!(ran.stdout.matches("\nrunning 1 test\n").count(), 3, "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("test result: ok.").count(), 2);
    assert_eq!((ran.status, ran.networks()), (Some(101), 3));
    assert!(ran.stderr.contains("hapi-test: run 3, seed "), "{}", ran.stderr);
}

#[test]
fn a_counted_loop_ends_and_each_run_has_other_keys() {
    let ran = draws(&["--loop-count=2", "--seed=5"]);
    let drawn = keys(&ran);
    assert!(drawn.len() == 2 && drawn[0] != drawn[1], "{drawn:?}");
    assert_eq!(drawn[1], keys(&draws(&["--seed=6"]))[0], "the seed of the second run brings it back");
    assert_eq!(ran.status, Some(0));
    let twin = run_with(&[("HAPI_LOOP_COUNT", "2")], &["m::passes"]);
    assert_eq!(twin.stdout.matches("test result: ok.").count(), 2);
}
