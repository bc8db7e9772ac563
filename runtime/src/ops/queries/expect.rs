//! What a spec expects of the codes of a query.

use hapi_proto::services::ResponseCodeEnum::{self, Ok as Passed};

use crate::{ops::assertions::show, spec::OpError};

/// What a spec expects of the codes of a query.
#[derive(Clone, Debug, Default)]
pub(super) struct Expectation {
    pub(super) failure: Vec<ResponseCodeEnum>,
    pub(super) cost: Option<Vec<ResponseCodeEnum>>,
    pub(super) answer: Option<Vec<ResponseCodeEnum>>,
    pub(super) retry: Vec<ResponseCodeEnum>,
}

impl Expectation {
    /// Whether the answer is to be asked for, after the cost was asked for.
    pub(super) fn after_cost(&self, actual: i32) -> Result<bool, OpError> {
        let mut expected = self.cost.clone().unwrap_or_else(|| vec![Passed]);
        if self.cost.is_none() {
            expected.extend(&self.failure);
        }
        judge("the code of the cost answer", &expected, actual)
    }

    /// Whether there is an answer.
    pub(super) fn after_answer(&self, actual: i32) -> Result<bool, OpError> {
        let expected = match &self.answer {
            Some(codes) => codes,
            None if self.failure.is_empty() => &[Passed][..],
            None => &self.failure,
        };
        judge("the code of the answer", expected, actual)
    }

    /// Whether to ask again.
    pub(super) fn retries(&self, actual: i32) -> bool {
        self.retry.iter().any(|code| *code as i32 == actual)
    }
}

fn judge(what: &str, expected: &[ResponseCodeEnum], actual: i32) -> Result<bool, OpError> {
    if expected.iter().any(|code| *code as i32 == actual) {
        return Ok(actual == Passed as i32);
    }
    Err(OpError::mismatch(format!("{what} is not as expected"), show::codes(expected), show::code(actual)))
}

#[cfg(test)]
mod tests {
    use ResponseCodeEnum::{Busy, InvalidAccountId};

    use super::*;

    #[test]
    fn without_modifiers_both_codes_are_ok() {
        let expectation = Expectation::default();
        assert!(expectation.after_cost(Passed as i32).unwrap());
        assert!(expectation.after_answer(Passed as i32).unwrap());
        let error = expectation.after_answer(Busy as i32).unwrap_err();
        assert_eq!(error.to_string(), "the code of the answer is not as expected: expected OK, got BUSY");
    }

    #[test]
    fn a_failure_may_come_with_either_code_but_must_come() {
        let expectation = Expectation { failure: vec![InvalidAccountId], ..Expectation::default() };
        assert!(!expectation.after_cost(InvalidAccountId as i32).unwrap());
        assert!(expectation.after_cost(Passed as i32).unwrap());
        assert!(!expectation.after_answer(InvalidAccountId as i32).unwrap());
        assert!(expectation.after_answer(Passed as i32).is_err());
        assert!(expectation.after_cost(Busy as i32).is_err());
    }

    #[test]
    fn a_pinned_cost_code_must_come_then() {
        let expectation = Expectation { cost: Some(vec![InvalidAccountId]), ..Expectation::default() };
        assert!(expectation.after_cost(Passed as i32).is_err());
        assert!(!expectation.after_cost(InvalidAccountId as i32).unwrap());
    }

    #[test]
    fn codes_without_a_name_are_shown_as_numbers() {
        let error = Expectation::default().after_cost(99_999).unwrap_err();
        assert!(error.to_string().ends_with("got unknown code 99999"), "{error}");
    }
}
