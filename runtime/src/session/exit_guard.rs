//! A test that ends the process does not pass.
//!
//! Under most runners `std::process::exit(0)` in a test ends the run with success, and every test after it is lost in
//! silence. Here a handler registered with the C library's `atexit` looks at every regular exit, from whatever thread: if
//! a test has begun and not completed, or the run has, it names the test and ends the process with status 101.
//!
//! What it cannot see are exits past `atexit`: `_exit`, `quick_exit`, `exec`, and on Windows every exit, since Rust calls
//! `ExitProcess` there. An abort or a fatal signal has a failing status of its own.

use std::{
    cell::Cell,
    io::Write as _,
    sync::{
        Mutex, MutexGuard, Once, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// The exit status of a failed run, as libtest's.
const FAILED: i32 = 101;

/// Tests that have begun and not completed, a name as often as it runs (two libtest threads may share one).
static RUNNING: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// Whether this process is a run that has not come to its closing line.
static IN_RUN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// The test on this thread. Without a destructor, and so still there when the thread exits the process.
    static HERE: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Marks a test as running until it is dropped.
#[derive(Debug)]
pub(super) struct Running(&'static str);

impl Running {
    /// The test called `name` begins on this thread.
    pub(super) fn begin(name: &'static str) -> Self {
        install();
        running().push(name);
        HERE.set(Some(name));
        Self(name)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        HERE.set(None);
        let mut running = running();
        if let Some(at) = running.iter().rposition(|name| *name == self.0) {
            running.swap_remove(at);
        }
    }
}

/// A run begins: until [`run_completed`], every exit is a failure.
pub(crate) fn run_begins() {
    install();
    IN_RUN.store(true, Ordering::SeqCst);
}

/// The run has come to its closing line. Tests that were left behind do not count any more.
pub(crate) fn run_completed() {
    IN_RUN.store(false, Ordering::SeqCst);
    running().clear();
}

/// Tests that are taken for running, for a report.
fn running() -> MutexGuard<'static, Vec<&'static str>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[cfg(unix)]
        if !shutdown_hooks::add_shutdown_hook(at_exit) {
            // The C library guarantees room for 32 handlers.
            eprintln!(
                "hapi-test: an exit of the process inside a test will not be noticed: atexit has no room"
            );
        }
    });
}

/// Runs in every regular exit. It must not unwind, and must not wait for what an exiting thread may hold.
#[cfg(unix)]
extern "C" fn at_exit() {
    let mut names = running().clone();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() && !IN_RUN.load(Ordering::SeqCst) {
        return;
    }
    let who = match (HERE.get(), names.as_slice()) {
        (Some(name), _) => format!("the test `{name}` ended the process"),
        (None, []) => "something ended the process between two tests".to_owned(),
        (None, [name]) => format!("the process ended while the test `{name}` was running"),
        (None, names) => {
            format!("the process ended while these tests were running: `{}`", names.join("`, `"))
        }
    };
    let _ = writeln!(
        std::io::stderr(),
        "\nerror: {who}, so nothing that follows was run\nhelp: a test ends by returning; `std::process::exit` in it is a failure"
    );
    signal_hook::low_level::exit(FAILED);
}
