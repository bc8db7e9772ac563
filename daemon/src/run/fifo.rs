use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::net::unix::pipe;

use super::directory::PipeDirectory;

/// How much a pipe for events holds before who writes must wait. The system may allow less.
const CAPACITY: usize = 1 << 20;

/// The pipe for a daemon's events, in a directory of its own that goes with it.
#[derive(Debug)]
pub(super) struct Fifo {
    directory: PipeDirectory,
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
        let fifo = Self { directory: PipeDirectory::make()? };
        make_fifo(&fifo.path())?;
        Ok(fifo)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.directory.path().join("events")
    }

    pub(super) fn directory(&self) -> &Path {
        self.directory.path()
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

#[cfg(not(target_vendor = "apple"))]
fn make_fifo(path: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, Mode, mkfifoat};
    Ok(mkfifoat(CWD, path, Mode::RUSR | Mode::WUSR)?)
}

/// There the call is only one that is not safe: a program makes it.
#[cfg(target_vendor = "apple")]
fn make_fifo(path: &Path) -> io::Result<()> {
    let status = std::process::Command::new("mkfifo").arg("-m600").arg(path).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("mkfifo: {status}"))) }
}
