//! What a spec expects of a transaction.

use hapi_proto::services::ResponseCodeEnum::{self, Ok as Passed, Success};

use crate::spec::OpError;

/// What a spec expects of a transaction.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one modifier, independent of the others")]
pub(crate) struct Expectation {
    pub(super) failure: Vec<ResponseCodeEnum>,
    pub(super) precheck: Option<Vec<ResponseCodeEnum>>,
    pub(super) any_precheck: bool,
    pub(super) status: Option<Vec<ResponseCodeEnum>>,
    pub(super) any_status: bool,
    pub(super) no_status: bool,
    pub(super) unavailable: bool,
}

/// What follows from the code of a precheck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The transaction ended as expected.
    Ended,
    /// It goes to consensus, where any of these statuses will do; `None`: any at all.
    Await(Option<Vec<ResponseCodeEnum>>),
}

impl Expectation {
    /// Whether the spec would go on if the transaction did what it says.
    pub(super) fn allows_success(&self) -> bool {
        let may_pass =
            self.any_precheck || self.precheck.as_ref().is_none_or(|codes| codes.contains(&Passed));
        let any = self.any_status || self.no_status || self.status.is_none();
        let may_succeed = any || self.status.iter().flatten().any(|code| is_success(*code));
        self.failure.iter().all(|code| is_success(*code)) && may_pass && may_succeed
    }

    /// What follows from `actual`, with these ingest checks streamlined.
    pub(super) fn after_precheck(
        &self,
        actual: ResponseCodeEnum,
        streamlined: &[ResponseCodeEnum],
    ) -> Result<Next, OpError> {
        let passed = actual == Passed;
        if !self.failure.is_empty() {
            return match actual {
                _ if passed => Ok(self.awaiting(self.failure.clone())),
                _ if self.failure.contains(&actual) => Ok(Next::Ended),
                _ => Err(mismatch("the precheck", &self.failure, actual)),
            };
        }
        let expected = self.precheck.as_deref().unwrap_or(&[Passed]);
        if expected.contains(&actual) || self.any_precheck {
            let statuses = || self.status.clone().unwrap_or_else(|| vec![Success]);
            return Ok(if passed { self.awaiting(statuses()) } else { Next::Ended });
        }
        let mut left_to_consensus = expected.to_vec();
        left_to_consensus.retain(|code| streamlined.contains(code));
        if passed && !left_to_consensus.is_empty() {
            return Ok(Next::Await(Some(left_to_consensus)));
        }
        Err(mismatch("the precheck", expected, actual))
    }

    fn awaiting(&self, statuses: Vec<ResponseCodeEnum>) -> Next {
        match self {
            _ if self.no_status => Next::Ended,
            _ if self.any_status => Next::Await(None),
            _ => Next::Await(Some(statuses)),
        }
    }
}

/// Whether a transaction with this status did what it was to do.
pub(super) fn is_success(status: ResponseCodeEnum) -> bool {
    use ResponseCodeEnum::{FeeScheduleFilePartUploaded, SuccessButMissingExpectedOperation};
    matches!(status, Success | FeeScheduleFilePartUploaded | SuccessButMissingExpectedOperation)
}

/// Fails unless `actual` is one of `expected`.
pub(super) fn judge(expected: Option<&[ResponseCodeEnum]>, actual: ResponseCodeEnum) -> Result<(), OpError> {
    match expected {
        Some(expected) if !expected.contains(&actual) => Err(mismatch("the status", expected, actual)),
        _ => Ok(()),
    }
}

fn mismatch(what: &str, expected: &[ResponseCodeEnum], actual: ResponseCodeEnum) -> OpError {
    let names: Vec<_> = expected.iter().map(ResponseCodeEnum::as_str_name).collect();
    OpError::mismatch(format!("{what} is not as expected"), names.join(" or "), actual.as_str_name())
}

#[cfg(test)]
mod tests {
    use ResponseCodeEnum::{Busy, InvalidSignature, KeyRequired};

    use super::*;

    const STREAMLINED: &[ResponseCodeEnum] = &[InvalidSignature];

    fn after(expectation: &Expectation, actual: ResponseCodeEnum) -> Option<Next> {
        expectation.after_precheck(actual, STREAMLINED).ok()
    }

    fn awaiting(codes: &[ResponseCodeEnum]) -> Next {
        Next::Await(Some(codes.to_vec()))
    }

    #[test]
    fn without_modifiers_success_is_expected() {
        let expectation = Expectation::default();
        assert_eq!(after(&expectation, Passed), Some(awaiting(&[Success])));
        assert_eq!(after(&expectation, Busy), None);
    }

    #[test]
    fn a_failure_is_accepted_at_either_place_but_no_other_is() {
        let expectation =
            Expectation { failure: vec![InvalidSignature, KeyRequired], ..Expectation::default() };
        assert_eq!(after(&expectation, InvalidSignature), Some(Next::Ended));
        assert_eq!(after(&expectation, KeyRequired), Some(Next::Ended));
        assert_eq!(after(&expectation, Passed), Some(awaiting(&[InvalidSignature, KeyRequired])));
        assert_eq!(after(&expectation, Busy), None);
    }

    #[test]
    fn a_pinned_precheck_may_move_to_consensus_only_if_streamlined() {
        let expecting =
            |codes: &[_]| Expectation { precheck: Some(codes.to_vec()), ..Expectation::default() };
        assert_eq!(after(&expecting(&[InvalidSignature]), InvalidSignature), Some(Next::Ended));
        assert_eq!(
            after(&expecting(&[InvalidSignature, KeyRequired]), Passed),
            Some(awaiting(&[InvalidSignature]))
        );
        assert_eq!(after(&expecting(&[KeyRequired]), Passed), None);
        assert_eq!(after(&expecting(&[Passed, KeyRequired]), Passed), Some(awaiting(&[Success])));
    }

    #[test]
    fn a_spec_that_expects_a_failure_does_not_go_on_after_a_success() {
        assert!(Expectation::default().allows_success());
        let failing = Expectation { failure: vec![InvalidSignature], ..Expectation::default() };
        assert!(!failing.allows_success());
        let refused = Expectation { precheck: Some(vec![Busy]), ..Expectation::default() };
        assert!(!refused.allows_success());
        let status = |codes: &[_]| Expectation { status: Some(codes.to_vec()), ..Expectation::default() };
        assert!(!status(&[InvalidSignature]).allows_success());
        assert!(status(&[InvalidSignature, Success]).allows_success());
    }

    #[test]
    fn statuses_can_be_widened() {
        let from = Expectation { status: Some(vec![Busy, Success]), ..Expectation::default() };
        assert_eq!(after(&from, Passed), Some(awaiting(&[Busy, Success])));
        let any = Expectation { any_status: true, ..Expectation::default() };
        assert_eq!(after(&any, Passed), Some(Next::Await(None)));
        let none = Expectation { no_status: true, any_precheck: true, ..Expectation::default() };
        assert_eq!(after(&none, Passed), Some(Next::Ended));
        assert_eq!(after(&none, Busy), Some(Next::Ended));
    }

    #[test]
    fn a_wrong_status_tells_both_sides() {
        let error = judge(Some(&[Success, Busy]), KeyRequired).unwrap_err();
        let comparison = error.comparison().unwrap();
        assert_eq!((&*comparison.expected, &*comparison.actual), ("SUCCESS or BUSY", "KEY_REQUIRED"));
        assert!(judge(Some(&[Success]), Success).is_ok());
        assert!(judge(None, KeyRequired).is_ok());
    }
}
