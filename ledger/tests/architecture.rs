//! The arrows between crates point one way, and the pure crates stay pure.

use std::{collections::BTreeSet, process::Command};

/// Each crate of the workspace, and which other ones it may reach, directly or through others.
const ARROWS: &[(&str, &[&str])] = &[
    ("hapi-proto", &[]),
    ("hapi-grpc", &["hapi-proto"]),
    ("hapi-ledger", &["hapi-proto"]),
    ("hapi-hashgraph", &["hapi-proto"]),
    ("hapi-node-core", &["hapi-ledger", "hapi-hashgraph", "hapi-proto"]),
    ("hapi-gossip", &["hapi-hashgraph"]),
    ("hapi-storage", &["hapi-hashgraph"]),
    ("hapi-daemon", &[]),
    ("hapi-streams", &["hapi-proto"]),
    (
        "hapi-node",
        &[
            "hapi-storage",
            "hapi-streams",
            "hapi-daemon",
            "hapi-node-core",
            "hapi-gossip",
            "hapi-ledger",
            "hapi-hashgraph",
            "hapi-grpc",
            "hapi-proto",
        ],
    ),
    ("hapi-test-macros", &[]),
    (
        "hapi-test-runtime",
        &[
            "hapi-node",
            "hapi-storage",
            "hapi-streams",
            "hapi-daemon",
            "hapi-node-core",
            "hapi-gossip",
            "hapi-ledger",
            "hapi-hashgraph",
            "hapi-grpc",
            "hapi-proto",
        ],
    ),
];

/// Crates that only compute: no sockets, clocks, threads or randomness below them.
const PURE: &[&str] = &["hapi-proto", "hapi-ledger", "hapi-hashgraph", "hapi-node-core"];

/// What would make a crate impure. (`rand_core` alone is only traits.)
const IMPURE: &[&str] = &["tokio", "mio", "socket2", "rand", "getrandom", "async-std", "smol", "chrono"];

/// The names that `cargo tree` prints: what is built into a crate, without what only tests and build scripts use.
fn tree(arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("package names are UTF-8");
    lines.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn members() -> BTreeSet<String> {
    tree(&["--workspace", "--depth", "0"])
}

#[test]
fn arrows_point_one_way() {
    let members = members();
    assert!(members.contains("hapi-ledger"), "the workspace was read: {members:?}");
    for (name, allowed) in ARROWS.iter().filter(|(name, _)| members.contains(*name)) {
        let reached: BTreeSet<_> =
            tree(&["--package", name]).into_iter().filter(|one| members.contains(one)).collect();
        for other in reached.iter().filter(|other| other != name) {
            assert!(allowed.contains(&other.as_str()), "{name} must not depend on {other}");
        }
    }
}

#[test]
fn pure_crates_reach_nothing_impure() {
    let members = members();
    for name in PURE.iter().filter(|name| members.contains(**name)) {
        let reached = tree(&["--package", name]);
        assert!(reached.len() > 2, "the dependencies of {name} were read");
        for impure in IMPURE {
            assert!(!reached.contains(*impure), "{name} is pure, but {impure} is below it");
        }
    }
}
