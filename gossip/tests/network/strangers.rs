//! Who cannot prove to be a member that may dial gets nothing, and keeps nobody else out.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr},
    time::Duration,
};

use hapi_gossip::{Counts, GossipEvent, Limits};

use crate::{
    raw::{Caller, Credentials, PROTOCOL, client, connect, read_all},
    support::{Node, listen, nowhere, patient, peer},
};

fn quick() -> Limits {
    Limits { handshake: Duration::from_millis(300), ..patient() }
}

/// Lets somebody dial member 2, whose peers are members 1 and 3, and asserts that nothing comes of it, but that a member gets through
/// afterwards. Answers what was counted, the member aside.
async fn turned_away(attack: impl FnOnce(SocketAddr)) -> Counts {
    let mut node = Node::start(2, listen().0, vec![peer(1, nowhere()), peer(3, nowhere())], quick());
    attack(node.address);
    assert!(node.told().is_empty(), "nobody is told of strangers");
    Caller::member(node.address, 1).close();
    node.connected(1).await;
    node.disconnected(1).await;
    let gossip = node.gossip.clone();
    assert!(node.stop().await.is_empty(), "nobody is told of strangers");
    let mut counts = gossip.counts();
    // Member 3 is dialled, but there is none.
    counts.dial_failed = 0;
    let through = [&mut counts.connected, &mut counts.closed].map(std::mem::take);
    assert_eq!(through, [1, 1], "the member alone got through");
    counts
}

/// Counts in which one field differs from zero.
macro_rules! counted {
    ($field:ident: $count:expr) => {{
        let mut counts = Counts::default();
        counts.$field = $count;
        counts
    }};
}

/// Asserts that the member refuses these credentials without a word inside of TLS.
async fn refused(credentials: Credentials) {
    let attack = |address| {
        if let Ok(mut caller) = Caller::dial(address, &credentials) {
            assert_eq!(read_all(&mut caller.stream), 0, "a stranger gets nothing");
        }
    };
    assert_eq!(turned_away(attack).await, counted!(refused: 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_no_member_has_is_refused() {
    refused(Credentials::of(9)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_certificate_is_refused() {
    refused(Credentials::none()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_with_anothers_certificate_is_refused() {
    refused(Credentials::mixed(1, 3)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_with_a_members_certificate_is_refused() {
    refused(Credentials::mixed(1, 9)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_that_is_to_be_dialled_is_refused() {
    refused(Credentials::of(3)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_itself_is_refused() {
    refused(Credentials::of(2)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_protocol_inside_of_tls_is_refused() {
    refused(Credentials::of(1).speaking(&[b"h2"])).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_protocol_inside_of_tls_is_refused() {
    refused(Credentials::of(1).speaking(&[])).await;
}

/// One of several protocols is enough.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_may_offer_other_protocols_too() {
    let mut node = Node::second(quick());
    let credentials = Credentials::of(1).speaking(&[b"h2", PROTOCOL]);
    let _caller = Caller::dial(node.address, &credentials).expect("a member gets through");
    node.connected(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_tls_is_refused() {
    for bytes in
        [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0; 1_000], &vec![0xff; 100_000], b"\x16\x03\x01\xff\xff\x01"]
    {
        let attack = |address| {
            let mut stream = connect(address);
            // It may be cut off before it has written all.
            let _ = stream.write_all(bytes);
            let _ = stream.shutdown(Shutdown::Write);
            assert!(read_all(&mut stream) < 50, "an alert at most");
        };
        assert_eq!(turned_away(attack).await, counted!(refused: 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handshake_that_breaks_off_is_refused() {
    for part in [0, 1, 5, 100] {
        let attack = |address| {
            let mut hello = Vec::new();
            client(&Credentials::of(1)).write_tls(&mut hello).expect("a vector takes it");
            let mut stream = connect(address);
            stream.write_all(&hello[..part]).expect("the member takes it");
            stream.shutdown(Shutdown::Write).expect("the stream is open");
            assert!(read_all(&mut stream) < 50, "an alert at most");
        };
        assert_eq!(turned_away(attack).await, counted!(refused: 1), "after {part} bytes");
    }
}

/// Between the member's answer and the certificate.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handshake_that_breaks_off_in_its_middle_is_refused() {
    let attack = |address| {
        let mut stream = connect(address);
        let mut tls = client(&Credentials::of(1));
        tls.write_tls(&mut stream).expect("the member takes it");
        let mut first = [0; 1];
        stream.read_exact(&mut first).expect("the member answers");
        stream.shutdown(Shutdown::Write).expect("the stream is open");
        read_all(&mut stream);
    };
    assert_eq!(turned_away(attack).await, counted!(refused: 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handshake_with_flipped_bits_is_refused() {
    for position in [0, 5, 9, 60, 120] {
        let attack = |address| {
            let mut stream = connect(address);
            let mut hello = Vec::new();
            client(&Credentials::of(1)).write_tls(&mut hello).expect("a vector takes it");
            hello[position] ^= 0x55;
            stream.write_all(&hello).expect("the member takes it");
            stream.shutdown(Shutdown::Write).expect("the stream is open");
            read_all(&mut stream);
        };
        assert_eq!(turned_away(attack).await, counted!(refused: 1), "byte {position}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_nothing_is_dropped_in_time() {
    let attack = |address| assert_eq!(read_all(&mut connect(address)), 0, "a stranger gets nothing");
    assert_eq!(turned_away(attack).await, counted!(late: 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_half_of_it_is_dropped_in_time() {
    let attack = |address| {
        let mut stream = connect(address);
        client(&Credentials::of(1)).write_tls(&mut stream).expect("the member takes it");
        read_all(&mut stream);
    };
    assert_eq!(turned_away(attack).await, counted!(late: 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_of_strangers_keeps_no_member_out() {
    let limits = Limits { handshakes: 4, handshake: Duration::from_secs(3_600), ..patient() };
    let mut node = Node::second(limits);
    let mut crowd: Vec<_> = (0..40).map(|_| connect(node.address)).collect();
    let mut caller = Caller::member(node.address, 1);
    node.connected(1).await;
    caller.send(b"here I am");
    assert_eq!(node.received(1).await.bytes, "here I am");
    for stranger in &mut crowd[..36] {
        assert_eq!(read_all(stranger), 0, "the oldest are dropped");
    }
    let counts = node.counts();
    assert!(counts.crowded_out >= 36, "there were never more than four: {counts:?}");
    let told = node.stop().await;
    assert!(matches!(told.as_slice(), [GossipEvent::Disconnected(_)]), "{told:?}");
    for stranger in &mut crowd[36..] {
        assert_eq!(read_all(stranger), 0, "a stop drops the others");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_is_told_why_by_an_alert() {
    let node = Node::second(quick());
    let mut caller = Caller::dial(node.address, &Credentials::of(9)).expect("its side of TLS is done");
    let error = caller.read_frame().expect_err("it is refused");
    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    assert!(error.to_string().contains("alert"), "{error}");
}
