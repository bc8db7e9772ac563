//! What the tests share.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use hapi_daemon::{Daemon, DaemonBuilder, Log, LogLine, Runner, fresh_name};
use libtest_mimic::Trial;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    net::unix::pipe,
    time::timeout,
};

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A limit for what takes milliseconds, on a machine that may be very busy.
pub(crate) const LONG: Duration = Duration::from_secs(30);

/// The tests of a module, by the names of their functions.
macro_rules! trials {
    ($($name:ident),* $(,)?) => {
        vec![$($crate::support::trial(module_path!(), stringify!($name), || Box::pin($name()))),*]
    };
}
pub(crate) use trials;

pub(crate) fn trial(
    module: &str,
    name: &str,
    test: fn() -> std::pin::Pin<Box<dyn Future<Output = Outcome>>>,
) -> Trial {
    let module = module.split_once("::").map_or(module, |(_, module)| module);
    Trial::test(format!("{module}::{name}"), move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(test()).map_err(|error| error.to_string().into())
    })
}

/// Ignores tests, and says why, where a program is missing.
pub(crate) fn need(program: &str, package: &str, trials: Vec<Trial>) -> Vec<Trial> {
    if find(program).is_some() {
        return trials;
    }
    eprintln!("{} tests are ignored, for want of {program}: apt-get install {package}", trials.len());
    trials.into_iter().map(|trial| trial.with_ignored_flag(true)).collect()
}

/// Where a program is, also if it is one for administrators.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let directories = env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    directories.map(|directory| directory.join(program)).find(|path| path.is_file())
}

/// A daemon that is a shell script, with an event pipe.
pub(crate) fn sh(script: &str) -> DaemonBuilder {
    Daemon::builder(fresh_name("sh"), "sh").args(["-c", script]).event_pipe(true).wait_limit(LONG)
}

/// A shell that says the event `up`, and then waits until it is ended.
pub(crate) const WAIT: &str =
    r#"say() { echo "{\"name\":\"$1\"}" > "$HAPI_EVENTS"; }; say up; exec sleep 1000"#;

/// This program in one of its [`roles`](crate::roles).
pub(crate) fn role(role: &str) -> DaemonBuilder {
    let program = env::current_exe().expect("this program has a path");
    Daemon::builder(fresh_name(role), program)
        .env(crate::roles::VARIABLE, role)
        .event_pipe(true)
        .wait_limit(LONG)
}

/// A directory of a test's own.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) async fn new() -> Result<Self, hapi_daemon::RunnerError> {
        Runner::local().temp_dir().await.map(Self)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A pipe that processes hold as long as they live: its end tells that all of them are gone.
pub(crate) struct Held {
    _directory: Directory,
    path: PathBuf,
    lines: Lines<BufReader<pipe::Receiver>>,
    writer: Option<pipe::Sender>,
}

impl Held {
    pub(crate) async fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let directory = Directory::new().await?;
        let path = directory.join("held");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, 0o600.into())?;
        let reader = pipe::OpenOptions::new().open_receiver(&path)?;
        let writer = Some(pipe::OpenOptions::new().open_sender(&path)?);
        Ok(Self { _directory: directory, path, lines: BufReader::new(reader).lines(), writer })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What a process that holds the pipe says.
    pub(crate) async fn line(&mut self) -> Result<String, Box<dyn std::error::Error>> {
        let line =
            timeout(LONG, self.lines.next_line()).await.map_err(|_| "nothing is said on the pipe")??;
        Ok(line.ok_or("the pipe came to its end")?)
    }

    /// Waits until nobody holds the pipe.
    pub(crate) async fn released(&mut self) -> Outcome {
        self.writer = None;
        loop {
            let line = timeout(LONG, self.lines.next_line()).await;
            if line.map_err(|_| "somebody still holds the pipe")??.is_none() {
                return Ok(());
            }
        }
    }

    /// Whether somebody holds the pipe.
    pub(crate) fn is_held(&mut self) -> io::Result<bool> {
        self.writer = None;
        let pipe = self.lines.get_ref().get_ref();
        let mut fds = [PollFd::new(pipe, PollFlags::IN)];
        poll(&mut fds, Some(&Timespec::default()))?;
        Ok(!fds[0].revents().contains(PollFlags::HUP))
    }
}

/// A log that keeps its lines.
pub(crate) fn kept_log() -> (Log, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let log = Log::new(move |line: LogLine<'_>| kept.lock().expect("a log").push(line.render(false)));
    (log, lines)
}
