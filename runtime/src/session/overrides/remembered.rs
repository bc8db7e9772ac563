//! The contents of system files as plain data, and the way back to them.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{
    networks::{NetworkError, NodeAction},
    registry::GENESIS,
    spec::{OpError, Spec, SpecContext, SpecError, SpecSetup, Target},
    system_files::{self, SystemFile},
    test_case::Resources,
};

/// The contents of system files, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Remembered(BTreeMap<u64, Contents>);

/// Bytes that are written in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
struct Contents(Bytes);

/// How long the transactions are valid that restore, in seconds; `None`: as the setup says. What is allowed may be what
/// the test has changed.
const VALID_DURATIONS: [Option<i64>; 3] = [None, Some(30), Some(180)];

impl Remembered {
    /// What these files hold now.
    pub(super) async fn of(spec: &Spec, files: impl Iterator<Item = SystemFile>) -> Result<Self, OpError> {
        let mut remembered = BTreeMap::new();
        for file in files {
            let contents = system_files::contents(spec, file.num()).await?;
            let contents = contents.ok_or_else(|| OpError::new(format!("the network has no file {file}")))?;
            remembered.insert(file.num(), Contents(contents));
        }
        Ok(Self(remembered))
    }

    /// Restores what `test` changed, from another process than the one that remembered it.
    ///
    /// # Errors
    /// Which files could not be restored, and why.
    pub(crate) async fn restore(&self, target: &Target, setup: &SpecSetup, test: &str) -> Result<(), String> {
        let spec = restoring_spec(target, setup, test).map_err(|error| failed(test, &[error.to_string()]))?;
        self.restore_with(&spec, test).await
    }

    pub(super) async fn restore_with(&self, spec: &Spec, test: &str) -> Result<(), String> {
        // Nodes that do not run, or stand still, cannot take what restores.
        revive(spec).await.map_err(|error| failed(test, &[error.to_string()]))?;
        let mut left: Vec<SystemFile> =
            SystemFile::ALL.into_iter().filter(|file| self.0.contains_key(&file.num())).collect();
        let mut errors = Vec::new();
        // One file may stand in the way of another: a property of the transactions that restore the throttles. What
        // is refused in one round may pass in the next.
        for seconds in VALID_DURATIONS {
            let spec = spec.with_setup(|setup| {
                setup.valid_duration_secs = seconds.unwrap_or(setup.valid_duration_secs);
            });
            let spec = spec.map_err(|error| failed(test, &[error.to_string()]))?;
            errors.clear();
            let mut still = Vec::new();
            for file in left {
                if let Err(error) = self.restore_file(&spec, file).await {
                    errors.push(format!("{file}: {error}"));
                    still.push(file);
                }
            }
            left = still;
            if left.is_empty() {
                return Ok(());
            }
        }
        Err(failed(test, &errors))
    }

    async fn restore_file(&self, spec: &Spec, file: SystemFile) -> Result<(), OpError> {
        let Some(Contents(before)) = self.0.get(&file.num()) else { return Ok(()) };
        // What cannot be read is written all the same.
        if system_files::contents(spec, file.num()).await.is_ok_and(|now| now.as_ref() == Some(before)) {
            return Ok(());
        }
        // Rates may move only so far from those at midnight; when the system admin writes them, they are these, too.
        let payer = if file == SystemFile::ExchangeRates { "SYSTEM_ADMIN" } else { GENESIS };
        system_files::write_as(spec, file, before.clone(), payer).await?;
        let now = system_files::contents(spec, file.num()).await?;
        if now.as_ref() == Some(before) {
            return Ok(());
        }
        let length = now.map_or(0, |now| now.len());
        Err(OpError::mismatch(
            "it was written, but holds something else",
            format_args!("the {} bytes from before the test", before.len()),
            format_args!("{length} bytes"),
        ))
    }
}

/// Has all nodes run, where tests can stop them.
async fn revive(spec: &Spec) -> Result<(), NetworkError> {
    let network = spec.network();
    if !network.capabilities().node_control {
        return Ok(());
    }
    let all: Vec<u64> = network.nodes().iter().map(|node| node.id).collect();
    network.control(&all, NodeAction::Revive).await
}

/// A spec for the treasury's own work: it needs no other payer, who would have to be created first.
pub(super) fn restoring_spec(target: &Target, setup: &SpecSetup, test: &str) -> Result<Spec, SpecError> {
    let setup = setup.clone().with(|setup| {
        setup.default_payer = Some(setup.genesis.clone());
        // The test may have left the network with memos no longer than nothing.
        setup.memo = Some(String::new());
    });
    let context = SpecContext::new(target.clone(), format!("restoring after {test}"), setup);
    Spec::new(SpecContext { may_write: Resources::ALL, ..context })
}

fn failed(test: &str, errors: &[String]) -> String {
    format!(
        "what `{test}` changed could not be restored, so that later tests meet a network as it left it: {}",
        errors.join("; ")
    )
}

impl From<Contents> for String {
    fn from(Contents(bytes): Contents) -> Self {
        hex::encode(bytes)
    }
}

impl TryFrom<String> for Contents {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(Self(hex::decode(text)?.into()))
    }
}
