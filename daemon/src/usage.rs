use std::{fs, io, time::Duration};

use rustix::{param::clock_ticks_per_second, process::Pid};

/// What a process uses of memory and processor time, as the system says.
///
/// It is that of the daemon's main process: what other processes that it started use is not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The most memory that it ever held at once, in bytes, with all that it shares with others (`VmHWM`). The system counts that
    /// for each processor on its own while it runs: it may be some hundred KiB off.
    pub peak_memory: u64,
    /// The memory that it holds now, in bytes, of which what it shares with others counts in proportion (`Pss`). Zero if it has ended. Nothing if
    /// the system does not say.
    pub memory: Option<u64>,
    /// The processor time that it used, in user mode and in the kernel.
    pub cpu_time: Duration,
}

/// The files of `/proc/<pid>` that tell it.
const FILES: [&str; 3] = ["status", "stat", "smaps_rollup"];

pub(crate) fn of_process(pid: Pid) -> io::Result<Usage> {
    let mut text = String::new();
    for file in FILES {
        match fs::read_to_string(format!("/proc/{}/{file}", pid.as_raw_nonzero())) {
            Ok(read) => text.push_str(&read),
            // Older kernels have none, and of a process with other rights it may not be read.
            Err(_) if file == "smaps_rollup" => {}
            Err(error) => return Err(error),
        }
    }
    parse(&text)
}

/// The shell that prints these files, for a process id as `$1`.
pub(crate) const SCRIPT: &str =
    r#"cat "/proc/$1/status" "/proc/$1/stat" && { cat "/proc/$1/smaps_rollup" 2>/dev/null || :; }"#;

/// Reads the text of those files, one after the other.
pub(crate) fn parse(text: &str) -> io::Result<Usage> {
    let missing = |what: &str| io::Error::new(io::ErrorKind::NotFound, format!("no {what} in /proc"));
    let peak_memory = kibibytes(text, "VmHWM:").ok_or_else(|| missing("VmHWM"))?;
    let cpu_time = text.lines().find_map(cpu_time).ok_or_else(|| missing("processor time"))?;
    // What it holds now is exact, where the highest may lag behind.
    let peak_memory = peak_memory.max(kibibytes(text, "Rss:").unwrap_or_default());
    Ok(Usage { peak_memory, memory: kibibytes(text, "Pss:"), cpu_time })
}

/// The number of a line like `VmHWM:    1234 kB`, in bytes.
fn kibibytes(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = rest.split_whitespace().next()?.parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// The processor time of a line like that of `stat`: `pid (name) state ...`. A name may hold spaces and parentheses; user and system
/// time are the twelfth and the thirteenth field behind it, in clock ticks.
fn cpu_time(line: &str) -> Option<Duration> {
    let (pid, _) = line.split_once(" (")?;
    pid.parse::<u32>().ok()?;
    let mut fields = line.rsplit_once(") ")?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    let ticks = ticks()?.checked_add(ticks()?)?;
    let per_second = clock_ticks_per_second().max(1);
    let nanos = ticks.checked_mul(1_000_000_000)? / per_second;
    Some(Duration::from_nanos(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read() {
        let text = "Name:\ta) b\nVmHWM:\t    2048 kB\n\
            77 (a) b) S 1 77 77 0 -1 4194304 9 0 0 0 150 50 0 0 20 0 1 0 3 4 5\n\
            Rss: 1 kB\nPss:   10 kB\nPss_Dirty: 3 kB\n";
        let usage = parse(text).expect("usage");
        assert_eq!((usage.peak_memory, usage.memory), (2048 * 1024, Some(10 * 1024)));
        assert_eq!(
            usage.cpu_time,
            Duration::from_secs(200) / u32::try_from(clock_ticks_per_second()).expect("few")
        );
    }

    #[test]
    fn what_is_not_there_is_no_zero() {
        parse("Name: zombie\n77 (x) Z 1 77 77 0 -1 4194304 9 0 0 0 150 50 0 0\n").expect_err("no peak");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_uses_memory() {
        let usage = of_process(rustix::process::getpid()).expect("usage");
        assert!(usage.peak_memory > 100_000 && usage.memory > Some(100_000), "{usage:?}");
    }
}
