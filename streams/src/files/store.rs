//! Files, put in their places.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{
    OpenError, Settings, StreamError, gzip,
    names::{self, BLOCK, CHECKPOINT, MARKER, RECORD, SIGNATURE, UNFINISHED, sidecar_dir, sidecar_stem},
};
use crate::{BlockFile, RecordFile};

/// How many checkpoints are kept: more than a node keeps states.
const CHECKPOINTS: usize = 8;

/// The directories of a node's streams.
#[derive(Debug)]
pub(super) struct Store {
    dir: PathBuf,
    records: Shelf,
    blocks: Shelf,
    compression: u32,
    /// What was written since the last checkpoint and need not be on the disk yet.
    unsynced: BTreeSet<PathBuf>,
}

/// A directory of files that are pruned.
#[derive(Debug)]
struct Shelf {
    dir: PathBuf,
    stems: BTreeSet<String>,
    keep: usize,
}

impl Shelf {
    fn open(dir: PathBuf, ending: &str, keep: Option<usize>) -> io::Result<Self> {
        fs::create_dir_all(&dir)?;
        let stems = names::stems(&dir, ending)?.into_iter().collect();
        Ok(Self { dir, stems, keep: keep.unwrap_or(usize::MAX).max(1) })
    }

    fn path(&self, stem: &str, ending: &str) -> PathBuf {
        self.dir.join(format!("{stem}{ending}"))
    }

    /// Takes note of a file; gives back those that are not to be kept any longer.
    fn add(&mut self, stem: String) -> Vec<String> {
        self.stems.insert(stem);
        let surplus = self.stems.len().saturating_sub(self.keep);
        (0..surplus).filter_map(|_| self.stems.pop_first()).collect()
    }
}

impl Store {
    pub(super) fn open(settings: &Settings) -> Result<Self, OpenError> {
        let at = |path: PathBuf| move |source| OpenError::Io { path, source };
        let (record_dir, block_dir) = (settings.record_dir(), settings.block_dir());
        let checkpoints = names::checkpoint_dir(&settings.dir);
        fs::create_dir_all(&checkpoints).map_err(at(checkpoints.clone()))?;
        Ok(Self {
            dir: settings.dir.clone(),
            records: Shelf::open(record_dir.clone(), RECORD, settings.keep).map_err(at(record_dir))?,
            blocks: Shelf::open(block_dir.clone(), BLOCK, settings.keep).map_err(at(block_dir))?,
            compression: settings.compression,
            unsynced: BTreeSet::new(),
        })
    }

    /// Writes a record file after its sidecars, then its signature, then the marker.
    pub(super) fn record(&mut self, file: &RecordFile) -> Result<(), StreamError> {
        let stem = file.stem();
        let sidecars = sidecar_dir(&self.records.dir);
        for sidecar in &file.sidecars {
            let stem = sidecar_stem(&stem, sidecar.id);
            create_dir(&sidecars)?;
            self.put_compressed(sidecars.join(format!("{stem}{RECORD}")), &sidecar.contents)?;
            self.put(sidecars.join(format!("{stem}{MARKER}")), &[])?;
        }
        self.put_compressed(self.records.path(&stem, RECORD), &file.contents)?;
        self.put(self.records.path(&stem, SIGNATURE), &file.signature)?;
        self.put(self.records.path(&stem, MARKER), &[])?;
        for old in self.records.add(stem) {
            for ending in [MARKER, SIGNATURE, RECORD] {
                self.remove(&self.records.path(&old, ending))?;
            }
            self.remove_sidecars(&sidecars, &old)?;
        }
        Ok(())
    }

    /// Writes a block, then its marker.
    pub(super) fn block(&mut self, file: &BlockFile) -> Result<(), StreamError> {
        let stem = file.stem();
        self.put_compressed(self.blocks.path(&stem, BLOCK), &file.contents)?;
        self.put(self.blocks.path(&stem, MARKER), &[])?;
        for old in self.blocks.add(stem) {
            for ending in [MARKER, BLOCK] {
                self.remove(&self.blocks.path(&old, ending))?;
            }
        }
        Ok(())
    }

    /// Writes a checkpoint when all before it is on the disk, and waits until it is there too.
    pub(super) fn checkpoint(&mut self, round: u64, bytes: &[u8]) -> Result<(), StreamError> {
        let mut dirs = BTreeSet::new();
        for path in std::mem::take(&mut self.unsynced) {
            sync(&path)?;
            dirs.extend(path.parent().map(Path::to_owned));
        }
        dirs.iter().try_for_each(|dir| sync(dir))?;
        let path = names::checkpoint(&self.dir, round);
        write(&path, bytes, true)?;
        let dir = names::checkpoint_dir(&self.dir);
        sync(&dir)?;
        let kept = names::stems(&dir, CHECKPOINT).map_err(failed(&dir))?;
        for old in &kept[..kept.len().saturating_sub(CHECKPOINTS)] {
            self.remove(&dir.join(format!("{old}{CHECKPOINT}")))?;
        }
        Ok(())
    }

    fn put_compressed(&mut self, path: PathBuf, contents: &[u8]) -> Result<(), StreamError> {
        let compressed = gzip::compress(contents, self.compression).map_err(failed(&path))?;
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.put(path, &compressed),
            Err(error) => Err(failed(&path)(error)),
            Ok(there) if there == compressed => Ok(()),
            Ok(there) => match gzip::decompress(&there) {
                // It was compressed in another way.
                Ok(there) if there == contents => Ok(()),
                Ok(_) => Err(StreamError::Diverged { path }),
                // A loss of power tore it: nothing is synced before the next checkpoint.
                Err(_) => self.put(path, &compressed),
            },
        }
    }

    fn put(&mut self, path: PathBuf, contents: &[u8]) -> Result<(), StreamError> {
        write(&path, contents, false)?;
        self.unsynced.insert(path);
        Ok(())
    }

    fn remove_sidecars(&mut self, dir: &Path, record: &str) -> Result<(), StreamError> {
        for id in 1.. {
            let stem = sidecar_stem(record, id);
            let path = dir.join(format!("{stem}{RECORD}"));
            if !path.exists() {
                break;
            }
            self.remove(&dir.join(format!("{stem}{MARKER}")))?;
            self.remove(&path)?;
        }
        Ok(())
    }

    fn remove(&mut self, path: &Path) -> Result<(), StreamError> {
        self.unsynced.remove(path);
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path)(error)),
            _ => Ok(()),
        }
    }
}

/// Writes a file under another name and gives it its own when it is complete.
fn write(path: &Path, contents: &[u8], synced: bool) -> Result<(), StreamError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(UNFINISHED);
    let unfinished = path.with_file_name(name);
    let attempt = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(contents)?;
        if synced {
            file.sync_all()?;
        }
        fs::rename(&unfinished, path)
    };
    attempt().map_err(failed(path))
}

fn create_dir(dir: &Path) -> Result<(), StreamError> {
    fs::create_dir_all(dir).map_err(failed(dir))
}

/// Files and directories alike.
fn sync(path: &Path) -> Result<(), StreamError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(failed(path))
}

fn failed(path: &Path) -> impl Fn(io::Error) -> StreamError {
    move |error| StreamError::Io { path: path.to_owned(), reason: error.to_string() }
}
