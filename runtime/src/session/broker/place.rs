//! Where the processes of a run meet: a directory that only their user can see into.
//!
//! It holds the socket, the broker's log, and two files that are only locked: `starting`, held by whoever touches the
//! directory, and `alive`, held by the broker for as long as it lives. The kernel lets go of both with the death of their
//! holder, however that comes; so what a dead broker left behind is known for that, and needs no clock.

use std::{
    env,
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FlockOperation, flock},
    process::getuid,
};

/// The longest path of a socket: `sun_path` holds 108 bytes, the last of them zero.
const LONGEST_SOCKET: usize = 107;

/// The directory of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place(PathBuf);

/// A lock on a file, held until it is dropped.
#[derive(Debug)]
pub(super) struct FileLock(#[expect(dead_code, reason = "held for its drop")] File);

impl Place {
    /// The place of the session with this key, below the user's directory of all of them. Both are made with the first lock.
    pub(super) fn of(key: &str) -> io::Result<Self> {
        let run = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|dir| dir.is_dir());
        let own = format!("hapi-test-{}", getuid().as_raw());
        let mut bases = run
            .map(|run| run.join("hapi-test"))
            .into_iter()
            .chain([env::temp_dir().join(&own), Path::new("/tmp").join(&own)]);
        let place = bases.find_map(|base| {
            let place = Self(base.join(key));
            (place.socket().as_os_str().len() <= LONGEST_SOCKET).then_some(place)
        });
        place.ok_or_else(|| io::Error::other("every directory for sockets has too long a path"))
    }

    /// The place that is this directory.
    pub(super) const fn at(dir: PathBuf) -> Self {
        Self(dir)
    }

    pub(super) fn dir(&self) -> &Path {
        &self.0
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.0.join("socket")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.0.join("log")
    }

    /// Waits until nobody else touches the directory. It is there then.
    pub(super) fn lock(&self) -> io::Result<FileLock> {
        loop {
            let made = self.base().and_then(own_dir).and_then(|()| own_dir(&self.0));
            match made.and_then(|()| lock(&self.0.join(STARTING), FlockOperation::LockExclusive)) {
                Ok(Some(locked)) => return Ok(locked),
                // It was removed while we waited: there is another one of that name now, or none.
                Ok(None) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// [`Place::lock`], unless somebody else touches the directory or there is none.
    pub(super) fn try_lock(&self) -> Option<FileLock> {
        lock(&self.0.join(STARTING), FlockOperation::NonBlockingLockExclusive).ok().flatten()
    }

    /// What a broker holds; `None` if there is one.
    pub(super) fn live(&self) -> Option<FileLock> {
        lock(&self.0.join(ALIVE), FlockOperation::NonBlockingLockExclusive).ok().flatten()
    }

    /// Removes what a broker left behind. Whoever does so holds the lock of the directory.
    pub(super) fn clear(&self) {
        for file in [self.socket(), self.log(), self.0.join(ALIVE)] {
            let _ = fs::remove_file(file);
        }
    }

    /// Removes the directory. Whoever does so holds its lock.
    pub(super) fn remove(&self) {
        self.clear();
        let _ = fs::remove_file(self.0.join(STARTING));
        // Somebody may have come who wants it; and the one of all sessions goes with the last of them.
        let _ = fs::remove_dir(&self.0);
        let _ = self.base().and_then(fs::remove_dir);
    }

    /// Removes the places of brokers that died without doing so themselves.
    pub(super) fn sweep(&self) {
        let Ok(others) = self.base().and_then(fs::read_dir) else { return };
        for other in others.flatten().map(|entry| Self(entry.path())).filter(|other| other != self) {
            if let Some(_held) = other.try_lock()
                && other.live().is_some()
            {
                other.remove();
            }
        }
    }

    fn base(&self) -> io::Result<&Path> {
        self.0.parent().ok_or_else(|| io::Error::other("a session's directory is below another one"))
    }
}

/// The file that is locked by whoever touches the directory.
const STARTING: &str = "starting";

/// The file that is locked by the living broker.
const ALIVE: &str = "alive";

/// What a mode grants to group and others.
const OTHERS: u32 = 0o077;

/// A directory that is ours and that nobody else can look into, made if there is none.
fn own_dir(dir: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let found = fs::symlink_metadata(dir)?;
    if found.is_dir() && found.uid() == getuid().as_raw() && found.mode() & OTHERS == 0 {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{} is not a directory of this user alone (mode 0700): remove it, or point XDG_RUNTIME_DIR elsewhere",
        dir.display()
    )))
}

/// Locks a file; `None` if somebody else has, or if the file was removed meanwhile.
fn lock(path: &Path, how: FlockOperation) -> io::Result<Option<FileLock>> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
    loop {
        match flock(&file, how) {
            Ok(()) => break,
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    let same = fs::metadata(path).is_ok_and(|now| file.metadata().is_ok_and(|held| held.ino() == now.ino()));
    Ok(same.then_some(FileLock(file)))
}

#[cfg(test)]
mod tests {
    use std::{
        os::unix::fs::PermissionsExt as _,
        sync::atomic::{AtomicU32, Ordering},
        thread,
    };

    use super::*;

    /// A place of this test's own.
    fn place(name: &str) -> Place {
        let base = env::temp_dir().join(format!("hapi-test-place-{}-{name}", std::process::id()));
        Place::at(base.join("key"))
    }

    #[test]
    fn only_one_at_a_time_touches_the_directory_even_when_it_is_removed_in_between() {
        let place = place("race");
        let (inside, most) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let held = place.lock().unwrap();
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        place.remove();
                        drop(held);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
        assert!(!place.dir().exists() && !place.base().unwrap().exists());
    }

    #[test]
    fn it_is_known_whether_a_broker_lives() {
        let place = place("alive");
        let held = place.lock().unwrap();
        assert!(place.try_lock().is_none());
        let live = place.live().expect("nobody else");
        assert!(place.live().is_none());
        drop(live);
        assert!(place.live().is_some());
        drop(held);
        let _held = place.try_lock().unwrap();
        place.remove();
    }

    #[test]
    fn what_the_dead_left_is_swept_and_the_living_left_alone() {
        let ours = place("sweep");
        let (dead, living) =
            (Place::at(ours.0.with_file_name("dead")), Place::at(ours.0.with_file_name("living")));
        for place in [&ours, &dead, &living] {
            drop(place.lock().unwrap());
            fs::write(place.socket(), "").unwrap();
        }
        let live = living.live().unwrap();
        ours.sweep();
        assert!(!dead.dir().exists());
        assert!(living.dir().exists() && ours.dir().exists());
        drop(live);
        let _held = ours.lock().unwrap();
        ours.sweep();
        ours.remove();
        assert!(!ours.base().unwrap().exists());
    }

    #[test]
    fn others_must_not_be_able_to_look_in() {
        let place = place("mode");
        drop(place.lock().unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!((mode(place.dir()), mode(place.base().unwrap())), (0o700, 0o700));
        fs::set_permissions(place.dir(), fs::Permissions::from_mode(0o755)).unwrap();
        let error = place.lock().unwrap_err().to_string();
        assert!(error.contains("is not a directory of this user alone"), "{error}");
        place.remove();
        fs::remove_dir_all(place.base().unwrap()).unwrap_or_default();
    }

    #[test]
    fn a_socket_has_room_for_its_path() {
        let place = Place::of(&"0".repeat(16)).unwrap();
        assert!(place.socket().as_os_str().len() <= LONGEST_SOCKET);
    }
}
