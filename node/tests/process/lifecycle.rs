//! The life of a process that is a node, from its first moment to its last.

use std::{fs, net::TcpListener};

use hapi_daemon::{Exit, Signal, Stream};
use hapi_node::process::{Addresses, LiveAddresses, OperatorFront, Tuning};
use hapi_proto::services::ResponseCodeEnum as Code;
use hapi_storage::START_ANEW;

use crate::{
    child::{Child, free_address},
    client::LONG,
    support::{Plan, log_of},
};

#[tokio::test]
async fn a_node_says_what_it_is_up_to_and_ends_in_order() {
    let plan = Plan::new(1);
    let node = Child::new(&plan.settings[0]);
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    let mut client = node.client().await;
    let id = client.transfer(0).await;
    assert_eq!(client.receipt(&id).await, Code::Success);
    node.terminate().await;
    let said = node.said();
    assert_eq!(said.first().unwrap(), "bound");
    assert_eq!(said[said.len() - 2..], ["stopping", "stopped"], "{said:?}");
    assert!(said.iter().any(|name| name == "status"), "{said:?}");
    assert_eq!(node.daemon.lines(Stream::Stderr), [""; 0]);
    let log = log_of(&plan.settings[0]).unwrap();
    for expected in ["to=\"ACTIVE\"", "ready", "why=\"SIGTERM\"", "stopped"] {
        assert!(log.contains(expected), "no {expected} in {log}");
    }
}

/// Whatever it is up to, it ends, and can be started again.
#[tokio::test]
async fn a_node_ends_on_sigterm_in_every_phase_of_its_start() {
    let mut plan = Plan::new(4);
    let settings = &mut plan.settings[0];
    let live = LiveAddresses { gossip: (0..4).map(|id| (id, free_address())).collect() };
    let node = Child::new(settings);

    // At once: it may not even have begun to listen for signals.
    node.daemon.start().await.unwrap();
    let ended = node.daemon.terminate(LONG).await.unwrap();
    assert!(matches!(ended, Exit::Code(0) | Exit::Signal(15)), "{ended}");

    // While it waits for addresses.
    node.start().await;
    node.terminate().await;
    assert_eq!(node.said(), ["bound", "stopping", "stopped"]);

    // While it reads its directory, which has hardly anything in it, or shortly after.
    node.start().await;
    node.tell(&live).await;
    node.terminate().await;

    // While it looks for the others, who are not there.
    node.start().await;
    node.tell(&live).await;
    let observing = |value: &serde_json::Value| (value["to"] == "OBSERVING").then_some(());
    node.daemon.wait_for("status", observing).await.unwrap();
    node.terminate().await;

    // And once more by the other signal, and by the end of its standard input.
    node.start().await;
    node.daemon.signal(Signal::INT).await.unwrap();
    assert_eq!(node.ended().await, Exit::Code(0));
    node.start().await;
    node.daemon.close_stdin().await;
    assert_eq!(node.ended().await, Exit::Code(0));
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_who_has_it() {
    let mut plan = Plan::new(1);
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap();
    plan.settings[0].listen.grpc = vec![address];
    let node = Child::new(&plan.settings[0]);
    node.daemon.start().await.unwrap();
    assert_eq!(node.ended().await, Exit::Code(1));
    let error = node.daemon.lines(Stream::Stderr).join("\n");
    assert!(error.contains(&format!("cannot listen at {address}")), "{error}");
    assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
    assert_eq!(node.said(), ["failed"]);
}

#[tokio::test]
async fn what_is_wrong_with_settings_is_said() {
    let mut plan = Plan::new(1);
    plan.settings[0].listen.operator = OperatorFront::At("0.0.0.0:0".parse().unwrap());
    let node = Child::new(&plan.settings[0]);
    node.daemon.start().await.unwrap();
    assert_eq!(node.ended().await, Exit::Code(1));
    let error = node.daemon.lines(Stream::Stderr).join("\n");
    assert!(error.contains("loopback"), "{error}");

    let mut plan = Plan::new(2);
    plan.settings[0].addresses = Addresses::Listed;
    let node = Child::new(&plan.settings[0]);
    node.daemon.start().await.unwrap();
    assert_eq!(node.ended().await, Exit::Code(1));
    let error = node.daemon.lines(Stream::Stderr).join("\n");
    assert!(error.contains("nobody says where member 1 gossips"), "{error}");
}

/// What a disk writes as a whole.
const SECTOR: usize = 512;

/// Nothing of a log that was synced is ever passed over in silence.
#[tokio::test]
async fn a_damaged_log_is_refused_and_a_torn_end_is_not() {
    let mut plan = Plan::new(1);
    plan.settings[0].tuning = Tuning { heartbeat: 3_600_000, ..Tuning::default() };
    let node = Child::new(&plan.settings[0]);
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    let mut client = node.client().await;
    let mut ids = Vec::new();
    for nonce in 0..20 {
        let id = client.transfer(nonce).await;
        assert_eq!(client.receipt(&id).await, Code::Success);
        ids.push(id);
    }
    node.daemon.kill().await.unwrap();
    let events = plan.settings[0].dir.join("events");
    let segment = fs::read_dir(&events)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().contains('1'))
        .unwrap();
    let whole = fs::read(&segment).unwrap();
    let end = whole.iter().rposition(|byte| *byte != 0).unwrap();

    // A bit in the middle of what was synced.
    let mut damaged = whole.clone();
    damaged[end / 2] ^= 1;
    fs::write(&segment, &damaged).unwrap();
    node.daemon.start().await.unwrap();
    assert_eq!(node.bound().await.grpc.len(), 1);
    node.tell(&LiveAddresses::default()).await;
    assert_eq!(node.ended().await, Exit::Code(1));
    let error = node.daemon.lines(Stream::Stderr).join("\n");
    assert!(error.contains("is damaged"), "{error}");
    assert!(error.contains(START_ANEW), "it says what to do: {error}");

    // Whole again, it goes on, and nothing is lost. Of a write that the power interrupted, a later sector came to the disk, and the earlier
    // ones did not.
    let mut torn = whole;
    let sector = (end / SECTOR + 2) * SECTOR;
    torn[sector..sector + SECTOR].fill(0xa5);
    fs::write(&segment, &torn).unwrap();
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    let mut client = node.client().await;
    for id in &ids {
        assert_eq!(client.receipt(id).await, Code::Success);
    }
    node.terminate().await;
}
