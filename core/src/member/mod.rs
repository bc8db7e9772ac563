//! One member: gossip and consensus together.

mod config;
mod creation;
mod effect;
mod exchange;
mod open;
mod payload;
mod peers;
mod pool;
mod take;

use alloc::{sync::Arc, vec::Vec};

use bytes::Bytes;
use config::Keys;
pub use config::{Config, ConfigError, MemberInfo, Start, Timing};
use creation::{Cause, Creation, Work};
use ed25519_zebra::Signature;
pub use effect::{Effect, Misbehaviour};
use hapi_hashgraph::{Consensus, Descriptor, Event, EventWindow, Intake, Nanos, UnsignedEvent};
use open::Open;
pub use payload::Payload;
use peers::Peers;
use pool::Pool;
pub use pool::PoolFull;

use crate::gossip::{Message, Store};

/// So many events of each member are undecided in no network whose rounds go on.
const CROWD: usize = 500;

/// One member of the network: gossip, creation of events and consensus.
#[derive(Debug)]
pub struct Member {
    config: Config,
    keys: Keys,
    intake: Intake,
    consensus: Consensus,
    store: Store,
    pool: Pool,
    creation: Creation,
    peers: Peers,
    /// Events with work that have no consensus.
    open: Open,
    /// When the last event was taken.
    active: Nanos,
    started: Nanos,
    now: Nanos,
    /// Whether it creates no events any more.
    is_halted: bool,
    effects: Vec<Effect>,
}

impl Member {
    /// A member that begins with what it has on disk. The effects are the rounds that follow from its log.
    pub fn start(
        config: Config,
        start: Start<impl IntoIterator<Item = Arc<Event>>>,
        now: Nanos,
    ) -> Result<(Self, Vec<Effect>), ConfigError> {
        let roster = config.roster()?;
        let keys = config.keys()?;
        let consensus = match &start.snapshot {
            None => Consensus::genesis(roster),
            Some(snapshot) => Consensus::restore(snapshot, roster)?,
        };
        let (limits, each) = (config.event_limits(), config.share());
        let mut member = Self {
            intake: Intake::new(consensus.window(), limits, each),
            store: Store::new(consensus.window().ancient_threshold),
            consensus,
            pool: Pool::new(config.pool_bytes),
            creation: Creation::default(),
            peers: Peers::new(each.events),
            open: Open::default(),
            active: now,
            started: now,
            now,
            is_halted: false,
            effects: Vec::new(),
            keys,
            config,
        };
        for event in start.events {
            // What is ancient by now is of no use any more.
            if let Ok(ready) = member.intake.add(event) {
                member.accept(ready);
            }
        }
        member.effects.retain(|effect| matches!(effect, Effect::Round(_)));
        let mut effects = core::mem::take(&mut member.effects);
        member.create_while_due();
        effects.append(&mut member.effects);
        Ok((member, effects))
    }

    /// Whether [`Member::submit`] would take a transaction of so many bytes now.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.pool.has_room(bytes)
    }

    /// Takes a transaction, or something else that is to be ordered.
    ///
    /// # Errors
    /// When too much waits already.
    pub fn submit(&mut self, payload: &Payload, now: Nanos) -> Result<Vec<Effect>, PoolFull> {
        self.now = now;
        self.pool.push(payload)?;
        Ok(self.done())
    }

    /// Time has passed: to be called at [`Member::next_wake`] at the latest.
    pub fn tick(&mut self, now: Nanos) -> Vec<Effect> {
        self.now = now;
        if now >= self.active.saturating_add(self.config.timing.heartbeat) {
            self.active = now;
            self.show_life();
        }
        self.ask(None);
        self.done()
    }

    /// Has it show as soon as it can that it is alive, unless it has reason to create events anyway. To be followed by
    /// [`Member::tick`].
    pub fn show_life(&mut self) {
        let Work { own, open } = self.work();
        if !own && !open {
            self.pool.insert(Payload::Heartbeat.to_bytes());
        }
    }

    /// From now on it creates no events. It still passes on those of others.
    pub fn halt(&mut self) {
        self.is_halted = true;
    }

    /// When it wants to be woken, if nothing happens before.
    pub fn next_wake(&self) -> Nanos {
        let heartbeat = self.active.saturating_add(self.config.timing.heartbeat);
        let patience = self.creation.out_of_patience(&self.config.timing);
        let repeat =
            self.peers.next_question(self.now, &self.config.timing, self.window().last_birth_round());
        let work = self.work();
        let waits = (work.own || work.open) && patience > self.now;
        let is_due = self.may_create() && self.due().is_some();
        let learned = (self.learned() > self.now && !self.may_create()).then(|| self.learned());
        let times =
            [Some(heartbeat), waits.then_some(patience), is_due.then(|| self.paced()), repeat, learned];
        times.into_iter().flatten().min().unwrap_or(heartbeat).max(self.now.saturating_add(1))
    }

    /// Whether the creator of an event has signed it: for whoever carries out [`Effect::Verify`].
    pub fn is_signed(&self, event: &Event) -> bool {
        let Some(key) = self.keys.all.get(&event.creator()) else { return false };
        let signature = <[u8; 64]>::try_from(&event.signature()[..]).map(Signature::from);
        signature.is_ok_and(|signature| key.verify(&signature, &event.hash().0).is_ok())
    }

    /// Which events matter to it.
    pub fn window(&self) -> EventWindow {
        self.consensus.window()
    }

    /// How many events with work have no consensus, and how much work waits for an event.
    pub fn open_work(&self) -> (usize, usize) {
        (self.open.len(), self.pool.work())
    }

    /// How many events it keeps for others, about how many bytes they take, and how many events wait for others.
    pub fn kept(&self) -> (usize, usize, usize) {
        (self.store.len(), self.store.bytes(), self.intake.waiting())
    }

    /// How many events it will ask for, as others wait for them, and about how many bytes those take that wait.
    pub fn awaited(&self) -> (usize, usize) {
        (self.peers.missing(), self.intake.waiting_bytes())
    }

    /// Whether it took an event, which may still wait for others, and which is not ancient.
    pub fn holds(&self, event: &Descriptor) -> bool {
        self.intake.holds(&event.hash, event.birth_round)
    }

    /// The events that may reach consensus in rounds to come, as far as their parents are here.
    pub fn undecided(&self) -> impl Iterator<Item = &Arc<Event>> {
        self.consensus.undecided()
    }

    /// Whether it knows enough of what it did before its start to create events.
    pub fn may_create(&self) -> bool {
        if self.is_halted || self.consensus.is_waiting() {
            return false;
        }
        let told = || self.peers.have_told(self.config.me, &self.consensus);
        let knows_all =
            self.config.sync_own_events || self.peers.all_have_told(self.config.members.len() - 1);
        knows_all || self.now >= self.learned() && told()
    }

    /// When the word of some is enough.
    fn learned(&self) -> Nanos {
        self.started.saturating_add(self.config.timing.learning)
    }

    fn work(&self) -> Work {
        // Events stay until rounds are decided. Who creates many that are no work must not have them stay.
        let is_crowded = self.consensus.recent_events() > CROWD * self.config.members.len();
        Work { own: self.pool.has_work(), open: !self.open.is_empty() || is_crowded }
    }

    /// Why an event is due, if it is not too early for one.
    fn due(&self) -> Option<Cause> {
        self.creation.due(self.config.me, self.work(), &self.consensus, &self.config.timing, self.now)
    }

    /// When the next event may come.
    fn paced(&self) -> Nanos {
        self.creation.paced(self.open.transactions() + self.pool.work(), &self.config.timing)
    }

    fn create_while_due(&mut self) {
        while self.may_create()
            && self.now >= self.paced()
            && let Some(cause) = self.due()
        {
            let transactions = self.pool.take(&self.config.limits);
            let event = Arc::new(self.create(transactions));
            self.creation.created(cause, self.now);
            match self.intake.add(Arc::clone(&event)) {
                Ok(ready) => self.accept(ready),
                Err(error) => unreachable!("a member's own event is right: {error}"),
            }
            if self.config.sync_own_events {
                self.effects.push(Effect::Sync);
            }
            let message = Message::Events(alloc::vec![event]).to_bytes();
            let sent = self.peers.connected().map(|to| Effect::Send { to, message: message.clone() });
            self.effects.extend(sent);
        }
    }

    fn create(&self, transactions: Vec<Bytes>) -> Event {
        let content = UnsignedEvent {
            creator: self.config.me,
            birth_round: self.consensus.window().pending_round(),
            time_created: self.creation.time(self.now, transactions.len()),
            self_parent: self.creation.last.map(|(last, _)| last),
            other_parents: creation::parents(self.config.me, self.store.tips()),
            transactions,
        };
        let signature: [u8; 64] = self.keys.own.sign(&content.hash().0).into();
        Event::new(content, Bytes::copy_from_slice(&signature))
    }

    fn done(&mut self) -> Vec<Effect> {
        self.create_while_due();
        core::mem::take(&mut self.effects)
    }
}
