use std::{
    env, fs, io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::net::unix::pipe;

/// How much a pipe for events holds before who writes must wait. The system may allow less.
const CAPACITY: usize = 1 << 20;

/// The pipe for a daemon's events, in a directory of its own that goes with it.
#[derive(Debug)]
pub(super) struct Fifo {
    directory: PathBuf,
}

/// Both ends of the pipe.
///
/// As long as the writing end is here, the reading end does not come to an end when a daemon closes the pipe and opens it again.
#[derive(Debug)]
pub(super) struct Ends {
    pub(super) reader: pipe::Receiver,
    pub(super) writer: pipe::Sender,
}

impl Fifo {
    pub(super) fn make() -> io::Result<Self> {
        let fifo = Self { directory: fresh_directory()? };
        make_fifo(&fifo.path())?;
        Ok(fifo)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.directory.join("events")
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) fn open(&self) -> io::Result<Ends> {
        let options = pipe::OpenOptions::new();
        let reader = options.open_receiver(self.path())?;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        // A small pipe is only slower.
        let _ = rustix::pipe::fcntl_setpipe_size(&reader, CAPACITY);
        let writer = options.open_sender(self.path())?;
        Ok(Ends { reader, writer })
    }
}

impl Drop for Fifo {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

#[cfg(not(target_vendor = "apple"))]
fn make_fifo(path: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, Mode, mkfifoat};
    Ok(mkfifoat(CWD, path, Mode::RUSR | Mode::WUSR)?)
}

/// There the call is only one that is not safe: a program makes it.
#[cfg(target_vendor = "apple")]
fn make_fifo(path: &Path) -> io::Result<()> {
    let status = process::Command::new("mkfifo").arg("-m600").arg(path).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("mkfifo: {status}"))) }
}

/// A new directory for this user alone, where the system has its temporary files.
pub(crate) fn fresh_directory() -> io::Result<PathBuf> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("hapi-daemon-{}-{number}", process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            // Left by a process that had this one's id before it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}
