//! A list of operations has at most one closure without a name, of at most [`MOST_LINES`] lines. An `async fn` is code
//! already, and may have any.

use super::{Rule, Tell};
use crate::lint::{Checked, shape};

pub(super) const RULE: Rule = Rule { name: "closures", check };

const MOST_LINES: u32 = 3;

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    for spec in &checked.specs {
        let Some((source, function)) = spec.written else { continue };
        if function.is_async {
            continue;
        }
        let closures = shape::closures(source, function);
        if let [_, second, ..] = closures[..] {
            let message = format!(
                "the test has {} closures, and one is easy to follow: give the others names, or make the test an \
                 `async fn`",
                closures.len()
            );
            tell(spec.case.place.file, second.line, message);
        }
        for long in closures.iter().filter(|closure| closure.lines > MOST_LINES) {
            let message = format!(
                "the closure has {} lines, and {MOST_LINES} are easy to follow: give it a name",
                long.lines
            );
            tell(spec.case.place.file, long.line, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::example::Example;

    fn found(body: &str) -> Vec<String> {
        let source = format!("#[hapi_test]\nfn it() -> impl IntoSpec {{\nhapi_spec![{body}]\n}}\n");
        Example::new(&source).findings("closures")
    }

    #[test]
    fn one_closure_is_enough() {
        assert!(found("a(|x| x), b").is_empty());
        let two = found("a(|x| x),\nb(|y| y)");
        assert!(two.len() == 1 && two[0].starts_with("4: the test has 2 closures"), "{two:?}");
    }

    #[test]
    fn three_lines_are_enough() {
        assert!(found("a(|x| {\nx\n})").is_empty());
        let long = found("a(|x| {\nx;\nx\n})");
        assert!(long.len() == 1 && long[0].starts_with("3: the closure has 4 lines"), "{long:?}");
    }

    #[test]
    fn a_closure_with_a_name_is_a_function() {
        let source = "#[hapi_test]\nfn it() {\nlet a = |x| {\nx;\nx\n};\nlet b = |x| x;\nf(|x| x)\n}\n";
        assert!(Example::new(source).findings("closures").is_empty());
    }

    #[test]
    fn an_async_test_is_code() {
        let source = "#[hapi_test]\nasync fn it() { a(|x| x); b(|x| x) }\n";
        assert!(Example::new(source).findings("closures").is_empty());
    }
}
