//! What must hold of a target before anything is listed or run.

use std::{
    io::{self, Write as _},
    path::Path,
};

use super::{
    HarnessMain, bare_tests,
    select::{self, Test},
};

/// What would lose tests in silence, as an error.
pub(super) fn check(target: &HarnessMain, all: &[Test]) -> Result<(), String> {
    if all.len() == target.plain.len() {
        return Err(
            "no spec is linked into this target: mark one with `#[hapi_test]`, and see that its module is \
                    declared; a target without specs needs no `hapi_test::main!`"
                .to_owned(),
        );
    }
    let mut sorted = all.to_vec();
    sorted.sort_unstable_by_key(|test| (test.name, test.place()));
    if let Some((a, b)) = select::duplicate(&sorted) {
        let places: Vec<String> =
            [a, b].iter().filter_map(|test| test.place()).map(|place| place.to_string()).collect();
        return Err(format!("two tests are called `{}` ({}): rename one", a.name, places.join(", ")));
    }
    let search = bare_tests::search(Path::new(target.manifest_dir), target.file);
    for reason in &search.not_searched {
        let _ = writeln!(io::stderr(), "hapi-test: bare `#[test]`s were not looked for: {reason}");
    }
    if search.lost.is_empty() {
        return Ok(());
    }
    let lost: Vec<String> = search.lost.iter().map(|lost| format!("\n  {lost}")).collect();
    Err(format!(
        "rustc drops these tests without a word, since this target has `harness = false`:{}\nhelp: make them \
         `#[hapi_test]`s, name them in `hapi_test::main!(..)` without the attribute, or move them to another target",
        lost.concat()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{self, select::Linked};

    const TARGET: HarnessMain = HarnessMain {
        module_path: "target",
        file: "tests/harness/sources/clean.rs",
        manifest_dir: env!("CARGO_MANIFEST_DIR"),
        flags: &[],
        plain: &[("plain", || Ok(()))],
    };

    #[test]
    fn a_target_that_lost_all_its_specs_fails() {
        // No spec is linked into the unit tests of this crate.
        let error = check(&TARGET, &harness::linked(&TARGET).map(Linked::test).collect::<Vec<_>>())
            .expect_err("it has plain tests only");
        assert!(error.starts_with("no spec is linked into this target"), "{error}");
    }

    #[test]
    fn two_tests_of_one_name_fail() {
        let twice = [Test::plain("a", || Ok(())), Test::plain("b", || Ok(())), Test::plain("a", || Ok(()))];
        let error = check(&TARGET, &twice).expect_err("`a` is there twice");
        assert!(error.starts_with("two tests are called `a`"), "{error}");
    }
}
