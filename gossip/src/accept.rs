//! The side that is dialled.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use rustls::{Connection, ServerConfig, ServerConnection};
use tokio::{
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};

use crate::{
    end::End,
    handshake::{Secured, shake_hands},
    peer::{Remote, Shared, Stop},
};

/// How long to wait when the system can give no further connection (mostly: too many open files).
const BREATH: Duration = Duration::from_millis(100);

/// Takes connections, and hands those of members to their tasks.
pub(crate) struct Acceptor {
    pub(crate) listener: TcpListener,
    pub(crate) config: Arc<ServerConfig>,
    /// Who may dial, by certificate.
    pub(crate) remotes: Arc<BTreeMap<Bytes, Arc<Remote>>>,
    pub(crate) shared: Arc<Shared>,
}

/// Handshakes that go on, the oldest first.
#[derive(Default)]
struct Handshakes {
    tasks: JoinSet<()>,
    order: VecDeque<AbortHandle>,
}

impl Acceptor {
    pub(crate) async fn run(self, mut stop: Stop) {
        let mut handshakes = Handshakes::default();
        loop {
            tokio::select! {
                biased;
                () = stop.requested() => break,
                Some(ended) = handshakes.tasks.join_next() => handshakes.note(ended),
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => self.greet(stream, &mut handshakes),
                    Err(error) => {
                        tracing::warn!(%error, "no connection can be taken at the moment");
                        tokio::select! {
                            () = stop.requested() => break,
                            () = tokio::time::sleep(BREATH) => {}
                        }
                    }
                },
            }
        }
        handshakes.tasks.shutdown().await;
    }

    /// Begins to find out who has dialled.
    fn greet(&self, stream: TcpStream, handshakes: &mut Handshakes) {
        handshakes.order.retain(|task| !task.is_finished());
        while handshakes.order.len() >= self.shared.limits.handshakes.max(1) {
            if let Some(oldest) = handshakes.order.pop_front() {
                oldest.abort();
                self.shared.counters.crowded_out();
            }
        }
        let (config, shared) = (Arc::clone(&self.config), Arc::clone(&self.shared));
        let remotes = Arc::clone(&self.remotes);
        let task = handshakes.tasks.spawn(async move {
            let limit = shared.limits.handshake;
            let result = match tokio::time::timeout(limit, identify(stream, config, &remotes)).await {
                Ok(result) => result,
                Err(_) => Err(End::Late),
            };
            match result {
                Ok((remote, secured)) => remote.arrive(secured, &shared),
                Err(why) => {
                    tracing::debug!(%why, "somebody who dialled was turned away");
                    shared.counters.turned_away(&why);
                }
            }
        });
        handshakes.order.push_back(task);
    }
}

impl Handshakes {
    fn note(&mut self, ended: Result<(), tokio::task::JoinError>) {
        self.order.retain(|task| !task.is_finished());
        if let Err(error) = ended
            && error.is_panic()
        {
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

async fn identify(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    remotes: &BTreeMap<Bytes, Arc<Remote>>,
) -> Result<(Arc<Remote>, Secured), End> {
    let tls = ServerConnection::new(config)?;
    let secured = shake_hands(stream, tls.into()).await?;
    match remote_of(&secured.tls, remotes) {
        Some(remote) => Ok((remote, secured)),
        None => Err(End::Foreign),
    }
}

fn remote_of(tls: &Connection, remotes: &BTreeMap<Bytes, Arc<Remote>>) -> Option<Arc<Remote>> {
    let certificate = tls.peer_certificates()?.first()?;
    remotes.get(certificate.as_ref()).cloned()
}
