//! Ctrl-C and `SIGTERM`, and the time limit of a run, which ends it in the same way.
//!
//! The first signal ends the run in order: no test starts any more, the futures of those that run are dropped at their next
//! `await`, what they changed is put back, and the network is stopped. The second one ends the process at once.

use std::{
    collections::BTreeMap,
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use tokio::sync::watch;

/// What asks a run to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// `SIGINT`, Ctrl-C on a terminal.
    Interrupt,
    /// `SIGTERM`, what service managers and nextest send.
    Terminate,
    /// The run has taken as long as it may.
    TimeUp,
}

impl Signal {
    /// Its name on Unix, or that of the flag.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
            Self::TimeUp => "--run-timeout",
        }
    }

    /// The exit status of a process that it ended, as shells count: 128 and the signal's number. A run that took too
    /// long has failed.
    pub(crate) fn status(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
            Self::TimeUp => super::FAILED,
        }
    }
}

/// Whether a run is to end early, known to all that take part in it.
pub(crate) struct Interrupt {
    signal: OnceLock<Signal>,
    /// Wakes those who wait, after the listeners have heard.
    raised: watch::Sender<Option<Signal>>,
    listeners: Mutex<Listeners>,
}

/// Those who are called, by a number of their own.
#[derive(Default)]
struct Listeners {
    next: u64,
    all: BTreeMap<u64, Box<dyn Fn(Signal) + Send>>,
}

/// Somebody listens until this is dropped.
#[must_use = "dropping it ends the listening"]
pub(crate) struct Listening {
    interrupt: Arc<Interrupt>,
    number: u64,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.interrupt.listeners().all.remove(&self.number);
    }
}

impl Interrupt {
    /// Nothing has come yet.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            signal: OnceLock::new(),
            raised: watch::Sender::new(None),
            listeners: Mutex::default(),
        })
    }

    /// The signal that has come, if one has.
    pub(crate) fn signal(&self) -> Option<Signal> {
        self.signal.get().copied()
    }

    /// Returns once a signal has come.
    pub(crate) async fn raised(&self) -> Signal {
        let mut receiver = self.raised.subscribe();
        let signal = receiver.wait_for(Option::is_some).await.map(|signal| *signal);
        match signal {
            Ok(Some(signal)) => signal,
            // The sender is in `self`, and a value for which the condition holds is some.
            _ => std::future::pending().await,
        }
    }

    /// Ends the run. All but the first call do nothing.
    pub(crate) fn raise(&self, signal: Signal) {
        // Locked first, so that nobody who begins to listen meanwhile hears it twice or never.
        let listeners = self.listeners();
        if self.signal.set(signal).is_ok() {
            // They hear before any test is stopped, and so know what was running.
            listeners.all.values().for_each(|listener| listener(signal));
            self.raised.send_replace(Some(signal));
        }
    }

    /// Has `listener` called when a signal comes; at once if it has come already.
    pub(crate) fn listen(self: &Arc<Self>, listener: impl Fn(Signal) + Send + 'static) -> Listening {
        let mut listeners = self.listeners();
        let number = listeners.next;
        listeners.next += 1;
        match self.signal() {
            Some(signal) => listener(signal),
            None => {
                listeners.all.insert(number, Box::new(listener));
            }
        }
        drop(listeners);
        Listening { interrupt: Arc::clone(self), number }
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Interrupt").field(&self.signal()).finish()
    }
}

/// Raises `interrupt` once `limit` has passed.
pub(crate) fn after(limit: Duration, interrupt: &Arc<Interrupt>) -> io::Result<()> {
    let interrupt = Arc::clone(interrupt);
    thread::Builder::new().name("hapi-test-limit".to_owned()).spawn(move || {
        // The limit itself is what is waited for; a run that ends before takes this thread with it.
        thread::sleep(limit);
        interrupt.raise(Signal::TimeUp);
    })?;
    Ok(())
}

/// From now on signals raise `interrupt`; the second one ends the process without more ado.
///
/// Elsewhere than on Unix the system's own way holds: Ctrl-C ends the process, and everything with it.
#[cfg(unix)]
pub(crate) fn install(interrupt: &Arc<Interrupt>) -> io::Result<()> {
    use std::sync::atomic::AtomicBool;

    use signal_hook::{
        consts::{SIGINT, SIGTERM},
        flag,
        iterator::Signals,
    };

    let seen = Arc::new(AtomicBool::new(false));
    for (number, signal) in [(SIGINT, Signal::Interrupt), (SIGTERM, Signal::Terminate)] {
        // In this order: the signal that sets the flag must not find it set.
        flag::register_conditional_shutdown(number, signal.status().into(), Arc::clone(&seen))?;
        flag::register(number, Arc::clone(&seen))?;
    }
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let interrupt = Arc::clone(interrupt);
    thread::Builder::new().name("hapi-test-signals".to_owned()).spawn(move || {
        for number in signals.forever() {
            interrupt.raise(if number == SIGTERM { Signal::Terminate } else { Signal::Interrupt });
        }
    })?;
    Ok(())
}

/// See the one for Unix.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
pub(crate) fn install(_: &Arc<Interrupt>) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn the_first_signal_counts_and_is_told_to_all() {
        let interrupt = Interrupt::new();
        let (sender, heard) = mpsc::channel();
        let early = sender.clone();
        let gone = sender.clone();
        drop(interrupt.listen(move |signal| gone.send(signal).expect("somebody listens")));
        let _early = interrupt.listen(move |signal| early.send(signal).expect("somebody listens"));
        interrupt.raise(Signal::Terminate);
        interrupt.raise(Signal::Interrupt);
        let _late = interrupt.listen(move |signal| sender.send(signal).expect("somebody listens"));
        assert_eq!(heard.iter().take(2).collect::<Vec<_>>(), [Signal::Terminate; 2]);
        assert_eq!(interrupt.signal(), Some(Signal::Terminate));
        assert!(heard.try_recv().is_err());
    }

    #[test]
    fn listeners_hear_before_those_who_wait_go_on() {
        let interrupt = Interrupt::new();
        let told = Arc::clone(&interrupt);
        let (sender, heard) = mpsc::channel();
        let _listening = interrupt.listen(move |_| {
            let goes_on = futures::FutureExt::now_or_never(told.raised()).is_some();
            sender.send((told.signal(), goes_on)).expect("somebody listens");
        });
        interrupt.raise(Signal::Interrupt);
        assert_eq!(heard.recv(), Ok((Some(Signal::Interrupt), false)));
    }

    #[tokio::test]
    async fn those_who_wait_go_on() {
        let interrupt = Interrupt::new();
        let raise = async { interrupt.raise(Signal::Interrupt) };
        let (signal, ()) = futures::join!(interrupt.raised(), raise);
        assert_eq!(signal, Signal::Interrupt);
        assert_eq!(interrupt.raised().await, Signal::Interrupt, "whoever comes late goes on at once");
    }
}
