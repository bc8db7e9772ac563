//! What a process is told from outside: by signals, and on its standard input.

use std::{
    io::{self, BufRead as _},
    thread,
};

use rustix::fs::{FileType, fstat};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::mpsc,
};

use super::settings::{Addresses, LiveAddresses};

/// How much stack the thread needs that reads standard input.
const STACK: usize = 128 << 10;

/// Waits for what a process is told.
#[derive(Debug)]
pub(super) struct Orders {
    terminate: Signal,
    interrupt: Signal,
    /// The lines of standard input; `None` where nobody can close it, so that its end means nothing.
    lines: Option<mpsc::Receiver<io::Result<String>>>,
}

/// The line with the addresses of the others is none.
#[derive(Debug, thiserror::Error)]
#[error(
    "standard input should say where the others gossip, as `{{\"gossip\": {{\"0\": \"127.0.0.1:1234\"}}}}`, and says `{line}`"
)]
struct NoAddresses {
    line: String,
    source: serde_json::Error,
}

impl Orders {
    /// Listens from now on. Standard input counts if it is a pipe or a socket, or if addresses come on it.
    pub(super) fn listen(addresses: Addresses) -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            lines: if addresses == Addresses::Stdin || has_an_end() { Some(read_lines()?) } else { None },
        })
    }

    /// Returns when the process is to stop, and says why.
    pub(super) async fn stop(&mut self) -> &'static str {
        let closed = async {
            let Some(lines) = &mut self.lines else { return std::future::pending().await };
            // Nothing more is expected there, only the end.
            while lines.recv().await.is_some() {}
        };
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
            () = closed => "its standard input was closed",
        }
    }

    /// The addresses that come on standard input; `None` when the process is to stop instead.
    pub(super) async fn addresses(
        &mut self,
    ) -> Result<Option<LiveAddresses>, Box<dyn std::error::Error + Send + Sync>> {
        let line = async {
            match &mut self.lines {
                Some(lines) => lines.recv().await,
                None => None,
            }
        };
        let line = tokio::select! {
            line = line => line,
            _ = self.terminate.recv() => None,
            _ = self.interrupt.recv() => None,
        };
        let Some(line) = line.transpose()? else { return Ok(None) };
        match serde_json::from_str(&line) {
            Ok(addresses) => Ok(Some(addresses)),
            Err(source) => Err(Box::new(NoAddresses { line, source })),
        }
    }
}

/// Whether somebody holds the other end of standard input.
fn has_an_end() -> bool {
    let kind = fstat(io::stdin()).map(|stat| FileType::from_raw_mode(stat.st_mode));
    matches!(kind, Ok(FileType::Fifo | FileType::Socket))
}

fn read_lines() -> io::Result<mpsc::Receiver<io::Result<String>>> {
    let (sender, receiver) = mpsc::channel(1);
    // It ends with the process: nothing can wake a thread that reads.
    thread::Builder::new().name("stdin".into()).stack_size(STACK).spawn(move || {
        for line in io::stdin().lock().lines() {
            let is_over = line.is_err();
            if sender.blocking_send(line).is_err() || is_over {
                break;
            }
        }
    })?;
    Ok(receiver)
}
