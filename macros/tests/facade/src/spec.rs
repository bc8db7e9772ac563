//! Specs, operations and results.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
};

/// What an `async` test or hook is, once called.
pub type BoxFuture<'a> = Pin<Box<dyn Future<Output = SpecResult> + Send + 'a>>;

/// What a test does, in words.
pub type Operations = Vec<String>;

/// How an `async` test ends.
pub type SpecResult = Result<(), String>;

/// What an `async` test drives.
pub struct Spec {
    pub(crate) log: Arc<Mutex<Operations>>,
}

impl Spec {
    /// Notes the operation.
    pub async fn run(&self, operation: impl Into<String>) -> SpecResult {
        self.log.lock().expect("nothing panicked").push(operation.into());
        Ok(())
    }
}

/// What a hook drives.
pub struct SpecManager {
    pub(crate) spec: Spec,
}

impl SpecManager {
    /// Notes the operations.
    pub async fn do_adhoc(&self, operations: impl IntoSpec) -> SpecResult {
        for operation in operations.into_spec() {
            self.spec.run(operation).await?;
        }
        Ok(())
    }
}

/// What a test returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a spec",
    label = "not operations",
    note = "return `hapi_spec![..]`, an operation, or a tuple or `Vec` of operations"
)]
pub trait IntoSpec {
    fn into_spec(self) -> Operations;
}

impl IntoSpec for Operations {
    fn into_spec(self) -> Operations {
        self
    }
}

pub fn into_operations(spec: impl IntoSpec) -> Operations {
    spec.into_spec()
}

pub fn pin<'a>(test: Box<dyn Future<Output = SpecResult> + Send + 'a>) -> BoxFuture<'a> {
    Box::into_pin(test)
}

pub fn boxed<'a, E: Into<String> + 'a>(
    test: impl Future<Output = Result<(), E>> + Send + 'a,
) -> BoxFuture<'a> {
    Box::pin(async { test.await.map_err(Into::into) })
}

pub fn into_restarting(spec: impl IntoSpec) -> Operations {
    let mut operations = spec.into_spec();
    operations.push("restarted".into());
    operations
}

pub fn restarting<'a>(spec: &'a Spec, test: BoxFuture<'a>) -> BoxFuture<'a> {
    Box::pin(async {
        test.await?;
        spec.run("restarted").await
    })
}

/// The operations in order.
#[macro_export]
macro_rules! hapi_spec {
    ($($operation:expr),* $(,)?) => { ::std::vec![$(::std::string::ToString::to_string(&$operation)),*] };
}
