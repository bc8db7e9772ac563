//! A system file as a whole.

use bytes::Bytes;
use futures::FutureExt;

use super::edit::require;
use crate::{
    ops::util::step::Step,
    spec::here,
    system_files::{self, SystemFile},
};

/// Gives a file that the network is run by these contents, whatever they are. The treasury pays and signs.
///
/// The test must give the reason that belongs to the file; what the file held is restored after it.
#[track_caller]
pub fn override_system_file(file: SystemFile, contents: impl Into<Bytes>) -> Step<()> {
    let contents = contents.into();
    let subject = format!("{file}, {} bytes", contents.len());
    Step::new("override_system_file", subject, here(), move |spec| {
        async move {
            require(spec, file)?;
            system_files::write(spec, file, contents).await
        }
        .boxed()
    })
}
