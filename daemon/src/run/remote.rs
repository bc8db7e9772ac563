//! A daemon on another machine: one connection runs it, and brings its output; another brings its events.
//!
//! Over there a shell stands between the connection and the program. It opens the event pipe, which waits until the other connection
//! reads it; says the program's process id on it, and later its exit status; and when the program ends, or the connection does, it kills
//! all of its session's process group. So what ends the connection ends the program: this process, when it is killed, too.

use std::{
    ffi::{OsStr, OsString},
    io,
    os::{fd::OwnedFd, unix::process::CommandExt as _},
    path::Path,
    process::{Child, Stdio},
    sync::Arc,
    time::Duration,
};

use rustix::process::Signal;
use tokio::{net::unix::pipe, sync::oneshot, task::JoinHandle, time::timeout};

use super::{Process, Reader, Watchdog, end_of, lines, local};
use crate::{
    DaemonBuilder, Exit, Output, Runner, RunnerError, StartError,
    daemon::name_of,
    runner::{Ssh, quote},
    shared::{Shared, Target},
    usage,
};

/// Begins what the shell over there says on the event pipe for this side alone. No event begins so: it would not be JSON.
const SAID: &str = "hapi-daemon:";

/// How long what was said over there may take to get here, after the connection that runs the program has ended.
const TELL_LIMIT: Duration = Duration::from_secs(5);

/// `$1` is the directory with the pipe, `$2` the program's directory or nothing; then comes the program.
const SUPERVISOR: &str = r#"
    pipe=$1 directory=$2
    shift 2
    exec 3<&0 9>"$pipe/events"
    (
        trap '' HUP INT QUIT TERM
        read -r _ <&3
        rm -rf -- "$pipe"
        kill -KILL 0
    ) >/dev/null 2>&1 &
    sh -c '
        directory=$1
        shift
        echo "hapi-daemon:pid $$" >&9
        exec 3<&- 9>&-
        [ -z "$directory" ] || cd -- "$directory" || exit 126
        exec "$@"
    ' sh "$directory" "$@" </dev/null
    echo "hapi-daemon:exit $?" >&9
    rm -rf -- "$pipe"
    kill -KILL 0
"#;

/// Starts the program over there.
pub(super) async fn start(
    shared: &Arc<Shared>,
    config: &DaemonBuilder,
    ssh: &Arc<Ssh>,
) -> Result<Process, StartError> {
    refuse_what_is_local(config)?;
    let failed = |source| StartError::Runner { daemon: config.name.clone(), source };
    let directory = make_fifo(config, ssh).await.map_err(failed)?;
    let (carrier, events) = start_carrier(config, ssh, &directory)?;
    let (mut child, watchdog) = start_program(config, ssh, &directory)?;
    let group = watchdog.group();
    let (told_pid, mut is_told_pid) = oneshot::channel();
    let (told_exit, is_told_exit) = oneshot::channel();
    let mut readers: Vec<Reader> = vec![event_reader(shared, events, told_pid, told_exit)];
    if let Err(source) = local::take_pipes(shared, config, &mut child, &mut readers) {
        drop(watchdog);
        let _ = child.wait();
        return Err(StartError::Supervision { daemon: config.name.clone(), source });
    }
    let readers: Vec<Reader> = readers.into_iter().map(background).collect();
    let mut ended = Some(end_of(&child));
    let told = tokio::select! {
        biased;
        pid = &mut is_told_pid => pid.ok(),
        // It has ended already, and what it said is still on its way; or there never was a connection.
        () = has_ended(&mut ended) => timeout(TELL_LIMIT, is_told_pid).await.ok().and_then(Result::ok),
    };
    let Some(pid) = told else {
        drop((watchdog, carrier));
        let _ = child.wait();
        for reader in readers {
            let _ = reader.await;
        }
        let says = shared.state().stderr.of_run().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        return Err(failed(RunnerError::Connection { host: ssh.host().to_owned(), says }));
    };
    Ok(Process {
        ended,
        child,
        watchdog: Some(watchdog),
        target: Target::Ssh { pid, group, ssh: ssh.clone() },
        stdin: None,
        readers,
        events: None,
        exit: Some(is_told_exit),
        carrier: Some(carrier),
    })
}

fn refuse_what_is_local(config: &DaemonBuilder) -> Result<(), StartError> {
    let is_file = |output: &Output| matches!(output, Output::File(_));
    let refused = [
        (config.stdin, "a pipe as standard input"),
        (config.guards_itself, "a program that ends with its parent by itself"),
        (is_file(&config.stdout) || is_file(&config.stderr), "a file for the output"),
    ];
    match refused.iter().find(|(is_asked, _)| *is_asked) {
        Some((_, what)) => Err(StartError::NotOverSsh { daemon: config.name.clone(), what }),
        None => Ok(()),
    }
}

/// Makes the pipe over there, in a directory of its own.
async fn make_fifo(config: &DaemonBuilder, ssh: &Ssh) -> Result<OsString, RunnerError> {
    use std::os::unix::ffi::OsStringExt as _;
    let script = r#"umask 077; d=$(mktemp -d "${TMPDIR:-/tmp}/hapi-daemon-XXXXXXXX") && mkfifo "$d/events" && echo "$d""#;
    let what = "make the event pipe".to_owned();
    let mut path = config.runner.shell(ssh, script, &[], Vec::new(), what).await?;
    path.truncate(path.trim_ascii_end().len());
    Ok(OsString::from_vec(path))
}

/// The connection that brings the events.
pub(super) struct Carrier {
    child: Child,
    watchdog: Option<Watchdog>,
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.watchdog = None;
        // It has been killed.
        let _ = self.child.wait();
    }
}

/// Starts the connection that brings the events.
fn start_carrier(
    config: &DaemonBuilder,
    ssh: &Ssh,
    directory: &OsStr,
) -> Result<(Carrier, pipe::Receiver), StartError> {
    let watchdog = local::start_watchdog(config, None)?;
    let pipe = Path::new(directory).join("events");
    let mut command = ssh.command(&quote([OsStr::new("exec"), OsStr::new("cat"), pipe.as_os_str()]));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.process_group(watchdog.group().as_raw_nonzero().get());
    let daemon = &config.name;
    let child = command.spawn().map_err(|source| StartError::Spawn {
        daemon: daemon.clone(),
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    })?;
    let mut carrier = Carrier { child, watchdog: Some(watchdog) };
    let stdout = carrier.child.stdout.take().ok_or_else(|| io::Error::other("its output is no pipe"));
    let pipe = stdout.and_then(|stdout| pipe::Receiver::from_owned_fd(OwnedFd::from(stdout)));
    let pipe = pipe.map_err(|source| StartError::Supervision { daemon: daemon.clone(), source })?;
    Ok((carrier, pipe))
}

/// Starts the connection that runs the program. Its standard input is the lifeline: the other side sees its end.
fn start_program(
    config: &DaemonBuilder,
    ssh: &Ssh,
    directory: &OsStr,
) -> Result<(Child, Watchdog), StartError> {
    let watchdog = local::start_watchdog(config, None)?;
    let words = program_words(config, directory);
    let mut command = ssh.command(&quote(words.iter().map(AsRef::as_ref)));
    command.process_group(watchdog.group().as_raw_nonzero().get());
    let config = DaemonBuilder { stdin: true, ..config.clone() };
    Ok((local::spawn(&config, &mut command)?, watchdog))
}

/// The command over there, word by word.
fn program_words(config: &DaemonBuilder, pipe: &OsStr) -> Vec<OsString> {
    let directory =
        config.directory.as_ref().map_or_else(OsString::new, |path| path.clone().into_os_string());
    let mut words: Vec<OsString> = ["exec", "sh", "-c", SUPERVISOR, "sh"].map(OsString::from).to_vec();
    words.extend([pipe.to_owned(), directory, "env".into()]);
    for (key, _) in config.env.iter().filter(|(_, value)| value.is_none()) {
        words.extend(["-u".into(), key.clone()]);
    }
    let mut set = |key: &OsStr, value: &OsStr| {
        let mut word = key.to_owned();
        word.push("=");
        word.push(value);
        words.push(word);
    };
    for (key, value) in &config.env {
        if let Some(value) = value {
            set(key, value);
        }
    }
    if config.event_pipe {
        set(OsStr::new(&config.event_variable), Path::new(pipe).join("events").as_os_str());
        let levels = format!("{}_LEVELS", config.event_variable);
        set(OsStr::new(&levels), OsStr::new(&config.levels.to_string()));
    }
    words.push(config.program.clone());
    words.extend(config.args.iter().cloned());
    words
}

/// Reads events, and what the shell over there says between them.
fn event_reader(
    shared: &Arc<Shared>,
    pipe: pipe::Receiver,
    pid: oneshot::Sender<u32>,
    exit: oneshot::Sender<Exit>,
) -> Reader {
    let shared = shared.clone();
    let (mut pid, mut exit) = (Some(pid), Some(exit));
    Box::pin(async move {
        lines::read(pipe, |line| {
            let said = std::str::from_utf8(line).ok().and_then(|line| line.strip_prefix(SAID));
            let said = said.and_then(|said| said.split_once(' '));
            match said.map(|(what, number)| (what, number.parse::<u32>())) {
                Some(("pid", Ok(number))) => {
                    let _ = pid.take().map(|told| told.send(number));
                }
                Some(("exit", Ok(code))) => {
                    let code = Exit::of_shell(code.cast_signed());
                    let _ = exit.take().map(|told| told.send(code));
                }
                _ => shared.event_line(line),
            }
        })
        .await
    })
}

/// Lets a reader run while nobody waits for it yet.
fn background(reader: Reader) -> Reader {
    let task = tokio::spawn(reader);
    Box::pin(async move { task.await.map_err(io::Error::other)? })
}

/// Waits for the end of a child, and remembers that.
async fn has_ended<T>(ended: &mut Option<JoinHandle<T>>) {
    if let Some(handle) = ended {
        let _ = handle.await;
        *ended = None;
    }
}

/// Sends signals over there, one after the other. It is no error if the process has ended.
pub(crate) async fn signal(ssh: &Arc<Ssh>, pid: u32, signals: &[Signal]) -> Result<(), RunnerError> {
    let script = r#"pid=$1; shift
        for signal; do kill -s "$signal" "$pid" || ! kill -s 0 "$pid" || exit; done 2>/dev/null"#;
    let words: Vec<_> =
        [pid.to_string()].into_iter().chain(signals.iter().map(|one| name_of(*one))).collect();
    let what = format!("send signal {} to process {pid}", words[1..].join(" and "));
    let runner = Runner { ssh: Some(ssh.clone()) };
    let words: Vec<_> = words.iter().map(OsStr::new).collect();
    runner.shell(ssh, script, &words, Vec::new(), what).await.map(drop)
}

/// The text of the files that tell what a process over there uses.
pub(crate) async fn usage(ssh: &Arc<Ssh>, pid: u32) -> Result<String, RunnerError> {
    let runner = Runner { ssh: Some(ssh.clone()) };
    let pid = pid.to_string();
    let what = format!("read /proc of process {pid}");
    let text = runner.shell(ssh, usage::SCRIPT, &[OsStr::new(&pid)], Vec::new(), what).await?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
