//! Reading a system file, and writing what becomes of it.

use bytes::Bytes;

use crate::{
    spec::{OpError, OpResult, Spec},
    system_files::{self, Settings, SystemFile},
    test_case::Resources,
};

/// Fails unless the test has declared that it changes this file.
pub(super) fn require(spec: &Spec, file: SystemFile) -> OpResult {
    spec.require(Resources::of(&[file.requirement()]))
}

/// What the file holds.
pub(super) async fn present(spec: &Spec, file: SystemFile) -> Result<Bytes, OpError> {
    let contents = system_files::contents(spec, file.num()).await?;
    contents.ok_or_else(|| OpError::new(format!("the network has no file {file}")))
}

/// The settings that the file holds.
pub(super) async fn present_settings(spec: &Spec, file: SystemFile) -> Result<Settings, OpError> {
    Settings::parse(&present(spec, file).await?, file)
}

/// Writes the file with its settings changed.
pub(super) async fn edit_settings(
    spec: &Spec,
    file: SystemFile,
    change: impl FnOnce(&mut Settings) + Send,
) -> OpResult {
    require(spec, file)?;
    let mut settings = present_settings(spec, file).await?;
    change(&mut settings);
    system_files::write(spec, file, settings.to_contents()).await
}
