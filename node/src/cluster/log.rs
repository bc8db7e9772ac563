//! The logs of nodes, as the nodes write them.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How much of the end of a log is looked at for what came lately: ten thousand lines or so.
const LATELY: u64 = 1 << 20;

/// How often a log is looked at by one who waits for a line. Files do not tell when they grow.
const LOOK: Duration = Duration::from_millis(10);

/// The log of a node, a file that the node writes.
#[derive(Clone, Debug)]
pub struct NodeLog {
    path: PathBuf,
}

impl NodeLog {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The lines written at `since` or later, as far as they are in the last megabyte.
    ///
    /// # Errors
    /// When the file cannot be read. One that is not there yet has no lines.
    pub fn since(&self, since: SystemTime) -> io::Result<Vec<String>> {
        let since = since_epoch(since);
        let mut lines = Vec::new();
        let (text, _) = self.read_from(Position::Lately)?;
        for line in text.lines() {
            if time_of(line).is_some_and(|time| time >= since) {
                lines.push(line.to_owned());
            }
        }
        Ok(lines)
    }

    /// The last so many lines; none where the file cannot be read: they are for errors that are worse.
    pub fn last(&self, lines: usize) -> Vec<String> {
        let text = self.read_from(Position::Lately).map(|(text, _)| text).unwrap_or_default();
        let all: Vec<&str> = text.lines().collect();
        all[all.len().saturating_sub(lines)..].iter().map(ToString::to_string).collect()
    }

    /// The first line written at `since` or later that contains `text`; waits until there is one, so whoever waits sets a limit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn contains(&self, text: &str, since: SystemTime) -> io::Result<String> {
        let since = since_epoch(since);
        let mut position = Position::Lately;
        loop {
            let (new, end) = self.read_from(position)?;
            // The last line may be in the middle of being written.
            let whole = new.rfind('\n').map_or(0, |newline| newline + 1);
            let mut lines = new[..whole].lines();
            let is_meant =
                |line: &&str| line.contains(text) && time_of(line).is_some_and(|time| time >= since);
            if let Some(line) = lines.find(is_meant) {
                return Ok(line.to_owned());
            }
            position = Position::At(end - (new.len() - whole) as u64);
            tokio::time::sleep(LOOK).await;
        }
    }

    /// What stands there from a position on, and where that ends.
    fn read_from(&self, position: Position) -> io::Result<(String, u64)> {
        let mut file = match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((String::new(), 0)),
            file => file?,
        };
        let length = file.metadata()?.len();
        let begin = match position {
            Position::Lately => length.saturating_sub(LATELY),
            Position::At(position) => position.min(length),
        };
        file.seek(SeekFrom::Start(begin))?;
        let mut bytes = Vec::new();
        let read = file.take(length - begin).read_to_end(&mut bytes)?;
        // Cut anywhere, a line may begin in the middle of a letter; no other does, so that lengths are as in the file.
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            error
                .into_bytes()
                .iter()
                .map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' })
                .collect()
        });
        Ok((text, begin + read as u64))
    }
}

#[derive(Clone, Copy, Debug)]
enum Position {
    Lately,
    At(u64),
}

/// Logs tell milliseconds.
fn since_epoch(time: SystemTime) -> Duration {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Duration::new(since.as_secs(), since.subsec_millis() * 1_000_000)
}

/// When a line was written, as time since 1970: lines begin with `2026-02-28T23:59:59.123Z `.
fn time_of(line: &str) -> Option<Duration> {
    let stamp = line.get(..24).filter(|stamp| stamp.ends_with('Z'))?;
    let number = |from: usize, to: usize| stamp.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let seconds = number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    // Years that begin in March have their leap day last, and 400 of them always have as many days.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day.checked_sub(1)?;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
    let since_1970 = days.checked_sub(719_468)? * 86_400 + seconds;
    Some(Duration::from_secs(since_1970) + Duration::from_millis(number(20, 23)?))
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write as _};

    use futures::FutureExt as _;

    use super::*;

    const MARCH: &str = "2024-03-01T00:00:00.500Z INFO  hapi_node: handled round=7";
    const LEAP_DAY: &str = "2024-02-29T23:59:59.007Z WARN  hapi_node: höher als round=6";

    fn log(name: &str, text: &str) -> NodeLog {
        let path = std::env::temp_dir().join(format!("hapi-cluster-log-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        NodeLog::at(path)
    }

    fn at(seconds: u64, millis: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_millis(millis)
    }

    #[test]
    fn a_line_tells_its_time() {
        assert_eq!(time_of(MARCH), Some(Duration::from_millis(1_709_251_200_500)));
        assert_eq!(time_of(LEAP_DAY), Some(Duration::from_millis(1_709_251_199_007)));
        assert_eq!(time_of("1970-01-01T00:00:00.000Z x"), Some(Duration::ZERO));
        for other in ["", "running 1 test", "thread 'core' panicked at node/src/process/core.rs:7:9:"] {
            assert_eq!(time_of(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_there_before_is_left_out() {
        let log = log("since", &format!("{LEAP_DAY}\n{MARCH}\n"));
        assert_eq!(log.since(at(1_709_251_199, 7)).unwrap(), [LEAP_DAY, MARCH]);
        assert_eq!(log.since(at(1_709_251_199, 8)).unwrap(), [MARCH]);
        assert_eq!(log.since(at(1_709_251_200, 501)).unwrap(), [""; 0]);
        assert_eq!(log.last(1), [MARCH]);
        fs::remove_file(log.path()).unwrap();
        assert_eq!(log.since(at(0, 0)).unwrap(), [""; 0], "it is not there yet");
    }

    #[tokio::test]
    async fn a_line_is_awaited_until_it_is_whole() {
        let log = log("awaited", &format!("{LEAP_DAY}\n{}", &MARCH[..52]));
        assert!(log.contains("round", at(1_709_251_200, 0)).now_or_never().is_none());
        let rest = async {
            let mut file = File::options().append(true).open(log.path()).unwrap();
            writeln!(file, "{}", &MARCH[52..]).unwrap();
        };
        let (found, ()) = tokio::join!(log.contains("round", at(1_709_251_200, 0)), rest);
        assert_eq!(found.unwrap(), MARCH);
        fs::remove_file(log.path()).unwrap();
    }
}
