//! What a project may tell nextest about its leaky tests.
//!
//! It works without: a leaky test waits for its locks. But it waits in a process that nextest takes for running, which so has
//! one slot less for others; a leaky test that nextest runs alone waits for nobody.

use std::fmt::Write as _;

use super::{Kind, Test};
use crate::{session::Units, test_case::Access};

/// The lines for `.config/nextest.toml` that have nextest run each of `tests` alone that others must not run beside, by itself
/// or because of one of the suites around it, which are among `units`.
pub(super) fn config(package: Option<&str>, tests: impl IntoIterator<Item = Test>, units: &Units) -> String {
    let runs_alone = |test: &Test| {
        let Kind::Spec(case) = test.kind else { return false };
        let own = case.traits.access();
        if own == Access::default() {
            // On a network of its own it waits for nobody, whatever suite it is in.
            return false;
        }
        let all = units.around(case).map_or(own, |unit| unit.access.and(own));
        !all.may_overlap(Access::SHARED)
    };
    let mut names: Vec<&str> = tests.into_iter().filter(runs_alone).map(|test| test.name).collect();
    names.sort_unstable();
    if names.is_empty() {
        return "# No test of this target needs to run alone.\n".to_owned();
    }
    let any: Vec<String> = names.iter().map(|name| format!("test(={name})")).collect();
    let any = any.join("\n    | ");
    let mut text = String::from(
        "# Leaky tests run alone, instead of taking up slots while they wait for their locks.\n\
         [[profile.default.overrides]]\n",
    );
    // Writing to a string cannot fail.
    let _ = match package {
        Some(package) => writeln!(text, "filter = '''\npackage(={package}) & (\n      {any}\n)'''"),
        None => writeln!(text, "filter = '''\n      {any}\n'''"),
    };
    text.push_str("threads-required = \"num-test-threads\"\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        private::no_fixtures,
        test_case::{Body, ContextRequirement, Leaky, Place, Suite, TestCase, Traits, Venue},
    };

    const fn case(path: &'static str, traits: &'static Traits) -> TestCase {
        TestCase {
            path,
            display: "",
            place: Place { file: "specs.rs", line: 1, column: 1 },
            ignore: None,
            tags: &[],
            traits,
            fixtures: no_fixtures,
            body: Body::Operations(|_| Vec::new()),
        }
    }

    const REASONS: &[ContextRequirement] = &[ContextRequirement::PropertyOverrides];
    static LEAKY: Traits = Traits { leaky: Some(Leaky::new(REASONS)), ..Traits::PLAIN };
    static GENESIS: Traits = Traits { venue: Venue::Genesis { overrides: &[] }, ..LEAKY };
    static CASES: [TestCase; 7] = [
        case("specs::b::leaks", &LEAKY),
        case("specs::a::leaks", &LEAKY),
        case("specs::plain", &Traits::PLAIN),
        case("specs::own_network", &GENESIS),
        case("specs::story::begins", &Traits::PLAIN),
        case("specs::story::elsewhere", &GENESIS),
        case("specs::storytelling", &Traits::PLAIN),
    ];
    static STORY: Suite = Suite {
        path: "specs::story",
        display: "",
        place: Place { file: "specs.rs", line: 1, column: 1 },
        tags: &[],
        ordered_in_isolation: true,
        leaky: None,
    };

    #[test]
    fn the_tests_that_others_wait_for_run_alone() {
        let tests = || CASES.iter().map(Test::spec).chain([Test::plain("function", || Ok(()))]);
        let units = Units::of([&STORY].into_iter());
        let text = config(Some("bank"), tests(), &units);
        let table: toml::Table = text.parse().expect("it is TOML");
        let one = &table["profile"]["default"]["overrides"][0];
        let filter = one["filter"].as_str().expect("a text");
        let words: Vec<&str> = filter.split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            "package(=bank) & ( test(=a::leaks) | test(=b::leaks) | test(=story::begins) )"
        );
        assert_eq!(one["threads-required"].as_str(), Some("num-test-threads"));
        assert!(!config(None, tests(), &units).contains("package"));
    }

    #[test]
    fn without_leaky_tests_there_is_nothing_to_tell() {
        assert!(config(None, [Test::spec(&CASES[2])], &Units::default()).starts_with('#'));
    }
}
