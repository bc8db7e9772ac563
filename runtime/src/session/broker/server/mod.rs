//! The side of the broker: one network, its locks, and what is made once, for all processes of the run.

mod claims;
mod connection;
mod covered;
mod processes;

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use tokio::{
    net::{UnixListener, UnixStream},
    sync::{Mutex, Notify},
    time::timeout,
};

use claims::Claims;
use covered::Covered;
use processes::Processes;
pub(crate) use processes::{LANES, OWN_LANE};

use super::wire::{Frames, Remember};
use crate::{networks::HederaNetwork, session::locks::Locks};

/// How long a connection may take to say who it is.
const HELLO_LIMIT: Duration = Duration::from_secs(5);

/// Puts back what stood in files before a test whose process died.
pub(crate) type Restore = Box<dyn Fn(Remember) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// What all connections share.
pub(super) struct Server {
    session: String,
    network: Arc<dyn HederaNetwork>,
    restore: Restore,
    locks: Arc<Locks>,
    claims: Claims,
    covered: Covered,
    processes: Processes,
    /// Held by whoever puts something back.
    restoring: Mutex<()>,
    connections: AtomicUsize,
    activity: Notify,
    /// Why the network is not what it was, once something could not be put back.
    spoilt: OnceLock<String>,
}

impl Server {
    /// A server of `network` to the processes of the session with this key.
    pub(super) fn new(session: String, network: Arc<dyn HederaNetwork>, restore: Restore) -> Arc<Self> {
        Arc::new(Self {
            session,
            network,
            restore,
            locks: Arc::default(),
            claims: Claims::default(),
            covered: Covered::default(),
            processes: Processes::default(),
            restoring: Mutex::new(()),
            connections: AtomicUsize::new(0),
            activity: Notify::new(),
            spoilt: OnceLock::new(),
        })
    }

    /// Serves all who connect, until it is dropped.
    pub(super) async fn accept(self: Arc<Self>, listener: &UnixListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let counted = Counted::new(&self);
                    tokio::spawn(async move { counted.0.connection(stream).await });
                }
                // Out of file descriptors, as a rule: those who have some will be done with them. Nothing tells when, and to
                // try again at once would only spin.
                Err(error) => {
                    eprintln!("cannot accept a connection: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    async fn connection(self: &Arc<Self>, stream: UnixStream) {
        let mut frames = Frames::new(stream);
        let Ok(hello) = timeout(HELLO_LIMIT, frames.receive()).await else { return };
        let ended = match hello {
            Ok(hello) => connection::serve(self, frames, hello).await,
            Err(error) => error,
        };
        if !matches!(ended, super::wire::WireError::Closed) {
            eprintln!("a connection ended: {ended}");
        }
    }

    /// Returns when nobody has been connected for so long.
    pub(super) async fn idle(&self, limit: Duration) {
        loop {
            let undisturbed = timeout(limit, self.activity.notified()).await.is_err();
            if undisturbed && self.connections.load(Ordering::SeqCst) == 0 {
                return;
            }
        }
    }

    /// Ends the network.
    pub(super) async fn stop(&self) {
        if let Err(error) = self.network.stop().await {
            eprintln!("the network did not stop in order: {error}");
        }
    }

    /// Puts back what a process left changed. Nobody gets locks any more if that fails.
    async fn put_back_of(&self, process: u64) {
        // A process has several connections, and all end at once: none gives back locks while another puts back.
        let _alone = self.restoring.lock().await;
        for remembered in self.processes.left(process) {
            let test = remembered.test.clone();
            if let Err(error) = (self.restore)(remembered).await {
                let spoilt =
                    format!("the process of `{test}` ended before it had put back what it changed: {error}");
                eprintln!("{spoilt}");
                // The first one is what the others may follow from.
                let _ = self.spoilt.set(spoilt);
            }
        }
    }
}

/// A connection, as long as it is open.
struct Counted(Arc<Server>);

impl Counted {
    fn new(server: &Arc<Server>) -> Self {
        server.connections.fetch_add(1, Ordering::SeqCst);
        server.activity.notify_one();
        Self(Arc::clone(server))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::SeqCst);
        self.0.activity.notify_one();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("session", &self.session)
            .field("network", &self.network)
            .finish_non_exhaustive()
    }
}
