//! The README's project, as written there.

use crate::cargo::cargo;

const NAME: &str = "accounts_have_what_they_are_given";

#[test]
fn passes_with_the_harness_the_readme_gives_it() {
    let run = cargo("test -p reader --test specs").ended_with(0);
    run.warns(&["hapi-test: 1 spec linked"]).says(&[
        "\nrunning 1 test\n",
        &format!("test {NAME} ... ok\n"),
        "\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in ",
    ]);
}

#[test]
fn passes_under_libtest_with_the_same_names() {
    cargo("test -p reader --test under_libtest").ended_with(0).says(&[&format!("test {NAME} ... ok\n")]);
    let [ours, libtests] = ["specs", "under_libtest"]
        .map(|target| cargo(&format!("test -p reader --test {target} -- --list")).ended_with(0).stdout);
    assert_eq!(ours, libtests);
    assert!(ours.starts_with(&format!("{NAME}: test\n")), "{ours}");
}

#[test]
fn passes_among_all_targets_of_its_package() {
    let run = cargo("test -p reader").ended_with(0);
    run.says(&["\nrunning 0 tests\n", NAME, "test result: ok. 1 passed", NAME, "test result: ok. 1 passed"]);
}

// The target's own flags are in its `main!`.
#[test]
fn passes_when_the_dependency_has_another_name() {
    cargo("test -p renamed --test specs").ended_with(0).says(&[
        "test amounts::case_1_1 ... ok\n",
        "test amounts::case_2_2 ... ok\n",
        "test plain ... ok\n",
        "\nsuccesses:\n\n---- amounts::case_1_1 stdout ----\nWhat Alice gives she has no more\n\n",
        "✓ crypto_transfer(1 ℏ from alice to ",
        "✓ get_account_balance(alice)",
        "---- amounts::case_2_2 stdout ----\n",
    ]);
}
