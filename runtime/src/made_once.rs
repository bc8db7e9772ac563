//! What many specs need and one of them makes.

use std::{
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};

use crate::{session::panics, spec::OpError};

/// A value that is made when it is first asked for, and kept until [`MadeOnce::clear`]. A failure is not kept: whoever
/// asks next has it tried again.
///
/// It is made in a task of its own, and nobody holds a lock meanwhile. So one who asked and then does not go on keeps
/// nobody from it: of operations side by side in one task, one may wait on the thread for a static fixture, whose
/// creation needs the very value that another one of them has asked for.
pub(crate) struct MadeOnce<T>(Mutex<Option<Making<T>>>);

type Making<T> = Shared<BoxFuture<'static, Result<T, Arc<OpError>>>>;

impl<T: Clone + Send + Sync + 'static> MadeOnce<T> {
    /// The value, if it is there.
    pub(crate) fn get(&self) -> Option<T> {
        self.making().as_ref().and_then(Shared::peek)?.as_ref().ok().cloned()
    }

    /// The value: the one that is there, the one that is being made, or what `make` comes to.
    pub(crate) async fn get_or_make<F>(&self, make: impl FnOnce() -> F) -> Result<T, OpError>
    where
        F: Future<Output = Result<T, OpError>> + Send + 'static,
    {
        if let Some(made) = self.get() {
            return Ok(made);
        }
        let making = self.making().get_or_insert_with(|| begun(make())).clone();
        making.clone().await.map_err(|error| {
            self.forget(&making);
            error.repeated()
        })
    }

    /// Has it made again when it is asked for next.
    pub(crate) fn clear(&self) {
        *self.making() = None;
    }

    fn forget(&self, failed: &Making<T>) {
        let mut kept = self.making();
        if kept.as_ref().is_some_and(|kept| kept.ptr_eq(failed)) {
            *kept = None;
        }
    }

    /// A panic elsewhere must not become another one here, so a poisoned lock is as good as any.
    fn making(&self) -> MutexGuard<'_, Option<Making<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn begun<T, F>(make: F) -> Making<T>
where
    T: Clone + Send + 'static,
    F: Future<Output = Result<T, OpError>> + Send + 'static,
{
    let task = tokio::spawn(make);
    let outcome = async move {
        let ended = task.await.unwrap_or_else(|ended| {
            Err(OpError::new(match ended.try_into_panic() {
                Ok(payload) => format!("it panicked: {}", panics::message(&*payload)),
                Err(_) => "the session ended before".to_owned(),
            }))
        });
        ended.map_err(Arc::new)
    };
    outcome.boxed().shared()
}

impl<T> Default for MadeOnce<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

/// It has what has been made, and makes for itself what has not.
impl<T: Clone + Send + Sync + 'static> Clone for MadeOnce<T> {
    fn clone(&self) -> Self {
        let made = self.making().clone().filter(|making| matches!(making.peek(), Some(Ok(_))));
        Self(Mutex::new(made))
    }
}

impl<T: Clone + Send + Sync + fmt::Debug + 'static> fmt::Debug for MadeOnce<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MadeOnce").field(&self.get()).finish()
    }
}

#[cfg(test)]
mod tests {
    use futures::poll;

    use super::*;

    #[tokio::test]
    async fn one_who_does_not_go_on_keeps_nobody_from_it() {
        let value = MadeOnce::default();
        let mut first = Box::pin(value.get_or_make(|| async {
            tokio::task::yield_now().await;
            Ok(1)
        }));
        assert!(poll!(&mut first).is_pending(), "it has begun");
        assert_eq!(value.get_or_make(|| async { Ok(2) }).await.expect("it is made"), 1);
        assert_eq!(first.await.expect("it is made"), 1);
    }

    #[tokio::test]
    async fn failures_are_everybodys_and_not_kept() {
        let value = MadeOnce::default();
        let failing = || value.get_or_make(|| async { Err::<u8, _>(OpError::new("no")) });
        let (one, other) = tokio::join!(failing(), failing());
        assert_eq!(one.expect_err("it fails").message(), "no");
        assert_eq!(other.expect_err("it fails").message(), "no");
        assert_eq!(value.get(), None);
        assert_eq!(value.get_or_make(|| async { Ok(3) }).await.expect("it is made"), 3);
        assert_eq!(value.get(), Some(3));
    }

    #[tokio::test]
    async fn panics_are_failures() {
        let value = MadeOnce::<u8>::default();
        let error = value.get_or_make(|| async { panic!("oh") }).await.expect_err("it fails");
        assert_eq!(error.message(), "it panicked: oh");
    }

    #[tokio::test]
    async fn what_is_cleared_is_made_again_and_copies_keep_theirs() {
        let value = MadeOnce::default();
        let unmade = value.clone();
        value.get_or_make(|| async { Ok(1) }).await.expect("it is made");
        let copy = value.clone();
        value.clear();
        assert_eq!(value.get_or_make(|| async { Ok(2) }).await.expect("it is made"), 2);
        assert_eq!((unmade.get(), copy.get()), (None, Some(1)));
    }
}
