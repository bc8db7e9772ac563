//! Nodes that stand still where a test wants them to.

use std::{
    fmt,
    sync::{Arc, Condvar, LazyLock, Mutex},
};

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// A place where threads stand still: where they write a certain line to the node's log. It counts for the nodes that are started on this
/// thread while the guard of [`Hold::at`] is there.
#[derive(Clone, Debug)]
pub(crate) struct Hold(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    line: &'static str,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_open: bool,
    /// What was written so far.
    lines: Vec<String>,
}

/// As long as there is but one subscriber, a line that a thread without one comes by first is written off for all: so there are two.
static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Everything));

impl Hold {
    /// Holds all who write this line.
    pub(crate) fn at(line: &'static str) -> (Self, tracing::subscriber::DefaultGuard) {
        let shared = Shared { line, state: Mutex::default(), changed: Condvar::new() };
        let hold = Self(Arc::new(shared));
        LazyLock::force(&ANOTHER);
        let guard = tracing::subscriber::set_default(hold.clone());
        (hold, guard)
    }

    /// Returns when somebody stands there.
    pub(crate) async fn come(&self) {
        self.written(self.0.line).await;
    }

    /// Returns when a line is written.
    pub(crate) async fn written(&self, line: &'static str) {
        let shared = Arc::clone(&self.0);
        let waited = tokio::task::spawn_blocking(move || {
            let state = shared.state.lock().unwrap();
            let lacks = |state: &mut State| !state.lines.iter().any(|written| written == line);
            drop(shared.changed.wait_while(state, lacks).unwrap());
        });
        waited.await.unwrap();
    }

    /// Lets all go on, for good.
    pub(crate) fn release(&self) {
        self.0.state.lock().unwrap().is_open = true;
        self.0.changed.notify_all();
    }
}

impl Subscriber for Hold {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message::default();
        event.record(&mut message);
        let stands = message.0 == self.0.line;
        let mut state = self.0.state.lock().unwrap();
        state.lines.push(message.0);
        self.0.changed.notify_all();
        if stands {
            drop(self.0.changed.wait_while(state, |state| !state.is_open).unwrap());
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// Wants to hear everything, and does nothing about it.
struct Everything;

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// What an event says.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
