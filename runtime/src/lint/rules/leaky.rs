//! What leaky tests say about themselves: a reason each, and what several override stands in their suite.

use std::collections::BTreeMap;

use super::{Rule, Tell};
use crate::{lint::Checked, test_case::Leaky};

pub(super) const REASON: Rule = Rule { name: "leaky-reason", check: reasons };
pub(super) const OVERRIDES: Rule = Rule { name: "same-overrides", check: overrides };

/// The attributes refuse a leaky test without a reason; who registers tests in other ways is told here.
fn reasons(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    let message = || "it is leaky and gives no reason: name what it changes for others".to_owned();
    for case in checked.specs.iter().map(|spec| spec.case) {
        if case.traits.leaky.is_some_and(|leaky| leaky.reasons.is_empty()) {
            tell(case.place.file, case.place.line, message());
        }
    }
    for suite in &checked.suites {
        if suite.leaky.is_some_and(|leaky| leaky.reasons.is_empty()) {
            tell(suite.place.file, suite.place.line, message());
        }
    }
}

fn overrides(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    let mut seen = BTreeMap::new();
    for spec in &checked.specs {
        let Some(overridden) = spec.case.traits.leaky.as_ref().and_then(overridden) else { continue };
        let krate = spec.case.path.split("::").next();
        let Some(first) = seen.insert((krate, overridden), spec.name()) else { continue };
        let message = format!(
            "it overrides the very same as `{first}`: a suite `leaky(.., overrides = [..])` around both remembers and \
             restores that once"
        );
        tell(spec.case.place.file, spec.case.place.line, message);
    }
}

/// What a test overrides by its attribute, in one order; `None` for nothing.
fn overridden(leaky: &Leaky) -> Option<(Vec<&str>, Option<&str>, Option<&str>)> {
    let Leaky { overrides, throttles, fees, .. } = *leaky;
    let mut names = overrides.to_vec();
    names.sort_unstable();
    let any = !names.is_empty() || throttles.is_some() || fees.is_some();
    any.then_some((names, throttles, fees))
}

#[cfg(test)]
mod tests {
    use crate::{
        lint::rules::example::Example,
        test_case::{ContextRequirement::PropertyOverrides, Leaky, Traits},
    };

    const TWO: &str = "#[leaky_test]\nfn a() {}\n#[leaky_test]\nfn b() {}\n";

    fn leaky(leaky: Leaky) -> Traits {
        Traits { leaky: Some(leaky), ..Traits::PLAIN }
    }

    #[test]
    fn a_leaky_test_has_a_reason() {
        let with = Example::new(TWO).with("a", leaky(Leaky::new(&[PropertyOverrides])));
        assert!(with.findings("leaky-reason").is_empty());
        let without = Example::new(TWO).with("a", leaky(Leaky::new(&[]))).findings("leaky-reason");
        assert!(without.len() == 1 && without[0].starts_with("2: it is leaky"), "{without:?}");
    }

    #[test]
    fn what_two_tests_override_stands_in_a_suite() {
        let overriding = |names| leaky(Leaky { overrides: names, ..Leaky::new(&[PropertyOverrides]) });
        let found = |a, b| Example::new(TWO).with("a", a).with("b", b).findings("same-overrides");
        let same = found(overriding(&["x", "y"]), overriding(&["y", "x"]));
        assert!(
            same.len() == 1 && same[0].starts_with("4: it overrides the very same as `crypto::a`"),
            "{same:?}"
        );
        assert!(found(overriding(&["x"]), overriding(&["x", "y"])).is_empty());
        assert!(found(overriding(&[]), overriding(&[])).is_empty());
    }
}
