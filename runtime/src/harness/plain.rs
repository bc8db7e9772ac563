//! Plain tests: functions given to `main!` by name.

use std::fmt;

/// What a plain test may return: `()`, or a `Result` whose error can be shown.
#[diagnostic::on_unimplemented(
    message = "a plain test cannot return `{Self}`",
    note = "it returns `()`, or `Result<(), E>` where `E: Debug`"
)]
pub trait PlainOutcome {
    /// Success, or the text of the error.
    fn into_result(self) -> Result<(), String>;
}

impl PlainOutcome for () {
    fn into_result(self) -> Result<(), String> {
        Ok(())
    }
}

impl<E: fmt::Debug> PlainOutcome for Result<(), E> {
    fn into_result(self) -> Result<(), String> {
        self.map_err(|error| format!("{error:?}"))
    }
}

/// Runs a plain test; `main!` wraps each in this.
pub fn outcome<R: PlainOutcome>(test: fn() -> R) -> Result<(), String> {
    test().into_result()
}
