use std::{
    io,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process_group};

/// A small `sh` that leads the daemon's process group, and waits for the end of a pipe whose other end only this process
/// holds: it comes when this process ends, however that happens. Then it kills the group, itself included.
///
/// As it is in the group, and is waited for last, the group's id is the group's own for as long as anything may be sent to it. It is
/// started before the daemon. If this process is killed between the two, or while the daemon is being started, the end of the pipe
/// comes only when the daemon is in the group: until it has become the program it holds that end itself.
#[derive(Debug)]
#[must_use = "it kills its group when it is dropped"]
pub(super) struct Watchdog {
    child: Child,
    _lifeline: Option<ChildStdin>,
}

/// Signals that are sent to the group by hand do not end it. The directory is that of the event pipe, which nobody else would remove.
const SCRIPT: &str = r#"
    trap '' HUP INT QUIT TERM USR1 USR2
    read -r _
    [ -z "$1" ] || rm -rf -- "$1"
    kill -KILL 0
"#;

impl Watchdog {
    pub(super) fn start(directory: Option<&Path>) -> io::Result<Self> {
        let mut child = Command::new("sh")
            .args(["-c", SCRIPT, "hapi-daemon-watchdog"])
            .arg(directory.unwrap_or(Path::new("")))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let lifeline = child.stdin.take();
        Ok(Self { child, _lifeline: lifeline })
    }

    pub(super) fn group(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// That the group is gone already is no error.
    fn kill_group(&self) {
        let _ = kill_process_group(self.group(), Signal::KILL);
    }
}

/// Kills the group, and waits for the watchdog.
impl Drop for Watchdog {
    fn drop(&mut self) {
        self.kill_group();
        let _ = self.child.wait();
    }
}
