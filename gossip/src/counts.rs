//! What happened, counted.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::end::End;

/// How often what happened since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Connections with members that came about.
    pub connected: u64,
    /// Somebody dialled and could not prove to be a member that may: strangers, members with another's certificate, bytes that
    /// are no TLS.
    pub refused: u64,
    /// Somebody dialled and did not say in time who it is.
    pub late: u64,
    /// Somebody dialled and was dropped for newer ones before it said who it is.
    pub crowded_out: u64,
    /// Dialling a peer failed.
    pub dial_failed: u64,
    /// Connections that were replaced by newer ones of the same peer.
    pub replaced: u64,
    /// Connections that peers closed in good order.
    pub closed: u64,
    /// Connections that broke.
    pub broken: u64,
    /// Connections whose bytes were not the peer's TLS.
    pub tampered: u64,
    /// Peers cut off for a message that is too long.
    pub too_long: u64,
    /// Peers cut off because too much waited for them.
    pub overflowed: u64,
    /// Peers cut off because they took nothing any more.
    pub stalled: u64,
    /// Peers cut off because nothing came from them.
    pub silent: u64,
    /// Peers cut off because they sent keep-alives without end.
    pub restless: u64,
    /// Peers cut off by request.
    pub asked: u64,
    /// Connections given up because a message was too long to be sent.
    pub unsendable: u64,
}

/// Where it is counted.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    connected: AtomicU64,
    refused: AtomicU64,
    late: AtomicU64,
    crowded_out: AtomicU64,
    dial_failed: AtomicU64,
    replaced: AtomicU64,
    closed: AtomicU64,
    broken: AtomicU64,
    tampered: AtomicU64,
    too_long: AtomicU64,
    overflowed: AtomicU64,
    stalled: AtomicU64,
    silent: AtomicU64,
    restless: AtomicU64,
    asked: AtomicU64,
    unsendable: AtomicU64,
}

impl Counters {
    pub(crate) fn connected(&self) {
        add(&self.connected);
    }

    pub(crate) fn dial_failed(&self) {
        add(&self.dial_failed);
    }

    pub(crate) fn crowded_out(&self) {
        add(&self.crowded_out);
    }

    /// A connection was replaced before it was used.
    pub(crate) fn replaced(&self) {
        add(&self.replaced);
    }

    /// Somebody who dialled did not become a peer.
    pub(crate) fn turned_away(&self, why: &End) {
        add(if matches!(why, End::Late) { &self.late } else { &self.refused });
    }

    /// A connection with a peer ended.
    pub(crate) fn ended(&self, why: &End) {
        add(match why {
            End::Stopped => return,
            End::Asked => &self.asked,
            End::Replaced => &self.replaced,
            End::Closed => &self.closed,
            End::Broken(_) => &self.broken,
            End::Tls(_) | End::Foreign => &self.tampered,
            End::TooLong(_) => &self.too_long,
            End::Overflow => &self.overflowed,
            End::Stalled => &self.stalled,
            End::Silent => &self.silent,
            End::Restless => &self.restless,
            End::Unsendable { .. } => &self.unsendable,
            End::Late => &self.late,
        });
    }

    pub(crate) fn read(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            connected: read(&self.connected),
            refused: read(&self.refused),
            late: read(&self.late),
            crowded_out: read(&self.crowded_out),
            dial_failed: read(&self.dial_failed),
            replaced: read(&self.replaced),
            closed: read(&self.closed),
            broken: read(&self.broken),
            tampered: read(&self.tampered),
            too_long: read(&self.too_long),
            overflowed: read(&self.overflowed),
            stalled: read(&self.stalled),
            silent: read(&self.silent),
            restless: read(&self.restless),
            asked: read(&self.asked),
            unsendable: read(&self.unsendable),
        }
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
