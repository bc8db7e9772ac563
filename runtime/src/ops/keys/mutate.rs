//! Keys made from other keys.

use std::{fmt, panic::Location, sync::Arc};

use futures::future::{BoxFuture, FutureExt, ready};
use hapi_proto::services::Key;

use crate::spec::{OpDescription, OpError, Operation, Spec, here};

/// Gives what `change` makes of the key `source` the name `name`.
#[track_caller]
pub fn key_from_mutation(
    name: impl Into<String>,
    source: impl Into<String>,
    change: impl Fn(Key) -> Key + Send + Sync + 'static,
) -> KeyFromMutation {
    KeyFromMutation { name: name.into(), source: source.into(), change: Arc::new(change), place: here() }
}

/// See [`key_from_mutation`].
#[derive(Clone)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct KeyFromMutation {
    name: String,
    source: String,
    change: Arc<dyn Fn(Key) -> Key + Send + Sync>,
    place: &'static Location<'static>,
}

impl fmt::Debug for KeyFromMutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}

impl KeyFromMutation {
    fn mutate(&self, spec: &Spec) -> Result<Key, OpError> {
        let key = (self.change)(spec.registry().get(&self.source)?);
        spec.registry().put(&self.name, key.clone());
        Ok(key)
    }
}

impl Operation for KeyFromMutation {
    type Output = Key;

    fn describe(&self) -> OpDescription {
        OpDescription::new("key_from_mutation", format!("{} from {}", self.name, self.source), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Key, OpError>> {
        ready(self.mutate(spec)).boxed()
    }
}
