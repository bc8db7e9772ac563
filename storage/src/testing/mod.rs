//! A disk in memory that loses power, for the tests of this crate and of those who use it.

mod contents;

use std::{
    collections::BTreeSet,
    fmt, io,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use contents::{Contents, FileId, Rng};

use crate::disk::{Disk, DiskFile, DiskLock};

/// A disk in memory that tells what was synced from what was not. [`power_loss`](Self::power_loss) forgets any part of the latter: sectors of
/// writes, lengths, files made, renamed and removed.
///
/// Clones are the same disk. Once the power was lost, or the process killed, it answers everything with an error, and whoever comes
/// after goes on with the disk that those methods give back.
#[derive(Clone)]
pub struct LossyDisk(Arc<Shared>);

struct Shared {
    inner: Mutex<Inner>,
    unlocked: Condvar,
}

struct Inner {
    contents: Contents,
    locks: BTreeSet<PathBuf>,
    faults: Faults,
}

/// What is to go wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Faults {
    is_off: bool,
    /// How many changes are made before the power goes off.
    off_after: Option<u64>,
    /// How many writes and syncs succeed before one fails.
    fail_after: Option<u64>,
    /// How many bytes all files have at most.
    capacity: Option<u64>,
    changes: u64,
}

#[derive(Debug)]
struct LossyFile {
    disk: LossyDisk,
    id: FileId,
}

#[derive(Debug)]
struct LossyLock {
    disk: LossyDisk,
    path: PathBuf,
}

impl DiskLock for LossyLock {}

impl Drop for LossyLock {
    fn drop(&mut self) {
        self.disk.inner().locks.remove(&self.path);
        self.disk.0.unlocked.notify_all();
    }
}

impl fmt::Debug for LossyDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LossyDisk").finish_non_exhaustive()
    }
}

impl Default for LossyDisk {
    fn default() -> Self {
        Self::new(512)
    }
}

impl LossyDisk {
    /// An empty disk with sectors of so many bytes: what is written of a sector is there as a whole, or not at all.
    pub fn new(sector: usize) -> Self {
        Self::with(Contents::new(sector))
    }

    fn with(contents: Contents) -> Self {
        let inner = Inner { contents, locks: BTreeSet::new(), faults: Faults::default() };
        Self(Arc::new(Shared { inner: Mutex::new(inner), unlocked: Condvar::new() }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn off(&self) -> Contents {
        let mut inner = self.inner();
        inner.faults.is_off = true;
        self.0.unlocked.notify_all();
        inner.contents.clone()
    }

    /// The power goes off. What is there afterwards is what was synced, and what the seed chooses of the rest.
    #[must_use]
    pub fn power_loss(&self, seed: u64) -> Self {
        let mut contents = self.off();
        contents.lose(&mut Rng(seed));
        Self::with(contents)
    }

    /// The process is killed: all that was written stays, but is no more durable than it was.
    #[must_use]
    pub fn killed(&self) -> Self {
        Self::with(self.off())
    }

    /// Another disk that holds the same, and goes its own way from now on.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::with(self.inner().contents.clone())
    }

    /// The power is to go off after so many more changes; everything fails from then on.
    pub fn power_off_after(&self, changes: u64) {
        self.inner().faults.off_after = Some(changes);
    }

    /// One write or sync is to fail after so many more have succeeded. A sync that fails has forgotten what it could not write.
    pub fn fail_after(&self, writes: u64) {
        self.inner().faults.fail_after = Some(writes);
    }

    /// All files together are to have at most so many bytes, or as many as they like.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.inner().faults.capacity = bytes;
    }

    /// How many changes were made: writes, syncs, files made, renamed and removed.
    pub fn changes(&self) -> u64 {
        self.inner().faults.changes
    }

    /// All files, in the order of their paths.
    pub fn files(&self) -> Vec<PathBuf> {
        self.inner().contents.paths()
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let inner = self.inner();
        let id = inner.contents.find(path)?;
        Ok(inner.contents.file(id).bytes().to_vec())
    }

    /// Damages a file: this is what it holds now, durably.
    pub fn set_bytes(&self, path: &Path, bytes: Vec<u8>) -> io::Result<()> {
        let mut inner = self.inner();
        let id = inner.contents.find(path)?;
        inner.contents.file_mut(id).replace(bytes);
        Ok(())
    }

    /// Turns one bit of a file over.
    pub fn flip_bit(&self, path: &Path, bit: usize) -> io::Result<()> {
        let mut bytes = self.bytes(path)?;
        let byte = bytes.get_mut(bit / 8).ok_or(io::ErrorKind::UnexpectedEof)?;
        *byte ^= 1 << (bit % 8);
        self.set_bytes(path, bytes)
    }

    /// For those who only look.
    fn look(&self) -> io::Result<MutexGuard<'_, Inner>> {
        let inner = self.inner();
        if inner.faults.is_off { Err(io::Error::other("the power is off")) } else { Ok(inner) }
    }

    /// For those who change something.
    fn change(&self) -> io::Result<MutexGuard<'_, Inner>> {
        let mut inner = self.look()?;
        inner.faults.changes += 1;
        if let Some(left) = &mut inner.faults.off_after {
            if *left == 0 {
                inner.faults.is_off = true;
                return Err(io::Error::other("the power goes off"));
            }
            *left -= 1;
        }
        Ok(inner)
    }
}

impl Inner {
    /// Whether it is this write or sync that fails.
    fn fails(&mut self) -> bool {
        let Some(left) = self.faults.fail_after else { return false };
        self.faults.fail_after = left.checked_sub(1);
        left == 0
    }

    fn need(&self, more: u64) -> io::Result<()> {
        let is_enough = self.faults.capacity.is_none_or(|capacity| self.contents.used() + more <= capacity);
        if is_enough { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }
}

fn failed() -> io::Error {
    io::Error::other("the medium fails")
}

impl Disk for LossyDisk {
    fn create_directory(&self, directory: &Path) -> io::Result<()> {
        self.change()?.contents.create_directory(directory);
        Ok(())
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<String>> {
        self.look()?.contents.names(directory)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let id = self.look()?.contents.find(path)?;
        Ok(Box::new(LossyFile { disk: self.clone(), id }))
    }

    fn create(&self, path: &Path, length: u64) -> io::Result<Box<dyn DiskFile>> {
        let mut inner = self.change()?;
        inner.need(length)?;
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let id = inner.contents.create(path, length)?;
        Ok(Box::new(LossyFile { disk: self.clone(), id }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change()?.contents.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change()?.contents.remove(path)
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        self.change()?.contents.sync_directory(directory)
    }

    fn lock(&self, path: &Path, wait: bool) -> io::Result<Option<Box<dyn DiskLock>>> {
        let mut inner = self.look()?;
        while !inner.locks.insert(path.to_owned()) {
            if !wait {
                return Ok(None);
            }
            inner = self.0.unlocked.wait(inner).unwrap_or_else(PoisonError::into_inner);
            if inner.faults.is_off {
                return Err(io::Error::other("the power is off"));
            }
        }
        Ok(Some(Box::new(LossyLock { disk: self.clone(), path: path.to_owned() })))
    }
}

impl DiskFile for LossyFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.disk.look()?.contents.file(self.id).bytes().len() as u64)
    }

    fn read_exact_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        let inner = self.disk.look()?;
        let offset = usize::try_from(offset).map_err(io::Error::other)?;
        let held = inner.contents.file(self.id).bytes().get(offset..offset + bytes.len());
        bytes.copy_from_slice(held.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut inner = self.disk.change()?;
        if inner.fails() {
            return Err(failed());
        }
        let offset = usize::try_from(offset).map_err(io::Error::other)?;
        let end = offset + bytes.len();
        let length = inner.contents.file(self.id).bytes().len();
        inner.need(end.saturating_sub(length) as u64)?;
        inner.contents.file_mut(self.id).write(bytes, offset);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut inner = self.disk.change()?;
        if inner.fails() {
            inner.contents.file_mut(self.id).forget();
            return Err(failed());
        }
        inner.contents.file_mut(self.id).sync();
        Ok(())
    }
}
