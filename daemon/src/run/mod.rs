//! A daemon's own thread: it starts the program, reads what it writes, waits for its end.
//!
//! The program is a child of this thread, which lives as long as it does: a parent-death signal, which the child may have asked for, is one
//! of the thread's death. It also keeps the daemon independent of the runtime of whoever started it.

mod directory;
mod fifo;
mod lines;
mod local;
mod remote;
mod watchdog;

use std::{
    future::Future,
    io,
    pin::Pin,
    process::Child,
    sync::{Arc, atomic::Ordering},
    thread,
    time::Duration,
};

use rustix::process::{Pid, WaitId, WaitIdOptions, WaitIdStatus, waitid};
use tokio::{
    net::unix::pipe,
    runtime::Builder,
    sync::oneshot,
    task::{JoinHandle, JoinSet, spawn_blocking},
    time::timeout,
};
use wait4::Wait4 as _;

pub(crate) use self::{
    directory::fresh_directory,
    remote::{signal as signal_over_there, usage as usage_over_there},
};
use self::{fifo::Fifo, watchdog::Watchdog};
use crate::{
    DaemonBuilder, Exit, Source, StartError, Stream, Usage,
    shared::{Phase, Shared, Target},
};

/// How long to go on reading after the end, if a process that has left the daemon's group still has its output open.
const DRAIN_LIMIT: Duration = Duration::from_secs(2);

/// How often to go on after that because there was still something to read: a pipe holds only so much, unless somebody fills it again.
const DRAIN_ROUNDS: u32 = 10;

/// A program that has just been started.
struct Process {
    child: Child,
    /// Completes when the child has ended; nothing if that is known already. It stays a zombie, whose ids are not used again, until its
    /// status is taken.
    ended: Option<JoinHandle<io::Result<Option<WaitIdStatus>>>>,
    watchdog: Option<Watchdog>,
    target: Target,
    stdin: Option<pipe::Sender>,
    readers: Vec<Reader>,
    events: Option<(Fifo, Option<pipe::Sender>)>,
    /// How it ended, from who knows better than the child's exit status.
    exit: Option<oneshot::Receiver<Exit>>,
    /// Another child that only carries what the daemon says.
    carrier: Option<remote::Carrier>,
}

/// Reads one of a daemon's pipes to its end.
type Reader = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

/// Starts the program on a thread of its own, and returns when it runs, or why not: the daemon is then what it was before.
pub(crate) async fn launch(shared: Arc<Shared>, before: Phase) -> Result<(), StartError> {
    let (started, is_started) = oneshot::channel();
    let name = shared.name();
    let failed = |source| StartError::Supervision { daemon: name.clone(), source };
    let undo = shared.clone();
    let spawned = thread::Builder::new()
        .name(name.replace('\0', ""))
        .spawn(move || supervise(&shared, before, started))
        .map_err(failed);
    if let Err(error) = spawned {
        cancel(&undo, before);
        return Err(error);
    }
    is_started.await.unwrap_or_else(|_| Err(failed(io::Error::other("its thread panicked"))))
}

fn cancel(shared: &Shared, before: Phase) {
    let mut state = shared.state();
    state.phase = before;
    state.run -= 1;
    drop(state);
    shared.notify();
}

fn supervise(shared: &Arc<Shared>, before: Phase, started: oneshot::Sender<Result<(), StartError>>) {
    let config = shared.config();
    let runtime = match Builder::new_current_thread().enable_io().enable_time().build() {
        Ok(runtime) => runtime,
        Err(source) => {
            cancel(shared, before);
            let _ = started.send(Err(StartError::Supervision { daemon: config.name, source }));
            return;
        }
    };
    let mut started = Some(started);
    let ended = runtime.block_on(async {
        let process = start(shared, &config).await?;
        // Who started it may have stopped waiting for that.
        let _ = started.take().map(|started| started.send(Ok(())));
        Ok(watch(shared, process).await)
    });
    // Nothing of this run is left when the daemon may be started again.
    drop(runtime);
    match ended {
        Ok(exit) => finish(shared, exit),
        Err(error) => {
            cancel(shared, before);
            let _ = started.take().map(|started| started.send(Err(error)));
        }
    }
}

async fn start(shared: &Arc<Shared>, config: &DaemonBuilder) -> Result<Process, StartError> {
    let mut process = match &config.runner.ssh {
        None => local::start(shared, config)?,
        Some(ssh) => remote::start(shared, config, ssh).await?,
    };
    *shared.stdin.lock().await = process.stdin.take();
    let pid = process.target.pid();
    {
        let mut state = shared.state();
        if state.is_abandoned {
            process.target.kill_group();
        }
        state.target = Some(process.target.clone());
        state.scratch = process.events.as_ref().map(|(fifo, _)| fifo.directory().to_owned());
        state.phase = Phase::Running { pid };
    }
    shared.log(Source::Supervision, &format!("starts as process {pid} of {}", config.runner));
    shared.notify();
    Ok(process)
}

/// Watches over a program until its end.
async fn watch(shared: &Arc<Shared>, mut process: Process) -> Exit {
    let mut readers = JoinSet::new();
    for reader in process.readers.drain(..) {
        readers.spawn(reader);
    }
    if let Some(ended) = process.ended.take()
        && !matches!(ended.await, Ok(Ok(_)))
    {
        shared.complain("the system does not say when it ends".to_owned());
    }
    process.target.kill_group();
    shared.state().target = None;
    *shared.stdin.lock().await = None;
    let exit = reap(shared, &mut process);
    // No one writes to the pipe any more: it comes to its end.
    process.events = process.events.take().map(|(fifo, _)| (fifo, None));
    drain(shared, readers).await;
    drop((process.carrier.take(), process.events.take()));
    match process.exit.take() {
        Some(mut told) => told.try_recv().unwrap_or(Exit::Lost),
        None => exit,
    }
}

/// Waits on a thread of its own for the end of a child, without taking its exit status.
fn end_of(child: &Child) -> JoinHandle<io::Result<Option<WaitIdStatus>>> {
    let pid = Pid::from_child(child);
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    spawn_blocking(move || Ok(rustix::io::retry_on_intr(|| waitid(WaitId::Pid(pid), options))?))
}

/// Takes the exit status, which frees the process id, and what the process used.
fn reap(shared: &Shared, process: &mut Process) -> Exit {
    let is_local = matches!(process.target, Target::Local { .. });
    let result = process.child.wait4();
    drop(process.watchdog.take());
    let usage = result.as_ref().ok().filter(|_| is_local).map(|used| Usage {
        peak_memory: used.rusage.maxrss,
        memory: Some(0),
        cpu_time: used.rusage.utime + used.rusage.stime,
    });
    shared.state().last_usage = usage;
    result.map_or(Exit::Lost, |used| Exit::of(used.status))
}

/// Waits until all that was written has been read.
async fn drain(shared: &Shared, mut readers: JoinSet<io::Result<()>>) {
    let mut rounds = 0;
    while !readers.is_empty() {
        let before = shared.lines_read.load(Ordering::Relaxed);
        match timeout(DRAIN_LIMIT, readers.join_next()).await {
            Ok(Some(Ok(Err(error)))) => shared.complain(format!("reading what it says failed: {error}")),
            Ok(Some(Err(error))) => shared.complain(format!("reading what it says failed: {error}")),
            Ok(_) => {}
            Err(_) if rounds < DRAIN_ROUNDS && shared.lines_read.load(Ordering::Relaxed) > before => {
                rounds += 1;
            }
            Err(_) => {
                readers.shutdown().await;
                shared.complain(format!(
                    "its output is still open {DRAIN_LIMIT:?} after its end, and is not read any longer: a process that it started has \
                     left its group, or its connection is stuck"
                ));
            }
        }
    }
}

fn finish(shared: &Shared, exit: Exit) {
    {
        let mut state = shared.state();
        state.phase = Phase::Stopped(exit);
        state.last_exit = Some(exit);
    }
    shared.log(Source::Supervision, &exit.to_string());
    shared.report_panics("on_terminate", shared.on_terminate.call(&exit));
    shared.notify();
}

/// Reads the lines of an output.
fn output_reader(shared: &Arc<Shared>, stream: Stream, pipe: pipe::Receiver) -> Reader {
    let shared = shared.clone();
    Box::pin(async move { lines::read(pipe, |line| shared.output_line(stream, line)).await })
}
