//! The session that several processes share, as one of them sees it.

use std::{fmt, path::Path, process::ExitCode, str::FromStr, sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::BoxFuture;

use super::{Isolation, locks::Held};
use crate::{
    coverage::Counts,
    networks::{HederaNetwork, NetworkChoice},
    spec::SpecError,
    test_case::Access,
};

/// The way to a session that is in another process, beside that to its network.
pub(crate) trait SessionLink: Send + Sync + fmt::Debug {
    /// Waits until `test` may use the network so, at most for `limit`. The locks are given back when [`Held`] is dropped.
    fn acquire<'a>(
        &'a self,
        test: &'a str,
        access: Access,
        limit: Option<Duration>,
    ) -> BoxFuture<'a, Result<Held, SpecError>>;

    /// What is made once for the session under this key: what another process made, or what `make` comes to. Waits while
    /// another one makes it. A failure is kept, too, and is everybody's.
    fn once<'a>(
        &'a self,
        key: &'a str,
        make: BoxFuture<'a, Result<Bytes, SpecError>>,
    ) -> BoxFuture<'a, Result<Bytes, SpecError>>;

    /// Keeps what `test` is about to change, as [`Remembered`](super::overrides::Remembered) in JSON, to be put back if this
    /// process ends before [`SessionLink::forget`].
    fn remember<'a>(&'a self, test: &'a str, before: Bytes) -> BoxFuture<'a, Result<(), SpecError>>;

    /// All that was remembered for `test` has been put back.
    fn forget<'a>(&'a self, test: &'a str) -> BoxFuture<'a, Result<(), SpecError>>;

    /// Adds what this process has called of HAPI to what others of the session have that name the same file, an absolute path.
    fn cover<'a>(&'a self, file: &'a Path, counts: Counts) -> BoxFuture<'a, Result<(), SpecError>>;

    /// The valid starts of transactions that are this process's own.
    fn lane(&self) -> Lane;
}

/// Which valid starts of transactions a process gives out, where several send to one network: it is the payer and the valid
/// start that make a transaction id, and all have the same default payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lane {
    /// What the nanoseconds of a valid start leave when they are divided by `of`.
    pub(crate) rest: u32,
    /// How many lanes there are.
    pub(crate) of: u32,
}

impl Lane {
    /// That of a process that sends alone.
    pub(crate) const ONLY: Self = Self { rest: 0, of: 1 };

    /// The first time of the lane that is not before this one, both in nanoseconds.
    pub(crate) const fn at_or_after(self, nanos: i64) -> i64 {
        let ahead = (self.rest as i64 - nanos).rem_euclid(self.of as i64);
        nanos.saturating_add(ahead)
    }
}

/// What `--session` or `HAPI_SESSION` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// One session for all processes of a nextest run, and of a `cargo test` that runs several targets with specs.
    #[default]
    Auto,
    /// A session for each process.
    Private,
    /// One session for all processes of a run, also if it looks as if there were only one.
    Shared,
}

impl FromStr for Sharing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "private" => Ok(Self::Private),
            "shared" => Ok(Self::Shared),
            other => Err(format!("must be auto, private or shared (was {other})")),
        }
    }
}

/// How a test program is started so that it becomes the process that keeps the session, or a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reentry {
    /// It has our `main!`, which looks before it does anything else.
    Main,
    /// It has libtest's: the test with this name looks, in the function that its attribute left for libtest.
    Libtest(&'static str),
}

impl Reentry {
    /// What makes the program look whether it is to be something else than a test.
    pub(crate) fn arguments(self) -> Vec<&'static str> {
        match self {
            Self::Main => Vec::new(),
            Self::Libtest(test) => {
                vec!["--exact", test, "--nocapture", "--include-ignored", "--test-threads=1"]
            }
        }
    }
}

/// What a process wants of the session that it shares.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) sharing: Sharing,
    pub(crate) network: NetworkChoice,
    pub(crate) isolation: Isolation,
    pub(crate) reentry: Reentry,
}

impl Wish {
    /// Whether processes can share such a session. A repeatable network is for one test at a time, and one that is in another
    /// process cannot be forked.
    pub(crate) fn is_for_several(&self) -> bool {
        !self.network.is_for_one_at_a_time() && self.isolation == Isolation::Lock
    }
}

/// A session in another process: its network, and the rest of it.
pub(crate) struct Attached {
    pub(crate) network: Arc<dyn HederaNetwork>,
    pub(crate) link: Arc<dyn SessionLink>,
}

/// Attaches to the session that this process shares with others, and starts it if this is the first one; `None` when it is
/// to have a session of its own.
#[cfg(target_os = "linux")]
pub(crate) async fn attach(wish: &Wish) -> Result<Option<Attached>, String> {
    let client = super::broker::attach(wish).await.map_err(|error| error.to_string())?;
    Ok(client.map(|client| Attached {
        network: Arc::new(crate::networks::AttachedNetwork::new(Arc::clone(&client))),
        link: Arc::new(client),
    }))
}

/// Each process has a session of its own: only Linux tells of processes what it takes to share one.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn attach(_wish: &Wish) -> Result<Option<Attached>, String> {
    Ok(None)
}

/// Keeps a session until its end, if this process was started for that; `reentry` is how it was, and how its nodes are, where
/// these are processes of their own.
#[cfg(target_os = "linux")]
pub(crate) fn serve_if_asked(reentry: Reentry) -> Option<ExitCode> {
    super::broker::serve_if_asked(reentry)
}

/// No process is started for that here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn serve_if_asked(_reentry: Reentry) -> Option<ExitCode> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_shared_in_one_of_three_ways() {
        assert_eq!("auto".parse(), Ok(Sharing::Auto));
        assert_eq!("private".parse(), Ok(Sharing::Private));
        assert_eq!("shared".parse(), Ok(Sharing::Shared));
        assert!("mine".parse::<Sharing>().is_err());
    }

    #[test]
    fn forks_and_repeatable_networks_are_for_one_process() {
        let wish =
            |network, isolation| Wish { sharing: Sharing::Auto, network, isolation, reentry: Reentry::Main };
        assert!(wish(NetworkChoice::Embedded, Isolation::Lock).is_for_several());
        assert!(!wish(NetworkChoice::Embedded, Isolation::Fork).is_for_several());
        assert!(!wish(NetworkChoice::Repeatable, Isolation::Lock).is_for_several());
    }

    #[test]
    fn lanes_never_meet() {
        let lane = |rest| Lane { rest, of: 1000 };
        assert_eq!(lane(7).at_or_after(1_000_000), 1_000_007);
        assert_eq!(lane(7).at_or_after(1_000_007), 1_000_007);
        assert_eq!(lane(7).at_or_after(1_000_008), 1_001_007);
        assert_eq!(lane(7).at_or_after(-1), 7);
        assert_eq!(Lane::ONLY.at_or_after(123), 123);
        assert_eq!(lane(999).at_or_after(i64::MAX), i64::MAX, "there is no time after the last");
    }
}
