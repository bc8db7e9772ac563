//! Waits and their limits.

use std::time::Duration;

use hapi_daemon::{Exit, NotInTime, Stream, TerminatedBeforeEvent, WaitError};
use libtest_mimic::Trial;

use crate::support::{LONG, Outcome, WAIT, sh, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        all_that_wait_learn_of_the_end,
        a_limit_says_what_was_waited_for,
        a_wait_is_for_one_run,
        a_failed_start_ends_no_wait,
        lines_are_waited_for_like_events,
        futures_may_be_sent,
    ]
}

const SHORT: Duration = Duration::from_millis(1);

async fn all_that_wait_learn_of_the_end() -> Outcome {
    let daemon = sh("echo said before >&2; read -r _; exit 3").stdin(true).build();
    let early = daemon.wait_for("first", |_| Some(()));
    daemon.start().await?;
    let late = daemon.wait_for_full("second", "value.round > 5", LONG, |_| Some(()));
    let line = daemon.wait_for_line(Stream::Stdout, "", LONG, |_| Some(()));
    daemon.close_stdin().await;
    let (early, late, line) = tokio::join!(early, late, line);
    for error in [early.expect_err("no event"), line.expect_err("no line")] {
        assert!(matches!(error, WaitError::TerminatedBeforeEvent(_)), "{error}");
    }
    let WaitError::TerminatedBeforeEvent(error) = late.expect_err("no event") else {
        return Err("it has ended".into());
    };
    let TerminatedBeforeEvent { daemon: name, event, where_, exit, .. } = &error;
    assert_eq!((name, event.as_str(), *exit), (&daemon.name(), "event `second`", Exit::Code(3)));
    assert!(where_.starts_with("value.round > 5, asked for at ") && where_.contains("waits.rs:"), "{where_}");
    let text = error.to_string();
    assert!(text.contains("exited with code 3 before event `second`"), "{text}");
    assert!(text.ends_with("the last lines of its stderr:\n    said before"), "{text}");
    Ok(())
}

async fn a_limit_says_what_was_waited_for() -> Outcome {
    let daemon = sh(WAIT).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    let waited = daemon.wait_for_full("down", "value == 1", SHORT, |_| Some(())).await;
    let Err(WaitError::NotInTime(NotInTime { daemon: name, event, where_, limit, .. })) = &waited else {
        return Err("it says nothing of the kind".into());
    };
    assert_eq!((name, event.as_str(), *limit), (&daemon.name(), "event `down`", SHORT));
    assert!(where_.starts_with("value == 1, asked for at "), "{where_}");
    let late = daemon.wait_for_exit(SHORT).await.expect_err("it runs");
    assert_eq!(late.event, "exit");
    // A limit beyond all clocks is one too.
    let up = daemon.wait_for_full("up", "", Duration::MAX, |_| Some(1)).await?;
    assert_eq!(up, 1);
    Ok(())
}

async fn a_wait_is_for_one_run() -> Outcome {
    let script = r#"echo "{\"name\":\"run\",\"value\":\"$RUN\"}" > "$HAPI_EVENTS""#;
    let daemon = sh(script).env("RUN", "first").build();
    daemon.start().await?;
    let never = daemon.wait_for("never", |_| Some(()));
    let first = daemon.wait_for("run", |value| value.as_str().map(str::to_owned));
    daemon.wait_for_exit(LONG).await?;
    daemon.reconfigure(|builder| builder.env("RUN", "second"));
    daemon.start().await?;
    let second = daemon.wait_for("run", |value| value.as_str().map(str::to_owned));
    assert!(matches!(never.await, Err(WaitError::TerminatedBeforeEvent(_))));
    assert_eq!(first.await?, "first", "who waited in the first run is not told of the second");
    assert_eq!(second.await?, "second", "who waits in the second run is not told of the first");
    assert_eq!(daemon.events().len(), 1);
    Ok(())
}

async fn a_failed_start_ends_no_wait() -> Outcome {
    let daemon = sh(WAIT).directory("/no/such/directory").build();
    let up = daemon.wait_for("up", |_| Some(()));
    daemon.start().await.expect_err("no directory");
    daemon.reconfigure(|builder| builder.directory("/"));
    daemon.start().await?;
    up.await?;
    Ok(())
}

async fn lines_are_waited_for_like_events() -> Outcome {
    let daemon = sh("echo one; echo two >&2; echo three; exec cat").stdin(true).build();
    daemon.start().await?;
    let text = |line: &str| Some(line.to_owned());
    let long = |line: &str| (line.len() > 3).then(|| line.to_owned());
    assert_eq!(daemon.wait_for_line(Stream::Stdout, "", LONG, long).await?, "three");
    assert_eq!(daemon.wait_for_line(Stream::Stdout, "", LONG, text).await?, "one");
    assert_eq!(daemon.wait_for_line(Stream::Stderr, "", LONG, text).await?, "two");
    let mark = daemon.mark();
    daemon.write_stdin(b"four\n").await?;
    assert_eq!(daemon.wait_for_line_since(mark, Stream::Stdout, "", LONG, text).await?, "four");
    Ok(())
}

async fn futures_may_be_sent() -> Outcome {
    let daemon = sh(WAIT).build();
    let up = tokio::spawn(daemon.wait_for("up", |_| Some(())));
    let starting = daemon.clone();
    tokio::spawn(async move { starting.start().await }).await??;
    up.await??;
    Ok(())
}
