//! What a value has that was not expected.

use std::fmt::{Display, Write};

use crate::spec::{OpResult, SpecError};

/// What is wrong with a value: every field that is not as expected, so that one run of a spec shows all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    within: Vec<String>,
    mismatches: Vec<Mismatch>,
}

/// One field that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The field, with the path to it: `child 1 status`.
    pub field: String,
    /// What the spec expected.
    pub expected: String,
    /// What the value has.
    pub actual: String,
}

impl Findings {
    /// Notes `field` unless both sides are equal.
    pub fn equal<T: PartialEq + Display>(&mut self, field: &str, expected: &T, actual: &T) {
        self.expect(field, expected == actual, expected, actual);
    }

    /// Notes `field` unless it `holds`.
    pub fn expect(&mut self, field: &str, holds: bool, expected: impl Display, actual: impl Display) {
        if !holds {
            let mut path = self.within.join(" ");
            if !path.is_empty() {
                path.push(' ');
            }
            self.mismatches.push(Mismatch {
                field: path + field,
                expected: expected.to_string(),
                actual: actual.to_string(),
            });
        }
    }

    /// Puts `part` in front of the fields that `look` notes.
    pub fn within<R>(&mut self, part: impl Into<String>, look: impl FnOnce(&mut Self) -> R) -> R {
        self.within.push(part.into());
        let result = look(self);
        self.within.pop();
        result
    }

    /// What was noted, in the order of the checks.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    /// Success if nothing was noted; else a failure that shows all of it, `subject` being what was looked at.
    pub fn into_result(self, subject: impl Display) -> OpResult {
        match self.mismatches.as_slice() {
            [] => Ok(()),
            [Mismatch { field, expected, actual }] => {
                Err(SpecError::mismatch(format!("the {field} of {subject} is wrong"), expected, actual))
            }
            several => {
                let message = format!("{} things are wrong with {subject}", several.len());
                let expected = lines(several, |mismatch| &mismatch.expected);
                let actual = lines(several, |mismatch| &mismatch.actual);
                Err(SpecError::mismatch(message, expected, actual))
            }
        }
    }
}

/// The same fields in the same order on both sides, so that a diff by lines pairs them up.
fn lines(mismatches: &[Mismatch], side: impl Fn(&Mismatch) -> &String) -> String {
    let mut text = String::new();
    for mismatch in mismatches {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{separator}{}: {}", mismatch.field, side(mismatch));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_wrong_is_success() {
        let mut findings = Findings::default();
        findings.equal("fee", &5, &5);
        assert!(findings.into_result("the record").is_ok());
    }

    #[test]
    fn one_mismatch_is_told_in_one_line() {
        let mut findings = Findings::default();
        findings.equal("fee", &5, &6);
        let error = findings.into_result("the record of `xfer`").unwrap_err();
        assert_eq!(error.to_string(), "the fee of the record of `xfer` is wrong: expected 5, got 6");
    }

    #[test]
    fn all_mismatches_are_told_at_once_with_their_paths() {
        let mut findings = Findings::default();
        findings.equal("fee", &5, &6);
        findings.within("child 1", |findings| findings.equal("memo", &"a", &"b"));
        findings.equal("fine", &1, &1);
        let error = findings.into_result("it").unwrap_err();
        assert_eq!(error.message(), "2 things are wrong with it");
        let comparison = error.comparison().unwrap();
        assert_eq!(comparison.expected, "fee: 5\nchild 1 memo: a");
        assert_eq!(comparison.actual, "fee: 6\nchild 1 memo: b");
    }
}
