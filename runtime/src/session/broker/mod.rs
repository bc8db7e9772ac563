//! One session for all processes of a run.
//!
//! Where the runner gives each test a process of its own (`cargo nextest run`), or one `cargo test` runs several targets with
//! specs one after the other, the first process that needs the network starts a *broker*: the test program once more, which
//! keeps the network, its locks and what is made once for the session. The others attach to it through a Unix socket.
//!
//! - It is found by the run: the id that nextest gives its run, or Cargo's process; and by what the processes must agree in,
//!   which is the version, the network and the isolation. `HAPI_SESSION=private` keeps each process to itself.
//! - It ends with the runner, however that ends (it watches its process), on `SIGTERM`, or when nobody has come for long;
//!   it survives the end of whoever started it, and of all other tests. It leaves nothing behind. What a broker leaves
//!   behind that was killed is removed by the next one.
//! - Locks hold across processes, by the same rule and as fair as within one. Those of a process that dies come back
//!   after what it had changed has been put back.
//!
//! This is for Linux, whose kernel tells of processes what it takes. Elsewhere each process has a network of its own,
//! which is as correct, and slower.

mod client;
mod place;
mod process;
mod run;
mod serve;
mod server;
mod several;
mod start;
mod wire;

pub(crate) use client::{Client, LinkError};
pub(crate) use serve::serve_if_asked;
pub(crate) use wire::{Addressed, Answer, Ask, Control, LogLine, Nothing};

use std::{fmt::Write as _, io, sync::Arc};

use place::Place;
use run::Run;
use start::StartError;

use super::link::Wish;

/// How often an attempt to attach may meet a broker that is just ending.
const ATTEMPTS: usize = 3;

/// Why a process cannot have the session that it shares.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AttachError {
    /// There is nowhere to meet.
    #[error("there is no place for the session that the processes of this run share: {0}")]
    NoPlace(#[source] io::Error),
    /// The broker is not there.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The broker does not talk to us.
    #[error(transparent)]
    Link(#[from] LinkError),
}

/// Attaches to the session that this process shares with others, and starts it if this is the first one; `None` when it is
/// to have a session of its own.
pub(crate) async fn attach(wish: &Wish) -> Result<Option<Arc<Client>>, AttachError> {
    let Some(run) = Run::of_this_process(wish.sharing) else { return Ok(None) };
    let place = Place::of(&key(&run, wish)).map_err(AttachError::NoPlace)?;
    let mut outcome = Client::connect(&place);
    for _ in 1..ATTEMPTS {
        if !matches!(outcome, Err(LinkError::Lost { .. })) {
            break;
        }
        let (there, runner, wish) = (place.clone(), run.runner, wish.clone());
        let ensured = tokio::task::spawn_blocking(move || start::ensure(&there, runner, &wish)).await;
        ensured.map_err(|error| StartError::Spawn(io::Error::other(error)))??;
        outcome = Client::connect(&place);
    }
    Ok(Some(Arc::new(outcome?)))
}

/// The name of a session: those who find the same one understand each other.
fn key(run: &Run, wish: &Wish) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{}\n{}\n{}\n{}\n{:?}",
        wire::VERSION,
        env!("CARGO_PKG_VERSION"),
        run.id,
        wish.network,
        wish.isolation
    );
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests;
