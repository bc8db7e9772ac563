//! Processes, as `/proc` tells of them.

use std::{fmt, fs, io, os::fd::OwnedFd, path::PathBuf, str::FromStr, thread};

use rustix::{
    event::{PollFd, PollFlags, poll},
    io::Errno,
    process::{Pid, PidfdFlags, pidfd_open},
};
use tokio::sync::oneshot;

/// A process, and not another one that was given its number later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ProcessId {
    pub(super) pid: i32,
    /// When it started, in ticks since the machine did.
    pub(super) started: u64,
}

/// What there is to know about a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) id: ProcessId,
    pub(super) parent: i32,
    /// The name of its program, of which the system keeps 15 bytes.
    pub(super) name: String,
}

impl Process {
    /// The process with this number, if there is one.
    pub(super) fn read(pid: i32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The one that started this one, unless it has ended.
    pub(super) fn parent_of_this() -> Option<Self> {
        // A process without a parent of its own is given to the first one, or to a reaper.
        Self::read(i32::try_from(std::os::unix::process::parent_id()).ok()?)
            .filter(|parent| parent.id.pid > 1)
    }

    /// Reads a line as in `/proc/PID/stat`. The name stands in brackets and may hold any character.
    fn parse(stat: &str) -> Option<Self> {
        let (pid, rest) = stat.split_once(" (")?;
        let (name, rest) = rest.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        // By proc(5), field 4 is the parent and field 22 the start; `fields` begins with the third.
        let (parent, started) = (fields.get(1)?.parse().ok()?, fields.get(19)?.parse().ok()?);
        let id = ProcessId { pid: pid.parse().ok()?, started };
        Some(Self { id, parent, name: name.to_owned() })
    }

    /// Its command line.
    pub(super) fn arguments(&self) -> Vec<String> {
        let line = fs::read(format!("/proc/{}/cmdline", self.id.pid)).unwrap_or_default();
        line.split(|byte| *byte == 0)
            .filter(|word| !word.is_empty())
            .map(|word| String::from_utf8_lossy(word).into_owned())
            .collect()
    }

    /// Where it stands.
    pub(super) fn current_dir(&self) -> io::Result<PathBuf> {
        fs::read_link(format!("/proc/{}/cwd", self.id.pid))
    }
}

impl ProcessId {
    /// A watch on the process; `None` when it has ended.
    ///
    /// # Errors
    /// When the system has no pidfds, or no more of them.
    pub(super) fn watch(self) -> io::Result<Option<Watch>> {
        let Some(pid) = Pid::from_raw(self.pid) else { return Ok(None) };
        let fd = match pidfd_open(pid, PidfdFlags::empty()) {
            Ok(fd) => fd,
            Err(Errno::SRCH) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // From here on the number cannot be given to another one without our noticing; up to here it can have been.
        let same = Process::read(self.pid).is_some_and(|process| process.id == self);
        Ok(same.then(|| Watch::begin(fd)))
    }
}

/// An eye on a process.
#[derive(Debug)]
pub(super) struct Watch(oneshot::Receiver<()>);

impl Watch {
    /// Watches in a thread of its own: the runtime has no safe way to wait for a descriptor that is not its own. The thread
    /// ends with the process that is watched, or with ours.
    fn begin(process: OwnedFd) -> Self {
        let (ended, receiver) = oneshot::channel();
        thread::spawn(move || {
            // A pidfd becomes readable with the end of its process.
            while let Err(Errno::INTR) = poll(&mut [PollFd::new(&process, PollFlags::IN)], None) {}
            // Nobody need be interested any more.
            let _ = ended.send(());
        });
        Self(receiver)
    }

    /// Returns when the process has ended, however it did.
    pub(super) async fn ended(self) {
        // The thread always tells before it ends.
        let _ = self.0.await;
    }
}

impl fmt::Display for ProcessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.pid, self.started)
    }
}

impl FromStr for ProcessId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text
            .split_once('@')
            .and_then(|(pid, started)| Some(Self { pid: pid.parse().ok()?, started: started.parse().ok()? }));
        parsed.ok_or_else(|| format!("`{text}` names no process"))
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_name_may_hold_brackets_and_spaces() {
        let stat = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 11 12";
        let id = ProcessId { pid: 42, started: 98765 };
        assert_eq!(Process::parse(stat), Some(Process { id, parent: 7, name: "a) b (c".to_owned() }));
        assert_eq!(Process::parse("42 (a) S 7"), None);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("42".parse::<ProcessId>().is_err());
    }

    #[test]
    fn this_process_is_there() {
        let this = Process::read(i32::try_from(std::process::id()).unwrap()).unwrap();
        assert!(this.id.started > 0);
        assert_eq!(this.arguments().first(), std::env::args().next().as_ref());
        assert_eq!(this.current_dir().unwrap(), std::env::current_dir().unwrap());
        let parent = Process::parent_of_this().unwrap();
        assert_eq!(parent.id.pid, this.parent);
    }

    #[tokio::test]
    async fn the_end_of_a_process_is_noticed_and_an_earlier_one_known() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let id = Process::read(i32::try_from(child.id()).unwrap()).unwrap().id;
        let watch = id.watch().unwrap().expect("it waits for input");
        let other = ProcessId { started: id.started + 1, ..id };
        assert!(other.watch().unwrap().is_none(), "that would be another process with the same number");
        child.kill().unwrap();
        watch.ended().await;
        child.wait().unwrap();
        assert!(id.watch().unwrap().is_none());
    }
}
