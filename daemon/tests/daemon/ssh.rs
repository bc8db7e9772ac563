//! Daemons on another machine, which is this one, reached over SSH: `.ci/sshd` is itself a daemon here.

use std::{net::TcpListener, path::Path, time::Duration};

use hapi_daemon::{
    Daemon, Exit, Level, Output, Runner, RunnerError, Signal, Ssh, StartError, Status, Stream, fresh_name,
};
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    files::files_of,
    orphans,
    support::{Directory, Held, LONG, Outcome, WAIT, need, sh, trials},
};

pub(crate) fn trials() -> Vec<Trial> {
    need(
        "sshd",
        "openssh-server",
        trials![
            files_over_there,
            it_says_events_and_lines,
            it_gets_signals,
            it_is_killed_if_it_does_not_end,
            what_it_leaves_behind_is_killed,
            it_may_start_again,
            its_use_of_memory_is_seen,
            dropping_it_kills_it,
            it_ends_with_its_killed_parent,
            a_lost_connection_is_told_and_ends_it,
            a_program_that_is_not_there_is_told,
            what_only_this_machine_can_do_is_refused,
            a_machine_that_cannot_be_reached_is_told,
        ],
    )
}

struct Server {
    daemon: Daemon,
    directory: Directory,
    port: u16,
}

/// Starts a server on a port that is free now; on another one, if it no longer is when the server wants it.
async fn server() -> Result<Server, Box<dyn std::error::Error>> {
    let directory = Directory::new().await?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/sshd");
    for _ in 0..5 {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let daemon =
            Daemon::builder(fresh_name("sshd"), &script).arg(directory.path()).arg(port.to_string()).build();
        daemon.start().await?;
        let listens = |line: &str| match line {
            line if line.starts_with("Server listening on") => Some(true),
            line if line.contains("Address already in use") => Some(false),
            _ => None,
        };
        if daemon.wait_for_line(Stream::Stderr, "it listens", LONG, listens).await? {
            return Ok(Server { daemon, directory, port });
        }
    }
    Err("no port stays free".into())
}

/// How to reach the server of this directory.
pub(crate) fn client(directory: &Path, port: u16) -> Ssh {
    Ssh::new("127.0.0.1")
        .config("/dev/null")
        .port(port)
        .identity(directory.join("client"))
        .option(format!("UserKnownHostsFile={}", directory.join("known_hosts").display()))
        .option("HostKeyAlias=hapi-daemon")
        .option("StrictHostKeyChecking=yes")
}

impl Server {
    fn runner(&self) -> Runner {
        Runner::ssh(client(self.directory.path(), self.port))
    }
}

async fn files_over_there() -> Outcome {
    let server = server().await?;
    let runner = server.runner();
    assert_eq!(runner.address(), "127.0.0.1");
    files_of(&runner).await?;
    let output = runner.run("/no/such/program", [""; 0]).await?;
    assert_eq!(output.exit, Exit::Code(127));
    Ok(())
}

async fn it_says_events_and_lines() -> Outcome {
    let server = server().await?;
    let script = r#"printf '%s|' "$@" "$A" "${HOME-none}" "$(pwd)" "$HAPI_EVENTS_LEVELS"
        for i in 1 2; do echo "{\"name\":\"n\",\"value\":$i}" > "$HAPI_EVENTS"; done
        echo 'no event' > "$HAPI_EVENTS"
        echo err >&2; exit 7"#;
    let daemon = sh(script)
        .args(["sh", "it's $x", ""])
        .env("A", "b=c d")
        .env_remove("HOME")
        .directory("/usr")
        .section_level("s", Level::Debug)
        .runner(server.runner())
        .build();
    let second = daemon.wait_for("n", |value| (*value == 2).then_some(()));
    daemon.start().await?;
    second.await?;
    assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Code(7));
    assert_eq!(daemon.lines(Stream::Stdout), ["it's $x||b=c d|none|/usr|info,s=debug|"]);
    assert_eq!(daemon.lines(Stream::Stderr), ["err"]);
    assert_eq!(daemon.events().len(), 2);
    assert_eq!(daemon.unreadable_events(), ["no event"]);
    Ok(())
}

async fn it_gets_signals() -> Outcome {
    let server = server().await?;
    let script = r#"trap 'echo int' INT; trap 'echo bye; exit 3' TERM
        echo '{"name":"up"}' > "$HAPI_EVENTS"; sleep 1000 & while :; do wait; done"#;
    let daemon = sh(script).runner(server.runner()).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    let pid = daemon.pid().ok_or("it runs")?;
    assert!(std::fs::read_to_string(format!("/proc/{pid}/cmdline"))?.contains("trap"), "its own id");
    daemon.suspend().await?;
    daemon.signal(Signal::INT).await?;
    let soon = Duration::from_millis(100);
    daemon.wait_for_line(Stream::Stdout, "", soon, |_| Some(())).await.expect_err("it is suspended");
    daemon.resume().await?;
    daemon.wait_for_line(Stream::Stdout, "", LONG, |line| (line == "int").then_some(())).await?;
    daemon.suspend().await?;
    assert_eq!(daemon.terminate(LONG).await?, Exit::Code(3));
    assert_eq!(daemon.lines(Stream::Stdout), ["int", "bye"]);
    Ok(())
}

async fn it_is_killed_if_it_does_not_end() -> Outcome {
    let server = server().await?;
    let daemon = sh(&format!("trap '' TERM; {WAIT}")).runner(server.runner()).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    assert_eq!(daemon.terminate(Duration::from_millis(1)).await?, Exit::Signal(9));
    Ok(())
}

async fn what_it_leaves_behind_is_killed() -> Outcome {
    let server = server().await?;
    let mut held = Held::new().await?;
    let script = r#"exec 7> "$HELD"; sleep 1000 & exit 5"#;
    let daemon = sh(script).env("HELD", held.path()).runner(server.runner()).build();
    daemon.start().await?;
    assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Code(5));
    held.released().await
}

async fn it_may_start_again() -> Outcome {
    let server = server().await?;
    let daemon = sh(WAIT).runner(server.runner()).build();
    for _ in 0..2 {
        daemon.start().await?;
        daemon.wait_for("up", |_| Some(())).await?;
        assert_eq!(daemon.kill().await?, Exit::Signal(9));
        assert_eq!(daemon.status(), Status::Stopped(Exit::Signal(9)));
    }
    Ok(())
}

async fn its_use_of_memory_is_seen() -> Outcome {
    let server = server().await?;
    let daemon = sh(WAIT).runner(server.runner()).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    let usage = daemon.usage().await?;
    assert!(usage.peak_memory > 10_000 && usage.memory.is_some_and(|memory| memory > 10_000), "{usage:?}");
    Ok(())
}

async fn dropping_it_kills_it() -> Outcome {
    let server = server().await?;
    let mut held = Held::new().await?;
    let script = format!(r#"exec 7> "$HELD"; sleep 1000 & {WAIT}"#);
    let daemon = sh(&script).env("HELD", held.path()).runner(server.runner()).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    assert!(held.is_held()?);
    drop(daemon);
    held.released().await
}

async fn it_ends_with_its_killed_parent() -> Outcome {
    let server = server().await?;
    let mut held = Held::new().await?;
    let kind = json!({ "child": "script", "ssh": server.directory.path(), "port": server.port });
    let parent = orphans::parent(kind, &held).await?;
    held.line().await?;
    assert!(held.is_held()?);
    assert_eq!(parent.kill().await?, Exit::Signal(9));
    held.released().await
}

async fn a_lost_connection_is_told_and_ends_it() -> Outcome {
    let server = server().await?;
    let mut held = Held::new().await?;
    let script = format!(r#"exec 7> "$HELD"; echo $PPID >&7; {WAIT}"#);
    let daemon = sh(&script).env("HELD", held.path()).runner(server.runner()).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    // The program's parent is the shell that stands over it, whose parent is the connection's end on the server's side.
    let shell = held.line().await?;
    let stat = std::fs::read_to_string(format!("/proc/{shell}/stat"))?;
    let connection = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)).ok_or("a parent")?;
    let connection = rustix::process::Pid::from_raw(connection.parse()?).ok_or("a process id")?;
    rustix::process::kill_process(connection, Signal::KILL)?;
    assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Lost);
    held.released().await?;
    drop(server.daemon);
    Ok(())
}

async fn a_program_that_is_not_there_is_told() -> Outcome {
    let server = server().await?;
    let daemon = Daemon::builder("nothing", "/no/such/program").runner(server.runner()).build();
    daemon.start().await?;
    assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Code(127));
    let said = daemon.lines(Stream::Stderr).join("\n");
    assert!(said.contains("/no/such/program"), "{said}");
    let lost =
        Daemon::builder("lost", "true").directory("/no/such/directory").runner(server.runner()).build();
    lost.start().await?;
    assert_eq!(lost.wait_for_exit(LONG).await?, Exit::Code(126));
    Ok(())
}

async fn what_only_this_machine_can_do_is_refused() -> Outcome {
    let there = Runner::ssh(Ssh::new("localhost"));
    for builder in
        [sh(WAIT).stdin(true), sh(WAIT).guards_itself(true), sh(WAIT).stdout(Output::File("/tmp/x".into()))]
    {
        let daemon = builder.runner(there.clone()).build();
        let error = daemon.start().await.expect_err("not over there");
        assert!(matches!(error, StartError::NotOverSsh { .. }), "{error}");
        assert_eq!(daemon.status(), Status::Idle);
    }
    Ok(())
}

async fn a_machine_that_cannot_be_reached_is_told() -> Outcome {
    let directory = Directory::new().await?;
    // Nobody listens on a port that was just given back.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let runner = Runner::ssh(client(directory.path(), port));
    let error = runner.read("/etc/passwd").await.expect_err("nobody listens");
    assert!(matches!(error, RunnerError::Connection { .. }), "{error}");
    let daemon = sh(WAIT).runner(runner).build();
    let error = daemon.start().await.expect_err("nobody listens").to_string();
    assert!(error.contains("127.0.0.1 cannot be reached over SSH") && error.contains("refused"), "{error}");
    let no_program = Runner::ssh(Ssh::new("localhost").program("/no/such/ssh"));
    let error = no_program.exists("/").await.expect_err("no such program");
    assert!(matches!(error, RunnerError::Io { .. }), "{error}");
    Ok(())
}
