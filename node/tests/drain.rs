//! The end of a front: who is under way gets an answer, who comes too late is told so, and nobody holds it up.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use h2::{RecvStream, SendStream, client::ResponseFuture};
use hapi_ledger::queries::MalformedQuery;
use hapi_node::{
    EmbeddedConfig, EmbeddedNode,
    grpc::{self, Drained, GrpcServer, HapiService, OperatorService, STOP_METHOD, Submitted},
};
use hapi_proto::services::{
    AccountId, CryptoGetAccountBalanceQuery, Query, Response, ResponseCodeEnum as Code, TransactionResponse,
    crypto_get_account_balance_query::BalanceSource, query, response,
};
use prost::Message;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

const BALANCE: &str = "/proto.CryptoService/cryptoGetBalance";
const TRANSFER: &str = "/proto.CryptoService/cryptoTransfer";
/// Far longer than anything takes here.
const LONG: Duration = Duration::from_secs(60);

async fn start() -> GrpcServer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    grpc::serve(EmbeddedNode::start(EmbeddedConfig::default()), listener).unwrap()
}

/// A client that decides itself when it sends what.
struct Client {
    sender: h2::client::SendRequest<Bytes>,
    address: SocketAddr,
    connection: JoinHandle<Result<(), h2::Error>>,
}

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = h2::client::handshake(stream).await.unwrap();
        Self { sender, address, connection: tokio::spawn(connection) }
    }

    /// Sends the head of a request and nothing of its body.
    async fn begin(&mut self, path: &str) -> (ResponseFuture, SendStream<Bytes>) {
        let mut sender = self.sender.clone().ready().await.unwrap();
        let request = http::Request::post(format!("http://{}{path}", self.address))
            .header("content-type", "application/grpc")
            .header("te", "trailers")
            .body(())
            .unwrap();
        sender.send_request(request, false).unwrap()
    }

    /// Returns when the server has seen everything that was sent before.
    async fn is_seen(&mut self) {
        let (status, _) = self.ask("/no.such/method", &Bytes::new()).await;
        assert!(status == 12 || status == 14, "unimplemented, or unavailable: {status}");
    }

    async fn ask(&mut self, path: &str, message: &Bytes) -> (u32, Bytes) {
        let (response, mut body) = self.begin(path).await;
        body.send_data(framed(message), true).unwrap();
        answer(response).await
    }
}

fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[0][..], &length, message].concat().into()
}

fn balance_query() -> Bytes {
    let query = Query {
        query: Some(query::Query::CryptogetAccountBalance(CryptoGetAccountBalanceQuery {
            header: None,
            balance_source: Some(BalanceSource::AccountId(AccountId::from_num(2))),
        })),
    };
    query.encode_to_vec().into()
}

/// The status and the message of an answer.
async fn answer(response: ResponseFuture) -> (u32, Bytes) {
    let response = response.await.unwrap();
    let status = |headers: &http::HeaderMap| -> Option<u32> {
        headers.get("grpc-status").map(|status| status.to_str().unwrap().parse().unwrap())
    };
    let in_head = status(response.headers());
    let mut body: RecvStream = response.into_body();
    let mut message = Vec::new();
    while let Some(data) = body.data().await {
        let data = data.unwrap();
        body.flow_control().release_capacity(data.len()).unwrap();
        message.extend_from_slice(&data);
    }
    let trailers = body.trailers().await.unwrap().unwrap_or_default();
    (in_head.or(status(&trailers)).expect("an answer has a status"), message.into_iter().skip(5).collect())
}

#[tokio::test]
async fn who_is_under_way_is_answered_and_who_comes_later_is_told() {
    let server = start().await;
    let address = server.local_addr();
    let mut early = Client::connect(address).await;
    let (response, mut body) = early.begin(BALANCE).await;
    early.is_seen().await;
    server.refuse();
    let draining = tokio::spawn(server.drain(LONG));

    let mut late = Client::connect(address).await;
    assert_eq!(late.ask(BALANCE, &balance_query()).await.0, 14, "unavailable, on a new connection");
    assert_eq!(early.ask(BALANCE, &balance_query()).await.0, 14, "unavailable, on an old one");
    assert!(!draining.is_finished(), "it waits for the one under way");

    body.send_data(framed(&balance_query()), true).unwrap();
    let (status, message) = answer(response).await;
    assert_eq!(status, 0);
    let answered = Response::decode(message).unwrap().response;
    assert!(matches!(answered, Some(response::Response::CryptogetAccountBalance(_))), "{answered:?}");
    assert_eq!(draining.await.unwrap().unwrap(), Drained::InOrder);
    early.connection.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "the port is closed");
}

#[tokio::test]
async fn a_client_that_never_ends_its_request_is_cut_off() {
    let server = start().await;
    let mut slow = Client::connect(server.local_addr()).await;
    let (response, mut body) = slow.begin(BALANCE).await;
    body.send_data(framed(&balance_query()).slice(..3), false).unwrap();
    slow.is_seen().await;
    let begun = Instant::now();
    assert_eq!(server.drain(Duration::from_millis(50)).await.unwrap(), Drained::CutOff);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(response.await.is_err(), "it got no answer");
}

/// A machine that is gone says nothing, not even that it has gone.
#[tokio::test]
async fn a_client_that_vanished_holds_nobody_up() {
    let server = start().await;
    let mut vanished = Client::connect(server.local_addr()).await;
    vanished.is_seen().await;
    // The socket stays open, and nobody reads it any more.
    let stream = std::net::TcpStream::connect(server.local_addr()).unwrap();
    vanished.connection.abort();
    let mut silent = TcpStream::from_std({
        stream.set_nonblocking(true).unwrap();
        stream
    })
    .unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut silent, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await
        .unwrap();
    // The server has taken it: its settings are there.
    tokio::io::AsyncReadExt::read_u8(&mut silent).await.unwrap();
    let begun = Instant::now();
    assert_eq!(server.drain(LONG).await.unwrap(), Drained::CutOff);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_idle_client_does_not_delay_the_end() {
    let server = start().await;
    let mut idle = Client::connect(server.local_addr()).await;
    idle.is_seen().await;
    assert_eq!(server.drain(LONG).await.unwrap(), Drained::InOrder);
    idle.connection.await.unwrap().unwrap();
}

/// A node that looks at submissions when the test wants it to.
struct Patient {
    queue: mpsc::UnboundedSender<oneshot::Sender<TransactionResponse>>,
}

impl HapiService for Patient {
    fn submit(&self, _: &Bytes) -> Submitted {
        let (answer, answered) = oneshot::channel();
        self.queue.send(answer).unwrap();
        Submitted::Queued(answered)
    }

    fn query(&self, _: &Bytes) -> Result<Response, MalformedQuery> {
        unreachable!("nobody asks it anything")
    }
}

#[tokio::test]
async fn a_submission_that_waits_in_the_node_is_under_way() {
    let (queue, mut waiting) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = grpc::serve(Patient { queue }, listener).unwrap();
    let mut client = Client::connect(server.local_addr()).await;
    let submission = Bytes::from_static(b"a transaction");
    let node = async {
        let answer = waiting.recv().await.unwrap();
        server.refuse();
        let draining = tokio::spawn(server.drain(LONG));
        // It has begun to drain, and waits.
        tokio::task::yield_now().await;
        assert!(!draining.is_finished(), "it waits for the one under way");
        let precheck = Code::Busy.into();
        answer.send(TransactionResponse { node_transaction_precheck_code: precheck, cost: 7 }).unwrap();
        draining.await.unwrap().unwrap()
    };
    let ((status, message), drained) = tokio::join!(client.ask(TRANSFER, &submission), node);
    assert_eq!(status, 0);
    let response = TransactionResponse::decode(message).unwrap();
    assert_eq!((response.node_transaction_precheck_code(), response.cost), (Code::Busy, 7));
    assert_eq!(drained, Drained::InOrder);
}

#[tokio::test]
async fn a_submission_that_the_node_drops_is_refused() {
    let (queue, mut waiting) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = grpc::serve(Patient { queue }, listener).unwrap();
    let mut client = Client::connect(server.local_addr()).await;
    let submission = Bytes::from_static(b"a transaction");
    let node = async { drop(waiting.recv().await.unwrap()) };
    let ((status, _), ()) = tokio::join!(client.ask(TRANSFER, &submission), node);
    assert_eq!(status, 14, "unavailable");
    assert_eq!(server.drain(LONG).await.unwrap(), Drained::InOrder);
}

/// A node that notes that it was told to stop.
struct Stoppable {
    node: EmbeddedNode,
    stopped: AtomicBool,
    told: tokio::sync::Notify,
}

impl OperatorService for Stoppable {
    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        self.node.query(query)
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.told.notify_one();
    }
}

#[tokio::test]
async fn whoever_asks_for_the_stop_gets_an_answer() {
    let node = Arc::new(Stoppable {
        node: EmbeddedNode::start(EmbeddedConfig::default()),
        stopped: AtomicBool::new(false),
        told: tokio::sync::Notify::new(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = grpc::serve_operator(node.clone(), listener).unwrap();
    let mut operator = Client::connect(server.local_addr()).await;
    assert_eq!(operator.ask(BALANCE, &balance_query()).await.0, 0, "queries are answered");
    let transfer = operator.ask(TRANSFER, &Bytes::new()).await;
    assert_eq!(transfer.0, 12, "transactions are not for this front");

    let draining = async {
        node.told.notified().await;
        server.drain(LONG).await
    };
    let nothing = Bytes::new();
    let ((status, _), drained) = tokio::join!(operator.ask(STOP_METHOD, &nothing), draining);
    assert_eq!(status, 0, "the answer arrived though the front was ending");
    assert_eq!(drained.unwrap(), Drained::InOrder);
    assert!(node.stopped.load(Ordering::SeqCst));
}

#[tokio::test]
async fn only_an_operators_front_has_a_stop() {
    let server = start().await;
    let mut client = Client::connect(server.local_addr()).await;
    assert_eq!(client.ask(STOP_METHOD, &Bytes::new()).await.0, 12, "unimplemented");
    server.shutdown().await.unwrap();
}
