//! How long a message takes there and back between two members on this machine, and how many bytes pass.
//!
//! The first figure is what consensus waits for: half of it passes from the call of `send` in one member to the event in the other.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, OnceLock, mpsc},
    time::{Duration, Instant},
};

use bytes::Bytes;
use hapi_gossip::{Gossip, GossipEvent, Identity, Limits, Peer};
use hapi_hashgraph::MemberId;

const ROUNDS: usize = 5_000;
const BULK: usize = 2_000;

fn main() {
    // What a test harness would be told is of no use here.
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let (one, two) = (runtime().expect("a runtime"), runtime().expect("a runtime"));
    let identities =
        [1, 2].map(|id| Identity::from_seed(MemberId(id), [u8::try_from(id).expect("small"); 32]));
    let [first, second] = [(), ()].map(|()| TcpListener::bind(("127.0.0.1", 0)).expect("a free port"));
    let peer = |index: usize, address: SocketAddr| Peer {
        id: identities[index].id(),
        certificate: identities[index].certificate().clone(),
        address,
    };
    let peers = vec![
        peer(0, first.local_addr().expect("an address")),
        peer(1, second.local_addr().expect("an address")),
    ];

    let echo = Arc::new(OnceLock::<Gossip>::new());
    let answers = Arc::clone(&echo);
    let told = move |event| {
        if let GossipEvent::Received(from, parcel) = event {
            answers.get().expect("it is set first").send(from, parcel.bytes.clone());
        }
    };
    let entered = two.enter();
    let second =
        Gossip::start(&identities[1], second, peers.clone(), Limits::default(), told).expect("it starts");
    echo.set(second.clone()).expect("it is set once");
    drop(entered);

    let (sender, events) = mpsc::channel();
    let told = move |event| sender.send(event).expect("somebody listens");
    let began = Instant::now();
    let entered = one.enter();
    let first = Gossip::start(&identities[0], first, peers, Limits::default(), told).expect("it starts");
    drop(entered);
    assert!(matches!(events.recv(), Ok(GossipEvent::Connected(_))));
    println!("from the start to the connection: {:?}", began.elapsed());

    for length in [100, 1_000, 10_000] {
        let times = round_trips(&first, &events, length);
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!("{length:>6} bytes there and back: median {:?}, p90 {:?}, p99 {:?}", at(50), at(90), at(99));
    }
    let rate = bulk(&first, &events);
    println!("both ways at once: {rate:.0} MB/s each");
    one.block_on(first.stop());
    two.block_on(second.stop());
}

fn round_trips(gossip: &Gossip, events: &mpsc::Receiver<GossipEvent>, length: usize) -> Vec<Duration> {
    let message = Bytes::from(vec![7; length]);
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            gossip.send(MemberId(2), message.clone());
            assert!(matches!(events.recv(), Ok(GossipEvent::Received(..))));
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn bulk(gossip: &Gossip, events: &mpsc::Receiver<GossipEvent>) -> f64 {
    const LENGTH: usize = 30_000;
    let message = Bytes::from(vec![7; LENGTH]);
    let began = Instant::now();
    for _ in 0..BULK {
        gossip.send(MemberId(2), message.clone());
    }
    for _ in 0..BULK {
        assert!(matches!(events.recv(), Ok(GossipEvent::Received(..))));
    }
    (BULK * LENGTH) as f64 / began.elapsed().as_secs_f64() / 1e6
}
