//! The child's side of the pipe.

use std::{fs::File, io::Read as _, os::unix::fs::OpenOptionsExt as _, time::Instant};

use hapi_daemon::{Daemon, Emitter, Event, Exit, Level, Levels};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{Directory, LONG, Outcome, role, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        what_was_emitted_before_a_crash_is_read,
        more_than_the_pipe_holds_is_no_trouble,
        without_a_reader_nothing_happens,
        a_reader_that_does_not_read_costs_events_and_little_time,
    ]
}

async fn what_was_emitted_before_a_crash_is_read() -> Outcome {
    let daemon = role("emitting").event_level(Level::Debug).build();
    daemon.start().await?;
    assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Signal(6));
    let events = daemon.events();
    let names: Vec<_> = events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["plain", "peer", "written", "full", "odd", "big"]);
    assert_eq!((&events[0].value, events[0].level), (&json!({ "port": 7 }), Level::Info));
    assert_eq!((events[3].level, events[3].section.as_str()), (Level::Error, "disk"));
    assert!(events[4].value["error"].is_string(), "{}", events[4].value);
    assert_eq!(events[5].value.as_str().map(str::len), Some(200_000));
    assert!(events.is_sorted_by_key(|event| event.timestamp));
    Ok(())
}

async fn more_than_the_pipe_holds_is_no_trouble() -> Outcome {
    let daemon = role("flooding").replay(1_000_000).build();
    daemon.start().await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    assert_eq!(daemon.lines(hapi_daemon::Stream::Stdout), ["connected: true"]);
    assert_eq!(daemon.unreadable_events(), [""; 0]);
    let events = daemon.events();
    let flood = events.iter().filter(|event| event.name == "flood").count() as u64;
    let dropped: u64 = events
        .iter()
        .filter(|event| event.name == "events_dropped")
        .filter_map(|event| event.value.as_u64())
        .sum();
    assert_eq!(flood + dropped, 60_000);
    assert_eq!(dropped, 0, "the reader keeps up");
    Ok(())
}

async fn without_a_reader_nothing_happens() -> Outcome {
    let directory = Directory::new().await?;
    let path = directory.join("events");
    let daemon =
        Daemon::builder("alone", std::env::current_exe()?).env(crate::roles::VARIABLE, "flooding").build();
    daemon.start().await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    assert_eq!(daemon.lines(hapi_daemon::Stream::Stdout), ["connected: false"]);

    Emitter::open(&path, Levels::default()).expect_err("no such pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &path, 0o600.into())?;
    Emitter::open(&path, Levels::default()).expect_err("nobody reads");
    let reader = open(&path)?;
    let emitter = Emitter::open(&path, Levels::default())?;
    emitter.emit("heard", &());
    drop(reader);
    assert!(emitter.is_connected());
    emitter.emit("unheard", &());
    assert!(!emitter.is_connected());
    emitter.emit("unheard", &());
    Ok(())
}

async fn a_reader_that_does_not_read_costs_events_and_little_time() -> Outcome {
    let directory = Directory::new().await?;
    let path = directory.join("events");
    rustix::fs::mkfifoat(rustix::fs::CWD, &path, 0o600.into())?;
    let mut reader = open(&path)?;
    let emitter = Emitter::open(&path, Levels::at_least(Level::Debug))?;
    let begun = Instant::now();
    let total = 5_000_u64;
    for number in 0..total {
        // Longer than what a pipe takes in one piece, so that the last one is cut.
        emitter.emit("flood", &json!([number, "x".repeat(5_000)]));
    }
    // Waiting for each of them would take minutes.
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
    assert!(emitter.is_connected());
    let mut text = Vec::new();
    drain(&mut reader, &mut text)?;
    emitter.emit("after", &());
    drain(&mut reader, &mut text)?;
    let events: Vec<Event> =
        String::from_utf8(text)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let numbers: Vec<&Value> =
        events.iter().filter(|event| event.name == "flood").map(|event| &event.value[0]).collect();
    assert!(numbers.iter().enumerate().all(|(index, number)| **number == index), "the first ones are whole");
    let [.., dropped, after] = &events[..] else { return Err("two events".into()) };
    assert_eq!((dropped.name.as_str(), after.name.as_str()), ("events_dropped", "after"));
    assert_eq!(dropped.value, total - numbers.len() as u64);
    Ok(())
}

/// Opens a pipe for reading, without waiting for who writes.
fn open(path: &std::path::Path) -> std::io::Result<File> {
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().read(true).custom_flags(flags).open(path)
}

/// Reads what is there.
fn drain(reader: &mut File, text: &mut Vec<u8>) -> std::io::Result<()> {
    match reader.read_to_end(text) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(()),
        read => read.map(drop),
    }
}
