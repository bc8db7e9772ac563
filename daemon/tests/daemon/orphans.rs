//! What becomes of daemons when the process that started them ends.

use std::fs;

use hapi_daemon::{Daemon, Exit};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::{
    roles::HELD,
    support::{Held, LONG, Outcome, role, trials},
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_script_ends_with_its_killed_parent,
        a_suspended_script_ends_with_its_killed_parent,
        a_script_ends_with_a_parent_that_exits,
        a_parent_that_drops_it_and_exits_leaves_no_pipe,
        a_child_that_guards_itself_ends_with_its_killed_parent,
        a_child_whose_parent_is_gone_already_does_not_start,
    ]
}

/// A process that starts a daemon, which holds the pipe.
pub(crate) async fn parent(kind: Value, held: &Held) -> Result<Daemon, Box<dyn std::error::Error>> {
    let parent = role("parent").env(HELD, held.path()).env("KIND", kind.to_string()).build();
    parent.start().await?;
    parent.wait_for("started", |_| Some(())).await?;
    Ok(parent)
}

/// The directories for the event pipes of a process's daemons.
fn pipes_of(pid: u32) -> std::io::Result<usize> {
    let prefix = format!("hapi-daemon-pipe-{pid}-");
    let entries = fs::read_dir(std::env::temp_dir())?;
    Ok(entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .count())
}

async fn ends_when_killed(kind: Value) -> Outcome {
    let has_watchdog = kind["child"] == "script";
    let is_suspended = kind["suspend"] == true;
    let mut held = Held::new().await?;
    let parent = parent(kind, &held).await?;
    let pid = parent.pid().ok_or("it runs")?;
    let child: u32 = held.line().await?.parse()?;
    assert!(fs::exists(format!("/proc/{child}"))?);
    assert!(held.is_held()?);
    assert_eq!(pipes_of(pid)?, 1);
    assert_eq!(parent.kill().await?, Exit::Signal(9));
    held.released().await?;
    if has_watchdog {
        // The system itself wakes what is suspended and has lost its parent, and ends it: before the watchdog does, perhaps.
        assert!(is_suspended || pipes_of(pid)? == 0);
    } else {
        // The next process removes it that starts a daemon with a pipe.
        let next = role("dropping").build();
        next.start().await?;
        assert!(next.wait_for_exit(LONG).await?.is_success());
        assert_eq!(pipes_of(pid)?, 0);
    }
    Ok(())
}

async fn a_script_ends_with_its_killed_parent() -> Outcome {
    ends_when_killed(json!({ "child": "script" })).await
}

async fn a_suspended_script_ends_with_its_killed_parent() -> Outcome {
    ends_when_killed(json!({ "child": "script", "suspend": true })).await
}

async fn a_script_ends_with_a_parent_that_exits() -> Outcome {
    let mut held = Held::new().await?;
    let parent = parent(json!({ "child": "script", "exit": true }), &held).await?;
    assert_eq!(parent.wait_for_exit(LONG).await?, Exit::Code(0));
    held.released().await
}

async fn a_parent_that_drops_it_and_exits_leaves_no_pipe() -> Outcome {
    let parent = role("dropping").build();
    parent.start().await?;
    let pid = parent.pid().ok_or("it runs")?;
    assert!(parent.wait_for_exit(LONG).await?.is_success());
    assert_eq!(pipes_of(pid)?, 0);
    Ok(())
}

async fn a_child_that_guards_itself_ends_with_its_killed_parent() -> Outcome {
    ends_when_killed(json!({ "child": "guarded" })).await
}

async fn a_child_whose_parent_is_gone_already_does_not_start() -> Outcome {
    // No process has this id: it is above the limit of the system.
    let child = role("guarded").env(hapi_daemon::child::PARENT_VARIABLE, "2000000000").build();
    child.start().await?;
    assert_eq!(child.wait_for_exit(LONG).await?, Exit::Code(1));
    let said = child.lines(hapi_daemon::Stream::Stderr).join("\n");
    assert!(said.contains("the process that started this one (process 2000000000) is gone"), "{said}");
    Ok(())
}
