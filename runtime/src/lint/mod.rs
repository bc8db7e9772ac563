//! The checklist for the style of specs: what keeps a suite readable, held against what the attributes have registered and
//! against the sources that they name.
//!
//! Nothing runs. What a rule finds is a warning, and a test that has a reason of its own says so where it is:
//!
//! ```text
//! // lint: allow(operations): one table of every code
//! ```
//!
//! Before the first item of a file, such a comment holds for the whole file. Without a reason it holds for nothing.

mod rules;
mod shape;
mod source;

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    fs, io,
    path::Path,
};

use crate::test_case::{Suite, TestCase};
use rules::RULES;
use source::{Function, Source};

/// What a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// Something to know.
    Warn,
    /// A reason to fail.
    Deny,
}

/// Something that the checklist does not like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    line: u32,
    rule: &'static str,
    message: String,
}

/// What came of a check.
#[derive(Debug)]
pub(crate) struct LintVerdict {
    findings: Vec<Finding>,
    specs: usize,
    /// Files that cannot be read here; their specs are held against fewer rules.
    unread: Vec<String>,
}

impl LintVerdict {
    /// Whether there is nothing to say.
    pub(crate) fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// A line for each finding, as compilers have it, and one that sums up.
    pub(crate) fn text(&self, severity: Severity) -> String {
        let word = match severity {
            Severity::Warn => "warning",
            Severity::Deny => "error",
        };
        let mut text = String::new();
        let mut by_rule = BTreeMap::<&str, usize>::new();
        // Writing to a string cannot fail.
        for file in &self.unread {
            let _ = writeln!(
                text,
                "lint: {file} cannot be read here, so what is written there was not looked at"
            );
        }
        for Finding { file, line, rule, message } in &self.findings {
            let _ = writeln!(text, "{file}:{line}: {word}[{rule}]: {message}");
            *by_rule.entry(rule).or_default() += 1;
        }
        let specs = Counted(self.specs, "spec");
        let _ = if self.is_clean() {
            writeln!(text, "lint: {specs}, and nothing to say")
        } else {
            let rules: Vec<_> = by_rule.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
            let found = Counted(self.findings.len(), word);
            writeln!(text, "lint: {found} in {specs}: {}", rules.join(", "))
        };
        text
    }
}

struct Counted<'a>(usize, &'a str);

impl fmt::Display for Counted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, if self.0 == 1 { "" } else { "s" })
    }
}

/// Holds `cases`, and the suites that they are in, against every rule. Their files are looked for in the package's
/// directory and above it, where the compiler was started.
pub(crate) fn check(manifest_dir: &Path, cases: &[&'static TestCase]) -> LintVerdict {
    let suites: Vec<&Suite> = inventory::iter::<Suite>.into_iter().collect();
    check_with(cases, &suites, &|file| {
        let found = manifest_dir.ancestors().find_map(|base| fs::read_to_string(base.join(file)).ok());
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

fn check_with(
    cases: &[&TestCase],
    suites: &[&Suite],
    read: &dyn Fn(&str) -> io::Result<String>,
) -> LintVerdict {
    let suites: Vec<&Suite> =
        suites.iter().filter(|suite| cases.iter().any(|case| suite.contains(case.path))).copied().collect();
    let mut sources = BTreeMap::new();
    let mut unread = Vec::new();
    let places = cases.iter().map(|case| case.place).chain(suites.iter().map(|suite| suite.place));
    for file in places.map(|place| place.file) {
        if sources.contains_key(file) || unread.iter().any(|known| known == file) {
            continue;
        }
        match read(file) {
            Ok(text) => {
                sources.insert(file, Source::new(&text));
            }
            Err(_) => unread.push(file.to_owned()),
        }
    }
    let checked = Checked::new(cases, suites, &sources);
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(&checked, &mut |file, line, message| {
            if !sources.get(file).is_some_and(|source| source.allows(rule.name, line)) {
                findings.push(Finding { file: file.to_owned(), line, rule: rule.name, message });
            }
        });
    }
    findings.sort();
    LintVerdict { findings, specs: checked.specs.len(), unread }
}

/// What the rules look at.
struct Checked<'a> {
    /// The tests, in the order of files and lines; those of a list of cases are one.
    specs: Vec<Spec<'a>>,
    /// The suites that have any of them.
    suites: Vec<&'a Suite>,
    /// The files that hold any of them.
    sources: &'a BTreeMap<&'a str, Source>,
}

/// A test, with its source where that can be read.
#[derive(Clone, Copy)]
struct Spec<'a> {
    case: &'a TestCase,
    written: Option<(&'a Source, &'a Function)>,
}

impl<'a> Checked<'a> {
    fn new(cases: &[&'a TestCase], suites: Vec<&'a Suite>, sources: &'a BTreeMap<&'a str, Source>) -> Self {
        let mut cases = cases.to_vec();
        cases.sort_by_key(|case| (case.place, case.path));
        cases.dedup_by_key(|case| case.place);
        let written = |case: &TestCase| {
            let source = sources.get(case.place.file)?;
            Some((source, source.function_at(case.place.line)?))
        };
        let specs = cases.into_iter().map(|case| Spec { case, written: written(case) }).collect();
        Self { specs, suites, sources }
    }
}

impl<'a> Spec<'a> {
    /// Its name without its crate.
    fn name(&self) -> &'a str {
        self.case.path.split_once("::").map_or(self.case.path, |(_, name)| name)
    }

    /// The path of the module that it is in.
    fn module(&self) -> &'a str {
        let parent = |path: &'a str| path.rsplit_once("::").map_or("", |(parent, _)| parent);
        let module = parent(self.case.path);
        match self.written {
            // The tests of a list of cases are named below their function.
            Some((_, function)) if module.rsplit("::").next() == Some(&function.name) => parent(module),
            _ => module,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{rules::example::Example, *};

    const LONG: &str = "/// Too long\n#[hapi_test]\nfn long() -> impl IntoSpec {\n    hapi_spec![a, b, c, d, e, f, g, h]\n}\n";

    #[test]
    fn a_finding_has_its_place_and_the_sum_comes_last() {
        let verdict = Example::new(&format!("//! Long ones.\n\n{LONG}")).verdict();
        let text = verdict.text(Severity::Warn);
        let (first, last) = text.trim_end().split_once('\n').expect("there are two lines");
        assert!(first.starts_with("tests/specs/crypto.rs:5: warning[operations]: "), "{text}");
        assert_eq!(last, "lint: 1 warning in 1 spec: 1 operations");
        assert!(verdict.text(Severity::Deny).contains(":5: error[operations]: "));
    }

    #[test]
    fn nothing_to_say_is_said() {
        let verdict = Example::new("//! None.\n").verdict();
        assert_eq!(verdict.text(Severity::Deny), "lint: 0 specs, and nothing to say\n");
    }

    #[test]
    fn a_reason_silences_a_rule_in_its_test_or_file() {
        let in_test = LONG.replace("    hapi_spec", "    // lint: allow(operations): a table\n    hapi_spec");
        let in_file = format!("// lint: allow(operations): tables\n{LONG}");
        let without = LONG.replace("    hapi_spec", "    // lint: allow(operations)\n    hapi_spec");
        let other = LONG.replace("    hapi_spec", "    // lint: allow(closures): a table\n    hapi_spec");
        let found =
            |source: &str| Example::new(&format!("//! Long ones.\n{source}")).findings("operations").len();
        assert_eq!([found(&in_test), found(&in_file), found(&without), found(&other)], [0, 0, 1, 1]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let example = Example::new(LONG);
        let cases: Vec<&TestCase> = example.cases.iter().collect();
        let verdict = check_with(&cases, &[], &|_| Err(io::ErrorKind::NotFound.into()));
        assert!(verdict.text(Severity::Warn).starts_with("lint: tests/specs/crypto.rs cannot be read here"));
        assert!(verdict.is_clean());
    }
}
