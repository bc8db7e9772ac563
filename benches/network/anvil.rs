//! The peer: anvil, which is one process, mines a block a second here, and checks no signature of ours: it signs for its own
//! accounts. Skipped with a word where npm is missing.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use futures::future::try_join_all;
use hapi_daemon::{Daemon, Output};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::Command,
};

use crate::{Outcome, plain, report::Row, within};

const PACKAGE: &str = "@foundry-rs/anvil-linux-amd64";
/// How many connections submit at once, each for an account of its own.
const CONNECTIONS: usize = 64;
/// How many transactions each sends.
const EACH: usize = 100;
/// How long it may take to answer for the first time, and to mine what it was sent.
const LIMIT: Duration = Duration::from_secs(60);

/// Its figures, or why there are none.
pub(crate) async fn rows() -> Vec<Row> {
    match measure().await {
        Ok(rows) => rows,
        Err(error) => vec![plain("anvil (1 process)", format!("skipped: {error}"))],
    }
}

async fn measure() -> Outcome<Vec<Row>> {
    let program = installed().await?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let begun = Instant::now();
    let anvil = Daemon::builder("anvil", &program)
        .args([
            "--port",
            &port.to_string(),
            "-b",
            "1",
            "--silent",
            "--disable-block-gas-limit",
            "--accounts",
            &CONNECTIONS.to_string(),
        ])
        .stdout(Output::Null)
        .stderr(Output::Null)
        .build();
    anvil.start().await?;
    let mut connection = Connection::open_patiently(address).await?;
    connection.ask("eth_blockNumber", json!([])).await?;
    let ready = begun.elapsed();
    let memory = anvil.usage().await?.memory.unwrap_or_default();
    let (sent, elapsed) = sustained(address).await?;
    anvil.terminate(Duration::from_secs(10)).await?;
    #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
    let (rate, memory) = (sent as f64 / elapsed.as_secs_f64(), memory as f64 / f64::from(1 << 20));
    Ok(vec![
        within("anvil (1 process): start to the first answer", ready, None),
        plain("anvil: memory (PSS)", format!("{memory:.1} MiB")),
        plain(
            format!("anvil: {sent} transfers that it signs itself, mined a second"),
            format!("{rate:.0}/s"),
        ),
    ])
}

/// The program, from the npm registry if it is not there yet.
async fn installed() -> Outcome<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    let program = folder.join("node_modules").join(PACKAGE).join("bin/anvil");
    if !program.is_file() {
        std::fs::create_dir_all(&folder)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix", "."]).arg(PACKAGE);
        npm.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = npm.status().await.map_err(|error| format!("npm does not run: {error}"))?;
        if !status.success() {
            return Err(format!("npm cannot install {PACKAGE}").into());
        }
    }
    Ok(program)
}

/// Transfers over many connections, until the last is mined.
async fn sustained(address: SocketAddr) -> Outcome<(usize, Duration)> {
    let mut connection = Connection::open(address).await?;
    let accounts = connection.ask("eth_accounts", json!([])).await?;
    let accounts: Vec<Value> = accounts.as_array().cloned().ok_or("anvil has no accounts")?;
    let begun = Instant::now();
    let submitters =
        accounts.into_iter().take(CONNECTIONS).map(|sender| tokio::spawn(submit(address, sender)));
    let last = try_join_all(submitters).await?.into_iter().collect::<Outcome<Vec<Value>>>()?;
    for hash in last {
        while connection.ask("eth_getTransactionReceipt", json!([hash])).await?.is_null() {
            if begun.elapsed() > LIMIT {
                return Err("anvil does not mine what it was sent".into());
            }
            // Receipts are asked for, as from our nodes.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    Ok((CONNECTIONS * EACH, begun.elapsed()))
}

/// Sends transfers one after the other; the hash of the last.
async fn submit(address: SocketAddr, sender: Value) -> Outcome<Value> {
    let mut connection = Connection::open(address).await?;
    let mut hash = Value::Null;
    for number in 0..EACH {
        let nonce = format!("{number:#x}");
        let transfer =
            json!([{ "from": sender, "to": sender, "value": "0x1", "gas": "0x5208", "nonce": nonce }]);
        hash = connection.ask("eth_sendTransaction", transfer).await?;
    }
    Ok(hash)
}

/// JSON-RPC over a connection that stays open.
struct Connection(BufReader<TcpStream>);

impl Connection {
    async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Opens as soon as somebody listens.
    async fn open_patiently(address: SocketAddr) -> Outcome<Self> {
        let begun = Instant::now();
        loop {
            match Self::open(address).await {
                Ok(connection) => return Ok(connection),
                Err(error) if begun.elapsed() > LIMIT => return Err(error),
                // It is silent, and says nowhere when it listens.
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    }

    async fn ask(&mut self, method: &str, params: Value) -> Outcome<Value> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let request = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.write_all(request.as_bytes()).await?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).await? == 0 {
                return Err("anvil closed the connection".into());
            }
            if line.trim().is_empty() {
                break;
            }
            let field = line.trim().split_once(": ");
            if let Some((_, value)) = field.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
                length = value.parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.0.read_exact(&mut answer).await?;
        let mut answer: Value = serde_json::from_slice(&answer)?;
        match answer.get("error") {
            Some(error) => Err(format!("anvil: {error}").into()),
            None => Ok(answer["result"].take()),
        }
    }
}
