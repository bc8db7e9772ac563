//! Where in its directory a node keeps what.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The directory of a node, and the rooms in it.
#[derive(Clone, Debug)]
pub struct Layout {
    dir: PathBuf,
}

impl Layout {
    /// The rooms of this directory.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The directory itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it writes for people.
    pub fn logs(&self) -> PathBuf {
        self.dir.join("logs")
    }

    /// The log itself.
    pub fn node_log(&self) -> PathBuf {
        self.logs().join("node.log")
    }

    /// The events that it has taken.
    pub fn events(&self) -> PathBuf {
        self.dir.join("events")
    }

    /// Signed states.
    pub fn states(&self) -> PathBuf {
        self.dir.join("states")
    }

    /// The state that the network began with.
    pub fn genesis(&self) -> PathBuf {
        self.dir.join("genesis.state")
    }

    /// Record and block streams.
    pub fn streams(&self) -> PathBuf {
        self.dir.join("streams")
    }

    /// Where an upgrade unpacks what it brings, and where its markers are.
    pub fn upgrade(&self) -> PathBuf {
        self.dir.join("upgrade").join("current")
    }

    /// Files that tell by being there.
    pub fn marker(&self, marker: Marker) -> PathBuf {
        match marker {
            Marker::Iss => self.dir.join("markers").join("ISS"),
            Marker::NowFrozen => self.upgrade().join("now_frozen.mf"),
        }
    }

    /// Makes the rooms that are missing.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn create(&self) -> io::Result<()> {
        for room in [
            self.logs(),
            self.events(),
            self.states(),
            self.streams(),
            self.upgrade(),
            self.dir.join("markers"),
        ] {
            fs::create_dir_all(room)?;
        }
        Ok(())
    }

    /// Leaves a marker, with a word on why. It is whole whenever it is there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn mark(&self, marker: Marker, why: &str) -> io::Result<()> {
        let path = self.marker(marker);
        let unfinished = path.with_extension("tmp");
        fs::write(&unfinished, format!("{why}\n"))?;
        fs::rename(unfinished, path)
    }

    /// Takes a marker away, if it is there.
    ///
    /// # Errors
    /// When it stays.
    pub fn unmark(&self, marker: Marker) -> io::Result<()> {
        match fs::remove_file(self.marker(marker)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// A file that tells something by being there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// The state of this node is not that of the others ("invalid state signature"), or nobody's is.
    Iss,
    /// The network is frozen, and the node may be stopped for an upgrade.
    NowFrozen,
}
