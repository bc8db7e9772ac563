//! The last few signed states.

mod format;

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use format::Draft;
use hapi_hashgraph::{MemberId, Snapshot};

use crate::{
    disk::{Disk, read_all},
    owner::{Owner, START_ANEW},
};

/// A state that a node can start from, but for its ledger, which may be large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateHead {
    /// The round that it is the state after.
    pub round: u64,
    /// What consensus goes on from.
    pub snapshot: Snapshot,
    /// The hash of the ledger's state, which the members signed.
    pub hash: [u8; 32],
    /// Who signed it.
    pub signatures: Vec<(MemberId, Bytes)>,
}

impl StateHead {
    /// The oldest round that events matter of which were born in it, for a node that starts from this state.
    pub fn needs(&self) -> u64 {
        self.snapshot.births.iter().map(|(_, birth)| *birth).min().unwrap_or(1)
    }
}

/// A state that a node starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedState {
    /// All but the ledger.
    pub head: StateHead,
    /// The ledger, as it saves itself.
    pub ledger: Bytes,
}

/// Takes a ledger piece by piece, and says why it takes no more.
pub type LedgerSink<'a> = &'a mut dyn FnMut(&[u8]) -> io::Result<()>;

/// What follows from a state that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The event log may give up what was born before this round ([`EventLog::prune`](crate::EventLog::prune)): a node can start
    /// from any of the states that are kept without it.
    pub obsolete: u64,
    /// How many bytes the state has on disk.
    pub bytes: u64,
}

/// The last few signed states of a node, in a directory. A state is there as a whole or not at all.
#[derive(Debug)]
pub struct StateStore {
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    owner: Owner,
    keep: usize,
}

/// What a node starts from.
#[derive(Debug)]
pub struct Latest {
    /// The latest state that is whole; the beginning of the network, if there is none.
    pub state: Option<SavedState>,
    /// Later ones that are not, latest first: to be told, since the disk is not to be trusted.
    pub damaged: Vec<DamagedState>,
}

/// A state that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the state of round {round} in {} is damaged", path.display())]
pub struct DamagedState {
    /// Its file.
    pub path: PathBuf,
    /// The round that its name tells.
    pub round: u64,
}

/// No state can be had, or kept.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The disk refuses.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is another node's, or another network's.
    #[error(
        "the state in {} belongs to {found}, not to {expected}; give each node a directory of its own, or remove this one",
        path.display()
    )]
    Foreign {
        /// The state's file.
        path: PathBuf,
        /// Whose it is.
        found: Owner,
        /// Who asks.
        expected: Owner,
    },
    /// Another version of this program wrote it.
    #[error(
        "{} has the format {found}, and this program reads {}; start the program that wrote it, or {START_ANEW}",
        path.display(), format::VERSION
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// No state is left that the event log leads on from.
    #[error(
        "no state in {} can be gone on from: {damaged} are damaged, and the event log begins with events of round {reaches}; \
         {START_ANEW}",
        directory.display()
    )]
    OutOfReach {
        /// The directory of the states.
        directory: PathBuf,
        /// How many states are damaged.
        damaged: usize,
        /// The oldest round that the log has all events of.
        reaches: u64,
    },
}

/// A file of the directory, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    round: u64,
    needs: u64,
}

impl Name {
    fn parse(name: &str) -> Option<Self> {
        let (round, needs) = name.strip_prefix("state-")?.split_once('-')?;
        let parsed = Self { round: round.parse().ok()?, needs: needs.parse().ok()? };
        (parsed.to_string() == name).then_some(parsed)
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "state-{:020}-{:020}", self.round, self.needs)
    }
}

impl StateStore {
    /// The store in a directory, which is made where it is missing. It keeps the last `keep` states, at least one.
    pub fn open(
        disk: Arc<dyn Disk>,
        directory: &Path,
        owner: Owner,
        keep: usize,
    ) -> Result<Self, StateError> {
        disk.create_directory(directory).map_err(StateError::io("create", directory))?;
        Ok(Self { disk, directory: directory.to_owned(), owner, keep: keep.max(1) })
    }

    /// Keeps a state: on disk when this returns. The ledger is written as it comes: `ledger` passes it on in pieces, as many as it likes.
    ///
    /// Several may save at once; one waits for the other.
    ///
    /// # Errors
    /// When the disk refuses, and when `ledger` fails. The states from before are there as they were.
    pub fn save(
        &self,
        head: &StateHead,
        ledger: impl FnOnce(LedgerSink<'_>) -> io::Result<()>,
    ) -> Result<Saved, StateError> {
        let lock_path = self.directory.join("lock");
        let _lock = self.disk.lock(&lock_path, true).map_err(StateError::io("lock", &lock_path))?;
        let draft = self.directory.join("draft");
        let name = Name { round: head.round, needs: head.needs() };
        let path = self.directory.join(name.to_string());
        let written = self.write(&draft, head, ledger);
        if written.is_err() {
            // The next one overwrites it; until then it takes space that may be what is missing.
            let _ = self.disk.remove(&draft);
        }
        let renamed = written.and_then(|bytes| {
            self.disk.rename(&draft, &path)?;
            self.disk.sync_directory(&self.directory)?;
            Ok(bytes)
        });
        let bytes = renamed.map_err(StateError::io("write", &path))?;
        Ok(Saved { obsolete: self.forget_old(&name)?, bytes })
    }

    /// Writes a file that has its name later. It grows with what is written: how much that will be nobody knows before.
    fn write(
        &self,
        draft: &Path,
        head: &StateHead,
        ledger: impl FnOnce(LedgerSink<'_>) -> io::Result<()>,
    ) -> io::Result<u64> {
        let file = self.disk.create(draft, 0)?;
        let mut state = Draft::begin(&*file, &self.owner, head)?;
        ledger(&mut |piece| state.put(piece))?;
        let bytes = state.finish()?;
        file.sync_data()?;
        Ok(bytes)
    }

    /// Removes what is older than the states to keep.
    fn forget_old(&self, saved: &Name) -> Result<u64, StateError> {
        let mut kept = self.names()?;
        // Later states are not counted: this node did not start from them, so they are damaged.
        kept.retain(|name| name.round <= saved.round);
        let old = kept.split_off(self.keep.min(kept.len()));
        for name in old {
            let path = self.directory.join(name.to_string());
            match self.disk.remove(&path) {
                // Somebody else was faster.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed.map_err(StateError::io("remove", &path))?,
            }
        }
        // As long as there are fewer, the beginning of the network is what is left when all are damaged.
        let is_full = kept.len() == self.keep;
        Ok(kept.iter().map(|name| name.needs).min().filter(|_| is_full).unwrap_or(1))
    }

    /// The latest state that is whole and that a log leads on from which has all events that were born in round `reaches` or later
    /// ([`EventLog::reaches`](crate::EventLog::reaches)). No state at all where there is none and the log reaches to the beginning.
    pub fn latest(&self, reaches: u64) -> Result<Latest, StateError> {
        let mut damaged = Vec::new();
        for name in self.names()? {
            let path = self.directory.join(name.to_string());
            let Some(bytes) = self.read(&path)? else { continue };
            match format::decode(&bytes) {
                Ok((found, _)) if found != self.owner => {
                    return Err(StateError::Foreign { path, found, expected: self.owner });
                }
                Ok((_, state)) if state.head.round == name.round && state.head.needs() == name.needs => {
                    if name.needs < reaches {
                        break;
                    }
                    return Ok(Latest { state: Some(state), damaged });
                }
                Err(format::NoState::Version(found)) => return Err(StateError::Version { path, found }),
                Ok(_) | Err(format::NoState::Damaged) => {
                    damaged.push(DamagedState { path, round: name.round });
                }
            }
        }
        if reaches > 1 {
            let (directory, damaged) = (self.directory.clone(), damaged.len());
            return Err(StateError::OutOfReach { directory, damaged, reaches });
        }
        Ok(Latest { state: None, damaged })
    }

    /// The bytes of a file; `None` where somebody has removed it since.
    fn read(&self, path: &Path) -> Result<Option<Bytes>, StateError> {
        match self.disk.open(path).and_then(|file| read_all(&*file)) {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StateError::io("read", path)(error)),
        }
    }

    /// The states that are there, the latest first.
    fn names(&self) -> Result<Vec<Name>, StateError> {
        let names = self.disk.list(&self.directory).map_err(StateError::io("list", &self.directory))?;
        let mut names: Vec<_> = names.iter().filter_map(|name| Name::parse(name)).collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        Ok(names)
    }
}

impl StateError {
    fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}
