//! A test has a name for people.

use super::{Rule, Tell};
use crate::lint::Checked;

pub(super) const RULE: Rule = Rule { name: "display", check };

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    for case in checked.specs.iter().map(|spec| spec.case).filter(|case| case.display.trim().is_empty()) {
        let message = "the test has no name for people: say in a doc comment what holds".to_owned();
        tell(case.place.file, case.place.line, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::example::Example;

    #[test]
    fn a_test_says_what_holds() {
        let silent = Example::new("#[hapi_test]\nfn it() {}\n").findings("display");
        assert_eq!(silent, ["2: the test has no name for people: say in a doc comment what holds"]);
        assert!(Example::new("/// It holds\n#[hapi_test]\nfn it() {}\n").findings("display").is_empty());
    }
}
