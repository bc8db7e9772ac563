//! Daemons of all sorts: scripts, this program itself, servers of others, and on another machine.
//!
//! Nothing here sleeps: what must have happened is waited for, with a limit, and that something has ended shows in the end of a pipe
//! that it held.

mod emitter;
mod events;
mod files;
mod life;
mod nginx;
mod orphans;
mod output;
mod redis;
mod roles;
mod ssh;
mod support;
mod waits;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    if let Some(code) = roles::play_if_asked() {
        return code;
    }
    let arguments = Arguments::from_args();
    let trials = [
        emitter::trials(),
        events::trials(),
        files::trials(),
        life::trials(),
        nginx::trials(),
        orphans::trials(),
        output::trials(),
        redis::trials(),
        ssh::trials(),
        waits::trials(),
    ];
    libtest_mimic::run(&arguments, trials.into_iter().flatten().collect()).exit_code()
}
