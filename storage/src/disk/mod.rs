//! The little that is asked of a disk.

mod real;

use std::{fmt, io, path::Path};

pub use real::RealDisk;

/// Files in directories. What each method makes durable is said with it; nothing else is.
pub trait Disk: fmt::Debug + Send + Sync + 'static {
    /// Makes a directory, and those above it, where they are missing. Durable when it returns.
    fn create_directory(&self, directory: &Path) -> io::Result<()>;

    /// The names of the files in a directory, in no order.
    fn list(&self, directory: &Path) -> io::Result<Vec<String>>;

    /// Opens a file that is there, to read and to write.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Makes a file of zeros with space for all of them, in place of one of that name. Its bytes are durable with
    /// [`DiskFile::sync_data`], its name with [`Disk::sync_directory`].
    ///
    /// # Errors
    /// When there is not space enough; no file of that name is left then.
    fn create(&self, path: &Path, length: u64) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file another name in the same directory, in place of one that has it. Either all of this is durable or nothing; it is
    /// with [`Disk::sync_directory`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file. Durable with [`Disk::sync_directory`].
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Has the names of all files in a directory on disk before it returns.
    fn sync_directory(&self, directory: &Path) -> io::Result<()>;

    /// Takes the lock of this name, making the file where it is missing; `None` when somebody else holds it and this is not to wait.
    /// Locks end with those who hold them, however that comes.
    fn lock(&self, path: &Path, wait: bool) -> io::Result<Option<Box<dyn DiskLock>>>;
}

/// An open file.
pub trait DiskFile: fmt::Debug + Send + Sync {
    /// How long it is.
    fn length(&self) -> io::Result<u64>;

    /// Reads so many bytes as `bytes` has space for.
    fn read_exact_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()>;

    /// Writes all bytes; those past the end make the file longer. They are where a process that is killed does not lose them, but the
    /// machine may.
    ///
    /// # Errors
    /// Among others [`io::ErrorKind::StorageFull`], when there is no space for what is past the end.
    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Has all that was written, and the file's length, on disk before it returns. After an error nothing is known of what is on disk, and
    /// trying again does not help: the system may have forgotten what it could not write.
    fn sync_data(&self) -> io::Result<()>;
}

/// A lock that is held until it is dropped.
pub trait DiskLock: fmt::Debug + Send + Sync {}

/// All bytes of a file.
pub(crate) fn read_all(file: &dyn DiskFile) -> io::Result<Vec<u8>> {
    let length = usize::try_from(file.length()?).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, 0)?;
    Ok(bytes)
}
