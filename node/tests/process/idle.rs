//! A network that nobody uses.

use std::fs;

use hapi_node::process::{LiveAddresses, Tuning};

use crate::{child::Child, support::Plan};

/// A segment for some six hundred signs of life: it holds no transactions here, so it may be that small. The state has fewer bytes.
const SEGMENT: u64 = 192 << 10;

/// How many states are saved: enough for all that is kept to have been given up at least once.
const STATES: usize = 6;

#[tokio::test]
async fn its_log_is_given_up_though_nothing_happens() {
    let mut plan = Plan::new(1);
    let tuning = Tuning { heartbeat: 1, segment_bytes: SEGMENT, state_every: u64::MAX, ..Tuning::default() };
    plan.settings[0].tuning = tuning;
    plan.settings[0].streams = false;
    let node = Child::new(&plan.settings[0]);
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    let mut last = 0;
    for _ in 0..STATES {
        let later = |value: &serde_json::Value| {
            let saved = value["round"].as_u64().zip(value["bytes"].as_u64());
            saved.filter(|(round, _)| *round > last)
        };
        let (round, bytes) = node.daemon.wait_for("saved", later).await.unwrap();
        assert!((1_000..SEGMENT).contains(&bytes), "a state of {bytes} bytes");
        last = round;
    }
    node.terminate().await;
    let names = fs::read_dir(plan.settings[0].dir.join("events")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let segments: Vec<_> = names.filter(|name| name.starts_with("events-")).collect();
    assert!(!segments.contains(&format!("events-{:016x}", 1)), "the first is gone: {segments:?}");
    assert!(segments.len() <= 5, "{segments:?}");
    // What is left is enough to go on from.
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    node.terminate().await;
}
