//! What a member can make another one keep.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use hapi_node_core::{
    Config, Effect, Member, Message, Start,
    hashgraph::{Descriptor, Event, EventWindow, Hash, MemberId, Nanos, UnsignedEvent},
};

use crate::{
    misbehaviour::content,
    world::{MILLISECOND, SECOND, config},
};

const NOW: Nanos = 1_800_000_000 * SECOND;
const HOSTILE: MemberId = MemberId(1);
const HONEST: MemberId = MemberId(2);
/// How many events of each member may wait, and how many are asked for on the word of one.
const SHARE: usize = 100;

fn small(me: MemberId) -> Config {
    Config { waiting_events: 4 * SHARE, ..config(me, &[1; 4], true) }
}

fn member() -> Member {
    let (mut member, _) = Member::start(small(MemberId(0)), Start::<Vec<_>>::default(), NOW).unwrap();
    for peer in [HOSTILE, HONEST] {
        member.connected(peer, NOW);
    }
    member
}

fn nobody(creator: u64, birth_round: u64, n: usize) -> Descriptor {
    let mut hash = Hash([7; 48]);
    hash.0[..8].copy_from_slice(&n.to_be_bytes());
    Descriptor { creator: MemberId(creator), birth_round, hash }
}

fn event(content: UnsignedEvent) -> Arc<Event> {
    Arc::new(Event::new(content, Bytes::from_static(&[0; 64])))
}

fn tell(member: &mut Member, tips: Vec<Descriptor>, waiting: Vec<Descriptor>) -> Vec<Effect> {
    let message = Message::Tips { window: EventWindow::GENESIS, tips, waiting };
    member.received(HOSTILE, message.to_bytes(), NOW)
}

/// Hands events over as signed ones.
fn give(member: &mut Member, from: MemberId, events: impl IntoIterator<Item = Arc<Event>>) -> Vec<Effect> {
    member.verified(from, events.into_iter().map(|event| (event, true)).collect(), NOW)
}

/// What a member asks for by these effects.
fn wanted(effects: &[Effect]) -> Vec<Descriptor> {
    let messages = effects.iter().filter_map(|effect| match effect {
        Effect::Send { message, .. } => Message::from_bytes(message.clone()).ok(),
        _ => None,
    });
    let wanted = messages.filter_map(|message| match message {
        Message::Want(wanted) => Some(wanted),
        Message::Tips { .. } | Message::Events(_) => None,
    });
    wanted.flatten().collect()
}

#[test]
fn tips_that_nobody_has_fill_one_share_however_often_they_are_told() {
    let mut member = member();
    for connection in 0..20 {
        let tips = |list: usize| {
            (0..5_000).map(move |n| nobody(3, 1, (2 * connection + list) * 5_000 + n)).collect::<Vec<_>>()
        };
        tell(&mut member, tips(0), tips(1));
        assert!(member.awaited().0 <= SHARE, "{} events are awaited", member.awaited().0);
        member.disconnected(HOSTILE, NOW);
        member.connected(HOSTILE, NOW);
    }
}

#[test]
fn tips_of_strangers_and_of_times_to_come_are_asked_for_by_nobody() {
    let mut member = member();
    let strangers = (0..SHARE).map(|n| nobody(1_000 + n as u64, 1, n)).collect();
    tell(&mut member, strangers, vec![]);
    assert_eq!(member.awaited().0, 0);
    member.disconnected(HOSTILE, NOW);
    member.connected(HOSTILE, NOW);
    // 26 rounds after the pending one is what an honest member can be ahead.
    tell(&mut member, vec![nobody(3, u64::MAX, 1), nobody(3, 28, 2), nobody(3, 27, 3)], vec![]);
    let asked = wanted(&member.tick(NOW + SECOND));
    assert!(!asked.is_empty() && asked.iter().all(|event| event.birth_round == 27), "{asked:?}");
    assert_eq!(member.awaited().0, 3, "it knows that there may be more, within the peer's share");
}

/// Events that wait for others that nobody has.
fn orphans(creator: MemberId, count: usize, payload: &Bytes) -> impl Iterator<Item = Arc<Event>> {
    (0..count).map(move |n| {
        let other_parents = [0, 2, 3].iter().filter(|other| **other != creator.0);
        event(UnsignedEvent {
            other_parents: other_parents.map(|other| nobody(*other, 1, n)).collect(),
            transactions: vec![payload.clone()],
            ..content(creator)
        })
    })
}

#[test]
fn events_that_wait_in_vain_fill_no_room_but_their_creator_s() {
    let mut member = member();
    give(&mut member, HOSTILE, orphans(HOSTILE, 5_000, &Bytes::new()));
    let (_, _, waiting) = member.kept();
    assert_eq!(waiting, SHARE);
    assert!(member.awaited().0 <= 3 * SHARE + 50, "{} events are awaited", member.awaited().0);
    // An honest member's event may come before its parents all the same.
    let first = event(content(HONEST));
    let second = event(UnsignedEvent { self_parent: Some(first.descriptor()), ..content(HONEST) });
    assert_eq!(wanted(&give(&mut member, HONEST, [Arc::clone(&second)])), [first.descriptor()]);
    let effects = give(&mut member, HONEST, [first]);
    assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::Append(_))).count(), 2, "{effects:?}");
}

#[test]
fn events_that_wait_in_vain_fill_no_more_memory_than_their_creator_s() {
    let mut member = member();
    let large = Bytes::from(vec![0; 1 << 20]);
    give(&mut member, HOSTILE, orphans(HOSTILE, 30, &large));
    let (waiting, bytes) = (member.kept().2, member.awaited().1);
    assert!(waiting > 10 && waiting < 16, "{waiting} of a megabyte each wait");
    assert!(bytes <= 64 << 18, "{bytes} bytes wait");
}

#[test]
fn an_event_that_there_was_no_room_for_is_asked_for_again() {
    let mut member = member();
    let root = event(content(HONEST));
    let line: Vec<_> = std::iter::successors(Some(Arc::clone(&root)), |last| {
        Some(event(UnsignedEvent { self_parent: Some(last.descriptor()), ..content(HONEST) }))
    })
    .take(SHARE + 2)
    .collect();
    // All but the first wait for it, and there is no room for the last.
    give(&mut member, HONEST, line[1..].iter().cloned());
    assert_eq!(member.kept().2, SHARE);
    give(&mut member, HONEST, [root]);
    assert_eq!(member.kept().2, 0);
    let last = line.last().unwrap();
    let asked = wanted(&member.tick(NOW + SECOND));
    assert!(!asked.is_empty() && asked.iter().all(|event| *event == last.descriptor()), "{asked:?}");
    give(&mut member, HONEST, [Arc::clone(last)]);
    assert_eq!(member.awaited().0, 0);
}

/// Honest members of whom each hears at once what another sends.
struct Net {
    members: Vec<Member>,
    under_way: VecDeque<(MemberId, MemberId, Bytes)>,
    now: Nanos,
    rounds: usize,
}

impl Net {
    fn new() -> Self {
        let start = |id| Member::start(small(MemberId(id)), Start::<Vec<_>>::default(), NOW).unwrap().0;
        let mut net =
            Self { members: [0, 2, 3].map(start).into(), under_way: VecDeque::new(), now: NOW, rounds: 0 };
        for (n, id) in [0, 2, 3].into_iter().enumerate() {
            for peer in [0, 1, 2, 3].into_iter().filter(|peer| *peer != id) {
                let effects = net.members[n].connected(MemberId(peer), NOW);
                net.perform(n, effects);
            }
        }
        net.run();
        net
    }

    fn id(n: usize) -> MemberId {
        MemberId([0, 2, 3][n])
    }

    fn perform(&mut self, n: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send { to, message } => self.under_way.push_back((Self::id(n), to, message)),
                Effect::Verify { from, events } => {
                    let events = events.into_iter().map(|event| (event, true)).collect();
                    let effects = self.members[n].verified(from, events, self.now);
                    self.perform(n, effects);
                }
                Effect::Round(_) => self.rounds += 1,
                Effect::Disconnect { reason, .. } => panic!("{reason}"),
                Effect::Append(_) | Effect::Sync | Effect::Behind { .. } => {}
            }
        }
    }

    fn run(&mut self) {
        while let Some((from, to, message)) = self.under_way.pop_front() {
            for n in (0..3).filter(|n| Self::id(*n) == to) {
                let effects = self.members[n].received(from, message.clone(), self.now);
                self.perform(n, effects);
            }
        }
    }

    fn pass(&mut self, time: Nanos) {
        self.now += time;
        for n in 0..3 {
            if self.members[n].next_wake() <= self.now {
                let effects = self.members[n].tick(self.now);
                self.perform(n, effects);
            }
        }
        self.run();
    }
}

#[test]
fn events_without_work_do_not_pile_up_undecided() {
    let mut net = Net::new();
    let mut last: Option<Descriptor> = None;
    let mut most = 0;
    for n in 0..6_000 {
        let birth_round = net.members[0].window().pending_round();
        let event = event(UnsignedEvent {
            birth_round,
            self_parent: last,
            time_created: NOW + n,
            ..content(HOSTILE)
        });
        last = Some(event.descriptor());
        let message = Message::Events(vec![event]).to_bytes();
        for to in [0, 2, 3] {
            net.under_way.push_back((HOSTILE, MemberId(to), message.clone()));
        }
        net.run();
        net.pass(MILLISECOND / 10);
        most = most.max(net.members.iter().map(|member| member.undecided().count()).max().unwrap());
    }
    assert!(most > 1_000 && most < 3_000, "{most} events were undecided at once");
    let rounds = net.rounds;
    net.pass(SECOND);
    net.pass(SECOND);
    assert!(net.rounds < rounds + 30, "they are quiet again when it is");
}
