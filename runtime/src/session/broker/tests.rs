use std::{future::pending, sync::Mutex, time::Duration};

use bytes::Bytes;
use futures::{
    FutureExt as _,
    future::{BoxFuture, join_all, ready},
};
use hapi_node::EmbeddedConfig;
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
};

use super::{
    client::Claim,
    server::{LANES, OWN_LANE, Restore, Server},
    wire::{Acquire, Frames, Hello, LONGEST, Remember, Reply, Request, VERSION},
    *,
};
use crate::{
    networks::{
        AttachedNetwork, Capabilities, ConcurrentEmbeddedNetwork, HederaNetwork, NetworkError, NetworkNode,
    },
    session::{link::SessionLink as _, locks::Held},
    test_case::{Access, ContextRequirement, Resources},
};

/// A broker in this process, at a place of its own.
struct Broker {
    place: Place,
    server: Arc<Server>,
    serving: JoinHandle<()>,
    put_back: Arc<Mutex<Vec<Remember>>>,
}

impl Broker {
    fn of(name: &str, network: Arc<dyn HederaNetwork>) -> Self {
        Self::restoring(name, network, Ok(()))
    }

    /// A broker that claims to put back what it is told to, or to fail at that.
    fn restoring(name: &str, network: Arc<dyn HederaNetwork>, result: Result<(), String>) -> Self {
        let base = std::env::temp_dir().join(format!("hapi-test-broker-{}-{name}", std::process::id()));
        let place = Place::at(base.join("0123456789abcdef"));
        drop(place.lock().unwrap());
        let put_back = Arc::<Mutex<Vec<Remember>>>::default();
        let seen = Arc::clone(&put_back);
        let restore: Restore = Box::new(move |remembered| {
            seen.lock().unwrap().push(remembered);
            ready(result.clone()).boxed()
        });
        let server = Server::new("0123456789abcdef".to_owned(), network, restore);
        let listener = UnixListener::bind(place.socket()).unwrap();
        let accepting = Arc::clone(&server);
        let serving = tokio::spawn(async move { accepting.accept(&listener).await });
        Self { place, server, serving, put_back }
    }

    fn embedded(name: &str) -> Self {
        Self::of(name, Arc::new(ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default())))
    }

    /// What a process has that attaches to it.
    fn attach(&self) -> Arc<Client> {
        Arc::new(Client::connect(&self.place).unwrap())
    }

    /// A connection that says what it likes.
    async fn raw(&self) -> UnixStream {
        UnixStream::connect(self.place.socket()).await.unwrap()
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.serving.abort();
        let _held = self.place.lock();
        self.place.remove();
    }
}

const LEAKY: Access =
    Access { reads: Resources::NONE, writes: Resources::of(&[ContextRequirement::PropertyOverrides]) };

async fn locked(client: &Arc<Client>, test: &str, access: Access) -> Held {
    client.acquire(test, access, None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_sees_the_network_that_the_broker_keeps() {
    let network = Arc::new(ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default()));
    let broker = Broker::of("network", Arc::clone(&network) as _);
    let attached = AttachedNetwork::new(broker.attach());
    assert_eq!(attached.name(), "embedded");
    assert_eq!(attached.nodes()[0].account, network.nodes()[0].account);
    assert!(!attached.capabilities().state_access && !attached.capabilities().virtual_time);
    let apart = attached.now().as_nanos() - network.now().as_nanos();
    assert!(apart.abs() < 1_000_000_000, "{apart}");
    let name = "ledger.maxAutoAssociations";
    assert_eq!(attached.startup_property(name), network.startup_property(name));
    assert!(attached.startup_property(name).is_some());
    let node = attached.nodes()[0].account.clone();
    let garbage = Bytes::from_static(b"no transaction");
    let function = HederaFunctionality::CryptoTransfer;
    let there = network.submit(&node, function, garbage.clone()).await.unwrap();
    assert_eq!(attached.submit(&node, function, garbage.clone()).await.unwrap(), there);
    let nobody = AccountId::from_num(77);
    let error = attached.submit(&nobody, function, garbage.clone()).await.unwrap_err();
    assert!(matches!(error, NetworkError::UnknownNode { .. }), "{error}");
    let error = attached.query(&node, function, garbage).await.unwrap_err();
    assert!(matches!(error, NetworkError::Unavailable { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_things_are_asked_at_once() {
    let broker = Broker::embedded("many");
    let attached = AttachedNetwork::new(broker.attach());
    let node = attached.nodes()[0].account.clone();
    let submit = |_| attached.submit(&node, HederaFunctionality::CryptoTransfer, Bytes::from_static(b"x"));
    let answers = join_all((0..200).map(submit)).await;
    assert!(answers.iter().all(Result::is_ok));
}

#[tokio::test(flavor = "multi_thread")]
async fn locks_hold_across_processes_and_are_given_in_turn() {
    let broker = Broker::embedded("locks");
    let (a, b) = (broker.attach(), broker.attach());
    let first = locked(&a, "first", Access::SHARED).await;
    let beside = locked(&b, "beside", Access::SHARED).await;
    let leaky = b.acquire("leaky", LEAKY, None);
    let mut leaky = Box::pin(leaky);
    // It is asked for, and no more: the two are in its way.
    assert!((&mut leaky).now_or_never().is_none());
    let asked = tokio::time::timeout(Duration::from_millis(50), &mut leaky).await;
    assert!(asked.is_err(), "it writes what they read");
    drop((first, beside));
    let leaky = leaky.await.unwrap();
    assert_eq!(leaky.behind, ["first", "beside"]);
    assert!(leaky.waited > Duration::ZERO);
    let error = a.acquire("late", Access::SHARED, Some(Duration::from_millis(20))).await.unwrap_err();
    assert!(error.message().contains("`late` waited"), "{}", error.message());
    assert!(error.message().contains("`leaky` has held PropertyOverrides"), "{}", error.message());
    drop(leaky);
    drop(locked(&a, "late", Access::SHARED).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stops_waiting_is_in_nobodys_way() {
    let broker = Broker::embedded("cancel");
    let (a, b) = (broker.attach(), broker.attach());
    let first = locked(&a, "first", Access::SHARED).await;
    let gave_up = b.acquire("leaky", LEAKY, None);
    assert!(tokio::time::timeout(Duration::from_millis(20), gave_up).await.is_err());
    // Would wait for ever behind the one that gave up, since it may not pass it.
    drop(locked(&b, "reader", Access::SHARED).await);
    drop(first);
}

/// A process that says nothing when it ends: its connections, which then close.
struct Dying {
    presence: Frames,
    locks: Frames,
}

impl Dying {
    /// It holds the locks of a leaky test, which has changed a file.
    async fn attach(broker: &Broker, test: &str) -> Self {
        let mut presence = Frames::new(broker.raw().await);
        let mut hello = Hello { version: VERSION, session: "0123456789abcdef".to_owned(), process: None };
        presence.send(&[&hello]).await.unwrap();
        let Some(Answer::Welcome(welcome)) = presence.receive::<Reply>().await.unwrap().answer else {
            panic!("it is welcome")
        };
        hello.process = Some(welcome.process);
        let mut locks = Frames::new(broker.raw().await);
        let (reads, writes) = (LEAKY.reads.bits().into(), LEAKY.writes.bits().into());
        let acquire = Ask::Acquire(Acquire { test: test.to_owned(), reads, writes, limit_nanos: None });
        locks.send(&[&hello, &Request { ask: Some(acquire) }]).await.unwrap();
        assert!(matches!(locks.receive::<Reply>().await.unwrap().answer, Some(Answer::Granted(_))));
        let before = Bytes::from_static(b"before");
        let remember = Ask::Remember(Remember { test: test.to_owned(), before });
        presence.send(&[&Request { ask: Some(remember) }]).await.unwrap();
        assert!(matches!(presence.receive::<Reply>().await.unwrap().answer, Some(Answer::Done(_))));
        Self { presence, locks }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_changed_is_put_back_before_others_get_its_locks() {
    let broker = Broker::embedded("dead");
    let other = broker.attach();
    // Whichever of its connections the broker sees close first.
    for presence_first in [true, false] {
        let Dying { presence, locks } = Dying::attach(&broker, "leaky").await;
        let waiting = tokio::spawn({
            let other = Arc::clone(&other);
            async move { locked(&other, "other", LEAKY).await }
        });
        let (first, second) = if presence_first { (presence, locks) } else { (locks, presence) };
        drop(first);
        drop(second);
        let _held = waiting.await.unwrap();
        let put_back = std::mem::take(&mut *broker.put_back.lock().unwrap());
        assert_eq!(put_back.len(), 1);
        assert_eq!((put_back[0].test.as_str(), &*put_back[0].before), ("leaky", &b"before"[..]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_test_put_back_itself_is_left_alone() {
    let broker = Broker::embedded("forget");
    let (client, other) = (broker.attach(), broker.attach());
    let held = locked(&client, "leaky", LEAKY).await;
    client.remember("leaky", Bytes::from_static(b"before")).await.unwrap();
    client.forget("leaky").await.unwrap();
    drop((held, client));
    drop(locked(&other, "other", LEAKY).await);
    assert_eq!(*broker.put_back.lock().unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_not_what_it_was_is_given_to_nobody() {
    let network = Arc::new(ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default()));
    let broker = Broker::restoring("spoilt", network, Err("no hbar".to_owned()));
    drop(Dying::attach(&broker, "leaky").await);
    let client = broker.attach();
    let error = client.acquire("next", LEAKY, None).await.unwrap_err();
    assert!(error.message().contains("the process of `leaky` ended before"), "{}", error.message());
    assert!(error.message().ends_with("no hbar"), "{}", error.message());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_once_is_made_by_one_process() {
    let broker = Broker::embedded("once");
    let (a, b) = (broker.attach(), broker.attach());
    let Claim::Make(making) = a.claim("payer").await.unwrap() else { panic!("nobody has made it") };
    let Claim::Make(dropped) = b.claim("other").await.unwrap() else { panic!("nobody has made it") };
    let waiting = tokio::spawn({
        let b = Arc::clone(&b);
        async move { b.claim("payer").await.unwrap() }
    });
    making.settle(Ok(Bytes::from_static(b"0.0.1001"))).await.unwrap();
    assert!(matches!(waiting.await.unwrap(), Claim::Made(value) if value == "0.0.1001"));
    // Who drops the task leaves it to the next one, whose failure is everybody's.
    drop(dropped);
    let Claim::Make(making) = a.claim("other").await.unwrap() else { panic!("it was left") };
    making.settle(Err("no hbar".to_owned())).await.unwrap();
    assert!(matches!(b.claim("other").await.unwrap(), Claim::Failed(reason) if reason == "no hbar"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_process_has_valid_starts_of_its_own() {
    let broker = Broker::embedded("lanes");
    let (a, b) = (broker.attach(), broker.attach());
    let (a, b) = (a.lane(), b.lane());
    assert_eq!((a.of, b.of), (LANES, LANES));
    assert!(a.rest != b.rest && a.rest != OWN_LANE && b.rest != OWN_LANE);
}

/// The last thing said on a connection that was closed by the broker.
async fn answer_to(broker: &Broker, bytes: &[u8]) -> Vec<u8> {
    let mut stream = broker.raw().await;
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    // A broker that closes with something unread resets the connection.
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_ends_its_connection_and_nothing_else() {
    let broker = Broker::embedded("nonsense");
    let too_long = u32::try_from(LONGEST + 1).unwrap().to_be_bytes();
    assert_eq!(answer_to(&broker, &too_long).await, b"");
    assert_eq!(answer_to(&broker, &[0, 0, 0, 2, 0xff, 0xff]).await, b"");
    // A greeting, and then a request that asks nothing.
    let client = broker.attach();
    let hello = Hello {
        version: VERSION,
        session: "0123456789abcdef".to_owned(),
        process: Some(client.welcome().process),
    };
    let mut frames = Frames::new(broker.raw().await);
    frames.send(&[&hello, &Request { ask: None }]).await.unwrap();
    assert!(frames.receive::<Reply>().await.is_err());
    assert!(client.claim("still there").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_means_another_session_is_told() {
    let broker = Broker::embedded("hello");
    let refused = |hello: Hello| {
        let broker = &broker;
        async move {
            let mut frames = Frames::new(broker.raw().await);
            frames.send(&[&hello]).await.unwrap();
            match frames.receive::<Reply>().await.unwrap().answer {
                Some(Answer::Refused(reason)) => reason,
                other => panic!("{other:?}"),
            }
        }
    };
    let ours = Hello { version: VERSION, session: "0123456789abcdef".to_owned(), process: None };
    let reason = refused(Hello { session: "another".to_owned(), ..ours.clone() }).await;
    assert!(reason.contains(&format!("and not {VERSION} of another")), "{reason}");
    let reason = refused(Hello { version: VERSION + 1, ..ours.clone() }).await;
    assert!(reason.contains(&format!("and not {} of", VERSION + 1)), "{reason}");
    let reason = refused(Hello { process: Some(4711), ..ours }).await;
    assert_eq!(reason, "no process 4711 is attached");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_has_gone_is_an_error_that_says_so() {
    let broker = Broker::embedded("gone");
    let client = broker.attach();
    std::fs::write(broker.place.log(), "thread main panicked\n").unwrap();
    std::fs::remove_file(broker.place.socket()).unwrap();
    let error = client.claim("payer").await.unwrap_err().to_string();
    assert!(error.starts_with("the session's process does not answer: "), "{error}");
    assert!(error.ends_with("its log:\nthread main panicked"), "{error}");
}

/// A network in which time passes only by sleeping.
#[derive(Debug, Default)]
struct Sleepy(Mutex<i64>);

impl HederaNetwork for Sleepy {
    fn name(&self) -> &'static str {
        "sleepy"
    }

    fn nodes(&self) -> &[NetworkNode] {
        &[]
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { virtual_time: true, ..Capabilities::default() }
    }

    fn now(&self) -> Timestamp {
        Timestamp::new(*self.0.lock().unwrap(), 0)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        *self.0.lock().unwrap() += i64::try_from(duration.as_secs()).unwrap();
        Box::pin(ready(()))
    }

    fn submit<'a>(
        &'a self,
        _: &'a AccountId,
        _: HederaFunctionality,
        _: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        Box::pin(pending())
    }

    fn query<'a>(
        &'a self,
        _: &'a AccountId,
        _: HederaFunctionality,
        _: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(pending())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn virtual_time_is_the_networks() {
    let broker = Broker::of("sleepy", Arc::new(Sleepy::default()));
    let attached = AttachedNetwork::new(broker.attach());
    assert!(attached.capabilities().virtual_time);
    attached.sleep(Duration::from_secs(86_400)).await;
    assert_eq!(attached.now(), Timestamp::new(86_400, 0));
}

#[tokio::test]
async fn idleness_is_when_nobody_is_there_and_not_when_nobody_speaks() {
    tokio::time::pause();
    let network = Arc::new(ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default()));
    let broker = Broker::of("idle", Arc::clone(&network) as _);
    let idle = |server: Arc<Server>| async move { server.idle(Duration::from_secs(60)).await };
    let server = Arc::clone(&broker.server);
    let mut client = Frames::new(broker.raw().await);
    client
        .send(&[&Hello { version: VERSION, session: "0123456789abcdef".to_owned(), process: None }])
        .await
        .unwrap();
    client.receive::<Reply>().await.unwrap();
    let still = tokio::time::timeout(Duration::from_secs(6000), idle(Arc::clone(&server))).await;
    assert!(still.is_err(), "somebody is there");
    drop(client);
    idle(server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_processes_called_is_added_up_in_one_file() {
    use crate::coverage::Stage::{Precheck, Status};
    use hapi_proto::services::ResponseCodeEnum::{Ok as Fine, Success};

    let broker = Broker::embedded("covered");
    let (a, b) = (broker.attach(), broker.attach());
    let file = broker.place.dir().join("covered.json");
    let function = HederaFunctionality::CryptoTransfer;
    let counts = |calls| [((function, Precheck, Fine), calls), ((function, Status, Success), 1)].into();
    let calls = || {
        let text = std::fs::read_to_string(&file).unwrap();
        let coverage: serde_json::Value = serde_json::from_str(&text).unwrap();
        let functions = coverage["functions"].as_array().unwrap();
        let found = functions.iter().find(|function| function["name"] == "CryptoTransfer").unwrap();
        found["calls"].as_u64().unwrap()
    };
    a.cover(&file, counts(2)).await.unwrap();
    assert_eq!(calls(), 2);
    b.cover(&file, counts(40)).await.unwrap();
    assert_eq!(calls(), 42);
    std::fs::remove_file(&file).unwrap();
    let error = a.cover("/nowhere/at/all.json".as_ref(), counts(1)).await.unwrap_err();
    assert!(
        error.message().contains("cannot write the coverage to /nowhere/at/all.json"),
        "{}",
        error.message()
    );
}
