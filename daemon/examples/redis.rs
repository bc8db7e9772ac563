//! Drives a server that knows nothing of this crate: starts redis-server, waits until it is ready, talks to it, stops it where it is, lets it
//! go on, and ends it.
//!
//! `cargo run -p hapi-daemon --example redis`; needs redis-server, of the Debian package of that name.

use std::{
    error::Error,
    io::{Read as _, Write as _},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

use hapi_daemon::{Daemon, Log, Runner, Stream, fresh_name};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let directory = Runner::local().temp_dir().await?;
    let redis = Daemon::builder(fresh_name("redis"), "redis-server")
        .args(["--port", "0", "--unixsocket", "redis.sock", "--save", ""])
        .directory(&directory)
        .log_to(Log::stderr())
        .build();
    redis.on_terminate(|exit| println!("the server {exit}"));
    redis.start().await?;

    let ready = |line: &str| line.contains("ready to accept connections").then_some(());
    redis.wait_for_line(Stream::Stdout, "the server is ready", Duration::from_secs(10), ready).await?;
    println!("PING: {}", ask(&directory, "PING")?);

    redis.suspend().await?;
    redis.resume().await?;
    println!("PING after a pause: {}", ask(&directory, "PING")?);

    let usage = redis.usage().await?;
    println!("at most {} KiB of memory, {:?} of processor time", usage.peak_memory / 1024, usage.cpu_time);
    redis.terminate(Duration::from_secs(30)).await?;
    Runner::local().remove_dir_all(&directory).await?;
    Ok(())
}

/// Sends one command and reads the answer, which is one line.
fn ask(directory: &Path, command: &str) -> Result<String, Box<dyn Error>> {
    let mut stream = UnixStream::connect(directory.join("redis.sock"))?;
    stream.write_all(format!("{command}\r\n").as_bytes())?;
    let mut answer = [0; 256];
    let count = stream.read(&mut answer)?;
    Ok(std::str::from_utf8(&answer[..count])?.trim_end().to_owned())
}
