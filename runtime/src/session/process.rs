//! What a runner that gives each test a process of its own makes of what tests share.
//!
//! Under such a runner (`cargo nextest`) a static is made once for the session. The hooks of suites run in every process, before
//! its test and after it: they are code that may set what only their process sees, and no process knows which test of a suite
//! is the last that the runner will start. On a network that the processes share this is sound, since what a hook creates is
//! new in each process and nobody else's, and what it changes for others is behind the locks of its suite, which hold across
//! processes. It does more work than one process would, and the tests of a suite do not see each other's doing: a
//! test that counts on what another test of its suite did before is no test to run under such a runner. `ordered_in_isolation`
//! orders the tests of one process.

use std::{env, path::Path, sync::LazyLock};

/// What sets the keys that this process generates for statics and hooks apart from those of other processes of the same
/// run: an alias, for example, cannot be used up twice. Nothing where one process runs all tests, so that its keys depend on
/// the seed alone; the test and the attempt where each has a process.
pub(crate) fn process_salt() -> &'static str {
    static SALT: LazyLock<String> = LazyLock::new(|| {
        if env::var_os("NEXTEST_EXECUTION_MODE").is_none_or(|mode| mode != "process-per-test") {
            return String::new();
        }
        let attempt = env::var("NEXTEST_ATTEMPT").unwrap_or_default();
        let arguments: Vec<String> =
            env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
        format!(" of {} attempt {attempt}", arguments.join(" "))
    });
    &SALT
}

/// What sets the keys of this program apart from those of other programs whose tests run on the same network: its package
/// and its target, which a new build does not change.
pub(crate) fn program_salt() -> &'static str {
    static SALT: LazyLock<String> = LazyLock::new(|| {
        let package = env::var("CARGO_PKG_NAME").unwrap_or_default();
        let program = env::args_os().next().unwrap_or_default();
        let program = Path::new(&program).file_stem().unwrap_or_default().to_string_lossy();
        // Cargo puts a hash behind the name.
        let target = program.rsplit_once('-').map_or(&*program, |(target, _)| target);
        format!(" in {package} {target}")
    });
    &SALT
}
