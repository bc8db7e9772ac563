//! The life of the broker's process.
//!
//! It is the test program once more, with an environment that makes it this. It belongs to nobody's terminal and to no
//! runner's process group, has nothing open that it was given, and ends when the runner has ended, on SIGTERM, or when
//! nobody has come for long; not when the last of its tests leaves, since the next one may be on its way.

use std::{
    env, fs, io,
    io::Write as _,
    os::fd::{AsFd as _, OwnedFd},
    path::PathBuf,
    pin::pin,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use futures::future::{Either, select};
use tokio::{
    net::UnixListener,
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};

use super::{
    place::Place,
    process::ProcessId,
    server::{LANES, OWN_LANE, Restore, Server},
    wire::Remember,
};
use crate::{
    networks::{HederaNetwork, NetworkChoice, start_default},
    session::{
        Starter,
        link::{Lane, Reentry},
        overrides::Remembered,
    },
    spec::{SpecSetup, Target},
};

/// Where the session is: what makes a process its broker.
pub(super) const PLACE: &str = "HAPI_TEST_BROKER_PLACE";

/// The process that ends the session by its end.
pub(super) const RUNNER: &str = "HAPI_TEST_BROKER_RUNNER";

/// The network that it keeps.
pub(super) const NETWORK: &str = "HAPI_TEST_BROKER_NETWORK";

/// After so many seconds without a connection it ends, whatever there may come; an hour by default, for a runner that was
/// stopped in a debugger.
pub(super) const IDLE: &str = "HAPI_TEST_BROKER_IDLE_SECS";

const IDLE_SECS: u64 = 3600;

/// What it says once it can be connected to.
pub(super) const READY: &str = "ready";

/// What the environment asks of a broker.
struct Duties {
    place: Place,
    runner: ProcessId,
    network: NetworkChoice,
    idle: Duration,
}

impl Duties {
    /// `None` in every process that is no broker.
    fn of_environment() -> Option<Result<Self, String>> {
        let place = Place::at(PathBuf::from(env::var_os(PLACE)?));
        let runner = env::var(RUNNER).map_err(|error| format!("{RUNNER}: {error}"));
        let network = env::var(NETWORK).map_err(|error| format!("{NETWORK}: {error}"));
        let network = network.and_then(|text| text.parse().map_err(|error| format!("{NETWORK}: {error}")));
        let secs = env::var(IDLE).ok().map_or(Ok(IDLE_SECS), |secs| {
            secs.parse().map_err(|error| format!("{IDLE} is `{secs}`: {error}"))
        });
        Some(runner.and_then(|runner| {
            let (runner, network) = (runner.parse()?, network?);
            Ok(Self { place, runner, network, idle: Duration::from_secs(secs?) })
        }))
    }
}

/// Is the broker until its end, if this process is to be one.
pub(crate) fn serve_if_asked(reentry: Reentry) -> Option<ExitCode> {
    let duties = Duties::of_environment()?;
    let served = duties.and_then(|duties| {
        let start = duties.network.starter(start_default, Some(reentry));
        serve(&duties, &start).map_err(|error| error.to_string())
    });
    if let Err(error) = served {
        // The one who started it reads this.
        let _ = writeln!(io::stdout(), "{error}");
        return Some(ExitCode::FAILURE);
    }
    Some(ExitCode::SUCCESS)
}

fn serve(duties: &Duties, start: &Starter) -> Result<(), Box<dyn std::error::Error>> {
    let place = &duties.place;
    close_inherited();
    // It fails for the leader of a process group, which is not how we are started.
    let _ = rustix::process::setsid();
    let Some(_alive) = place.live() else { return Err("the session has another broker".into()) };
    let runtime = Runtime::new()?;
    let ended = runtime.block_on(async {
        let runner = duties.runner.watch()?.ok_or("the runner has ended already")?;
        let mut terminate = signal(SignalKind::terminate())?;
        let network = start().await.map_err(|error| format!("the network did not start: {error}"))?;
        let listener = UnixListener::bind(place.socket())?;
        tell_ready(place)?;
        let swept = tokio::task::spawn_blocking({
            let place = place.clone();
            move || place.sweep()
        });
        let session = place.dir().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let server = Server::new(session, Arc::clone(&network), restoring(network));
        let over = async {
            let gone = pin!(runner.ended());
            let told = pin!(terminate.recv());
            select(gone, told).await;
        };
        serve_until(&server, &listener, duties, over).await;
        server.stop().await;
        let _ = swept.await;
        Ok::<(), Box<dyn std::error::Error>>(())
    });
    leave(place);
    ended
}

/// Puts back what a test changed that did not live to do so itself, by transactions of the broker's own.
fn restoring(network: Arc<dyn HederaNetwork>) -> Restore {
    let target = Target::in_lane(network, Lane { rest: OWN_LANE, of: LANES });
    Box::new(move |Remember { test, before }| {
        let target = target.clone();
        Box::pin(async move {
            let setup = SpecSetup::of_session().map_err(|error| error.to_string())?;
            let before: Remembered = serde_json::from_slice(&before).map_err(|error| error.to_string())?;
            before.restore(&target, &setup, &test).await
        })
    })
}

/// Serves until `over`, or until nobody has been there for long and nobody is just coming.
async fn serve_until(
    server: &Arc<Server>,
    listener: &UnixListener,
    duties: &Duties,
    over: impl Future<Output = ()>,
) {
    let accepting = pin!(Arc::clone(server).accept(listener));
    let idle = pin!(server.idle(duties.idle));
    let over = pin!(over);
    let ended = pin!(select(over, idle));
    if let Either::Left(_) = select(accepting, ended).await {
        unreachable!("accepting goes on for ever");
    }
}

/// Removes the directory, unless somebody else is busy with it: then they know that we are gone, and see to it.
fn leave(place: &Place) {
    if let Some(_held) = place.try_lock() {
        place.remove();
    }
}

/// Tells the one who waits for it, and lets go of what it waits at: from here on, what is printed goes to the log.
fn tell_ready(place: &Place) -> io::Result<()> {
    let told: OwnedFd = io::stdout().as_fd().try_clone_to_owned()?;
    let log = fs::OpenOptions::new().create(true).append(true).open(place.log())?;
    rustix::stdio::dup2_stdout(&log)?;
    // Whoever started us may be dead by now; others come.
    let _ = fs::File::from(told).write_all(format!("{READY}\n").as_bytes());
    Ok(())
}

/// Closes what the one who started us had open and did not close for us: a lock that a shell holds for its command, the
/// pipes of a job server. Nothing of ours is open yet.
fn close_inherited() {
    let Ok(open) = fs::read_dir("/proc/self/fd") else { return };
    let numbers: Vec<i32> =
        open.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    // The one that this list was read from is closed already, which is an error of no consequence.
    for number in numbers.into_iter().filter(|number| *number > 2) {
        let _ = nix::unistd::close(number);
    }
}
