use std::{
    fs::OpenOptions,
    io,
    os::{fd::OwnedFd, unix::process::CommandExt as _},
    path::Path,
    process::{Child, Command, Stdio, id},
    sync::Arc,
};

use rustix::process::Pid;
use tokio::net::unix::pipe;

use super::{Fifo, Process, Reader, Watchdog, end_of, lines, output_reader};
use crate::{
    DaemonBuilder, Output, StartError, Stream,
    child::PARENT_VARIABLE,
    shared::{Shared, Target},
};

/// Starts the program on this machine.
pub(super) fn start(shared: &Arc<Shared>, config: &DaemonBuilder) -> Result<Process, StartError> {
    let fifo = if config.event_pipe { Some(make_fifo(config)?) } else { None };
    let mut readers: Vec<Reader> = Vec::new();
    let mut command = command(config);
    let events = match fifo {
        None => None,
        Some(fifo) => {
            command.env(&config.event_variable, fifo.path());
            command.env(format!("{}_LEVELS", config.event_variable), config.levels.to_string());
            let ends = fifo.open().map_err(|source| pipe_error(config, fifo.path().as_path(), source))?;
            let shared = shared.clone();
            readers.push(Box::pin(
                async move { lines::read(ends.reader, |line| shared.event_line(line)).await },
            ));
            Some((fifo, Some(ends.writer)))
        }
    };
    let directory = events.as_ref().map(|(fifo, _)| fifo.directory());
    let watchdog = if config.guards_itself { None } else { Some(start_watchdog(config, directory)?) };
    command.process_group(watchdog.as_ref().map_or(0, |watchdog| watchdog.group().as_raw_nonzero().get()));
    let mut child = spawn(config, &mut command)?;
    let pid = Pid::from_child(&child);
    let group = watchdog.as_ref().map_or(pid, Watchdog::group);
    let piped = take_pipes(shared, config, &mut child, &mut readers);
    let mut process = Process {
        ended: Some(end_of(&child)),
        child,
        watchdog,
        target: Target::Local { pid, group },
        stdin: None,
        readers,
        events,
        exit: None,
        carrier: None,
    };
    match piped {
        Ok(stdin) => process.stdin = stdin,
        Err(source) => {
            process.target.kill_group();
            let _ = process.child.wait();
            return Err(StartError::Supervision { daemon: config.name.clone(), source });
        }
    }
    Ok(process)
}

fn command(config: &DaemonBuilder) -> Command {
    let mut command = Command::new(&config.program);
    command.args(&config.args);
    // Those of a daemon that this process itself may be.
    command.env_remove(&config.event_variable).env_remove(PARENT_VARIABLE);
    for (key, value) in &config.env {
        match value {
            Some(value) => command.env(key, value),
            None => command.env_remove(key),
        };
    }
    if let Some(directory) = &config.directory {
        command.current_dir(directory);
    }
    if config.guards_itself {
        command.env(PARENT_VARIABLE, id().to_string());
    }
    command
}

pub(super) fn spawn(config: &DaemonBuilder, command: &mut Command) -> Result<Child, StartError> {
    command.stdin(if config.stdin { Stdio::piped() } else { Stdio::null() });
    command.stdout(output(config, &config.stdout, Stream::Stdout)?);
    command.stderr(output(config, &config.stderr, Stream::Stderr)?);
    command.spawn().map_err(|source| StartError::Spawn {
        daemon: config.name.clone(),
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    })
}

fn output(config: &DaemonBuilder, output: &Output, stream: Stream) -> Result<Stdio, StartError> {
    let failed = |path: &Path, source| StartError::OutputFile {
        daemon: config.name.clone(),
        path: path.to_owned(),
        source,
    };
    Ok(match output {
        Output::Capture => Stdio::piped(),
        Output::Null => Stdio::null(),
        Output::Inherit => match stream {
            Stream::Stdout => io::stdout().into(),
            Stream::Stderr => io::stderr().into(),
        },
        Output::File(path) => {
            let file = OpenOptions::new().append(true).create(true).open(path);
            file.map_err(|source| failed(path, source))?.into()
        }
    })
}

/// Takes over the child's ends of its pipes: those that are read, and the one that is written.
pub(super) fn take_pipes(
    shared: &Arc<Shared>,
    config: &DaemonBuilder,
    child: &mut Child,
    readers: &mut Vec<Reader>,
) -> io::Result<Option<pipe::Sender>> {
    if let Some(stdout) = child.stdout.take() {
        let pipe = pipe::Receiver::from_owned_fd(OwnedFd::from(stdout))?;
        readers.push(output_reader(shared, Stream::Stdout, pipe));
    }
    if let Some(stderr) = child.stderr.take() {
        let pipe = pipe::Receiver::from_owned_fd(OwnedFd::from(stderr))?;
        readers.push(output_reader(shared, Stream::Stderr, pipe));
    }
    // Over SSH the child's input is not the daemon's: it stays with the child.
    let stdin = if config.stdin { child.stdin.take() } else { None };
    stdin.map(|stdin| pipe::Sender::from_owned_fd(OwnedFd::from(stdin))).transpose()
}

pub(super) fn start_watchdog(
    config: &DaemonBuilder,
    directory: Option<&Path>,
) -> Result<Watchdog, StartError> {
    Watchdog::start(directory).map_err(|source| StartError::Watchdog { daemon: config.name.clone(), source })
}

fn make_fifo(config: &DaemonBuilder) -> Result<Fifo, StartError> {
    Fifo::make().map_err(|source| pipe_error(config, &std::env::temp_dir(), source))
}

fn pipe_error(config: &DaemonBuilder, path: &Path, source: io::Error) -> StartError {
    StartError::EventPipe { daemon: config.name.clone(), path: path.to_owned(), source }
}
