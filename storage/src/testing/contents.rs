//! What is on the disk, and what only seems to be.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

/// Numbers that a seed chooses.
#[derive(Debug)]
pub(super) struct Rng(pub(super) u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("less than a usize")
    }
}

/// How much of what was not synced is there after a loss of power.
#[derive(Clone, Copy, Debug)]
enum Luck {
    Nothing,
    Everything,
    Some,
}

impl Luck {
    fn of(rng: &mut Rng) -> Self {
        [Self::Nothing, Self::Everything, Self::Some, Self::Some][rng.below(4)]
    }

    /// How many of so many.
    fn out_of(self, all: usize, rng: &mut Rng) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Everything => all,
            Self::Some => rng.below(all + 1),
        }
    }
}

/// A file, by whatever names it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileId(u64);

/// Directories and files.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    sector: usize,
    files: BTreeMap<FileId, File>,
    directories: BTreeMap<PathBuf, Directory>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct File {
    bytes: Vec<u8>,
    durable: Vec<u8>,
    /// Writes since the last sync, with the place of each.
    writes: Vec<(usize, Vec<u8>)>,
}

#[derive(Clone, Debug, Default)]
struct Directory {
    names: BTreeMap<String, FileId>,
    durable: BTreeMap<String, FileId>,
    /// Changes since the last sync.
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Bind(String, FileId),
    Unbind(String, FileId),
    Rename(String, String, FileId),
}

impl Change {
    /// Makes the change, as far as what was before it allows.
    fn apply(&self, names: &mut BTreeMap<String, FileId>) {
        let mut unbind = |name: &String, file: &FileId| {
            if names.get(name) == Some(file) {
                names.remove(name);
            }
        };
        match self {
            Self::Bind(name, file) => drop(names.insert(name.clone(), *file)),
            Self::Unbind(name, file) => unbind(name, file),
            Self::Rename(from, to, file) => {
                unbind(from, file);
                names.insert(to.clone(), *file);
            }
        }
    }
}

impl Directory {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.names);
        self.changes.push(change);
    }
}

impl File {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn write(&mut self, bytes: &[u8], offset: usize) {
        put(&mut self.bytes, bytes, offset);
        self.writes.push((offset, bytes.to_vec()));
    }

    pub(super) fn sync(&mut self) {
        for (offset, bytes) in self.writes.drain(..) {
            put(&mut self.durable, &bytes, offset);
        }
        self.durable.resize(self.bytes.len(), 0);
    }

    /// A sync has failed: what was to be written seems to be there, and never will be.
    pub(super) fn forget(&mut self) {
        self.writes.clear();
    }

    pub(super) fn replace(&mut self, bytes: Vec<u8>) {
        *self = Self { durable: bytes.clone(), bytes, writes: Vec::new() };
    }

    fn lose(&mut self, sector: usize, rng: &mut Rng) {
        let luck = Luck::of(rng);
        let mut left = self.durable.clone();
        if luck.out_of(1, rng) == 1 {
            left.resize(self.bytes.len(), 0);
        }
        let last = self.writes.iter().map(|(offset, bytes)| offset + bytes.len()).max().unwrap_or(0);
        for start in (0..last).step_by(sector) {
            let parts: Vec<_> = self
                .writes
                .iter()
                .filter_map(|(offset, bytes)| {
                    let (from, to) = ((*offset).max(start), (offset + bytes.len()).min(start + sector));
                    (from < to).then(|| (from, &bytes[from - offset..to - offset]))
                })
                .collect();
            // The sector as it was after some of the writes.
            for (offset, bytes) in &parts[..luck.out_of(parts.len(), rng)] {
                put(&mut left, bytes, *offset);
            }
        }
        self.replace(left);
    }
}

fn put(file: &mut Vec<u8>, bytes: &[u8], offset: usize) {
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}

impl Contents {
    pub(super) fn new(sector: usize) -> Self {
        Self { sector, files: BTreeMap::new(), directories: BTreeMap::new() }
    }

    pub(super) fn create_directory(&mut self, directory: &Path) {
        self.directories.entry(directory.to_owned()).or_default();
    }

    pub(super) fn file(&self, id: FileId) -> &File {
        &self.files[&id]
    }

    pub(super) fn file_mut(&mut self, id: FileId) -> &mut File {
        self.files.get_mut(&id).expect("files are never forgotten")
    }

    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let all = |(path, directory): (&PathBuf, &Directory)| {
            directory.names.keys().map(|name| path.join(name)).collect::<Vec<_>>()
        };
        self.directories.iter().flat_map(all).collect()
    }

    /// How many bytes all files have that still have a name.
    pub(super) fn used(&self) -> u64 {
        let named = self.directories.values().flat_map(|directory| directory.names.values());
        named.map(|id| self.files[id].bytes.len() as u64).sum()
    }

    pub(super) fn names(&self, directory: &Path) -> io::Result<Vec<String>> {
        let directory = self.directories.get(directory).ok_or(io::ErrorKind::NotFound)?;
        Ok(directory.names.keys().cloned().collect())
    }

    pub(super) fn find(&self, path: &Path) -> io::Result<FileId> {
        let (directory, name) = split(path)?;
        let directory = self.directories.get(directory).ok_or(io::ErrorKind::NotFound)?;
        Ok(*directory.names.get(name).ok_or(io::ErrorKind::NotFound)?)
    }

    fn directory(&mut self, path: &Path) -> io::Result<&mut Directory> {
        self.directories.get_mut(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    pub(super) fn create(&mut self, path: &Path, length: usize) -> io::Result<FileId> {
        let (directory, name) = split(path)?;
        let id = FileId(self.files.len() as u64);
        self.directory(directory)?.change(Change::Bind(name.to_owned(), id));
        self.files.insert(id, File { bytes: vec![0; length], ..File::default() });
        Ok(id)
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let id = self.find(from)?;
        let ((directory, old), (other, new)) = (split(from)?, split(to)?);
        if directory != other {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        self.directory(directory)?.change(Change::Rename(old.to_owned(), new.to_owned(), id));
        Ok(())
    }

    pub(super) fn remove(&mut self, path: &Path) -> io::Result<()> {
        let id = self.find(path)?;
        let (directory, name) = split(path)?;
        self.directory(directory)?.change(Change::Unbind(name.to_owned(), id));
        Ok(())
    }

    pub(super) fn sync_directory(&mut self, path: &Path) -> io::Result<()> {
        let directory = self.directory(path)?;
        directory.durable.clone_from(&directory.names);
        directory.changes.clear();
        Ok(())
    }

    /// Forgets what was not synced, but for what chance keeps.
    pub(super) fn lose(&mut self, rng: &mut Rng) {
        for file in self.files.values_mut() {
            file.lose(self.sector, rng);
        }
        for directory in self.directories.values_mut() {
            let luck = Luck::of(rng);
            let mut names = directory.durable.clone();
            for change in &directory.changes {
                if luck.out_of(1, rng) == 1 {
                    change.apply(&mut names);
                }
            }
            *directory = Directory { durable: names.clone(), names, changes: Vec::new() };
        }
    }
}

fn split(path: &Path) -> io::Result<(&Path, &str)> {
    let name = path.file_name().and_then(|name| name.to_str());
    path.parent().zip(name).ok_or_else(|| io::ErrorKind::InvalidInput.into())
}
