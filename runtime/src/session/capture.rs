//! What a test logs, kept with the test.
//!
//! Events of the `tracing` crate are kept for the test on whose thread they happen. A span that was made on a test's
//! thread takes the test along: events inside it are kept for that test on other threads of the session too. The level is
//! `RUST_LOG`'s (`info`, `my_crate=debug`, comma-separated; `info` without it).
//!
//! What a test prints (`println!`) goes straight to the terminal under this runner: stable Rust has no way to catch it
//! for one of several threads. Under libtest it is captured as ever, since the test runs on libtest's own thread, and
//! under nextest too, which gives each test a process.

mod filter;

use std::{
    cell::RefCell,
    collections::HashMap,
    fmt::{self, Write as _},
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use filter::Filter;
use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    dispatcher::{self, DefaultGuard},
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
};

/// The log of one test.
#[derive(Debug)]
pub(crate) struct TestLog {
    name: &'static str,
    /// Whether lines go to the terminal at once instead.
    live: bool,
    lines: Mutex<String>,
}

impl TestLog {
    pub(crate) fn new(name: &'static str, live: bool) -> Arc<Self> {
        Arc::new(Self { name, live, lines: Mutex::new(String::new()) })
    }

    fn line(&self, line: fmt::Arguments<'_>) {
        if self.live {
            eprintln!("[{}] {line}", self.name);
        } else {
            // Writing to a string cannot fail.
            let _ = writeln!(locked(&self.lines), "{line}");
        }
    }

    /// What was kept so far; it is not kept any longer.
    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut locked(&self.lines))
    }
}

thread_local! {
    /// The log of the test on this thread, and of the spans entered on it since.
    static CURRENT: RefCell<Vec<Option<Arc<TestLog>>>> = const { RefCell::new(Vec::new()) };
    /// Keeps the session's threads dispatching here.
    static THREAD_GUARD: RefCell<Option<DefaultGuard>> = const { RefCell::new(None) };
}

static DISPATCH: LazyLock<Dispatch> =
    LazyLock::new(|| Dispatch::new(Router::new(std::env::var("RUST_LOG").ok().as_deref())));

/// Keeps what happens on this thread in `log`, until it is dropped.
#[must_use]
pub(crate) struct Captured(#[expect(dead_code, reason = "held for its drop")] DefaultGuard);

impl Captured {
    pub(crate) fn begin(log: &Arc<TestLog>) -> Self {
        enter(Some(Arc::clone(log)));
        Self(dispatcher::set_default(&DISPATCH))
    }
}

impl Drop for Captured {
    fn drop(&mut self) {
        leave();
    }
}

/// Has a thread of the session's own runtime dispatch here, for as long as it lives.
pub(crate) fn adopt_thread() {
    THREAD_GUARD.with(|guard| *guard.borrow_mut() = Some(dispatcher::set_default(&DISPATCH)));
}

fn enter(log: Option<Arc<TestLog>>) {
    CURRENT.with(|current| current.borrow_mut().push(log));
}

fn leave() {
    CURRENT.with(|current| current.borrow_mut().pop());
}

fn current() -> Option<Arc<TestLog>> {
    // An event may come from the destructor of another thread-local, after this one.
    CURRENT.try_with(|current| current.borrow().last().cloned().flatten()).ok().flatten()
}

/// The subscriber: one for the process, since making one costs a walk over all callsites.
struct Router {
    filter: Filter,
    next_span: AtomicU64,
    spans: Mutex<HashMap<u64, SpanData>>,
}

struct SpanData {
    name: &'static str,
    log: Option<Arc<TestLog>>,
    handles: usize,
}

impl Router {
    fn new(directives: Option<&str>) -> Self {
        Self { filter: Filter::parse(directives), next_span: AtomicU64::new(1), spans: Mutex::default() }
    }
}

impl Subscriber for Router {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.filter.admits(metadata.target(), *metadata.level())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.filter.max())
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let id = self.next_span.fetch_add(1, Ordering::Relaxed);
        let data = SpanData { name: attributes.metadata().name(), log: current(), handles: 1 };
        locked(&self.spans).insert(id, data);
        span::Id::from_u64(id)
    }

    fn record(&self, _span: &span::Id, _values: &span::Record<'_>) {}

    fn record_follows_from(&self, _span: &span::Id, _follows: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let Some(log) = current() else { return };
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();
        log.line(format_args!(
            "{:>5} {}:{}{}",
            metadata.level(),
            metadata.target(),
            fields.message,
            fields.rest
        ));
    }

    fn enter(&self, span: &span::Id) {
        let log = locked(&self.spans).get(&span.into_u64()).and_then(|data| data.log.clone());
        enter(log.or_else(current));
    }

    fn exit(&self, _span: &span::Id) {
        leave();
    }

    fn clone_span(&self, span: &span::Id) -> span::Id {
        if let Some(data) = locked(&self.spans).get_mut(&span.into_u64()) {
            data.handles += 1;
        }
        span.clone()
    }

    fn try_close(&self, span: span::Id) -> bool {
        let mut spans = locked(&self.spans);
        let id = span.into_u64();
        let Some(data) = spans.get_mut(&id) else { return true };
        data.handles -= 1;
        let closed = data.handles == 0;
        if closed {
            spans.remove(&id);
        }
        closed
    }
}

impl fmt::Debug for SpanData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} handles)", self.name, self.handles)
    }
}

/// The text of an event.
#[derive(Default)]
struct Fields {
    message: String,
    rest: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self.message, " {value:?}"),
            name => write!(self.rest, " {name}={value:?}"),
        };
    }
}

/// A panic in a test must not become another one here, so a poisoned lock is as good as any.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn each_thread_logs_to_its_own_test() {
        let (a, b) = (TestLog::new("a", false), TestLog::new("b", false));
        thread::scope(|scope| {
            for log in [&a, &b] {
                scope.spawn(move || {
                    let _captured = Captured::begin(log);
                    tracing::info!(answer = 42, "from {}", log.name);
                });
            }
        });
        assert_eq!(a.take(), " INFO hapi_test_runtime::session::capture::tests: from a answer=42\n");
        assert_eq!(b.take(), " INFO hapi_test_runtime::session::capture::tests: from b answer=42\n");
        assert_eq!(a.take(), "");
    }

    #[test]
    fn nothing_is_kept_after_the_test() {
        let log = TestLog::new("a", false);
        drop(Captured::begin(&log));
        tracing::info!("late");
        assert_eq!(log.take(), "");
    }

    #[test]
    fn a_span_takes_its_test_to_other_threads() {
        let log = TestLog::new("a", false);
        let captured = Captured::begin(&log);
        let span = tracing::info_span!("work");
        thread::scope(|scope| {
            scope.spawn(|| {
                adopt_thread();
                tracing::info!("outside");
                span.in_scope(|| tracing::info!("inside"));
                tracing::info!("outside");
            });
        });
        drop((span, captured));
        assert_eq!(log.take(), " INFO hapi_test_runtime::session::capture::tests: inside\n");
    }
}
