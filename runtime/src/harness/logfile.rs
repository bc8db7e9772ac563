//! libtest's log: a line for each test, with its outcome and its name.

use std::{
    fs::File,
    io::{self, Write as _},
    path::PathBuf,
};

use super::events::{Event, Listener, TestFinished, Verdict};

/// Writes the file that `--logfile` names.
#[derive(Debug)]
pub(crate) struct LogFile {
    path: PathBuf,
    file: Option<File>,
}

impl LogFile {
    /// The file is made when the run begins.
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    fn write(&mut self, event: &Event<'_>) -> io::Result<()> {
        match (event, &mut self.file) {
            (Event::RunStarted(_), file) => *file = Some(File::create(&self.path)?),
            (Event::TestFinished(end), Some(file)) => file.write_all(line(end).as_bytes())?,
            _ => {}
        }
        Ok(())
    }
}

impl Listener for LogFile {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.write(event).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot write the log {}: {error}", self.path.display()))
        })
    }
}

/// In the words of libtest.
fn line(end: &TestFinished<'_>) -> String {
    let outcome = match &end.verdict {
        Verdict::Passed | Verdict::Flaky { .. } => "ok".to_owned(),
        Verdict::Failed | Verdict::Interrupted => "failed".to_owned(),
        Verdict::Ignored(ignore) if ignore.reason.is_empty() => "ignored".to_owned(),
        Verdict::Ignored(ignore) => format!("ignored: {ignore}"),
    };
    format!("{outcome} {}\n", end.test.name)
}
