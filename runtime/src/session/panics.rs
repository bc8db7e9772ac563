//! Panics of tests, with the place where they happened.
//!
//! `catch_unwind` gives the message of a panic and not its place, so a hook keeps both for the thread. Outside of tests
//! the hook that was there before is called.

use std::{
    any::Any,
    backtrace::{Backtrace, BacktraceStatus},
    cell::RefCell,
    env,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::Once,
};

/// A panic that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panic {
    /// What was said.
    pub(crate) message: String,
    /// File and line, where known.
    pub(crate) place: Option<(String, u32)>,
    /// The stack, if `RUST_BACKTRACE` asks for it.
    pub(crate) backtrace: Option<String>,
}

thread_local! {
    /// `None` outside of [`catch`].
    static CAUGHT: RefCell<Option<Vec<Panic>>> = const { RefCell::new(None) };
}

/// Runs `body`; a panic in it is an error and nothing is printed.
pub(crate) fn catch<T>(body: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    CAUGHT.with(|caught| *caught.borrow_mut() = Some(Vec::new()));
    // What a test leaves half-done is its own, and what the session shares is behind locks that ignore poison.
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    let caught = CAUGHT.with(|caught| caught.borrow_mut().take()).unwrap_or_default();
    result.map_err(|payload| {
        // A test may have caught panics of its own; the one that came through was the last.
        let message = message(&*payload);
        caught.into_iter().next_back().unwrap_or(Panic { message, place: None, backtrace: None })
    })
}

fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let kept = CAUGHT.try_with(|caught| keep(&mut caught.borrow_mut(), info)).unwrap_or(false);
            if !kept {
                previous(info);
            }
        }));
    });
}

fn keep(caught: &mut Option<Vec<Panic>>, info: &PanicHookInfo<'_>) -> bool {
    let Some(caught) = caught else { return false };
    let backtrace = Backtrace::capture();
    caught.push(Panic {
        message: message(info.payload()),
        place: info.location().map(|place| (place.file().to_owned(), place.line())),
        backtrace: (backtrace.status() == BacktraceStatus::Captured)
            .then(|| shortened(&backtrace.to_string())),
    });
    true
}

/// The stack without the frames of the panic itself and of the runner, unless `RUST_BACKTRACE=full` asks for them.
fn shortened(backtrace: &str) -> String {
    if env::var_os("RUST_BACKTRACE").is_some_and(|value| value == "full") {
        return backtrace.to_owned();
    }
    trimmed(backtrace)
}

fn trimmed(backtrace: &str) -> String {
    let mut frames: Vec<String> = Vec::new();
    for line in backtrace.lines() {
        // A frame begins with its number; lines below it say where it is.
        let begins =
            line.trim_start().split_once(": ").is_some_and(|(n, _)| n.bytes().all(|b| b.is_ascii_digit()));
        match frames.last_mut() {
            Some(frame) if !begins => *frame = format!("{frame}{line}\n"),
            _ => frames.push(format!("{line}\n")),
        }
    }
    let machinery = ["core::panicking::", "rust_begin_unwind", "std::panicking::begin_panic"];
    let first = frames.iter().rposition(|frame| machinery.iter().any(|name| frame.contains(name)));
    let rest = &frames[first.map_or(0, |at| at + 1)..];
    let end = rest
        .iter()
        .position(|frame| frame.contains("tokio::runtime::park") || frame.contains("session::panics::"));
    let mut rest = &rest[..end.unwrap_or(rest.len())];
    // What a caught test ends with is the catching.
    let catching = ["core::panic::unwind_safe", "std::panicking::", "std::panic::catch_unwind", "__rust_try"];
    while let [front @ .., last] = rest
        && catching.iter().any(|name| last.contains(name))
    {
        rest = front;
    }
    rest.concat()
}

/// What a panic with this payload said.
pub(crate) fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("a panic with a payload that is no text").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_keeps_its_message_and_place() {
        let line = line!() + 1;
        let caught = catch(|| panic!("no {}", 7)).expect_err("it panics");
        assert_eq!(caught.message, "no 7");
        assert_eq!(caught.place, Some((file!().to_owned(), line)));
    }

    #[test]
    fn the_panic_that_came_through_is_the_last() {
        let body = || {
            let _ = panic::catch_unwind(|| panic!("first"));
            panic!("second");
        };
        assert_eq!(catch::<()>(body).expect_err("it panics").message, "second");
        assert_eq!(catch(|| 5), Ok(5));
    }

    #[test]
    fn a_stack_is_cut_to_the_test() {
        let frames = "   0: hapi_test_runtime::session::panics::keep
             at src/panics.rs:1
   1: __rustc::rust_begin_unwind
   2: core::panicking::panic_fmt
             at /rustc/x
   3: specs::broken
             at tests/specs.rs:7
   4: specs::helper
   5: std::panicking::catch_unwind
   6: tokio::runtime::park::CachedParkThread::block_on
   7: start_thread
";
        assert_eq!(
            trimmed(frames),
            "   3: specs::broken\n             at tests/specs.rs:7\n   4: specs::helper\n"
        );
        assert_eq!(trimmed("   0: a\n"), "   0: a\n");
    }

    #[test]
    fn odd_payloads_are_told_too() {
        let caught = catch::<()>(|| panic::panic_any(7)).expect_err("it panics");
        assert_eq!(caught.message, "a panic with a payload that is no text");
    }
}
