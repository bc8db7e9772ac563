//! The node's log: what its parts say through `tracing`, as lines in a file.

use std::{
    fmt::{self, Write as _},
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
};

use super::settings::LogLevel;

/// Writes a line for each event of a level at least: time in UTC, level, where it comes from, what it says. A line is in the
/// file when the event is over, in one piece; what cannot be written is lost, for a node does not end for want of a log.
///
/// Spans are not written: nothing in a node is in two places at once that a line could not tell apart by its fields.
#[derive(Debug)]
pub(super) struct LogFile {
    file: File,
    level: LevelFilter,
    spans: AtomicU64,
}

impl LogFile {
    /// Goes on with the log at `path`.
    pub(super) fn open(path: &Path, level: LogLevel) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { file, level: filter(level), spans: AtomicU64::new(1) })
    }
}

fn filter(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    }
}

impl Subscriber for LogFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // What libraries have to say is for whoever looks for a fault in them.
        let is_ours = metadata.target().starts_with("hapi");
        metadata.is_event()
            && *metadata.level() <= self.level
            && (is_ours || *metadata.level() <= Level::WARN)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut line = Line(String::with_capacity(128));
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let _ = write!(
            line.0,
            "{} {:<5} {}",
            Utc { seconds: now.as_secs(), millis: now.subsec_millis() },
            metadata.level(),
            metadata.target(),
        );
        event.record(&mut line);
        line.0.push('\n');
        let _ = (&self.file).write_all(line.0.as_bytes());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// A line in the making.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        // One event, one line.
        let text = text.replace('\n', "\\n");
        let _ = match field.name() {
            "message" => write!(self.0, ": {text}"),
            name => write!(self.0, " {name}={text}"),
        };
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        while let Some(cause) = source {
            let _ = write!(text, ": {cause}");
            source = cause.source();
        }
        self.record_str(field, &text);
    }
}

/// A time of the proleptic Gregorian calendar.
struct Utc {
    seconds: u64,
    millis: u32,
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.seconds / 86_400, self.seconds % 86_400);
        // Years that begin in March have their leap day last, and 400 of them always have as many days.
        let day = days + 719_468;
        let (era, day) = (day / 146_097, day % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + u64::from(month <= 2);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", self.millis)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn times_are_of_the_calendar() {
        let utc = |seconds| Utc { seconds, millis: 7 }.to_string();
        assert_eq!(utc(0), "1970-01-01T00:00:00.007Z");
        assert_eq!(utc(951_782_399), "2000-02-28T23:59:59.007Z");
        assert_eq!(utc(951_782_400), "2000-02-29T00:00:00.007Z");
        assert_eq!(utc(1_767_225_599), "2025-12-31T23:59:59.007Z");
        assert_eq!(utc(4_107_542_400), "2100-03-01T00:00:00.007Z");
    }

    #[test]
    fn an_event_is_a_line_and_lesser_ones_are_none() {
        let path = std::env::temp_dir().join(format!("hapi-node-log-{}", std::process::id()));
        let log = LogFile::open(&path, LogLevel::Info).unwrap();
        tracing::subscriber::with_default(log, || {
            let error = io::Error::new(io::ErrorKind::NotFound, "it is\nnot there");
            tracing::info!(round = 7, error = &error as &dyn std::error::Error, "handled");
            tracing::debug!("not written");
        });
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let (time, rest) = text.split_once(' ').unwrap();
        assert!(time.ends_with('Z'), "{text}");
        assert_eq!(
            rest,
            "INFO  hapi_node::process::log::tests: handled round=7 error=\"it is\\nnot there\"\n"
        );
    }
}
