//! A file of specs to hold against the rules.

use crate::{
    lint::{LintVerdict, check_with, source::Source},
    test_case::{Body, Place, Suite, TestCase, Traits},
};

/// A file, and what its attributes would register.
pub(in crate::lint) struct Example {
    text: String,
    pub(in crate::lint) cases: Vec<TestCase>,
    suites: Vec<Suite>,
}

const FILE: &str = "tests/specs/crypto.rs";

impl Example {
    /// The module `crypto` of the target `specs`, written so.
    pub(in crate::lint) fn new(text: &str) -> Self {
        let source = Source::new(text);
        let tests = source.functions.iter().filter(|function| function.is_registered());
        let cases = tests.map(|test| TestCase {
            path: format!("specs::crypto::{}", test.name).leak(),
            display: test.docs.clone().leak(),
            place: Place { file: FILE, line: test.line, column: 1 },
            ignore: None,
            tags: &[],
            traits: &Traits::PLAIN,
            fixtures: |_| {},
            body: Body::Operations(|_| Vec::new()),
        });
        Self { text: text.to_owned(), cases: cases.collect(), suites: Vec::new() }
    }

    /// The same, with these traits for the test `name`.
    pub(in crate::lint) fn with(mut self, name: &str, traits: Traits) -> Self {
        for case in self.cases.iter_mut().filter(|case| case.path.ends_with(&format!("::{name}"))) {
            case.traits = Box::leak(Box::new(traits));
        }
        self
    }

    /// The same in another module.
    pub(in crate::lint) fn in_module(mut self, module: &str) -> Self {
        for case in &mut self.cases {
            let name = case.path.rsplit("::").next().unwrap_or_default();
            case.path = format!("{module}::{name}").leak();
        }
        self
    }

    /// The same within a suite.
    pub(in crate::lint) fn within(mut self, suite: Suite) -> Self {
        self.suites.push(suite);
        self
    }

    pub(in crate::lint) fn verdict(&self) -> LintVerdict {
        let cases: Vec<&TestCase> = self.cases.iter().collect();
        check_with(&cases, &self.suites.iter().collect::<Vec<_>>(), &|_| Ok(self.text.clone()))
    }

    /// What one rule finds, as `line: message`.
    pub(in crate::lint) fn findings(&self, rule: &str) -> Vec<String> {
        let findings = self.verdict().findings.into_iter().filter(|finding| finding.rule == rule);
        findings.map(|finding| format!("{}: {}", finding.line, finding.message)).collect()
    }
}

/// A suite with nothing special.
pub(in crate::lint) fn suite(path: &'static str, line: u32) -> Suite {
    let place = Place { file: FILE, line, column: 1 };
    Suite { path, display: "", place, tags: &[], ordered_in_isolation: false, leaky: None }
}
