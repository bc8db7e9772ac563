//! Tells the crate, as `HAPI_GENESIS_SOURCES`, a hash of all sources that the state of a new network follows from: whoever keeps such
//! a state need make it anew exactly when that may come out otherwise, and not with each build.
//!
//! It is the contents that count, so that neither a fresh checkout nor a new target directory is a change. Whole crates are
//! hashed where one could not tell for sure which of their files matter. In a packaged crate the other crates are not beside this one; they
//! are then of this very version, as the manifest demands, and what is hashed of this one and its version say enough.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
};

/// The state, its format, and what is encoded in it; the certificates in it; the file in which it is kept; who makes it.
const SOURCES: [&str; 5] =
    ["../ledger/src", "../proto/src", "../gossip/src/identity.rs", "../storage/src/start", "src/cluster"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    // Its keys are fixed; that another version of Rust may hash otherwise costs one genesis.
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        let path = root.join(source);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
            hash(source, &path, &mut hasher)?;
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=HAPI_GENESIS_SOURCES={:016x}", hasher.finish());
    Ok(())
}

/// Hashes a file, or all that are in a directory, by name.
fn hash(name: &str, path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    name.hash(hasher);
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by_key(fs::DirEntry::file_name);
    for entry in entries {
        hash(&entry.file_name().to_string_lossy(), &entry.path(), hasher)?;
    }
    Ok(())
}
