//! Throttle definitions: file 0.0.123.

use futures::FutureExt;
use hapi_proto::services::ResponseCodeEnum;

use super::edit::require;
use crate::{
    ops::{file::file_update, util::step::Step},
    registry::GENESIS,
    resources::ThrottleFile,
    spec::here,
    system_files::{self, SystemFile},
};

/// Has the network throttle as this file of definitions says: one that comes with hapi-test, by its name
/// (`"extreme-limits"`), or a JSON file of the test's crate, by its path from the crate's `Cargo.toml`.
///
/// The test must be `#[leaky_test(ThrottleOverrides)]`; what it overrides is restored after it. The treasury, like all
/// accounts up to 0.0.100, is never throttled.
#[track_caller]
pub fn overriding_throttles(file: impl Into<String>) -> Step<()> {
    let file = file.into();
    Step::new("overriding_throttles", file.clone(), here(), move |spec| {
        async move {
            require(spec, SystemFile::Throttles)?;
            let definitions = ThrottleFile::read(&file)?.to_contents();
            system_files::write(spec, SystemFile::Throttles, definitions).await
        }
        .boxed()
    })
}

/// Tries to have the network throttle as this file says, and expects that it refuses with this status.
#[track_caller]
pub fn overriding_throttles_fails(file: impl Into<String>, status: ResponseCodeEnum) -> Step<()> {
    let file = file.into();
    Step::new("overriding_throttles_fails", file.clone(), here(), move |spec| {
        async move {
            // If it succeeds after all, the network throttles differently from then on.
            require(spec, SystemFile::Throttles)?;
            let definitions = ThrottleFile::read(&file)?.to_contents();
            let update = file_update(SystemFile::Throttles.id()).contents(definitions);
            let update = update.paying_with(GENESIS).signed_by(GENESIS).fee(0);
            spec.run(update.has_known_status(status)).await
        }
        .boxed()
    })
}
