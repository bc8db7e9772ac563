//! Directories of this user alone, where the system has its temporary files.

use std::{
    env,
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
    sync::{
        Once,
        atomic::{AtomicU64, Ordering},
    },
};

use rustix::{
    fs::{FlockOperation, OFlags, flock},
    process::geteuid,
};

/// What the names of directories for event pipes begin with.
const PIPE: &str = "hapi-daemon-pipe-";

/// A new directory.
pub(crate) fn fresh_directory() -> io::Result<PathBuf> {
    fresh("hapi-daemon-")
}

fn fresh(prefix: &str) -> io::Result<PathBuf> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("{prefix}{}-{number}", process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            // Left by a process that had this one's id before it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// A directory that is removed when this is dropped; if the process ends before, then by the next one that makes such a directory.
#[derive(Debug)]
pub(super) struct PipeDirectory {
    path: PathBuf,
    /// Held as long as the process lives: the directory is in use.
    _lock: File,
}

impl PipeDirectory {
    pub(super) fn make() -> io::Result<Self> {
        static SWEPT: Once = Once::new();
        SWEPT.call_once(sweep);
        loop {
            let path = fresh(PIPE)?;
            // Another process may take it for one that was left, until it is locked.
            if let Some(lock) = lock(&path)
                && path.exists()
            {
                return Ok(Self { path, _lock: lock });
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PipeDirectory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes what was left by processes that were killed. What cannot be removed harms nobody.
fn sweep() {
    let Ok(entries) = fs::read_dir(env::temp_dir()) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(PIPE)
            && let Some(_lock) = lock(&entry.path())
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Locks a directory of this user; nothing if a process has it, or it is somebody else's.
fn lock(path: &Path) -> Option<File> {
    let flags = (OFlags::DIRECTORY | OFlags::NOFOLLOW).bits().cast_signed();
    let directory = OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
    let is_own = directory.metadata().ok()?.uid() == geteuid().as_raw();
    let is_locked = is_own && flock(&directory, FlockOperation::NonBlockingLockExclusive).is_ok();
    is_locked.then_some(directory)
}
