//! The threads of a node, which end together.

use std::{
    convert::Infallible,
    fmt, io,
    panic::{self, AssertUnwindSafe},
    thread::{self, JoinHandle},
};

use tokio::sync::mpsc;
use tracing::dispatcher::{self, Dispatch};

/// Why a node cannot go on.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The threads of a node. What one of them cannot go on for, all learn of; and whoever waits for their end need not block.
pub(super) struct Threads {
    handles: Vec<JoinHandle<()>>,
    /// Held by each thread that runs.
    running: mpsc::Sender<Infallible>,
    ended: mpsc::Receiver<Infallible>,
    faults: mpsc::UnboundedSender<Fault>,
    /// Where threads write what they log.
    log: Dispatch,
}

/// What threads could not go on for, the first one first.
pub(super) type Faults = mpsc::UnboundedReceiver<Fault>;

/// A thread of the node ended by a panic.
#[derive(Debug, thiserror::Error)]
#[error("the thread `{0}` panicked: this is a fault of the program")]
struct Panicked(&'static str);

impl Threads {
    /// None yet. They log where the caller does.
    pub(super) fn new() -> (Self, Faults) {
        let (running, ended) = mpsc::channel(1);
        let (faults, receiver) = mpsc::unbounded_channel();
        let log = dispatcher::get_default(Clone::clone);
        (Self { handles: Vec::new(), running, ended, faults, log }, receiver)
    }

    /// Starts another one. When it fails or panics the node learns of it.
    pub(super) fn spawn(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<(), Fault> + Send + 'static,
    ) -> io::Result<()> {
        let (running, log, faults) = (self.running.clone(), self.log.clone(), self.faults.clone());
        let body = move || {
            let _running = running;
            // What it has in hand goes with it: nothing of it is looked at after a panic.
            let result = panic::catch_unwind(AssertUnwindSafe(|| dispatcher::with_default(&log, work)))
                .unwrap_or_else(|_| Err(Box::new(Panicked(name))));
            if let Err(fault) = result {
                // Nobody hears it when the node has ended.
                let _ = faults.send(fault);
            }
        };
        self.handles.push(thread::Builder::new().name(name.into()).spawn(body)?);
        Ok(())
    }

    /// Waits until all have ended.
    pub(super) async fn join(mut self) {
        drop(self.running);
        let _ = self.ended.recv().await;
        for handle in self.handles {
            // It has nothing more to do than to end; what it panicked with was told.
            let _ = handle.join();
        }
    }
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Threads").field("count", &self.handles.len()).finish_non_exhaustive()
    }
}
