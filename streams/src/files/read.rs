//! Files, read back. A file that is not what it should be is named in the error.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use hapi_proto::{
    block::Block,
    services::{RecordStreamFile, SidecarFile, SignatureFile},
};
use prost::{DecodeError, Message};

use super::gzip;
use crate::record::VERSION;

/// A file is not what it should be.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {damage}")]
pub struct DamagedFile {
    /// Which one.
    pub path: PathBuf,
    /// What is wrong with it.
    pub damage: Damage,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// It cannot be read, or does not decompress.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is of a format that is not known.
    #[error("it is not of version {VERSION}")]
    Version,
    /// It does not decode.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// It decodes, but what it says cannot be.
    #[error("{0}")]
    Wrong(String),
}

impl Damage {
    pub(super) fn of(self, path: &Path) -> DamagedFile {
        DamagedFile { path: path.to_owned(), damage: self }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, DamagedFile> {
    fs::read(path).map_err(|error| Damage::from(error).of(path))
}

pub(super) fn read_compressed(path: &Path) -> Result<Vec<u8>, DamagedFile> {
    gzip::decompress(&read(path)?).map_err(|error| Damage::from(error).of(path))
}

/// Reads a record file (`.rcd.gz`). Its hashes are not checked.
///
/// # Errors
/// When it cannot be read, or is no record file.
pub fn read_record_file(path: &Path) -> Result<RecordStreamFile, DamagedFile> {
    parse_record(path, &read_compressed(path)?)
}

pub(super) fn parse_record(path: &Path, contents: &[u8]) -> Result<RecordStreamFile, DamagedFile> {
    let message =
        contents.strip_prefix(&i32::from(VERSION).to_be_bytes()).ok_or_else(|| Damage::Version.of(path))?;
    RecordStreamFile::decode(message).map_err(|error| Damage::from(error).of(path))
}

/// Reads a block (`.blk.gz`). Its hashes are not checked.
///
/// # Errors
/// When it cannot be read, or is no block.
pub fn read_block_file(path: &Path) -> Result<Block, DamagedFile> {
    let contents = read_compressed(path)?;
    Block::decode(&contents[..]).map_err(|error| Damage::from(error).of(path))
}

pub(super) fn read_signature_file(path: &Path) -> Result<SignatureFile, DamagedFile> {
    let contents = read(path)?;
    let message = contents.strip_prefix(&[VERSION]).ok_or_else(|| Damage::Version.of(path))?;
    SignatureFile::decode(message).map_err(|error| Damage::from(error).of(path))
}

pub(super) fn parse_sidecar(path: &Path, contents: &[u8]) -> Result<SidecarFile, DamagedFile> {
    SidecarFile::decode(contents).map_err(|error| Damage::from(error).of(path))
}
