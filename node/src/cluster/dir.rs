//! The directory of a cluster.

use std::{
    env, fs,
    fs::File,
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use rustix::fs::{FlockOperation, flock};

/// What the names of temporary directories begin with.
const PREFIX: &str = "hapi-cluster-";

/// The file in each of them that is locked as long as its cluster lives.
const LOCK: &str = "lock";

/// The directory of a cluster; a temporary one is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct ClusterDir {
    path: PathBuf,
    /// The lock of a temporary one.
    temporary: Option<File>,
}

impl ClusterDir {
    /// This directory, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        private().recursive(true).create(path)?;
        Ok(Self { path: path.canonicalize()?, temporary: None })
    }

    /// A temporary directory. What others left behind that did not live to remove theirs is removed.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn temporary() -> io::Result<Self> {
        Self::temporary_in(&env::temp_dir())
    }

    fn temporary_in(base: &Path) -> io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        sweep(base);
        let name = format!("{}-{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        // Nobody may take it for one that was left behind before it is locked.
        let unfinished = base.join(format!(".{PREFIX}{name}"));
        let path = base.join(format!("{PREFIX}{name}"));
        // A process that has ended had our number.
        drop(fs::remove_dir_all(&unfinished));
        private().create(&unfinished)?;
        let lock = File::create(unfinished.join(LOCK))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
        fs::rename(&unfinished, &path)?;
        Ok(Self { path, temporary: Some(lock) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for ClusterDir {
    fn drop(&mut self) {
        if self.temporary.is_some() {
            // What cannot be removed, the next cluster tries to.
            drop(fs::remove_dir_all(&self.path));
        }
    }
}

/// There are secrets in it.
fn private() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// Removes directories of clusters of this user that are gone.
fn sweep(base: &Path) {
    let user = rustix::process::geteuid().as_raw();
    let Ok(entries) = fs::read_dir(base) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
            && entry.metadata().is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == user);
        let lock = is_ours.then(|| File::open(entry.path().join(LOCK)).ok()).flatten();
        if lock.is_some_and(|lock| flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok()) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_lives_as_long_as_its_cluster_and_what_is_left_behind_is_removed() {
        let base = env::temp_dir().join(format!("hapi-cluster-dir-test-{}", process::id()));
        fs::create_dir_all(&base).unwrap();
        let one = ClusterDir::temporary_in(&base).unwrap();
        fs::write(one.path().join("state"), "x").unwrap();
        // What a process leaves that was killed: the directory, and nobody who holds its lock.
        let left = base.join(format!("{PREFIX}1-0"));
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();

        let other = ClusterDir::temporary_in(&base).unwrap();
        assert!(one.path().join("state").exists() && other.path().exists() && !left.exists());
        let gone = one.path().to_owned();
        drop((one, other));
        assert!(!gone.exists());
        assert_eq!(fs::read_dir(&base).unwrap().count(), 0);
        fs::remove_dir(base).unwrap();
    }

    #[test]
    fn a_directory_with_a_name_stays() {
        let path = env::temp_dir().join(format!("hapi-cluster-stays-{}", process::id()));
        drop(ClusterDir::at(&path).unwrap());
        assert!(path.is_dir());
        fs::remove_dir(path).unwrap();
    }
}
