//! What the nodes of a fresh network begin with, kept for the next one.

mod format;

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use format::Key;

use crate::disk::{Disk as _, DiskLock, RealDisk};

/// What is at the end of the name of a file that is not whole yet.
const DRAFT: &str = ".draft";

/// What a network begins with, by names that whoever builds it chooses: the state after genesis, the keys of its nodes.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// What a network begins with, and where that is from.
#[derive(Debug)]
pub struct Start {
    /// What was built, now or before.
    pub parts: Parts,
    /// Whether it was now.
    pub origin: Origin,
}

/// Where a start is from.
#[derive(Debug)]
pub enum Origin {
    /// From the cache.
    Cached,
    /// Built, and kept.
    Built,
    /// Built, and kept in place of one that was damaged.
    Rebuilt,
    /// Built; why it was not kept.
    NotKept(io::Error),
}

/// Starts of networks, in a directory that any number of processes use at once. Files that are damaged, by whatever it may be, are built
/// again; a directory that cannot be used costs time, and nothing else.
///
/// The files hold secret keys, so only their owner can read them. They are not synced: what a loss of power leaves of one is damaged, and
/// found to be.
#[derive(Clone, Debug)]
pub struct StartCache {
    directory: PathBuf,
    keep: usize,
}

/// What the cache holds for a key.
#[derive(Debug)]
enum Held {
    Whole(Parts),
    Damaged,
    Nothing,
}

impl StartCache {
    /// The cache in a directory, which is made when it is needed. Of the starts in it the `keep` that were used last are kept, at least one.
    pub fn new(directory: impl Into<PathBuf>, keep: usize) -> Self {
        Self { directory: directory.into(), keep: keep.max(1) }
    }

    /// The start for a version of the program and the hash of a configuration: the one that is kept, or else the one that `build` makes.
    ///
    /// While one process builds, others that want the same wait for it; so this blocks. Whatever may change what `build` makes must be in the
    /// version or in the configuration.
    ///
    /// # Errors
    /// Those of `build`; the cache has none.
    pub fn get_or_build<E>(
        &self,
        version: &str,
        configuration: &[u8; 32],
        build: impl FnOnce() -> Result<Parts, E>,
    ) -> Result<Start, E> {
        let key = Key { version, configuration };
        if let Held::Whole(parts) = self.held(&key) {
            return Ok(Start { parts, origin: Origin::Cached });
        }
        let lock = match self.lock(&key) {
            Ok(lock) => lock,
            Err(error) => return Ok(Start { parts: build()?, origin: Origin::NotKept(error) }),
        };
        // Somebody may have built it while this one waited.
        let was_damaged = match self.held(&key) {
            Held::Whole(parts) => return Ok(Start { parts, origin: Origin::Cached }),
            Held::Damaged => true,
            Held::Nothing => false,
        };
        let parts = build()?;
        let origin = match self.keep(&key, &parts) {
            Ok(()) if was_damaged => Origin::Rebuilt,
            Ok(()) => Origin::Built,
            Err(error) => Origin::NotKept(error),
        };
        drop(lock);
        Ok(Start { parts, origin })
    }

    fn path(&self, key: &Key<'_>) -> PathBuf {
        self.directory.join(format!("start-{}", key.name()))
    }

    fn held(&self, key: &Key<'_>) -> Held {
        let path = self.path(key);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Held::Nothing,
            Err(_) => return Held::Damaged,
        };
        let Some(parts) = key.decode(&bytes) else { return Held::Damaged };
        // Used now, so that others go first. If that cannot be written down, it goes earlier than it should.
        let _ =
            File::options().append(true).open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        Held::Whole(parts)
    }

    /// One of a few locks, whose files stay: one that is removed while somebody waits for it would be two.
    fn lock(&self, key: &Key<'_>) -> io::Result<Box<dyn DiskLock>> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        let lock = RealDisk.lock(&self.directory.join(format!("lock-{}", &key.name()[..1])), true)?;
        lock.ok_or_else(|| io::ErrorKind::WouldBlock.into())
    }

    /// Writes a start under the lock of its key, and gives up those that were not used for the longest.
    fn keep(&self, key: &Key<'_>, parts: &Parts) -> io::Result<()> {
        let path = self.path(key);
        let draft = self.directory.join(format!("start-{}{DRAFT}", key.name()));
        let written = write(&draft, &key.encode(parts)).and_then(|()| fs::rename(&draft, &path));
        if let Err(error) = written {
            // Whoever holds this lock next would overwrite it.
            let _ = fs::remove_file(&draft);
            return Err(error);
        }
        self.prune(key, &path)
    }

    fn prune(&self, key: &Key<'_>, newest: &Path) -> io::Result<()> {
        let mut starts = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(hash) = name.strip_prefix("start-") else { continue };
            if let Some(hash) = hash.strip_suffix(DRAFT) {
                // Of this lock's, nobody writes any now.
                if hash.starts_with(&key.name()[..1]) {
                    remove(&path)?;
                }
            } else if path != newest {
                // One that somebody else has removed was the oldest anyway.
                let used = fs::metadata(&path).and_then(|data| data.modified());
                starts.push((used.unwrap_or(SystemTime::UNIX_EPOCH), path));
            }
        }
        starts.sort_unstable_by(|a, b| b.cmp(a));
        starts.iter().skip(self.keep - 1).try_for_each(|(_, path)| remove(path))
    }
}

/// Writes a file that only its owner can read.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)
}

/// Removes a file that somebody else may be removing too.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
