//! Four nodes with directories and sockets of their own, and clients of them.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use hapi_daemon::Emitter;
use hapi_gossip::Identity;
use hapi_grpc::services::crypto_service_client::CryptoServiceClient;
use hapi_ledger::{
    crypto::SecretKey,
    genesis::{Genesis, GenesisNode},
};
use hapi_node::{
    Clock as _, DEVELOPMENT_KEY, WallClock,
    process::{
        Addresses, Bound, Listen, LiveAddresses, LogLevel, MemberSettings, Node, NodeSettings, Secret,
        Sockets, StartError, Tuning,
    },
};
use hapi_node_core::{PlatformStatus, hashgraph::MemberId};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Duration as ValidDuration, Query,
    ResponseCodeEnum as Code, SignatureMap, SignaturePair, SignedTransaction, Transaction, TransactionBody,
    TransactionGetReceiptQuery, TransactionId, TransferList, query, response, signature_pair::Signature,
    transaction_body::Data,
};
use hapi_storage::{Disk, RealDisk};
use prost::Message;
use tonic::transport::{Channel, Endpoint};

/// How long anything may take before a test gives up.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A directory that goes with the test.
#[derive(Debug)]
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("hapi-process-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// What the nodes of a network are told.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) settings: Vec<NodeSettings>,
    /// Goes with the plan.
    _dir: Directory,
}

fn secret(id: u64) -> [u8; 32] {
    [u8::try_from(id + 1).unwrap(); 32]
}

impl Plan {
    /// A network of so many nodes, at its beginning.
    pub(crate) fn new(nodes: u64) -> Self {
        let dir = Directory::new();
        let members: Vec<_> = (0..nodes)
            .map(|id| {
                let identity = Identity::from_seed(MemberId(id), secret(id));
                MemberSettings {
                    id,
                    account: 3 + id,
                    weight: 500,
                    key: identity.public_key(),
                    certificate: identity.certificate().clone(),
                    gossip: None,
                }
            })
            .collect();
        let state = dir.path().join("beginning.state");
        let genesis = Genesis {
            nodes: (0..nodes).map(GenesisNode::local).collect(),
            consensus_time: WallClock.now(),
            ..Genesis::default()
        };
        fs::write(&state, genesis.build().save()).unwrap();
        let any = "127.0.0.1:0".parse().unwrap();
        let settings = (0..nodes).map(|id| NodeSettings {
            dir: dir.path().join(format!("node{}", id + 1)),
            node_id: id,
            secret: Secret(secret(id)),
            members: members.clone(),
            state: state.clone(),
            properties: BTreeMap::new(),
            listen: Listen { gossip: any, grpc: vec![any], operator: Some(any) },
            addresses: Addresses::Stdin,
            log: LogLevel::Debug,
            streams: true,
            tuning: Tuning::default(),
        });
        Self { settings: settings.collect(), _dir: dir }
    }

    /// Starts all of them in this process, with the disk that each is given.
    pub(crate) async fn start_with(&self, disks: &[Arc<dyn Disk>]) -> Result<Network, StartError> {
        let sockets: Vec<_> =
            self.settings.iter().map(|settings| Sockets::bind(&settings.listen)).collect::<Result<_, _>>()?;
        let bound: Vec<_> = sockets.iter().map(|sockets| sockets.bound().unwrap()).collect();
        let gossip = (0..).zip(bound.iter().map(|bound| bound.gossip)).collect();
        let live = LiveAddresses { gossip };
        let starts = self.settings.iter().zip(sockets).zip(disks).map(|((settings, sockets), disk)| {
            let settings = Arc::new(settings.clone());
            Node::start(settings, sockets, Some(&live), Arc::clone(disk), Emitter::disconnected())
        });
        let nodes = futures::future::try_join_all(starts).await?;
        let network = Network { nodes, bound };
        network.are(PlatformStatus::Active).await;
        Ok(network)
    }

    /// As [`Plan::start_with`], on the real disk.
    pub(crate) async fn start(&self) -> Network {
        let disks: Vec<_> = self.settings.iter().map(|_| Arc::new(RealDisk) as Arc<dyn Disk>).collect();
        self.start_with(&disks).await.unwrap()
    }
}

/// Nodes that run in this process.
#[derive(Debug)]
pub(crate) struct Network {
    pub(crate) nodes: Vec<Node>,
    pub(crate) bound: Vec<Bound>,
}

impl Network {
    /// Returns when all nodes are up to this.
    pub(crate) async fn are(&self, wanted: PlatformStatus) {
        for node in &self.nodes {
            let mut status = node.status();
            let reached = tokio::time::timeout(LONG, status.wait_for(|status| *status == wanted)).await;
            assert!(reached.is_ok(), "it is {:?}, not {wanted:?}", *node.status().borrow());
        }
    }

    /// A client of a node.
    pub(crate) async fn client(&self, node: usize) -> Client {
        Client::connect(self.bound[node].grpc[0], 3 + node as u64).await
    }

    pub(crate) async fn stop(self) {
        futures::future::join_all(self.nodes.into_iter().map(Node::stop)).await;
    }
}

/// A client of one node.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    crypto: CryptoServiceClient<Channel>,
    account: u64,
}

/// What a receipt query has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The query was refused with this code.
    Refused(Code),
    /// The receipt has this status.
    Receipt(Code),
}

impl Client {
    pub(crate) async fn connect(address: std::net::SocketAddr, account: u64) -> Self {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        let channel = endpoint.tcp_nodelay(true).connect().await.unwrap();
        Self { crypto: CryptoServiceClient::new(channel), account }
    }

    /// Submits a transfer of one tinybar from the treasury to 0.0.98.
    pub(crate) async fn try_transfer(&mut self, nonce: i64) -> Result<(TransactionId, Code), tonic::Status> {
        let (id, transaction) = transfer(self.account, nonce);
        let response = self.crypto.crypto_transfer(transaction).await?.into_inner();
        Ok((id, response.node_transaction_precheck_code()))
    }

    pub(crate) async fn transfer(&mut self, nonce: i64) -> TransactionId {
        let (id, code) = self.try_transfer(nonce).await.unwrap();
        assert_eq!(code, Code::Ok);
        id
    }

    /// What is known of a transaction.
    pub(crate) async fn ask(&mut self, id: &TransactionId) -> Result<Answer, tonic::Status> {
        let query = Query {
            query: Some(query::Query::TransactionGetReceipt(TransactionGetReceiptQuery {
                transaction_id: Some(id.clone()),
                ..TransactionGetReceiptQuery::default()
            })),
        };
        let response = self.crypto.get_transaction_receipts(query).await?.into_inner();
        let Some(response::Response::TransactionGetReceipt(response)) = response.response else {
            panic!("not a receipt: {response:?}")
        };
        let code = response.header.unwrap_or_default().node_transaction_precheck_code();
        Ok(match response.receipt {
            Some(receipt) if code == Code::Ok => Answer::Receipt(receipt.status()),
            _ => Answer::Refused(code),
        })
    }

    /// Asks until there is a receipt, as SDKs do; without pauses, to see when it is there.
    pub(crate) async fn receipt(&mut self, id: &TransactionId) -> Code {
        let begun = Instant::now();
        loop {
            match self.ask(id).await.unwrap() {
                Answer::Receipt(Code::Unknown) | Answer::Refused(Code::ReceiptNotFound | Code::Unknown) => {}
                Answer::Receipt(code) => return code,
                Answer::Refused(code) => panic!("no receipt: {code:?}"),
            }
            assert!(begun.elapsed() < LONG, "there is no receipt");
            tokio::task::yield_now().await;
        }
    }
}

/// A transfer of one tinybar from the treasury to 0.0.98, by way of a node, with an id of its own for each `nonce`.
pub(crate) fn transfer(node_account: u64, nonce: i64) -> (TransactionId, Transaction) {
    let id = TransactionId {
        account_id: Some(AccountId::from_num(2)),
        transaction_valid_start: Some(WallClock.now().plus_seconds(-10).plus_nanos(nonce)),
        ..TransactionId::default()
    };
    let account_amounts = [(2, -1), (98, 1)].map(|(num, amount)| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..AccountAmount::default()
    });
    let body = TransactionBody {
        transaction_id: Some(id.clone()),
        node_account_id: Some(AccountId::from_num(node_account)),
        transaction_fee: 100_000_000,
        transaction_valid_duration: Some(ValidDuration { seconds: 120 }),
        data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts: account_amounts.into() }),
            ..CryptoTransferTransactionBody::default()
        })),
        ..TransactionBody::default()
    };
    let body_bytes = Bytes::from(body.encode_to_vec());
    let signature = treasury().sign(&body_bytes);
    let signed = SignedTransaction {
        sig_map: Some(SignatureMap {
            sig_pair: vec![SignaturePair {
                pub_key_prefix: Bytes::copy_from_slice(treasury().public().as_bytes()),
                signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&signature))),
            }],
        }),
        body_bytes,
        ..SignedTransaction::default()
    };
    let signed_transaction_bytes = signed.encode_to_vec().into();
    (id, Transaction { signed_transaction_bytes, ..Transaction::default() })
}

fn treasury() -> SecretKey {
    let der = hex::decode(DEVELOPMENT_KEY).unwrap();
    SecretKey::ed25519(der[der.len() - 32..].try_into().unwrap())
}

/// What a node wrote to its log.
pub(crate) fn log_of(settings: &NodeSettings) -> io::Result<String> {
    fs::read_to_string(settings.dir.join("logs").join("node.log"))
}
