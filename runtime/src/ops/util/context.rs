//! Operations that are, or make, code of the test's own.

use std::fmt::Display;

use futures::FutureExt;

use super::{
    body::{IntoOutcome, OpBody},
    step::Step,
};
use crate::spec::{IntoSpec, Operation, Spec, SpecResult, here};

/// Writes lines into the trace of the spec, at the operation that it belongs to.
#[derive(Clone, Debug)]
pub struct OpLog(Spec);

impl OpLog {
    /// Writes a line.
    pub fn info(&self, line: impl Display) {
        self.0.note(line.to_string());
    }
}

/// Runs code that needs the spec: `with_op_context(|spec, log| async move { ..; Ok(()) })`. What the code returns in
/// `Ok` comes out of the operation.
///
/// The code gets a handle of its own, so that it may keep it; operations that it runs, with [`all_run_for`] or
/// [`Spec::run`], appear below this one in the trace.
#[track_caller]
pub fn with_op_context<B, Form>(code: impl FnOnce(Spec, OpLog) -> B + Send + 'static) -> Step<B::Output>
where
    B: OpBody<Form>,
{
    Step::new("with_op_context", "", here(), move |spec| code(spec.clone(), OpLog(spec.clone())).complete())
}

/// The same as [`with_op_context`], for code that asserts.
#[track_caller]
pub fn assertions_hold<B, Form>(code: impl FnOnce(Spec, OpLog) -> B + Send + 'static) -> Step<B::Output>
where
    B: OpBody<Form>,
{
    Step::new("assertions_hold", "", here(), move |spec| code(spec.clone(), OpLog(spec.clone())).complete())
}

/// Runs these operations in order, up to the first that fails.
pub async fn all_run_for(spec: &Spec, operations: impl IntoSpec) -> SpecResult {
    let operations = operations.into_spec();
    spec.in_order(operations).await
}

/// Runs code that does not wait for anything, once it is its turn.
#[track_caller]
pub fn doing_contextual<O: IntoOutcome>(code: impl FnOnce(&Spec) -> O + Send + 'static) -> Step<()> {
    Step::new("doing_contextual", "", here(), move |spec| {
        let result = code(spec).into_result();
        async move { result }.boxed()
    })
}

/// Runs code that needs no spec, once it is its turn.
#[track_caller]
pub fn do_adhoc<O: IntoOutcome>(code: impl FnOnce() -> O + Send + 'static) -> Step<()> {
    Step::new("do_adhoc", "", here(), move |_| {
        let result = code().into_result();
        async move { result }.boxed()
    })
}

/// The same as [`do_adhoc`], for code that asserts.
#[track_caller]
pub fn verify<O: IntoOutcome>(code: impl FnOnce() -> O + Send + 'static) -> Step<()> {
    Step::new("verify", "", here(), move |_| {
        let result = code().into_result();
        async move { result }.boxed()
    })
}

/// The same as [`do_adhoc`], for code that sets up what comes next.
#[track_caller]
pub fn given<O: IntoOutcome>(code: impl FnOnce() -> O + Send + 'static) -> Step<()> {
    Step::new("given", "", here(), move |_| {
        let result = code().into_result();
        async move { result }.boxed()
    })
}

/// Builds an operation once it is its turn, so that it can use what earlier ones found out, and runs it.
#[track_caller]
pub fn sourcing<O: Operation + 'static>(source: impl FnOnce() -> O + Send + 'static) -> Step<O::Output> {
    Step::new("sourcing", "", here(), move |spec| {
        let operation = source();
        async move { spec.run(operation).await }.boxed()
    })
}

/// The same as [`sourcing`], for an operation that is built from what the spec knows.
#[track_caller]
pub fn sourcing_contextual<O: Operation + 'static>(
    source: impl FnOnce(&Spec) -> O + Send + 'static,
) -> Step<O::Output> {
    Step::new("sourcing_contextual", "", here(), move |spec| {
        let operation = source(spec);
        async move { spec.run(operation).await }.boxed()
    })
}

/// Writes a line into the trace.
#[track_caller]
pub fn log_it(line: impl Display) -> Step<()> {
    let line = line.to_string();
    Step::new("log_it", "", here(), move |spec| {
        spec.note(line);
        async { Ok(()) }.boxed()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use tokio::runtime::Builder;

    use super::*;
    use crate::{ops::assertions::testing, spec::SpecError};

    /// Runs the step as a spec would, without the default payer that no silent network can create.
    fn perform<T: Send>(mut step: Step<T>) -> Result<T, SpecError> {
        let spec = testing::spec();
        Builder::new_current_thread().build().unwrap().block_on(step.perform(&spec))
    }

    #[test]
    fn closures_may_return_at_once_or_in_time() {
        assert_eq!(perform(with_op_context(|_, _| Ok(5))).unwrap(), 5);
        assert_eq!(perform(with_op_context(|_, _| async { Ok(6) })).unwrap(), 6);
        let failing = with_op_context(|_, _| async move {
            "x".parse::<u32>()?;
            Ok(())
        });
        assert!(perform(failing).unwrap_err().message().contains("invalid digit"));
    }

    #[test]
    fn what_closures_find_wrong_fails_the_step() {
        assert!(perform(verify(|| ())).is_ok());
        assert!(perform(do_adhoc(|| Err(SpecError::new("no")))).is_err());
        assert!(perform(doing_contextual(|spec| assert_eq!(spec.name(), "unit"))).is_ok());
    }

    #[test]
    fn code_runs_when_it_is_its_turn_and_not_before() {
        let count = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&count);
        let step = given(move || {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(count.load(Ordering::Relaxed), 0);
        perform(step).unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
