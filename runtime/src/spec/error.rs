//! Why a spec failed, in the parts that a report needs.

use std::{error::Error, fmt, panic::Location};

use super::OpDescription;

/// Why a spec, or an operation of it, failed.
///
/// Like `anyhow::Error` it can be made from every error by `?`, and for that reason is not itself an
/// [`Error`](std::error::Error).
pub struct SpecError(Box<Failure>);

/// What an operation fails with.
pub type OpError = SpecError;

/// What a whole spec comes to.
pub type SpecResult = Result<(), SpecError>;

#[derive(Default)]
struct Failure {
    message: String,
    operation: Option<OpDescription>,
    place: Option<&'static Location<'static>>,
    /// The line that made the error, where it is a test's: to blame where no operation is.
    raised: Option<&'static Location<'static>>,
    comparison: Option<Comparison>,
    transaction: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// The two sides of an expectation that was not met, for a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What the spec expected.
    pub expected: String,
    /// What the network answered.
    pub actual: String,
}

impl SpecError {
    /// A failure that is told by `message` alone. The line to blame is that of the operation that fails with it; in the
    /// code of a test (an `async` test, `with_op_context` and the like), that of the caller.
    #[track_caller]
    pub fn new(message: impl Into<String>) -> Self {
        let raised = Some(Location::caller()).filter(|place| is_of_a_test(place));
        Self(Box::new(Failure { message: message.into(), raised, ..Failure::default() }))
    }

    /// An expectation that was not met; the line to blame as with [`SpecError::new`].
    #[track_caller]
    pub fn mismatch(
        message: impl Into<String>,
        expected: impl fmt::Display,
        actual: impl fmt::Display,
    ) -> Self {
        let mut error = Self::new(message);
        error.0.comparison = Some(Comparison { expected: expected.to_string(), actual: actual.to_string() });
        error
    }

    /// Adds the text form of the transaction that failed; the first one given is kept.
    pub fn with_transaction(mut self, decoded: impl Into<String>) -> Self {
        self.0.transaction.get_or_insert_with(|| decoded.into());
        self
    }

    /// Adds the line to blame, unless one is known already. Operations that this crate made for one of the test's are
    /// not to blame: it is that one.
    pub fn at(mut self, place: &'static Location<'static>) -> Self {
        self.0.place = self.0.place.or_else(|| Some(place).filter(|place| is_of_a_test(place)));
        self
    }

    /// Blames the line that made the error, before any operation: for errors of a test's own code.
    pub(crate) fn of_code(mut self) -> Self {
        self.0.place = self.0.place.or(self.0.raised);
        self
    }

    /// Adds the operation to blame, unless an inner one is known already.
    pub fn within(mut self, operation: &OpDescription) -> Self {
        self.0.operation.get_or_insert_with(|| operation.clone());
        self.at(operation.place)
    }

    /// Puts `context` in front of the message.
    pub fn context(mut self, context: impl fmt::Display) -> Self {
        self.0.message = format!("{context}: {}", self.0.message);
        self
    }

    /// Adds lines after the message.
    pub(crate) fn followed_by(mut self, lines: &str) -> Self {
        if !lines.is_empty() {
            self.0.message = format!("{}\n{}", self.0.message, lines.trim_end());
        }
        self
    }

    /// The same error again, for another spec that fails for the same cause; without the error that it was made from.
    pub(crate) fn repeated(&self) -> Self {
        let Failure { message, operation, place, raised, comparison, transaction, .. } = &*self.0;
        Self(Box::new(Failure {
            message: message.clone(),
            operation: operation.clone(),
            place: *place,
            raised: *raised,
            comparison: comparison.clone(),
            transaction: transaction.clone(),
            source: None,
        }))
    }

    /// What went wrong, in a lower-case fragment.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The innermost operation that failed.
    pub fn operation(&self) -> Option<&OpDescription> {
        self.0.operation.as_ref()
    }

    /// The line that built what failed.
    pub fn place(&self) -> Option<&'static Location<'static>> {
        self.0.place.or(self.0.raised)
    }

    /// Expected against actual, where there is such a thing.
    pub fn comparison(&self) -> Option<&Comparison> {
        self.0.comparison.as_ref()
    }

    /// The decoded transaction, where there is one.
    pub fn transaction(&self) -> Option<&str> {
        self.0.transaction.as_deref()
    }

    /// The error this one was made from.
    pub fn source(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }
}

/// Whether a line is that of a test, and not of this crate or of the standard library.
fn is_of_a_test(place: &Location<'_>) -> bool {
    let sources = file!().strip_suffix("spec/error.rs").unwrap_or_default();
    !place.file().starts_with(sources) && !place.file().starts_with("/rustc/")
}

/// The line to blame is that of the `?`, as with [`SpecError::new`].
impl<E: Error + Send + Sync + 'static> From<E> for SpecError {
    #[track_caller]
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            message = format!("{message}: {inner}");
            cause = inner.source();
        }
        let mut converted = Self::new(message);
        converted.0.source = Some(Box::new(error));
        converted
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = &self.0.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(Comparison { expected, actual }) = &self.0.comparison {
            write!(f, ": expected {expected}, got {actual}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        if let Some(place) = self.place() {
            write!(f, "\n  at {place}")?;
        }
        if let Some(transaction) = &self.0.transaction {
            write!(f, "\n{transaction}")?;
        }
        Ok(())
    }
}
