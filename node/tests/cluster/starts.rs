//! How networks start, and why they do not.

use std::{
    net::{TcpListener, TcpStream},
    process,
    time::{Duration, Instant},
};

use hapi_node::cluster::{Cluster, ClusterConfig, ClusterError, Ports, Program};

use super::support::{Directory, config, hapi_node, started, treasury};

#[tokio::test(flavor = "multi_thread")]
async fn a_network_of_one_is_a_network() {
    let cluster = started(1).await;
    assert_eq!(treasury(&cluster.nodes()[0]).await, Ok(5_000_000_000_000_000_000));
    let times = cluster.times();
    assert!(!times.cached && times.active > times.answered / 1000, "{times}");
    let dir = cluster.dir().to_owned();
    assert!(dir.join("node1").is_dir());
    cluster.stop().await.unwrap();
    drop(cluster);
    assert!(!dir.exists(), "what was nobody's to keep is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_network_begins_with_is_kept_for_the_next() {
    let base = Directory::new();
    let cached = || ClusterConfig { cache: Some(base.path().join("cache")), ..config(1) };
    let first = Cluster::start(cached()).await.unwrap();
    assert!(!first.times().cached);
    // Both run at once: only what they begin with is the same.
    let second = Cluster::start(cached()).await.unwrap();
    assert!(second.times().cached);
    for cluster in [&first, &second] {
        treasury(&cluster.nodes()[0]).await.unwrap();
        cluster.stop().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_in_a_directory_goes_on_from_there() {
    let base = Directory::new();
    let kept = || ClusterConfig { dir: Some(base.path().join("network")), ..config(2) };
    let first = Cluster::start(kept()).await.unwrap();
    first.stop().await.unwrap();
    drop(first);
    let second = Cluster::start(kept()).await.unwrap_or_else(|error| panic!("{error}"));
    treasury(&second.nodes()[1]).await.unwrap();
    second.stop().await.unwrap();
    let other = Cluster::start(ClusterConfig { weights: vec![1; 3], ..kept() }).await.unwrap_err();
    assert!(other.to_string().contains("holds a network of 2 nodes"), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_taken_names_its_holder() {
    // Where the second node of a network with the usual ports gossips: nobody else has reason to listen there.
    let address = "127.0.0.2:50111";
    let Ok(_taken) = TcpListener::bind(address) else { panic!("{address} is needed by this test") };
    let error = Cluster::start(ClusterConfig { ports: Ports::Fixed, ..config(2) }).await.unwrap_err();
    let ClusterError::PortTaken { holder: Some(holder), .. } = &error else { panic!("{error}") };
    assert_eq!(holder.pid, process::id());
    assert!(error.to_string().contains("node2 cannot listen at 127.0.0.2:50111"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_becomes_no_node_is_an_error_with_what_it_said() {
    let program =
        Program { path: "sh".into(), arguments: vec!["-c".into(), "echo no node >&2; exit 3".into()] };
    let error = Cluster::start(ClusterConfig::new(2, program)).await.unwrap_err().to_string();
    // Both fail; which of them first is nobody's choice.
    assert!(error.contains("daemon node") && error.contains("no node"), "{error}");
    let program = Program { path: "/nowhere/hapi-node".into(), arguments: Vec::new() };
    let error = Cluster::start(ClusterConfig::new(2, program)).await.unwrap_err().to_string();
    assert!(error.contains("/nowhere/hapi-node"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_of_the_operator_is_there_unless_a_property_switches_it_off() {
    let cluster = started(1).await;
    let node = &cluster.nodes()[0];
    let operator = node.operator().expect("it is on by default");
    assert!(operator.ip().is_loopback() && !node.grpc().contains(&operator), "{operator}");
    TcpStream::connect(operator).unwrap();
    cluster.stop().await.unwrap();
    let properties = vec![("grpc.nodeOperatorPortEnabled".to_owned(), "false".to_owned())];
    let cluster = Cluster::start(ClusterConfig { properties, ..config(1) }).await.unwrap();
    assert_eq!(cluster.nodes()[0].operator(), None);
    cluster.stop().await.unwrap();
    let properties = vec![("grpc.nodeOperatorPort".to_owned(), "70000".to_owned())];
    let error = Cluster::start(ClusterConfig { properties, ..config(1) }).await.unwrap_err();
    assert!(
        error.to_string().contains("`70000` is not a value of property grpc.nodeOperatorPort"),
        "{error}"
    );
}

/// A program that stands for `hapi-node`: a script that says things, with `say`, and may become a node in the end, with `node`.
fn stand_in(script: &str) -> Program {
    let say = r#"say() { echo "{\"name\":\"$1\",\"value\":$2}" > "$HAPI_EVENTS"; }"#;
    let node = format!("node() {{ exec {}; }}", hapi_node().display());
    Program { path: "sh".into(), arguments: vec!["-c".into(), format!("{say}\n{node}\n{script}")] }
}

/// How much of a start is told before the node itself begins: signs of progress, a fifth of a second after one another.
const SIGNS: u32 = 20;
const LIMIT: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_takes_longer_than_the_limit_and_gets_on_is_waited_for() {
    let script = format!(
        r#"for done in $(seq {SIGNS}); do
               say progress "{{\"what\":\"things done\",\"done\":$done,\"of\":{SIGNS}}}"
               sleep 0.2
           done
           node"#
    );
    let begun = Instant::now();
    let slow = ClusterConfig { program: stand_in(&script), start_limit: LIMIT, ..config(1) };
    let cluster = Cluster::start(slow).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(begun.elapsed() > LIMIT, "else this tells nothing");
    treasury(&cluster.nodes()[0]).await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_does_not_get_on_is_given_up() {
    let bound = r#"{\"gossip\":\"127.0.0.1:9\",\"grpc\":[\"127.0.0.1:9\"],\"operator\":null}"#;
    let progress = r#"{\"what\":\"events of the log read again\",\"done\":512,\"of\":9000}"#;
    let script = format!(
        r#"say bound "{bound}"
           say progress "{progress}"
           # It reads until it is killed, and says nothing more.
           exec cat"#
    );
    let limit = Duration::from_millis(300);
    let silent = ClusterConfig { program: stand_in(&script), start_limit: limit, ..config(1) };
    let error = Cluster::start(silent).await.unwrap_err();
    assert!(matches!(error, ClusterError::NoProgress { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "node1 has not said ACTIVE yet, and no node has shown for 300ms that its start gets on; the last that node1 said was 512 of 9000 \
         events of the log read again. If it needs more time (a large state on a slow machine), raise the start limit \
         (`hapi-node --start-limit`)"
    );
}
