//! What daemons write to their outputs.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex},
};

use hapi_daemon::{Color, Daemon, Log, LogLine, Output, Source, Stream};
use libtest_mimic::Trial;

use crate::support::{Directory, LONG, Outcome, sh, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        handlers_get_each_line,
        it_may_go_to_a_file,
        it_may_be_thrown_away,
        what_is_not_captured_cannot_be_waited_for,
        it_need_not_be_text,
        the_log_has_it_with_name_and_colour,
        a_log_that_panics_harms_nobody,
    ]
}

async fn handlers_get_each_line() -> Outcome {
    let daemon = sh("echo one; echo two >&2; echo three; printf four").build();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (out, err) = (seen.clone(), seen.clone());
    daemon.on_stdout(move |line| out.lock().expect("lines").push(format!("out {line}")));
    daemon.on_stderr(move |line| err.lock().expect("lines").push(format!("err {line}")));
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let mut seen = seen.lock().expect("lines").clone();
    seen.sort();
    assert_eq!(seen, ["err two", "out four", "out one", "out three"]);
    Ok(())
}

async fn it_may_go_to_a_file() -> Outcome {
    let directory = Directory::new().await?;
    let path = directory.join("log");
    let daemon = sh("echo out; echo err >&2")
        .stdout(Output::File(path.clone()))
        .stderr(Output::File(path.clone()))
        .build();
    for _ in 0..2 {
        daemon.start().await?;
        daemon.wait_for_exit(LONG).await?;
    }
    assert_eq!(fs::read_to_string(path)?, "out\nerr\nout\nerr\n");
    assert_eq!(daemon.lines(Stream::Stdout), [""; 0]);
    Ok(())
}

async fn it_may_be_thrown_away() -> Outcome {
    let daemon = sh("echo out; echo err >&2; ls -l /proc/$$/fd/1").stdout(Output::Null).build();
    daemon.start().await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    assert_eq!(daemon.lines(Stream::Stderr), ["err"]);
    assert_eq!(daemon.lines(Stream::Stdout), [""; 0]);
    Ok(())
}

async fn what_is_not_captured_cannot_be_waited_for() -> Outcome {
    let daemon = Daemon::builder("quiet", "true").stderr(Output::Null).build();
    let panicked = catch_unwind(AssertUnwindSafe(|| daemon.on_stderr(|_| {})));
    let payload = panicked.expect_err("it is not captured");
    let text = payload.downcast_ref::<String>().ok_or("a message")?;
    let expected =
        "the stderr of daemon quiet is not captured: say `.stderr(Output::Capture)` when it is built";
    assert_eq!(text, expected);
    Ok(())
}

async fn it_need_not_be_text() -> Outcome {
    let daemon = sh(r"printf 'a\377b\r\n\n'; head -c 3000000 /dev/zero").build();
    daemon.start().await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    let lines = daemon.lines(Stream::Stdout);
    assert_eq!(lines[..2], ["a\u{fffd}b", ""]);
    assert_eq!(lines[2..].iter().map(String::len).sum::<usize>(), 3_000_000);
    assert!(lines.iter().all(|line| line.len() < 1_100_000), "a line without end is taken apart");
    Ok(())
}

async fn the_log_has_it_with_name_and_colour() -> Outcome {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let log = Log::new(move |line: LogLine<'_>| {
        kept.lock().expect("a log").push((line.source, line.render(false), line.render(true)));
    });
    let daemon = Daemon::builder("speaker", "echo").arg("hello").color(Color::Green).log_to(log).build();
    daemon.start().await?;
    daemon.wait_for_exit(LONG).await?;
    let lines = lines.lock().expect("a log");
    let said = (
        Source::Output(Stream::Stdout),
        "[speaker] hello".to_owned(),
        "\u{1b}[32m[speaker]\u{1b}[0m hello".to_owned(),
    );
    assert!(lines.contains(&said), "{lines:?}");
    let plain: Vec<_> = lines.iter().map(|(_, plain, _)| plain.as_str()).collect();
    assert!(plain[0].starts_with("[speaker] starts as process "), "{plain:?}");
    assert_eq!(*plain.last().ok_or("lines")?, "[speaker] exited with code 0");
    Ok(())
}

async fn a_log_that_panics_harms_nobody() -> Outcome {
    let log = Log::new(|line: LogLine<'_>| resume_unwind(Box::new(line.text.to_owned())));
    let daemon = sh("echo one; echo two").log_to(log).build();
    daemon.start().await?;
    assert!(daemon.wait_for_exit(LONG).await?.is_success());
    assert_eq!(daemon.lines(Stream::Stdout), ["one", "two"]);
    Ok(())
}
