//! The requests under way.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc;

/// Counts the requests under way, and turns new ones away once it is told to. A cheap handle: clones count the same.
#[derive(Clone, Debug)]
pub(super) struct Calls(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// What each request under way holds a clone of; gone when no more are taken.
    open: Option<mpsc::Sender<Infallible>>,
    /// Ends with the last of them.
    closed: Option<mpsc::Receiver<Infallible>>,
}

/// A request under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Call {
    _open: mpsc::Sender<Infallible>,
}

impl Default for Calls {
    fn default() -> Self {
        let (open, closed) = mpsc::channel(1);
        Self(Arc::new(Mutex::new(State { open: Some(open), closed: Some(closed) })))
    }
}

impl Calls {
    /// Another request; `None` once they are refused.
    pub(super) fn begin(&self) -> Option<Call> {
        self.state().open.clone().map(|open| Call { _open: open })
    }

    /// Takes no more.
    pub(super) fn refuse(&self) {
        self.state().open = None;
    }

    /// Returns when no more are taken and the last is over. Whoever asks second is told at once.
    pub(super) async fn finished(&self) {
        let closed = self.state().closed.take();
        if let Some(mut closed) = closed {
            // Nobody can send anything: this ends when all that could are gone.
            let _ = closed.recv().await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    #[test]
    fn it_is_finished_when_the_last_call_is_and_no_more_are_taken() {
        let calls = Calls::default();
        let first = calls.begin().unwrap();
        let second = calls.begin().unwrap();
        let mut finished = pin!(calls.finished());
        let mut poll = || finished.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        drop(first);
        assert_eq!(poll(), Poll::Pending);
        calls.refuse();
        assert!(calls.begin().is_none());
        assert_eq!(poll(), Poll::Pending, "one is under way");
        drop(second);
        assert_eq!(poll(), Poll::Ready(()));
    }
}
