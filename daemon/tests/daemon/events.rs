//! What daemons say on their pipe.

use std::{
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use hapi_daemon::{Level, WaitError};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{LONG, Outcome, WAIT, kept_log, role, sh, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        they_come_in_order_with_their_values,
        who_waits_late_gets_what_it_missed,
        who_waits_early_gets_what_comes,
        the_first_that_the_filter_accepts_is_taken,
        only_those_after_a_mark_count,
        unreadable_lines_are_kept_and_reported,
        handlers_run_before_waits,
        a_handler_that_panics_is_reported,
        as_many_are_kept_as_was_asked_for,
        they_are_logged_when_asked_for,
        the_variable_may_have_another_name,
        levels_reach_the_daemon,
        another_daemons_pipe_is_not_inherited,
    ]
}

async fn they_come_in_order_with_their_values() -> Outcome {
    // Each line opens and closes the pipe: the end of one writer is not the end of the events.
    let daemon = sh(r#"for i in 1 2 3; do echo "{\"name\":\"n\",\"value\":$i,\"timestamp\":$i.5}" > "$HAPI_EVENTS"; done"#)
        .build();
    daemon.start().await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    let seen: Vec<_> =
        daemon.events().into_iter().map(|event| (event.value, event.timestamp.as_millis())).collect();
    assert_eq!(seen, [(json!(1), 1500), (json!(2), 2500), (json!(3), 3500)]);
    assert_eq!(daemon.unreadable_events(), [""; 0]);
    Ok(())
}

async fn who_waits_late_gets_what_it_missed() -> Outcome {
    let daemon = sh(r#"echo '{"name":"ready","value":{"port":7}}' > "$HAPI_EVENTS""#).build();
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    assert_eq!(daemon.wait_for("ready", |value| value["port"].as_u64()).await?, 7);
    Ok(())
}

async fn who_waits_early_gets_what_comes() -> Outcome {
    let daemon = sh(WAIT).build();
    let up = daemon.wait_for("up", |_| Some(()));
    daemon.start().await?;
    up.await?;
    Ok(())
}

async fn the_first_that_the_filter_accepts_is_taken() -> Outcome {
    let script = r#"for i in 1 2 3 4; do echo "{\"name\":\"round\",\"value\":$i}"; echo '{"name":"other","value":9}'; done > "$HAPI_EVENTS""#;
    let daemon = sh(script).build();
    daemon.start().await?;
    let even = |value: &Value| value.as_u64().filter(|round| round.is_multiple_of(2));
    assert_eq!(daemon.wait_for("round", even).await?, 2);
    // The filter may use the daemon.
    let name = daemon.wait_for("other", |_| Some(daemon.name())).await?;
    assert_eq!(name, daemon.name());
    Ok(())
}

async fn only_those_after_a_mark_count() -> Outcome {
    let daemon = role("echoing").stdin(true).guards_itself(true).build();
    daemon.start().await?;
    daemon.write_stdin(b"one\n").await?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    assert_eq!(daemon.wait_for("line", text).await?, "one");
    let mark = daemon.mark();
    daemon.write_stdin(b"two\n").await?;
    assert_eq!(daemon.wait_for_since(mark, "line", "", LONG, text).await?, "two");
    assert_eq!(daemon.wait_for("line", text).await?, "one");
    Ok(())
}

async fn unreadable_lines_are_kept_and_reported() -> Outcome {
    let script =
        r#"printf '%s\n' 'no json' '' '{"value":1}' '{"name":"good"}' '{"name":"cut' > "$HAPI_EVENTS""#;
    let daemon = sh(script).build();
    daemon.start().await?;
    daemon.wait_for("good", |_| Some(())).await?;
    daemon.wait_for_exit(LONG).await?;
    assert_eq!(daemon.unreadable_events(), ["no json", r#"{"value":1}"#, r#"{"name":"cut"#]);
    let error = daemon.wait_for("better", |_| Some(())).await.expect_err("it has ended").to_string();
    assert!(error.contains("3 lines on the event pipe are no events, the first is: no json"), "{error}");
    Ok(())
}

async fn handlers_run_before_waits() -> Outcome {
    let daemon =
        sh(r#"for i in 1 2 3; do echo "{\"name\":\"n\",\"value\":$i}"; done > "$HAPI_EVENTS""#).build();
    let sum = Arc::new(AtomicU64::new(0));
    let total = sum.clone();
    daemon.on_event(move |event| {
        total.fetch_add(event.value.as_u64().unwrap_or_default(), Ordering::Relaxed);
    });
    daemon.start().await?;
    let third = |value: &Value| (*value == 3).then_some(());
    daemon.wait_for("n", third).await?;
    assert_eq!(sum.load(Ordering::Relaxed), 6);
    daemon.wait_for_exit(LONG).await?;
    daemon.start().await?;
    daemon.wait_for("n", third).await?;
    assert_eq!(sum.load(Ordering::Relaxed), 12, "handlers stay when it starts again");
    Ok(())
}

async fn a_handler_that_panics_is_reported() -> Outcome {
    let daemon = sh(r#"printf '{"name":"a"}\n{"name":"b"}\n' > "$HAPI_EVENTS""#).build();
    let has_seen_b = Arc::new(AtomicBool::new(false));
    let seen = has_seen_b.clone();
    daemon.on_event(|event| resume_unwind(Box::new(format!("cannot stand {}", event.name))));
    daemon.on_event(move |event| seen.store(event.name == "b", Ordering::Relaxed));
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    assert!(has_seen_b.load(Ordering::Relaxed));
    let complaints = daemon.complaints();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(complaints[0].ends_with("cannot stand a"), "{complaints:?}");
    Ok(())
}

async fn as_many_are_kept_as_was_asked_for() -> Outcome {
    let script = r#"for i in 1 2 3 4 5; do echo "{\"name\":\"n\",\"value\":$i}"; done > "$HAPI_EVENTS""#;
    let daemon = sh(script).replay(2).build();
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let kept: Vec<_> = daemon.events().into_iter().map(|event| event.value).collect();
    assert_eq!(kept, [4, 5]);
    let first = |value: &Value| (*value == 1).then_some(());
    let Err(WaitError::TerminatedBeforeEvent(error)) = daemon.wait_for("n", first).await else {
        return Err("the first is no longer kept".into());
    };
    assert!(error.evidence.contains("the first 3 events are no longer kept"), "{error}");
    Ok(())
}

async fn they_are_logged_when_asked_for() -> Outcome {
    let (log, lines) = kept_log();
    let script = r#"printf '{"name":"a","value":"%s"}\n' short äääääääääää > "$HAPI_EVENTS""#;
    let daemon = sh(script).log_to(log).build();
    daemon.log_events(10);
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let name = daemon.name();
    let lines = lines.lock().expect("a log");
    let events: Vec<_> =
        lines.iter().filter_map(|line| line.strip_prefix(&format!("[{name}] event "))).collect();
    assert_eq!(events, [r#"a "short""#, r#"a "äää .."#]);
    Ok(())
}

async fn the_variable_may_have_another_name() -> Outcome {
    let script = r#"echo "{\"name\":\"ready\",\"value\":\"${HAPI_EVENTS-none} $TOLD_LEVELS\"}" > "$TOLD""#;
    let daemon = sh(script).event_variable("TOLD").section_level("a", Level::Error).build();
    daemon.start().await?;
    let value = daemon.wait_for("ready", |value| value.as_str().map(str::to_owned)).await?;
    assert_eq!(value, "none info,a=error");
    Ok(())
}

async fn levels_reach_the_daemon() -> Outcome {
    let daemon = role("emitting").event_level(Level::Warning).section_level("gossip", Level::Debug).build();
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let names: Vec<_> =
        daemon.events().into_iter().map(|event| (event.name, event.level, event.section)).collect();
    let expected = [("peer", Level::Debug, "gossip.peers"), ("full", Level::Error, "disk")];
    assert_eq!(names, expected.map(|(name, level, section)| (name.to_owned(), level, section.to_owned())));
    Ok(())
}

async fn another_daemons_pipe_is_not_inherited() -> Outcome {
    let daemon = role("nesting").build();
    daemon.start().await?;
    let inner = daemon.wait_for("inner", |value| value.as_str().map(str::to_owned)).await?;
    assert_eq!(inner, "none none");
    Ok(())
}
