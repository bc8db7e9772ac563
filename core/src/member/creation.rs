//! When to create an event, and on which others.

use alloc::{collections::BTreeSet, vec::Vec};

use hapi_hashgraph::{Consensus, Descriptor, MemberId, Nanos};

use super::Timing;

/// With so many transactions under way nobody waits for more to come.
const UNPACED: usize = 8;

/// What a member knows of its own last event, and of what happened since.
#[derive(Debug, Default)]
pub(super) struct Creation {
    /// Its last event.
    pub(super) last: Option<(Descriptor, Nanos)>,
    /// When it created anything, by the clock of whoever drives it.
    created: Nanos,
    /// Whom it has news from since the last event that advanced enough.
    news: BTreeSet<MemberId>,
    /// Whether an event with work is not under its last event.
    unseen_work: bool,
    /// Whether it created an event for that, or for its own transactions, since the last that advanced enough.
    woken: bool,
    kicked: bool,
}

/// Why an event is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// It advances the view of members with more than two thirds of the weight.
    Advance,
    /// It carries the first transactions since an event advanced enough.
    Kick,
    /// It acknowledges the first work of others since an event advanced enough.
    Wake,
    /// Nothing has happened for a while though there is work.
    Patience,
}

/// What there is to do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    /// In the pool.
    pub(super) own: bool,
    /// In events without consensus.
    pub(super) open: bool,
}

impl Creation {
    /// Another's event has arrived.
    pub(super) fn heard(&mut self, from: MemberId, has_work: bool) {
        self.news.insert(from);
        self.unseen_work |= has_work;
    }

    /// Why an event is due now, if one is.
    pub(super) fn due(
        &self,
        me: MemberId,
        work: Work,
        consensus: &Consensus,
        timing: &Timing,
        now: Nanos,
    ) -> Option<Cause> {
        if !work.own && !work.open {
            return None;
        }
        let others = self.news.iter().map(|member| consensus.weight(*member));
        let advanced = others.fold(consensus.weight(me), u64::saturating_add);
        if consensus.roster().is_supermajority(advanced) {
            Some(Cause::Advance)
        } else if work.own && !self.kicked {
            Some(Cause::Kick)
        } else if self.unseen_work && !self.woken {
            Some(Cause::Wake)
        } else if now >= self.out_of_patience(timing) && (work.own || !self.news.is_empty()) {
            Some(Cause::Patience)
        } else {
            None
        }
    }

    pub(super) fn out_of_patience(&self, timing: &Timing) -> Nanos {
        self.created.saturating_add(timing.patience)
    }

    /// When the next event may come at the earliest, with so many transactions under way.
    pub(super) fn paced(&self, transactions: usize, timing: &Timing) -> Nanos {
        let transactions = Nanos::try_from(transactions.saturating_sub(UNPACED)).unwrap_or(Nanos::MAX);
        self.created.saturating_add(timing.pace.saturating_mul(transactions).min(timing.slowest_pace))
    }

    pub(super) fn created(&mut self, cause: Cause, now: Nanos) {
        self.created = now;
        self.unseen_work = false;
        match cause {
            Cause::Advance => {
                self.news.clear();
                (self.woken, self.kicked) = (false, false);
            }
            Cause::Kick => self.kicked = true,
            Cause::Wake => self.woken = true,
            Cause::Patience => {}
        }
    }

    /// The time that an event of so many transactions has, created now.
    pub(super) fn time(&self, now: Nanos, transactions: usize) -> Nanos {
        let Some((_, last)) = self.last else { return now };
        let step = Nanos::try_from(transactions.max(1)).unwrap_or(Nanos::MAX);
        now.max(last.saturating_add(step))
    }
}

/// The events of others to build on: one for each creator, none that another one descends from.
pub(super) fn parents<'a>(me: MemberId, tips: impl Iterator<Item = &'a Descriptor>) -> Vec<Descriptor> {
    let mut tips: Vec<_> = tips.filter(|tip| tip.creator != me).copied().collect();
    // Of one who branches, the latest; which one does not matter.
    tips.sort_unstable_by_key(|tip| (tip.creator, core::cmp::Reverse(tip.birth_round), tip.hash));
    tips.dedup_by_key(|tip| tip.creator);
    tips
}
