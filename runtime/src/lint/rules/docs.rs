//! Suites, files and the functions that help tests say what they are for.

use super::{Rule, Tell};
use crate::lint::Checked;

pub(super) const RULE: Rule = Rule { name: "docs", check };

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    for suite in checked.suites.iter().filter(|suite| suite.display.trim().is_empty()) {
        let message = "the suite has no doc comment: say what its tests have in common".to_owned();
        tell(suite.place.file, suite.place.line, message);
    }
    for (file, source) in checked.sources {
        let is_suite =
            checked.suites.iter().any(|suite| suite.place.file == *file && !suite.display.is_empty());
        if source.docs().is_empty() && !is_suite {
            tell(file, 1, "the file has no `//!` comment: say what its tests have in common".to_owned());
        }
        let helpers = source.functions.iter().filter(|function| !function.is_registered());
        for helper in helpers.filter(|helper| helper.docs.is_empty() && helper.name != "main") {
            let message = format!("`{}` helps tests and has no doc comment: say what for", helper.name);
            tell(file, helper.line, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        lint::rules::example::{Example, suite},
        test_case::Suite,
    };

    const TEST: &str = "#[hapi_test]\nfn it() {}\n";

    #[test]
    fn helpers_and_files_say_what_they_are_for() {
        let without = Example::new(&format!("{TEST}fn help() {{}}\n")).findings("docs");
        assert_eq!(without.len(), 2, "{without:?}");
        assert!(without[0].starts_with("1: the file has no `//!` comment"), "{without:?}");
        assert!(without[1].starts_with("3: `help` helps tests and has no doc comment"), "{without:?}");
        let with = format!("//! About it.\n\n{TEST}/// Does half of it\nfn help() {{}}\n");
        assert!(Example::new(&with).findings("docs").is_empty());
    }

    #[test]
    fn a_suite_says_what_its_tests_have_in_common() {
        let found = |display| {
            let suite = Suite { display, ..suite("specs::crypto", 1) };
            Example::new(&format!("//! About it.\n\n{TEST}")).within(suite).findings("docs")
        };
        assert_eq!(found("").len(), 1);
        assert!(found("All about it").is_empty());
    }
}
