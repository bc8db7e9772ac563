//! The embedded network against its budgets: `cargo bench --bench throughput`.
//!
//! All in one run, so that ratios hold on any machine: what is compared takes turns, and figures are medians. It prints a table and
//! never fails for a time; it fails when a transfer does not succeed.
//!
//! - The floor is what a signed transfer cannot do without: one Ed25519 signature, its verification with the key already
//!   decoded, and two SHA-384 hashes, of the bytes of that transfer and with the functions that the ledger uses.
//! - Transfers are measured from the body to the record, at a node to which 100 a second come on its clock and that
//!   therefore keeps, and forgets, three minutes of records.
//! - Memory is the growth of this process, on Linux.

mod bodies;
mod client;
mod creation;
mod direct;
mod memory;
mod report;
mod rounds;

use std::{
    env,
    hint::black_box,
    io::{self, Read, Write},
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use hapi_ledger::crypto::{Verifier, sha384};
use hapi_node::{EmbeddedConfig, EmbeddedNode};
use prost::Message;

use client::{Client, Many};
use memory::resident;
use report::{Row, median, note, print, short};
use rounds::{Rounds, timed};

/// The argument with which this program is only an idle network.
const IDLE: &str = "--idle";
/// More than a node keeps of 100 transactions a second: from then on it forgets as many as it gets.
const WARM_UP: usize = 20_000;

fn main() -> io::Result<()> {
    if env::args().any(|arg| arg == IDLE) {
        return idle();
    }
    let mut rows = Vec::new();
    note("a network that does nothing");
    rows.extend(idle_memory());
    note("beginnings");
    rows.push(genesis());
    note("transfers, and what they cannot do without");
    rows.extend(transfers());
    note("the same on LiteSVM (its first build takes minutes)");
    rows.push(litesvm());
    note("a million accounts");
    rows.extend(sizes());
    note("many submitters");
    rows.push(sustained());
    print(&rows)
}

/// One signed transfer beside its floor, and the handling alone.
fn transfers() -> Vec<Row> {
    let mut client = Client::start(10_000);
    let mut accounts = Many::new(1000);
    for _ in 0..WARM_UP {
        client.transfer();
    }
    for _ in 0..WARM_UP / 100 {
        accounts.handle_many();
    }
    let key = bodies::development_key();
    let body =
        bodies::transfer(direct::FIRST, 2, hapi_node::Clock::now(&hapi_node::WallClock)).encode_to_vec();
    let mut verifier = Verifier::default();
    let rounds = Rounds::take(
        100,
        100,
        [
            &mut || {
                timed(|| {
                    let signature = key.sign(black_box(&body));
                    assert!(verifier.verify(&key.public(), &body, &signature));
                    (sha384(black_box(&body)), sha384(black_box(&body)))
                })
            },
            &mut || timed(|| client.transfer()),
        ],
    );
    let handled = median((0..200).map(|_| accounts.handle_many()));
    client.assert_succeeded();
    let times = [rounds.time(1), rounds.time(0)];
    vec![
        rounds::ratio("signed transfer over its floor, one thread", rounds.ratio(1, 0), times, 1.25),
        time("handling alone, 100 verified before in a row", handled, Duration::from_micros(5)),
        plain(
            "handling alone, as a part of the floor",
            format!("{:.3} x", handled.div_duration_f64(rounds.time(0))),
        ),
    ]
}

/// What a transfer and a fork cost when there are many accounts, and how much memory these take.
fn sizes() -> Vec<Row> {
    const MANY: u64 = 1_000_000;
    let before = resident();
    let mut many = Many::new(MANY);
    let bytes = resident().saturating_sub(before) / MANY;
    let mut few = Many::new(1000);
    let transfer = |many: &mut Many| {
        timed(|| {
            let bytes = many.transfer_bytes();
            let tx = many.direct.check(&bytes);
            many.direct.handle(&tx);
        })
    };
    for _ in 0..WARM_UP / 100 {
        many.handle_many();
        few.handle_many();
    }
    let whole = Rounds::take(60, 100, [&mut || transfer(&mut many), &mut || transfer(&mut few)]);
    let handled = Rounds::take(60, 3, [&mut || many.handle_many(), &mut || few.handle_many()]);
    drop(many);

    let accounts = Many::new(100_000);
    let forks = median((0..10_000).map(|_| timed(|| accounts.direct.ledger.fork())));
    vec![
        time("fork at 100,000 accounts", forks, Duration::from_micros(10)),
        amount("memory of an account, at 1,000,000", bytes, "bytes", 600),
        rounds::ratio(
            "signed transfer among 1,000,000 accounts over one among 1,000",
            whole.ratio(0, 1),
            [whole.time(0), whole.time(1)],
            1.5,
        ),
        plain(
            "handling alone, the same",
            format!("{:.2} x ({} / {})", handled.ratio(0, 1), short(handled.time(0)), short(handled.time(1))),
        ),
    ]
}

fn genesis() -> Row {
    let ready = median((0..200).map(|_| timed(|| EmbeddedNode::start(EmbeddedConfig::default()))));
    time("genesis to ready", ready, Duration::from_millis(3))
}

/// Signed transfers by as many threads as there are processors, each with a payer of its own, for two seconds.
fn sustained() -> Row {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    // A thousand a second on the node's clock, so that no throttle counts.
    let first = Client::start(1000);
    let clients: Vec<_> = (0..threads).map(|_| first.beside()).collect();
    let stop = AtomicBool::new(false);
    let (sent, elapsed) = thread::scope(|scope| {
        let submitters: Vec<_> =
            clients.into_iter().map(|client| scope.spawn(|| submit_until(client, &stop))).collect();
        let start = Instant::now();
        // What is waited for is the time itself: it is the window that is measured.
        thread::sleep(Duration::from_secs(2));
        stop.store(true, Ordering::Relaxed);
        let sent: u32 = submitters.into_iter().map(|thread| thread.join().expect("transfers succeed")).sum();
        (sent, start.elapsed())
    });
    let rate = f64::from(sent) / elapsed.as_secs_f64();
    plain(
        format!("signed transfers a second, signed and submitted by {threads} threads"),
        format!("{rate:.0}/s"),
    )
}

fn submit_until(mut client: Client, stop: &AtomicBool) -> u32 {
    let mut sent = 0;
    while !stop.load(Ordering::Relaxed) {
        client.transfer();
        sent += 1;
    }
    client.assert_succeeded();
    sent
}

/// What the peer's own bench prints, or why there is nothing to print.
fn litesvm() -> Row {
    let what = "LiteSVM: signed transfer over its floor";
    match run_peer() {
        Ok((transfer, floor)) => {
            let ratio = transfer.div_duration_f64(floor);
            plain(what, format!("{ratio:.2} x ({} / {})", short(transfer), short(floor)))
        }
        Err(reason) => plain(what, format!("not measured: {reason}")),
    }
}

fn run_peer() -> Result<(Duration, Duration), String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/Cargo.toml");
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--release", "--quiet", "--manifest-path"])
        .arg(manifest)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(format!("benches/peers ended with {}", output.status));
    }
    let line = String::from_utf8_lossy(&output.stdout);
    let nanos = |name: &str| {
        let value = line.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        value.and_then(|value| value.parse().ok()).map(Duration::from_nanos)
    };
    nanos("transfer_ns").zip(nanos("floor_ns")).ok_or_else(|| format!("benches/peers printed {line:?}"))
}

/// How much memory a process has in use that has an embedded network and nothing to do.
fn idle_memory() -> Option<Row> {
    let mut child = Command::new(env::current_exe().ok()?)
        .arg(IDLE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let ready = child.stdout.as_mut()?.read_exact(&mut [0]);
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
    drop(child.stdin.take());
    child.wait().ok()?;
    ready.ok()?;
    let status = status.ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(amount("memory of an idle network's process", kibibytes.div_ceil(1024), "MiB", 15))
}

/// An embedded network until the other side has seen enough.
fn idle() -> io::Result<()> {
    let node = EmbeddedNode::start(EmbeddedConfig::default());
    io::stdout().write_all(b"!")?;
    io::stdout().flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    drop(node);
    Ok(())
}

/// A figure without a budget, to compare with.
fn plain(what: impl Into<String>, figure: impl Into<String>) -> Row {
    Row { what: what.into(), figure: figure.into(), budget: None }
}

/// A time that may be at most `budget`.
fn time(what: &str, time: Duration, budget: Duration) -> Row {
    let budget = (format!("<= {}", short(budget)), time <= budget);
    Row { what: what.into(), figure: short(time), budget: Some(budget) }
}

/// A number of something that may be at most `budget`.
fn amount(what: &str, amount: u64, unit: &str, budget: u64) -> Row {
    let budget = (format!("<= {budget} {unit}"), amount <= budget);
    Row { what: what.into(), figure: format!("{amount} {unit}"), budget: Some(budget) }
}
