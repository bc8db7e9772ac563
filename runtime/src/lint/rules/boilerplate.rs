//! What every test of a module does first is set up once: by fixtures, or before all of them.

use std::collections::BTreeMap;

use super::{Rule, Tell};
use crate::lint::{Checked, Spec, shape};

pub(super) const RULE: Rule = Rule { name: "boilerplate", check };

/// How many operations at the begin of a test are looked at.
const FIRST: usize = 2;
/// How many tests may begin in the same way.
const MOST: usize = 2;

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    let mut begins = BTreeMap::<(&str, String), Vec<Spec<'_>>>::new();
    for spec in &checked.specs {
        if let Some(begin) = begin(spec) {
            begins.entry((spec.module(), begin)).or_default().push(*spec);
        }
    }
    for specs in begins.into_values().filter(|specs| specs.len() > MOST) {
        let names: Vec<_> = specs.iter().map(|spec| format!("`{}`", spec.name())).collect();
        let message = format!(
            "{} tests begin with the same {FIRST} operations, so fixtures or a `#[before_all]` can do them once: {}",
            names.len(),
            names.join(", ")
        );
        tell(specs[0].case.place.file, specs[0].case.place.line, message);
    }
}

/// What the first operations of a test's list say.
fn begin(spec: &Spec<'_>) -> Option<String> {
    let (source, function) = spec.written?;
    let list = shape::longest_list(source, function);
    let first: Vec<String> = list.get(..FIRST)?.iter().map(|operation| source.text(operation)).collect();
    Some(first.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::example::Example;

    fn found(lists: [&str; 3]) -> Vec<String> {
        let tests = lists.iter().enumerate().map(|(at, list)| {
            format!("#[hapi_test]\nfn t{at}() -> impl IntoSpec {{ hapi_spec![{list}] }}\n")
        });
        Example::new(&tests.collect::<String>()).findings("boilerplate")
    }

    #[test]
    fn what_three_tests_begin_with_is_said_once() {
        let same = found(["a(1), b(2), c", "a(1),\n  b(2), d", "a(1), b(2)"]);
        assert!(
            same.len() == 1 && same[0].starts_with("2: 3 tests begin with the same 2 operations"),
            "{same:?}"
        );
        assert!(same[0].ends_with("`crypto::t0`, `crypto::t1`, `crypto::t2`"), "{same:?}");
    }

    #[test]
    fn other_arguments_are_another_begin() {
        assert!(found(["a(1), b(2), c", "a(1), b(3), c", "a(1), b(2), c"]).is_empty());
        assert!(found(["a", "a", "a"]).is_empty());
    }
}
