//! Which run a process belongs to, and so which session.

use std::env;

use super::{
    process::{Process, ProcessId},
    several,
};
use crate::session::link::Sharing;

/// How a process of a run finds the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// What no other run has.
    pub(super) id: String,
    /// The process whose end is the run's.
    pub(super) runner: ProcessId,
}

impl Run {
    /// The run whose session this process shares with others; `None` if it is to have one of its own.
    pub(super) fn of_this_process(sharing: Sharing) -> Option<Self> {
        if sharing == Sharing::Private {
            return None;
        }
        let runner = runner()?;
        if env::var("NEXTEST_EXECUTION_MODE").is_ok_and(|mode| mode == "process-per-test") {
            let id = env::var("NEXTEST_RUN_ID").ok()?;
            return is_nextest(&runner).then(|| Self { id: format!("nextest {id}"), runner: runner.id });
        }
        if runner.name != "cargo" {
            return None;
        }
        let shared = sharing == Sharing::Shared || several::targets_run(&runner);
        shared.then(|| Self { id: format!("cargo {}", runner.id), runner: runner.id })
    }
}

fn is_nextest(runner: &Process) -> bool {
    runner.name.contains("nextest")
}

/// The process that started this one: its parent, or the first one above that is no mere wrapper. A wrapper (Cargo's
/// `target.runner`, `sudo`, `valgrind`) has our program on its command line.
///
/// A program that a test starts is not started by the runner, and so is not part of the run: it has the environment, and
/// another parent.
fn runner() -> Option<Process> {
    let program = env::args().next()?;
    let mut process = Process::parent_of_this()?;
    while process.arguments().iter().skip(1).any(|argument| *argument == program) {
        process = Process::read(process.parent).filter(|parent| parent.id.pid > 1)?;
    }
    Some(process)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wants_no_others_has_none() {
        assert_eq!(Run::of_this_process(Sharing::Private), None);
    }
}
