//! The processes that a run starts, and what they leave behind.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open},
};

use crate::cargo::{Run, command};

/// Long enough for a busy machine; nobody waits so long unless something is broken.
const LIMIT: Duration = Duration::from_secs(120);

/// How often to look whether somebody is still there who is waited for.
const GLANCE: Duration = Duration::from_millis(100);

/// A place where the sessions of some runs meet, and those of no others.
pub(crate) struct Meeting {
    dir: PathBuf,
    listener: Receiver<UnixStream>,
}

/// A test that waits to be told to go on.
pub(crate) struct Held {
    /// Its name.
    pub(crate) name: String,
    /// Its process.
    pub(crate) pid: i32,
    /// The account that it created.
    pub(crate) account: String,
    connection: UnixStream,
}

impl Held {
    /// Lets it go on.
    pub(crate) fn go_on(mut self) {
        self.connection.write_all(b"!").expect("it waits for this");
    }
}

impl Meeting {
    pub(crate) fn new(name: &str) -> Self {
        let dir = env::temp_dir().join(format!("hapi-scaffold-{}-{name}", process::id()));
        fs::create_dir_all(dir.join("tmp")).expect("the temporary directory can be written to");
        let listener = UnixListener::bind(dir.join("watcher")).expect("the path is short enough");
        let (sender, receiver) = mpsc::channel();
        // It ends with this process.
        thread::spawn(move || listener.incoming().flatten().try_for_each(|stream| sender.send(stream)));
        Self { dir, listener: receiver }
    }

    /// `cargo LINE`, whose sessions meet here.
    pub(crate) fn cargo(&self, line: &str) -> Command {
        let mut cargo = command(line);
        cargo
            .env("XDG_RUNTIME_DIR", &self.dir)
            .env("TMPDIR", self.temporary())
            .env("WATCHER", self.dir.join("watcher"))
            .env("DIARY", self.diary());
        cargo
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, line: &str) -> Run {
        Run::of(&mut self.cargo(line))
    }

    /// Starts it.
    pub(crate) fn start(&self, line: &str) -> Child {
        let mut cargo = self.cargo(line);
        cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        cargo.spawn().expect("cargo starts")
    }

    /// The next test of the run that waits to be told to go on.
    #[track_caller]
    pub(crate) fn held(&self, running: &mut Child) -> Held {
        let begun = Instant::now();
        let connection = loop {
            if let Ok(connection) = self.listener.recv_timeout(GLANCE) {
                break connection;
            }
            let ended = running.try_wait().expect("it was started");
            assert!(
                ended.is_none() && begun.elapsed() < LIMIT,
                "no test came to its middle: {}",
                said(running)
            );
        };
        let mut line = String::new();
        BufReader::new(&connection).read_line(&mut line).expect("it says who it is");
        let [name, pid, account] = line.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{line}") };
        Held { name: name.into(), pid: pid.parse().expect("a number"), account: account.into(), connection }
    }

    /// The directory for temporary files.
    fn temporary(&self) -> PathBuf {
        self.dir.join("tmp")
    }

    /// A file for the test that runs cargo.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Where tests write down what they do.
    pub(crate) fn diary(&self) -> PathBuf {
        self.dir.join("diary")
    }

    /// The directory of sessions.
    pub(crate) fn sessions(&self) -> PathBuf {
        self.dir.join("hapi-test")
    }

    /// The processes that keep a session here.
    pub(crate) fn brokers(&self) -> Vec<i32> {
        let mark = format!("HAPI_TEST_BROKER_PLACE={}", self.sessions().display());
        let processes = fs::read_dir("/proc").expect("Linux has it").flatten();
        let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let is_broker = |pid: &i32| {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            String::from_utf8_lossy(&environment).split('\0').any(|variable| variable.starts_with(&mark))
        };
        pids.filter(is_broker).collect()
    }

    /// Panics unless all sessions end by themselves, and leave nothing behind.
    #[track_caller]
    pub(crate) fn is_left_clean(&self) {
        for broker in self.brokers() {
            assert!(has_ended(broker), "the process {broker} of a session does not end");
        }
        let left: Vec<_> = walk(&self.sessions());
        assert!(left.is_empty(), "{left:?} was left behind");
        let left: Vec<_> = walk(&self.temporary());
        assert_eq!(left, [self.temporary()], "temporary files are left behind");
    }
}

impl Drop for Meeting {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// What a run that failed has said.
fn said(running: &mut Child) -> String {
    // It may be there for ever.
    let _ = running.kill();
    let mut text = String::new();
    let _ = running.stdout.take().map(|mut output| output.read_to_string(&mut text));
    let _ = running.stderr.take().map(|mut output| output.read_to_string(&mut text));
    text
}

/// What there is at `path` and below it.
fn walk(path: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(path).into_iter().flatten().flatten().flat_map(|entry| walk(&entry.path()));
    let mut all: Vec<PathBuf> = inside.collect();
    all.extend(path.exists().then(|| path.to_path_buf()));
    all
}

/// Sends a signal to a process.
pub(crate) fn signal(pid: i32, signal: Signal) {
    let pid = Pid::from_raw(pid).expect("a number of a process");
    kill_process(pid, signal).expect("it is there");
}

/// Waits for the end of a process; `false` when it does not come.
pub(crate) fn has_ended(pid: i32) -> bool {
    let pid = Pid::from_raw(pid).expect("a number of a process");
    let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else { return true };
    let limit = Timespec { tv_sec: LIMIT.as_secs().try_into().expect("it is short"), tv_nsec: 0 };
    loop {
        match poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&limit)) {
            Ok(ended) => return ended > 0,
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => panic!("{error}"),
        }
    }
}
