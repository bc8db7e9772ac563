//! The locks of a session's network: a test waits here until nobody is in its way.

mod table;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

pub(crate) use table::{LockTable, Ticket};

use crate::test_case::Access;

/// Locks that are held until this is dropped.
#[must_use = "dropping it gives the locks back"]
pub(crate) struct Held {
    /// How long their holder waited for them.
    pub(crate) waited: Duration,
    /// For whom, as of the beginning of the wait.
    pub(crate) behind: Vec<String>,
    release: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Held {
    /// Locks that `release` gives back.
    pub(crate) fn new(
        waited: Duration,
        behind: Vec<String>,
        release: impl FnOnce() + Send + Sync + 'static,
    ) -> Self {
        Self { waited, behind, release: Some(Box::new(release)) }
    }

    /// No locks at all.
    pub(crate) const fn nothing() -> Self {
        Self { waited: Duration::ZERO, behind: Vec::new(), release: None }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release();
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held")
            .field("waited", &self.waited)
            .field("behind", &self.behind)
            .finish_non_exhaustive()
    }
}

/// The locks of one network, for tests that come in any order: libtest's, which no plan of ours has put in order.
#[derive(Debug, Default)]
pub(crate) struct Locks {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    table: LockTable,
    next: Ticket,
    users: BTreeMap<Ticket, User>,
}

/// Whose ticket it is.
#[derive(Debug)]
struct User {
    name: String,
    since: Instant,
    /// Told once the locks are granted.
    granted: Option<oneshot::Sender<()>>,
}

/// Nobody gave the locks back in time.
#[derive(Debug, thiserror::Error)]
#[error("`{test}` waited {waited:.1?} for its locks, which is the limit; in its way: {}\nraise the limit with --timeout-factor", in_the_way.join("; "))]
pub(crate) struct LockTimeout {
    test: String,
    waited: Duration,
    in_the_way: Vec<String>,
}

impl Locks {
    /// Waits until `test` may use the network so, at most for `limit`.
    pub(crate) async fn acquire(
        self: &Arc<Self>,
        test: &str,
        access: Access,
        limit: Option<Duration>,
    ) -> Result<Held, LockTimeout> {
        if access == Access::default() {
            return Ok(Held::nothing());
        }
        let (ticket, wait) = self.request(test, access);
        // From here on: granted or not, it is given back when this is dropped, also if nobody polls us any more.
        let locks = Arc::clone(self);
        let mut held = Held::new(Duration::ZERO, Vec::new(), move || locks.release(ticket));
        let Some((granted, behind)) = wait else { return Ok(held) };
        let begun = Instant::now();
        let in_time = match limit {
            Some(limit) => tokio::time::timeout(limit, granted).await.is_ok(),
            None => granted.await.is_ok(),
        };
        held.waited = begun.elapsed();
        held.behind = behind;
        if in_time || self.state().table.holds(ticket) {
            return Ok(held);
        }
        Err(LockTimeout {
            test: test.to_owned(),
            waited: held.waited,
            in_the_way: self.state().in_the_way_of(ticket),
        })
    }

    #[expect(clippy::type_complexity, reason = "read once, by the function above")]
    fn request(&self, test: &str, access: Access) -> (Ticket, Option<(oneshot::Receiver<()>, Vec<String>)>) {
        let mut state = self.state();
        let ticket = state.next;
        state.next += 1;
        let wait = (!state.table.request(ticket, access)).then(oneshot::channel);
        let (sender, receiver) = wait.unzip();
        let user = User { name: test.to_owned(), since: Instant::now(), granted: sender };
        state.users.insert(ticket, user);
        (ticket, receiver.map(|receiver| (receiver, state.names_in_the_way_of(ticket))))
    }

    fn release(&self, ticket: Ticket) {
        let mut state = self.state();
        state.users.remove(&ticket);
        for granted in state.table.release(ticket) {
            if let Some(user) = state.users.get_mut(&granted) {
                user.since = Instant::now();
                // Whoever has gone meanwhile gives them back by its own drop.
                let _ = user.granted.take().map(|granted| granted.send(()));
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn names_in_the_way_of(&self, ticket: Ticket) -> Vec<String> {
        let ahead = self.table.ahead_of(ticket);
        ahead.iter().filter_map(|ahead| self.users.get(&ahead.ticket)).map(|user| user.name.clone()).collect()
    }

    /// One line for each that is in the way: who it is, since when, and over what.
    fn in_the_way_of(&self, ticket: Ticket) -> Vec<String> {
        let line = |ahead: &table::Ahead| {
            let User { name, since, .. } = self.users.get(&ahead.ticket)?;
            let verb = if ahead.holds { "has held" } else { "has waited for" };
            let over: Vec<String> = ahead.over.iter().map(|resource| resource.to_string()).collect();
            Some(format!("`{name}` {verb} {} for {:.1?}", over.join(", "), since.elapsed()))
        };
        self.table.ahead_of(ticket).iter().filter_map(line).collect()
    }
}

#[cfg(test)]
mod tests;
