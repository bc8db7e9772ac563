//! The values of flags, checked; errors name the flag or variable.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

use super::Given;
use crate::{
    harness::{
        files::NamedFile,
        options::{Format, UsageError},
        report::ReportTo,
    },
    lint::Severity,
    networks::{NetworkChoice, NodeCount},
    session::{Isolation, Sharing},
};

impl Given<'_> {
    /// The error that it is something else than `what`.
    pub(crate) fn must_be(self, what: &str) -> UsageError {
        UsageError::BadValue(format!("argument for {} must be {what} (was {})", self.source, self.text))
    }

    fn not_a_number(self, what: &str, error: impl std::fmt::Display) -> UsageError {
        UsageError::BadValue(format!("argument for {} must be {what} (error: {error})", self.source))
    }
}

pub(super) fn threads(given: Given<'_>) -> Result<NonZeroUsize, UsageError> {
    // libtest words the two differently.
    if given.source == "RUST_TEST_THREADS" {
        let message = format!("{} is `{}`, should be a positive integer", given.source, given.text);
        return given.text.parse().map_err(|_| UsageError::BadValue(message));
    }
    let number: usize = given.text.parse().map_err(|error| given.not_a_number("a number > 0", error))?;
    let zero = || UsageError::BadValue(format!("argument for {} must not be 0", given.source));
    NonZeroUsize::new(number).ok_or_else(zero)
}

pub(super) fn format(given: Given<'_>) -> Result<Format, UsageError> {
    match given.text {
        "pretty" => Ok(Format::Pretty),
        "terse" => Ok(Format::Terse),
        "json" => Ok(Format::Json),
        "junit" => Ok(Format::Junit),
        _ => Err(given.must_be("pretty, terse, json or junit")),
    }
}

pub(super) fn seed(given: Given<'_>) -> Result<u64, UsageError> {
    given.text.parse().map_err(|error| given.not_a_number("a number", error))
}

pub(super) fn number(given: Given<'_>) -> Result<u32, UsageError> {
    given.text.parse().map_err(|error| given.not_a_number("a number", error))
}

pub(super) fn count(given: Given<'_>) -> Result<NonZeroU32, UsageError> {
    given.text.parse().map_err(|error| given.not_a_number("a number > 0", error))
}

pub(super) fn factor(given: Given<'_>) -> Result<f64, UsageError> {
    match given.text.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor >= 0.0 => Ok(factor),
        _ => Err(given.must_be("a number, 0 or more")),
    }
}

pub(super) fn seconds(given: Given<'_>) -> Result<Duration, UsageError> {
    factor(given).and_then(|seconds| {
        Duration::try_from_secs_f64(seconds).map_err(|_| given.must_be("a number of seconds"))
    })
}

pub(super) fn file(given: Given<'_>) -> Result<NamedFile, UsageError> {
    match given.text {
        "" => Err(given.must_be("a file")),
        path if given.source.starts_with("--") => Ok(NamedFile::This(path.into())),
        path => Ok(NamedFile::OfTarget(path.into())),
    }
}

pub(super) fn path(given: Given<'_>) -> Result<PathBuf, UsageError> {
    if given.text.is_empty() { Err(given.must_be("a file")) } else { Ok(given.text.into()) }
}

/// `WARN,CRITICAL` in milliseconds, as libtest reads it: the second time is the limit.
pub(crate) fn time_limit(given: Given<'_>) -> Result<Duration, UsageError> {
    let times = given.text.split_once(',').and_then(|(warn, critical)| {
        let millis = |text: &str| text.trim().parse().ok().map(Duration::from_millis);
        millis(warn).zip(millis(critical))
    });
    match times {
        Some((warn, critical)) if warn <= critical => Ok(critical),
        _ => Err(given.must_be("a warning and a limit in milliseconds, as in 500,1000")),
    }
}

pub(super) fn report(given: Given<'_>) -> Result<ReportTo, UsageError> {
    match given.text {
        "" => Err(given.must_be("a directory")),
        directory if given.source.starts_with("--") => Ok(ReportTo::Directory(directory.into())),
        directory => Ok(ReportTo::Below(directory.into())),
    }
}

pub(super) fn percent(given: Given<'_>) -> Result<f64, UsageError> {
    match given.text.parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err(given.must_be("a percentage, 0 to 100")),
    }
}

pub(super) fn severity(given: Option<Given<'_>>) -> Result<Severity, UsageError> {
    match given {
        None | Some(Given { text: "warn", .. }) => Ok(Severity::Warn),
        Some(Given { text: "deny", .. }) => Ok(Severity::Deny),
        Some(given) => Err(given.must_be("warn or deny")),
    }
}

pub(super) fn tags(given: Given<'_>) -> Result<Vec<String>, UsageError> {
    let tags = given.text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let tags: Vec<String> = tags.map(Into::into).collect();
    if tags.is_empty() {
        let message = format!("argument for {} must name a tag (was `{}`)", given.source, given.text);
        return Err(UsageError::BadValue(message));
    }
    Ok(tags)
}

pub(super) fn network(given: Given<'_>) -> Result<NetworkChoice, UsageError> {
    let wrong = |error| UsageError::BadValue(format!("argument for {}: {error}", given.source));
    given.text.parse().map_err(wrong)
}

pub(super) fn nodes(given: Given<'_>) -> Result<NodeCount, UsageError> {
    given.text.parse().map_err(|error| UsageError::BadValue(format!("argument for {} {error}", given.source)))
}

pub(super) fn isolation(given: Given<'_>) -> Result<Isolation, UsageError> {
    match given.text {
        "lock" => Ok(Isolation::Lock),
        "fork" => Ok(Isolation::Fork),
        _ => Err(given.must_be("lock or fork")),
    }
}

pub(super) fn session(given: Given<'_>) -> Result<Sharing, UsageError> {
    given.text.parse().map_err(|_| given.must_be("auto, private or shared"))
}

/// A variable that is the twin of a switch.
pub(crate) fn switched_on(given: Given<'_>) -> Result<bool, UsageError> {
    // libtest takes everything but `0` for yes.
    if !given.source.starts_with("HAPI_") {
        return Ok(given.text != "0");
    }
    match given.text {
        "1" | "true" => Ok(true),
        "" | "0" | "false" => Ok(false),
        _ => Err(given.must_be("1 or 0")),
    }
}
