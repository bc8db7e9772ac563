//! The life with one peer: a task that has its connections one after the other, reads them, and tells what happens on them in order.

use std::{
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use hapi_hashgraph::MemberId;
use tokio::{
    io::Interest,
    sync::{Notify, watch},
    time::{Instant, Sleep, sleep_until},
};

use crate::{
    GossipEvent, Limits, Parcel,
    counts::Counters,
    dial::Dialler,
    end::End,
    frames::Frame,
    handshake::Secured,
    link::{Inbound, Link, Outlook},
    parcel::Allowance,
};

/// What all tasks have in common.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) counters: Arc<Counters>,
    pub(crate) events: Box<dyn Fn(GossipEvent) + Send + Sync>,
}

/// Whether all is to stop. It also is when nobody can ask for it any more.
#[derive(Clone)]
pub(crate) struct Stop(pub(crate) watch::Receiver<bool>);

impl Stop {
    pub(crate) async fn requested(&mut self) {
        // An error means that nobody can ask for it any more.
        let _ = self.0.wait_for(|is_requested| *is_requested).await;
    }
}

/// What others than its task know and do of a peer.
pub(crate) struct Remote {
    pub(crate) id: MemberId,
    address: Mutex<SocketAddr>,
    moved: Notify,
    link: Mutex<Option<Arc<Link>>>,
    /// A connection of the peer that its task has not taken over yet.
    arrival: Mutex<Option<Secured>>,
    arrived: Notify,
    allowance: Arc<Allowance>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Remote {
    pub(crate) fn new(id: MemberId, address: SocketAddr, limits: &Limits) -> Self {
        Self {
            id,
            address: Mutex::new(address),
            moved: Notify::new(),
            link: Mutex::new(None),
            arrival: Mutex::new(None),
            arrived: Notify::new(),
            allowance: Arc::new(Allowance::new(limits.unhandled_messages, limits.unhandled_bytes)),
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        *lock(&self.address)
    }

    pub(crate) fn set_address(&self, address: SocketAddr) {
        let before = std::mem::replace(&mut *lock(&self.address), address);
        if before != address {
            self.moved.notify_one();
        }
    }

    /// Resolves when the peer has got another address.
    pub(crate) async fn has_moved(&self) {
        self.moved.notified().await;
    }

    pub(crate) fn send(&self, message: Bytes) {
        // The lock is not held while the message is written: another thread may send to the next connection meanwhile.
        let link = lock(&self.link).clone();
        if let Some(link) = link {
            link.send(message);
        }
    }

    pub(crate) fn disconnect(&self) {
        let link = lock(&self.link).clone();
        if let Some(link) = link {
            link.end(End::Asked);
        }
    }

    /// Takes a connection on which the peer has shown its certificate. The newest one counts.
    pub(crate) fn arrive(&self, connection: Secured, shared: &Shared) {
        if lock(&self.arrival).replace(connection).is_some() {
            shared.counters.replaced();
        }
        self.arrived.notify_one();
    }

    fn has_arrival(&self) -> bool {
        lock(&self.arrival).is_some()
    }
}

/// How connections with a peer come about.
pub(crate) enum Way {
    /// This member dials.
    Dial(Dialler),
    /// The peer dials; its next connection is not taken before that time.
    Wait(Instant),
}

/// The task of one peer.
pub(crate) struct Life {
    pub(crate) shared: Arc<Shared>,
    pub(crate) remote: Arc<Remote>,
    pub(crate) way: Way,
}

impl Life {
    pub(crate) async fn run(mut self, mut stop: Stop) {
        loop {
            let (link, inbound) = tokio::select! {
                biased;
                () = stop.requested() => return,
                connection = self.way.connect(&self.shared, &self.remote) => connection,
            };
            let began = Instant::now();
            let why = self.connected(&link.into(), inbound, &mut stop).await;
            if matches!(why, End::Stopped) {
                return;
            }
            if let Way::Dial(dialler) = &mut self.way {
                dialler.lasted(began.elapsed(), &self.shared.limits);
            }
        }
    }

    /// Everything from the beginning to the end of one connection.
    async fn connected(&self, link: &Arc<Link>, inbound: Inbound, stop: &mut Stop) -> End {
        let peer = self.remote.id;
        self.shared.counters.connected();
        tracing::info!(%peer, "connected");
        // Whoever is told of the connection can use it.
        *lock(&self.remote.link) = Some(Arc::clone(link));
        (self.shared.events)(GossipEvent::Connected(peer));
        let now = Instant::now();
        let why = Service { life: self, link, inbound, heard: now, signs: (now, 0) }.run(stop).await;
        *lock(&self.remote.link) = None;
        if matches!(why, End::Stopped) {
            link.farewell(self.shared.limits.farewell).await;
        } else {
            link.close();
        }
        self.shared.counters.ended(&why);
        log(peer, &why);
        (self.shared.events)(GossipEvent::Disconnected(peer));
        why
    }
}

impl Way {
    async fn connect(&mut self, shared: &Shared, remote: &Remote) -> (Link, Inbound) {
        match self {
            Self::Dial(dialler) => dialler.connect(shared, remote).await,
            Self::Wait(not_before) => {
                while !remote.has_arrival() {
                    remote.arrived.notified().await;
                }
                sleep_until(*not_before).await;
                *not_before = Instant::now() + shared.limits.shortest_retry;
                let Secured { stream, tls } =
                    lock(&remote.arrival).take().expect("nobody else takes it, and newer ones replace it");
                let link = Link::new(stream, tls, &shared.limits);
                // The peer waits for this word.
                link.send_keep_alive();
                (link, Inbound::new(&shared.limits))
            }
        }
    }
}

/// A connection at work.
struct Service<'a> {
    life: &'a Life,
    link: &'a Link,
    inbound: Inbound,
    /// When something last came, or could have been read.
    heard: Instant,
    /// Since when keep-alives are counted, and how many there were.
    signs: (Instant, usize),
}

/// How many keep-alives may come in the time that a silent peer has ([`Limits::silence`]). Honest peers need a handful.
const MOST_SIGNS: usize = 100;

impl Service<'_> {
    async fn run(mut self, stop: &mut Stop) -> End {
        let Life { remote, .. } = self.life;
        // The first messages may have come with the end of the handshake.
        if let Err(end) = self.receive() {
            return end;
        }
        let mut timer = pin!(sleep_until(self.heard));
        loop {
            let outlook = match self.link.outlook() {
                Ok(outlook) => outlook,
                Err(end) => return end,
            };
            if remote.has_arrival() {
                return End::Replaced;
            }
            let has_room = remote.allowance.has_room();
            let interest = interest(has_room, outlook.is_blocked);
            wind(timer.as_mut(), self.deadline(&outlook, has_room));
            tokio::select! {
                biased;
                () = stop.requested() => return End::Stopped,
                () = self.link.kicked() => {}
                () = remote.arrived.notified() => {}
                () = remote.allowance.freed(), if !has_room => self.heard = Instant::now(),
                ready = self.link.ready(interest.unwrap_or(Interest::READABLE)), if interest.is_some() => {
                    let result = match ready {
                        Ok(ready) => {
                            if ready.is_writable() && outlook.is_blocked {
                                self.link.write_on();
                            }
                            if ready.is_readable() && has_room { self.receive() } else { Ok(()) }
                        }
                        Err(error) => Err(error.into()),
                    };
                    if let Err(end) = result {
                        return end;
                    }
                }
                // Last: after a pause of the whole process, what has come meanwhile is read before anything is overdue.
                () = timer.as_mut() => {
                    if let Some(end) = self.overdue(has_room) {
                        return end;
                    }
                }
            }
        }
    }

    /// Reads, and tells of what has come.
    fn receive(&mut self) -> Result<(), End> {
        let result = self.link.read(&mut self.inbound);
        let Life { shared, remote, .. } = self.life;
        for frame in self.inbound.frames.drain(..) {
            match frame {
                Frame::Message(bytes) => {
                    let parcel = Parcel::new(bytes, &remote.allowance);
                    (shared.events)(GossipEvent::Received(remote.id, parcel));
                }
                Frame::KeepAlive => self.signs.1 += 1,
            }
        }
        if result? {
            self.heard = Instant::now();
        }
        self.check_signs()
    }

    fn check_signs(&mut self) -> Result<(), End> {
        let (since, count) = self.signs;
        if self.heard >= since + self.life.shared.limits.silence {
            // What has piled up while nobody read was not sent in this time.
            self.signs = (self.heard, 0);
        } else if count > MOST_SIGNS {
            return Err(End::Restless);
        }
        Ok(())
    }

    /// When something is to be done if nothing happens.
    fn deadline(&self, outlook: &Outlook, has_room: bool) -> Instant {
        let limits = &self.life.shared.limits;
        let writing =
            if outlook.is_blocked { outlook.taken + limits.stall } else { outlook.sent + limits.keep_alive };
        // A peer that is not read is not silent.
        if has_room { writing.min(self.heard + limits.silence) } else { writing }
    }

    /// Does what is to be done, or says why this is the end.
    fn overdue(&self, has_room: bool) -> Option<End> {
        let limits = &self.life.shared.limits;
        let outlook = match self.link.outlook() {
            Ok(outlook) => outlook,
            Err(end) => return Some(end),
        };
        let now = Instant::now();
        if has_room && now >= self.heard + limits.silence {
            return Some(End::Silent);
        }
        if outlook.is_blocked && now >= outlook.taken + limits.stall {
            return Some(End::Stalled);
        }
        if now >= outlook.sent + limits.keep_alive {
            self.link.send_keep_alive();
        }
        None
    }
}

fn interest(has_room: bool, is_blocked: bool) -> Option<Interest> {
    match (has_room, is_blocked) {
        (true, true) => Some(Interest::READABLE | Interest::WRITABLE),
        (true, false) => Some(Interest::READABLE),
        (false, true) => Some(Interest::WRITABLE),
        (false, false) => None,
    }
}

/// Makes the timer go off no later than at the deadline. Deadlines move away with every message; the timer does so only when it has
/// gone off.
fn wind(timer: Pin<&mut Sleep>, deadline: Instant) {
    if timer.is_elapsed() || deadline < timer.deadline() {
        timer.reset(deadline);
    }
}

fn log(peer: MemberId, why: &End) {
    match why {
        End::Stopped | End::Asked | End::Replaced | End::Closed | End::Broken(_) => {
            tracing::info!(%peer, %why, "disconnected");
        }
        End::Unsendable { .. } => tracing::error!(%peer, %why, "disconnected"),
        _ => tracing::warn!(%peer, %why, "disconnected"),
    }
}
