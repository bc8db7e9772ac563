//! A server of others that says when it is ready, answers, and keeps what it was told.

use std::{path::Path, time::Duration};

use hapi_daemon::{Daemon, Exit, Status, Stream, fresh_name};
use libtest_mimic::Trial;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
    time::timeout,
};

use crate::support::{Directory, LONG, Outcome, need, trials};

pub(crate) fn trials() -> Vec<Trial> {
    need(
        "redis-server",
        "redis-server",
        trials![
            it_answers_and_ends_when_asked,
            it_keeps_what_it_saved,
            suspended_it_does_not_answer,
            its_memory_is_seen
        ],
    )
}

/// On a socket in its directory: no port that another server may have.
async fn redis(directory: &Directory) -> Result<Daemon, Box<dyn std::error::Error>> {
    let daemon = Daemon::builder(fresh_name("redis"), "redis-server")
        .args(["--port", "0", "--daemonize", "no", "--save", "", "--unixsocket", "redis.sock"])
        .directory(directory.path())
        .build();
    start(&daemon).await?;
    Ok(daemon)
}

async fn start(daemon: &Daemon) -> Outcome {
    daemon.start().await?;
    let ready = |line: &str| line.contains("ready to accept connections").then_some(());
    daemon.wait_for_line(Stream::Stdout, "it is ready", LONG, ready).await?;
    Ok(())
}

/// Sends one command, and reads an answer of one line.
async fn ask(directory: &Path, command: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut stream = UnixStream::connect(directory.join("redis.sock")).await?;
    stream.write_all(format!("{command}\r\n").as_bytes()).await?;
    let mut answer = String::new();
    while !answer.ends_with("\r\n") {
        let mut bytes = [0; 256];
        let count = timeout(LONG, stream.read(&mut bytes)).await??;
        if count == 0 {
            return Err("it closed the connection".into());
        }
        answer.push_str(std::str::from_utf8(&bytes[..count])?);
    }
    Ok(answer.trim_end().to_owned())
}

async fn it_answers_and_ends_when_asked() -> Outcome {
    let directory = Directory::new().await?;
    let daemon = redis(&directory).await?;
    assert_eq!(ask(directory.path(), "PING").await?, "+PONG");
    let pid = daemon.pid().ok_or("it runs")?;
    assert_eq!(
        std::fs::read_to_string(format!("/proc/{pid}/comm"))?,
        "redis-server\n",
        "no wrapper stands before it"
    );
    assert_eq!(daemon.terminate(LONG).await?, Exit::Code(0));
    assert!(daemon.lines(Stream::Stdout).iter().any(|line| line.contains("bye bye")));
    ask(directory.path(), "PING").await.expect_err("it has ended");
    Ok(())
}

async fn it_keeps_what_it_saved() -> Outcome {
    let directory = Directory::new().await?;
    let daemon = redis(&directory).await?;
    assert_eq!(ask(directory.path(), "SET saved 1").await?, "+OK");
    assert_eq!(ask(directory.path(), "SAVE").await?, "+OK");
    assert_eq!(ask(directory.path(), "SET unsaved 1").await?, "+OK");
    assert_eq!(daemon.kill().await?, Exit::Signal(9));
    start(&daemon).await?;
    assert_eq!(ask(directory.path(), "EXISTS saved").await?, ":1");
    assert_eq!(ask(directory.path(), "EXISTS unsaved").await?, ":0");
    assert!(daemon.terminate(LONG).await?.is_success());
    Ok(())
}

async fn suspended_it_does_not_answer() -> Outcome {
    let directory = Directory::new().await?;
    let daemon = redis(&directory).await?;
    daemon.suspend().await?;
    let mut asking = Box::pin(ask(directory.path(), "PING"));
    assert!(timeout(Duration::from_millis(100), &mut asking).await.is_err(), "it is suspended");
    daemon.resume().await?;
    assert_eq!(asking.await?, "+PONG");
    assert!(matches!(daemon.status(), Status::Running { .. }));
    Ok(())
}

async fn its_memory_is_seen() -> Outcome {
    let directory = Directory::new().await?;
    let daemon = redis(&directory).await?;
    let before = daemon.usage().await?;
    // A string that is zero up to its last bit, of 64 MiB.
    assert_eq!(ask(directory.path(), "SETBIT big 536870911 1").await?, ":0");
    let full = daemon.usage().await?;
    let mebibytes = 60 << 20;
    assert!(full.peak_memory > before.peak_memory + mebibytes, "{before:?} {full:?}");
    assert!(full.memory > before.memory.map(|memory| memory + mebibytes), "{before:?} {full:?}");
    assert_eq!(ask(directory.path(), "DEL big").await?, ":1");
    let after = daemon.usage().await?;
    assert!(after.memory < full.memory.map(|memory| memory - mebibytes), "{full:?} {after:?}");
    assert!(after.peak_memory > full.peak_memory - (1 << 20), "{full:?} {after:?}");
    Ok(())
}
