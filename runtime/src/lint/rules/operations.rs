//! A test is short: at most [`MOST`] operations, those of groups counted as one.

use super::{Rule, Tell};
use crate::lint::{Checked, shape};

pub(super) const RULE: Rule = Rule { name: "operations", check };

const MOST: usize = 7;

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    for spec in &checked.specs {
        let Some((source, function)) = spec.written else { continue };
        let count = shape::operations(source, function);
        if count > MOST {
            let message = format!(
                "the test has {count} operations, and {MOST} are easy to follow: make it two, or put what is set up into \
                 fixtures"
            );
            tell(spec.case.place.file, spec.case.place.line, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::example::Example;

    #[test]
    fn seven_operations_are_enough() {
        let found = |list: &str| {
            let source = format!("#[hapi_test]\nfn it() -> impl IntoSpec {{ hapi_spec![{list}] }}\n");
            Example::new(&source).findings("operations").len()
        };
        assert_eq!((found("a, b, c, d, e, f, g"), found("a, b, c, d, e, f, g, h")), (0, 1));
    }

    #[test]
    fn what_an_async_test_runs_counts() {
        let found = |runs: usize| {
            let body = "spec.run(a).await?;".repeat(runs);
            let source =
                format!("#[hapi_test]\nasync fn it(spec: &Spec) -> SpecResult {{ {body} Ok(()) }}\n");
            Example::new(&source).findings("operations").len()
        };
        assert_eq!((found(7), found(8)), (0, 1));
    }
}
