//! What a suite changes for others, kept until it is put back.

use std::sync::Arc;

use crate::{
    session::{link::SessionLink, overrides::Guard},
    spec::{Spec, SpecError},
    test_case::Leaky,
};

/// A guard that also the process knows of which keeps the session, where that is another one: it puts back what a process
/// that dies has left.
#[derive(Debug)]
pub(crate) struct Kept {
    guard: Guard,
    name: String,
    link: Option<Arc<dyn SessionLink>>,
}

impl Kept {
    /// Remembers what a suite with this `leaky` may change. `name` is told apart from those of others.
    ///
    /// # Errors
    /// Those of [`Guard::remember`], and when the process that keeps the session does not answer.
    pub(crate) async fn remember(spec: &Spec, leaky: &Leaky, name: String) -> Result<Self, SpecError> {
        let guard = Guard::remember(spec, leaky).await?;
        let link = spec.target().link().cloned();
        if let Some(link) = &link {
            let before = serde_json::to_vec(guard.remembered())?;
            link.remember(&name, before.into()).await?;
        }
        Ok(Self { guard, name, link })
    }

    /// Puts it back.
    ///
    /// # Errors
    /// Which files could not be restored, and why.
    pub(crate) async fn restore(self) -> Result<(), String> {
        self.guard.restore().await?;
        match self.link {
            Some(link) => link.forget(&self.name).await.map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }
}
