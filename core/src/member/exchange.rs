//! What a member tells its peers, and what it makes of what they tell.

use alloc::{sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_hashgraph::{Descriptor, Event, EventWindow, MemberId, Nanos, Refused};

use super::{Effect, Member, Misbehaviour};
use crate::gossip::{MOST, Message, moderate};

impl Member {
    /// A connection to a peer begins.
    pub fn connected(&mut self, peer: MemberId, now: Nanos) -> Vec<Effect> {
        self.now = now;
        self.peers.connect(peer);
        let tips = self.store.latest_tips(self.config.share().events);
        let waiting = self.intake.waiting_events().map(|event| event.descriptor()).take(MOST).collect();
        self.send(peer, &Message::Tips { window: self.served(), tips, waiting });
        self.done()
    }

    /// The connection to a peer is over.
    pub fn disconnected(&mut self, peer: MemberId, now: Nanos) -> Vec<Effect> {
        self.now = now;
        self.peers.disconnect(peer);
        self.done()
    }

    /// A message has come. What comes from one who is not connected (any more) counts for nothing.
    pub fn received(&mut self, from: MemberId, message: Bytes, now: Nanos) -> Vec<Effect> {
        self.now = now;
        if !self.peers.is_connected(from) {
            return self.done();
        }
        match Message::from_bytes(message) {
            Err(error) => self.disconnect(from, error.into()),
            Ok(Message::Tips { .. }) if !self.peers.begins_to_tell(from) => {
                self.disconnect(from, Misbehaviour::ToldTwice);
            }
            Ok(Message::Tips { window, tips, waiting }) => self.told(from, window, &tips, &waiting),
            Ok(Message::Events(events)) => {
                let new = |event: &Arc<Event>| !self.intake.knows(&event.hash(), event.content().birth_round);
                let events: Vec<_> = events.into_iter().filter(new).collect();
                if !events.is_empty() {
                    self.effects.push(Effect::Verify { from, events });
                }
            }
            Ok(Message::Want(wanted)) => {
                let events = self.store.wanted(&wanted);
                self.send_events(from, &events);
            }
        }
        self.done()
    }

    /// A peer tells how far it is.
    fn told(&mut self, from: MemberId, window: EventWindow, tips: &[Descriptor], waiting: &[Descriptor]) {
        if self.consensus.window().ancient_threshold < window.expired_threshold {
            self.effects.push(Effect::Behind { peer: from, window });
        }
        let mut events = self.store.lacking(&window, tips);
        // What waits here is known to nobody else for sure.
        events.extend(self.intake.waiting_events().cloned());
        self.send_events(from, &events);
        let lacking = self.lacking(tips.iter().chain(waiting));
        self.peers.told_tips(from, &lacking, |event| self.intake.is_awaited(event), self.now);
    }

    /// Says which of the events of an [`Effect::Verify`] are signed by their creators.
    pub fn verified(&mut self, from: MemberId, events: Vec<(Arc<Event>, bool)>, now: Nanos) -> Vec<Effect> {
        self.now = now;
        for (event, is_signed) in events {
            if !is_signed {
                self.disconnect(from, Misbehaviour::Signature(event.hash()));
                break;
            }
            let waits_for = self.lacking(event.parents());
            let descriptor = event.descriptor();
            match self.intake.add(event) {
                Ok(ready) if ready.is_empty() => self.peers.miss(waits_for),
                Ok(ready) => self.accept(ready),
                Err(Refused::Invalid(error)) => {
                    self.disconnect(from, Refused::Invalid(error).into());
                    break;
                }
                // There will be room for it when others of its creator's wait no more.
                Err(Refused::Full { .. }) => self.peers.postpone(descriptor, now),
                // It came twice, too late or too early: nobody's fault.
                Err(Refused::Known(_) | Refused::Ancient { .. } | Refused::Ahead { .. }) => {}
            }
        }
        self.ask(Some(from));
        self.done()
    }

    /// As others are told it: what they may still ask this member for is what it has.
    fn served(&self) -> EventWindow {
        EventWindow { expired_threshold: self.store.floor(), ..self.consensus.window() }
    }

    fn send(&mut self, to: MemberId, message: &Message) {
        self.effects.push(Effect::Send { to, message: message.to_bytes() });
    }

    fn send_events(&mut self, to: MemberId, events: &[Arc<Event>]) {
        for events in moderate(events) {
            self.send(to, &Message::Events(events));
        }
    }

    fn disconnect(&mut self, peer: MemberId, reason: Misbehaviour) {
        self.peers.disconnect(peer);
        self.effects.push(Effect::Disconnect { peer, reason });
    }

    /// Asks for what events wait for: the one who sent them, or else everybody.
    pub(super) fn ask(&mut self, from: Option<MemberId>) {
        let wanted = self.peers.questions(self.now, &self.config.timing, self.window().last_birth_round());
        if wanted.is_empty() {
            return;
        }
        let asked: Vec<_> = match from.filter(|from| self.peers.is_connected(*from)) {
            Some(from) => alloc::vec![from],
            None => self.peers.connected().collect(),
        };
        let message = Message::Want(wanted);
        for peer in asked {
            self.send(peer, &message);
        }
    }

    /// Those of the events that are not here, still matter, and can be: of strangers there are none.
    fn lacking<'a>(&self, events: impl Iterator<Item = &'a Descriptor>) -> Vec<Descriptor> {
        let threshold = self.consensus.window().ancient_threshold;
        let is_lacking = |event: &&Descriptor| {
            event.birth_round >= threshold
                && self.keys.all.contains_key(&event.creator)
                && !self.intake.knows(&event.hash, event.birth_round)
        };
        events.filter(is_lacking).copied().collect()
    }
}
