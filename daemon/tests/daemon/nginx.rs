//! A server of others with workers of its own.

use std::path::Path;

use hapi_daemon::{Daemon, Exit, Signal, Stream, fresh_name};
use libtest_mimic::Trial;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
    time::timeout,
};

use crate::support::{Directory, LONG, Outcome, find, need, trials};

pub(crate) fn trials() -> Vec<Trial> {
    need("nginx", "nginx-light", trials![it_serves_and_reloads, killing_it_ends_its_workers])
}

const CONFIG: &str = "
    daemon off;
    worker_processes 2;
    pid nginx.pid;
    events { worker_connections 16; }
    http {
        access_log off;
        keepalive_timeout 1000s;
        client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
        server { listen unix:DIRECTORY/socket; location / { return 200 ANSWER; } }
    }
";

fn configure(directory: &Directory, answer: &str) -> Outcome {
    let path = directory.path().to_str().ok_or("the path is text")?;
    let config = CONFIG.replace("DIRECTORY", path).replace("ANSWER", answer);
    std::fs::write(directory.join("nginx.conf"), config)?;
    Ok(())
}

async fn nginx(directory: &Directory) -> Result<Daemon, Box<dyn std::error::Error>> {
    configure(directory, "first")?;
    let program = find("nginx").ok_or("nginx")?;
    let daemon = Daemon::builder(fresh_name("nginx"), program)
        .arg("-p")
        .arg(directory.path())
        .args(["-c", "nginx.conf", "-g", "error_log stderr notice;"])
        .build();
    daemon.start().await?;
    // The socket is there before.
    let started = |line: &str| line.contains("start worker process").then_some(());
    daemon.wait_for_line(Stream::Stderr, "a worker is started", LONG, started).await?;
    Ok(daemon)
}

/// A connection, and what was answered on it.
async fn get(directory: &Path) -> Result<(UnixStream, String), Box<dyn std::error::Error>> {
    let mut stream = UnixStream::connect(directory.join("socket")).await?;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await?;
    let mut answer = String::new();
    while !answer.ends_with("first") && !answer.ends_with("second") {
        let mut bytes = [0; 1024];
        let count = timeout(LONG, stream.read(&mut bytes)).await??;
        if count == 0 {
            return Err(format!("the connection ends after: {answer}").into());
        }
        answer.push_str(std::str::from_utf8(&bytes[..count])?);
    }
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
    Ok((stream, body.to_owned()))
}

async fn it_serves_and_reloads() -> Outcome {
    let directory = Directory::new().await?;
    let daemon = nginx(&directory).await?;
    assert_eq!(get(directory.path()).await?.1, "first");
    configure(&directory, "second")?;
    let mark = daemon.mark();
    daemon.signal(Signal::HUP).await?;
    // When the old workers have ended, those that answer are new.
    let mut ended = 0;
    let both = move |line: &str| {
        ended += u32::from(line.contains("exited with code 0"));
        (ended == 2).then_some(())
    };
    daemon.wait_for_line_since(mark, Stream::Stderr, "both workers have ended", LONG, both).await?;
    assert_eq!(get(directory.path()).await?.1, "second");
    daemon.signal(Signal::QUIT).await?;
    assert_eq!(daemon.wait_for_exit(LONG).await?, Exit::Code(0));
    Ok(())
}

async fn killing_it_ends_its_workers() -> Outcome {
    let directory = Directory::new().await?;
    let daemon = nginx(&directory).await?;
    let (mut stream, _) = get(directory.path()).await?;
    assert_eq!(daemon.kill().await?, Exit::Signal(9));
    assert_eq!(daemon.complaints(), [""; 0], "nobody holds its output");
    // The worker would keep the connection for a thousand seconds.
    let mut byte = [0];
    assert!(!matches!(timeout(LONG, stream.read(&mut byte)).await?, Ok(1..)));
    get(directory.path()).await.expect_err("nobody listens");
    Ok(())
}
