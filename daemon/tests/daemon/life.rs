//! How daemons start, get signals, end, and start again.

use std::{
    fs,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use hapi_daemon::{Exit, Output, Signal, SignalError, StartError, Status, Stream, UsageError};
use libtest_mimic::Trial;

use crate::support::{Held, LONG, Outcome, WAIT, find, kept_log, role, sh, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        it_is_asked_to_end,
        it_is_killed_if_it_does_not_end,
        it_ends_though_it_is_suspended,
        suspended_it_does_nothing,
        killing_it_kills_what_it_started,
        what_it_leaves_behind_is_killed,
        what_has_left_its_group_is_reported,
        it_stops_only_when_all_is_read,
        it_may_start_again,
        it_starts_once_at_a_time,
        what_cannot_start_says_why,
        nothing_is_left_of_daemons_that_have_ended,
        it_has_the_arguments_environment_and_directory_it_was_given,
        dropping_it_kills_it,
        dropping_it_while_it_starts_kills_it,
        it_outlives_the_thread_that_started_it,
        its_use_of_memory_and_time_is_known,
        signals_reach_it,
    ]
}

async fn it_is_asked_to_end() -> Outcome {
    let daemon = sh(r#"trap 'echo bye; exit 7' TERM; echo '{"name":"up"}' > "$HAPI_EVENTS"; read -r _ & while :; do wait; done"#)
        .build();
    assert!(matches!(daemon.terminate(LONG).await, Err(SignalError::NotRunning { .. })));
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    assert_eq!(daemon.terminate(LONG).await?, Exit::Code(7));
    assert_eq!(daemon.lines(Stream::Stdout), ["bye"]);
    assert_eq!(daemon.terminate(LONG).await?, Exit::Code(7), "what has stopped is fine");
    assert!(matches!(daemon.suspend().await, Err(SignalError::NotRunning { .. })));
    Ok(())
}

async fn it_is_killed_if_it_does_not_end() -> Outcome {
    let (log, lines) = kept_log();
    let daemon = sh(&format!("trap '' TERM; {WAIT}")).log_to(log).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    assert_eq!(daemon.terminate(Duration::from_millis(1)).await?, Exit::Signal(9));
    let lines = lines.lock().expect("a log").join("\n");
    assert!(lines.contains("has not ended 1ms after SIGTERM: it is killed"), "{lines}");
    Ok(())
}

async fn it_ends_though_it_is_suspended() -> Outcome {
    let daemon = sh(WAIT).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    daemon.suspend().await?;
    assert_eq!(daemon.terminate(LONG).await?, Exit::Signal(15));
    Ok(())
}

async fn suspended_it_does_nothing() -> Outcome {
    let daemon = role("echoing").stdin(true).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    daemon.suspend().await?;
    daemon.write_stdin(b"hello\n").await?;
    let soon = Duration::from_millis(100);
    let waited = daemon.wait_for_full("line", "", soon, |_| Some(())).await;
    waited.expect_err("it is suspended");
    assert!(matches!(daemon.status(), Status::Running { .. }));
    daemon.resume().await?;
    daemon.wait_for("line", |value| (*value == "hello").then_some(())).await?;
    daemon.close_stdin().await;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    Ok(())
}

async fn killing_it_kills_what_it_started() -> Outcome {
    let mut held = Held::new().await?;
    let script = format!(r#"exec 7> "$HELD"; sleep 1000 & (sleep 1000 & wait) & {WAIT}"#);
    let daemon = sh(&script).env("HELD", held.path()).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    assert!(held.is_held()?);
    assert_eq!(daemon.kill().await?, Exit::Signal(9));
    held.released().await
}

async fn what_it_leaves_behind_is_killed() -> Outcome {
    for has_watchdog in [true, false] {
        let mut held = Held::new().await?;
        let script = r#"exec 7> "$HELD"; sleep 1000 & exit 5"#;
        let daemon = sh(script).env("HELD", held.path()).guards_itself(!has_watchdog).build();
        daemon.start().await?;
        assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Code(5));
        assert_eq!(daemon.complaints(), [""; 0]);
        held.released().await?;
    }
    Ok(())
}

async fn what_has_left_its_group_is_reported() -> Outcome {
    if find("setsid").is_none() {
        return Err("this test needs `setsid`, of the package util-linux".into());
    }
    let script = r#"setsid sh -c 'echo "{\"name\":\"away\",\"value\":$$}" > "$HAPI_EVENTS"; exec sleep 1000' & read -r _"#;
    let daemon = sh(script).stdin(true).build();
    daemon.start().await?;
    let pid = daemon.wait_for("away", serde_json::Value::as_i64).await?;
    daemon.close_stdin().await;
    daemon.wait_for_exit(LONG).await?;
    let complaints = daemon.complaints();
    let pid = rustix::process::Pid::from_raw(i32::try_from(pid)?).ok_or("a process id")?;
    rustix::process::kill_process(pid, Signal::KILL)?;
    assert!(
        complaints.len() == 1 && complaints[0].contains("is still open 2s after its end"),
        "{complaints:?}"
    );
    Ok(())
}

async fn it_stops_only_when_all_is_read() -> Outcome {
    let script = r#"i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i + 1)); done; echo '{"name":"last"}' > "$HAPI_EVENTS""#;
    let daemon = sh(script).replay(100_000).build();
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let lines = daemon.lines(Stream::Stdout);
    assert_eq!((lines.len(), lines.last().map(String::as_str)), (20_000, Some("line 19999")));
    assert_eq!(daemon.events().len(), 1);
    Ok(())
}

async fn it_may_start_again() -> Outcome {
    let daemon = sh(WAIT).build();
    let (stopped, mut has_stopped) = tokio::sync::mpsc::unbounded_channel();
    daemon.on_terminate(move |exit| {
        let _ = stopped.send(*exit);
    });
    assert_eq!(daemon.status(), Status::Idle);
    let mut pids = Vec::new();
    for _ in 0..3 {
        daemon.start().await?;
        daemon.wait_for("up", |_| Some(())).await?;
        let pid = daemon.pid().ok_or("it runs")?;
        assert!(fs::exists(format!("/proc/{pid}"))?);
        pids.push(pid);
        daemon.kill().await?;
        assert_eq!(has_stopped.recv().await, Some(Exit::Signal(9)));
        assert_eq!((daemon.status(), daemon.pid()), (Status::Stopped(Exit::Signal(9)), None));
        assert!(!fs::exists(format!("/proc/{pid}"))?, "its status has been taken");
    }
    pids.dedup();
    assert_eq!(pids.len(), 3);
    Ok(())
}

async fn it_starts_once_at_a_time() -> Outcome {
    let daemon = sh(WAIT).build();
    let (one, two) = tokio::join!(daemon.start(), daemon.start());
    assert!(one.is_ok());
    assert!(matches!(two, Err(StartError::AlreadyRunning { .. })));
    let third = daemon.start().await.expect_err("it runs").to_string();
    assert_eq!(third, format!("daemon {} runs already: terminate it before it starts again", daemon.name()));
    Ok(())
}

async fn what_cannot_start_says_why() -> Outcome {
    let daemon = sh(WAIT).build();
    daemon.reconfigure(|_| hapi_daemon::Daemon::builder("other", "/no/such/program"));
    let error = daemon.start().await.expect_err("no such program");
    let StartError::Spawn { program, daemon: name, .. } = &error else { return Err(error.into()) };
    assert_eq!((program.as_str(), name), ("/no/such/program", &daemon.name()));
    assert_eq!(daemon.status(), Status::Idle);
    let to_nowhere = sh(WAIT).stdout(Output::File("/no/such/directory/file".into())).build();
    let error = to_nowhere.start().await.expect_err("no such directory");
    assert!(matches!(error, StartError::OutputFile { .. }), "{error}");
    Ok(())
}

async fn nothing_is_left_of_daemons_that_have_ended() -> Outcome {
    let tidy = role("tidy").build();
    tidy.start().await?;
    let belongings = tidy.wait_for("belongings", |value| Some(value.clone())).await?;
    assert_eq!(belongings[0], belongings[1]);
    assert_eq!(belongings[1]["children"], "");
    Ok(())
}

async fn it_has_the_arguments_environment_and_directory_it_was_given() -> Outcome {
    let daemon = sh(r#"printf '%s|' "$@" "$A" "${HOME-none}" "$(pwd)""#)
        .args(["sh", "two words", "$x", ""])
        .env("A", "b=c")
        .env_remove("HOME")
        .directory("/")
        .build();
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    assert_eq!(daemon.lines(Stream::Stdout), ["two words|$x||b=c|none|/|"]);
    daemon.reconfigure(|builder| builder.clear_args().args(["-c", "echo changed"]));
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    assert_eq!(daemon.lines(Stream::Stdout), ["changed"]);
    Ok(())
}

async fn dropping_it_kills_it() -> Outcome {
    let mut held = Held::new().await?;
    let script = format!(r#"exec 7> "$HELD"; sleep 1000 & {WAIT}"#);
    let daemon = sh(&script).env("HELD", held.path()).build();
    let other = daemon.clone();
    daemon.log_events(100);
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    drop(other);
    assert!(held.is_held()?, "there is another handle");
    drop(daemon);
    held.released().await
}

async fn dropping_it_while_it_starts_kills_it() -> Outcome {
    let mut held = Held::new().await?;
    let daemon = sh(&format!(r#"exec 7> "$HELD"; {WAIT}"#)).env("HELD", held.path()).build();
    let mut starting = Box::pin(daemon.start());
    // It begins to start, and nobody waits for the end of that.
    poll_once(&mut starting).await;
    drop(starting);
    drop(daemon);
    held.released().await
}

async fn poll_once<F: Future + Unpin>(future: &mut F) {
    let poll = |context: &mut Context<'_>| Poll::Ready(Pin::new(&mut *future).poll(context).is_ready());
    std::future::poll_fn(poll).await;
}

async fn it_outlives_the_thread_that_started_it() -> Outcome {
    let daemon = role("echoing").stdin(true).guards_itself(true).build();
    let starting = daemon.clone();
    let started = std::thread::spawn(move || -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| error.to_string())?.block_on(async {
            starting.start().await.map_err(|error| error.to_string())?;
            starting.wait_for("up", |_| Some(())).await.map_err(|error| error.to_string())
        })
    });
    started.join().map_err(|_| "the thread panicked")??;
    daemon.write_stdin(b"still here\n").await?;
    daemon.wait_for("line", |value| (*value == "still here").then_some(())).await?;
    daemon.close_stdin().await;
    daemon.wait_for("end", |_| Some(())).await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    Ok(())
}

async fn its_use_of_memory_and_time_is_known() -> Outcome {
    let daemon = role("flooding").event_pipe(true).build();
    assert!(matches!(daemon.usage().await, Err(UsageError::NotRunning { .. })));
    let waiting = role("guarded").build();
    waiting.start().await?;
    waiting.wait_for("up", |_| Some(())).await?;
    let now = waiting.usage().await?;
    assert!(now.peak_memory > 1_000_000 && now.peak_memory < 100_000_000, "{now:?}");
    assert!(now.memory.is_some_and(|memory| memory > 100_000 && memory <= now.peak_memory), "{now:?}");
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let after = daemon.usage().await?;
    assert!(after.peak_memory > 1_000_000 && after.memory == Some(0), "{after:?}");
    assert!(after.cpu_time > Duration::from_millis(1), "{after:?}");
    Ok(())
}

async fn signals_reach_it() -> Outcome {
    let script = r#"trap 'echo "{\"name\":\"usr1\"}" > "$HAPI_EVENTS"' USR1; echo '{"name":"up"}' > "$HAPI_EVENTS"; read -r _ & while :; do wait; done"#;
    let daemon = sh(script).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    daemon.signal(Signal::USR1).await?;
    daemon.wait_for("usr1", |_| Some(())).await?;
    Ok(())
}
