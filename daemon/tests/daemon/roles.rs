//! What this program is when it is started as a child: see [`support::role`](crate::support::role).

use std::{
    env,
    fs::OpenOptions,
    io::{self, BufRead as _, Write as _},
    process::{self, ExitCode},
    thread,
};

use hapi_daemon::{Daemon, Emitter, Level, Output, Runner, Stream, child};
use serde_json::{Value, json};

use crate::support::{LONG, Outcome, WAIT};

/// Says which.
pub(crate) const VARIABLE: &str = "HAPI_DAEMON_TEST_ROLE";

/// The path of a pipe that children hold as long as they live.
pub(crate) const HELD: &str = "HAPI_DAEMON_TEST_HELD";

pub(crate) fn play_if_asked() -> Option<ExitCode> {
    let role = env::var(VARIABLE).ok()?;
    let played = match role.as_str() {
        "emitting" => emitting(),
        "flooding" => {
            flooding();
            Ok(())
        }
        "guarded" => guarded(),
        "echoing" => echoing(),
        "nesting" => runtime().block_on(nesting()),
        "tidy" => runtime().block_on(tidy()),
        "dropping" => runtime().block_on(dropping()),
        "parent" => runtime().block_on(parent()),
        other => Err(format!("no such role: {other}").into()),
    };
    Some(match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{role}: {error}");
            ExitCode::FAILURE
        }
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Holds the pipe until the process ends, and says its id on it.
fn hold() -> Outcome {
    if let Some(path) = env::var_os(HELD) {
        let mut held = OpenOptions::new().write(true).open(path)?;
        writeln!(held, "{}", process::id())?;
        std::mem::forget(held);
    }
    Ok(())
}

fn wait_for_ever() -> ! {
    loop {
        thread::park();
    }
}

fn emitting() -> Outcome {
    let emitter = Emitter::from_env();
    emitter.emit("plain", &json!({ "port": 7 }));
    emitter.emit_at(Level::Debug, "gossip.peers", "peer", "near");
    emitter.emit_at(Level::Debug, "disk", "written", &1);
    emitter.emit_at(Level::Error, "disk", "full", &());
    let no_json = std::collections::BTreeMap::from([((1, 2), 3)]);
    emitter.emit("odd", &no_json);
    emitter.emit("big", &"x".repeat(200_000));
    // What was emitted is in the pipe, whatever happens now.
    process::abort();
}

/// Emits more than the pipe holds; what it writes to its output comes after that.
fn flooding() {
    let emitter = Emitter::from_env();
    for number in 0..60_000_u32 {
        emitter.emit("flood", &number);
    }
    println!("connected: {}", emitter.is_connected());
}

fn guarded() -> Outcome {
    child::die_with_parent()?;
    hold()?;
    Emitter::from_env().emit("up", &process::id());
    wait_for_ever();
}

/// Says each line of its input as an event.
fn echoing() -> Outcome {
    child::die_with_parent()?;
    let emitter = Emitter::from_env();
    emitter.emit("up", &());
    for line in io::stdin().lock().lines() {
        emitter.emit("line", &line?);
    }
    emitter.emit("end", &());
    Ok(())
}

/// Starts a daemon without an event pipe, while it has one itself.
async fn nesting() -> Outcome {
    let inner = Daemon::builder("inner", "sh")
        .args(["-c", r#"echo "${HAPI_EVENTS-none} ${HAPI_DAEMON_PARENT-none}""#])
        .build();
    inner.start().await?;
    let said = inner.wait_for_line(Stream::Stdout, "", LONG, |line| Some(line.to_owned())).await?;
    Emitter::from_env().emit("inner", &said);
    Ok(())
}

/// What this process has besides itself: files, children, directories for event pipes.
fn belongings() -> io::Result<Value> {
    let count = |directory: &str| std::fs::read_dir(directory).map(Iterator::count);
    let mut children = String::new();
    for thread in std::fs::read_dir("/proc/self/task")? {
        let path = thread?.path().join("children");
        // A thread that has just ended has none.
        children.push_str(&std::fs::read_to_string(path).unwrap_or_default());
    }
    let prefix = format!("hapi-daemon-pipe-{}-", process::id());
    let pipes = std::fs::read_dir(env::temp_dir())?
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .count();
    Ok(json!({ "files": count("/proc/self/fd")?, "children": children, "pipes": pipes }))
}

/// Starts daemons of all sorts, and some that cannot start, and ends them: says what is left.
async fn tidy() -> Outcome {
    let emitter = Emitter::from_env();
    let before = belongings()?;
    for round in 0..3 {
        let daemons: Vec<_> = (0..10)
            .map(|number| {
                let builder = Daemon::builder(format!("{round}/{number}"), "sh").args(["-c", WAIT]);
                builder.event_pipe(true).stdin(number % 2 == 0).wait_limit(LONG).build()
            })
            .collect();
        for daemon in &daemons {
            daemon.start().await?;
        }
        for daemon in &daemons {
            daemon.wait_for("up", |_| Some(())).await?;
        }
        for daemon in daemons {
            daemon.terminate(LONG).await?;
        }
        let missing = Daemon::builder("missing", "/no/such/program").event_pipe(true).build();
        missing.start().await.expect_err("there is no such program");
        let nowhere = Daemon::builder("nowhere", "true").event_pipe(true);
        let nowhere = nowhere.stdout(Output::File("/no/such/file".into())).build();
        nowhere.start().await.expect_err("there is no such file");
    }
    emitter.emit("belongings", &json!([before, belongings()?]));
    Ok(())
}

/// Starts a daemon, drops it, and ends at once.
async fn dropping() -> Outcome {
    let daemon = Daemon::builder("inner", "sh").args(["-c", WAIT]).event_pipe(true).wait_limit(LONG).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    drop(daemon);
    process::exit(0);
}

/// Starts a daemon that holds the pipe, and waits to be killed.
async fn parent() -> Outcome {
    let held = env::var(HELD)?;
    let kind: Value = serde_json::from_str(&env::var("KIND")?)?;
    let builder = match kind["child"].as_str() {
        Some("script") => {
            // A daemon with a worker; both hold the pipe.
            let script = format!(r#"exec 7> "$HELD"; echo $$ >&7; sleep 1000 & {WAIT}"#);
            Daemon::builder("script", "sh").args(["-c", &script]).env("HELD", &held)
        }
        _ => Daemon::builder("guarded", env::current_exe()?).env(VARIABLE, "guarded").guards_itself(true),
    };
    let builder = match kind["ssh"].as_str() {
        Some(directory) => builder.runner(Runner::ssh(crate::ssh::client(
            directory.as_ref(),
            u16::try_from(kind["port"].as_u64().unwrap_or_default())?,
        ))),
        None => builder,
    };
    let daemon = builder.event_pipe(true).wait_limit(LONG).build();
    daemon.start().await?;
    daemon.wait_for("up", |_| Some(())).await?;
    if kind["suspend"] == true {
        daemon.suspend().await?;
    }
    Emitter::from_env().emit("started", &json!({ "pid": daemon.pid() }));
    if kind["exit"] == true {
        process::exit(0);
    }
    wait_for_ever();
}
