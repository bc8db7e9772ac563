//! Values that an operation gives to the test.

use std::{fmt, sync::Arc};

/// Who is given a `T` when an operation comes to know it: what the `exposing_.._to` modifiers set.
pub(crate) struct Exposed<T>(Option<Arc<dyn Fn(T) + Send + Sync>>);

impl<T> Exposed<T> {
    pub(crate) fn set(&mut self, receiver: impl Fn(T) + Send + Sync + 'static) {
        self.0 = Some(Arc::new(receiver));
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn give(&self, value: T) {
        if let Some(receiver) = &self.0 {
            receiver(value);
        }
    }
}

impl<T> Clone for Exposed<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Exposed<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> fmt::Debug for Exposed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "exposed" } else { "not exposed" })
    }
}
