//! The side that dials.

use std::{sync::Arc, time::Duration};

use rustls::{
    ClientConfig, ClientConnection,
    pki_types::{IpAddr, ServerName},
};
use tokio::{io::Interest, net::TcpStream};

use crate::{
    Limits,
    end::End,
    frames::Frame,
    handshake::shake_hands,
    link::{Inbound, Link},
    peer::{Remote, Shared},
};

/// Dials a peer, and waits longer each time that it fails.
pub(crate) struct Dialler {
    config: Arc<ClientConfig>,
    /// How long to wait before the next time.
    wait: Duration,
}

impl Dialler {
    pub(crate) fn new(config: Arc<ClientConfig>) -> Self {
        Self { config, wait: Duration::ZERO }
    }

    /// Dials until there is a connection on which the peer has said that it knows this member.
    pub(crate) async fn connect(&mut self, shared: &Shared, remote: &Remote) -> (Link, Inbound) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(self.wait) => {}
                () = remote.has_moved() => self.wait = Duration::ZERO,
            }
            let attempt = tokio::time::timeout(shared.limits.handshake, self.dial(shared, remote));
            let failure = tokio::select! {
                result = attempt => match result {
                    Ok(Ok(connection)) => return connection,
                    Ok(Err(why)) => why,
                    Err(_) => End::Late,
                },
                () = remote.has_moved() => {
                    self.wait = Duration::ZERO;
                    continue;
                }
            };
            shared.counters.dial_failed();
            tracing::debug!(peer = %remote.id, why = %failure, "a peer could not be reached");
            self.lengthen(&shared.limits);
        }
    }

    /// Takes note of how long a connection lasted. One that ends soon does not make the waiting short: a peer that is cut off
    /// again and again is dialled as seldom as one that is away.
    pub(crate) fn lasted(&mut self, time: Duration, limits: &Limits) {
        if time >= limits.longest_retry {
            self.wait = limits.shortest_retry;
        } else {
            self.lengthen(limits);
        }
    }

    fn lengthen(&mut self, limits: &Limits) {
        self.wait =
            (2 * self.wait).clamp(limits.shortest_retry, limits.longest_retry.max(limits.shortest_retry));
    }

    async fn dial(&self, shared: &Shared, remote: &Remote) -> Result<(Link, Inbound), End> {
        let address = remote.address();
        let name = ServerName::IpAddress(IpAddr::from(address.ip()));
        let tls = ClientConnection::new(Arc::clone(&self.config), name)?;
        let stream = TcpStream::connect(address).await?;
        let secured = shake_hands(stream, tls.into()).await?;
        let link = Link::new(secured.stream, secured.tls, &shared.limits);
        let mut inbound = Inbound::new(&shared.limits);
        welcome(&link, &mut inbound).await?;
        Ok((link, inbound))
    }
}

/// Waits for the peer's first word. In TLS 1.3 the side that dials is done before the other one has seen its certificate, so
/// without this it would take a refusal for a connection that ends.
async fn welcome(link: &Link, inbound: &mut Inbound) -> Result<(), End> {
    loop {
        link.read(inbound)?;
        match inbound.frames.pop_front() {
            Some(Frame::KeepAlive) => return Ok(()),
            Some(Frame::Message(_)) => return Err(End::Foreign),
            None => {}
        }
        link.ready(Interest::READABLE).await?;
    }
}
