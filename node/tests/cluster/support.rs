//! What the tests of clusters share.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use hapi_node::{
    cluster::{Cluster, ClusterConfig, NodeHandle, Program},
    grpc::GrpcClient,
};
use hapi_proto::services::{
    AccountId, CryptoGetAccountBalanceQuery, HederaFunctionality, Query, Response, ResponseCodeEnum,
    crypto_get_account_balance_query::BalanceSource, query, response,
};
use prost::Message;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, PidfdFlags, pidfd_open},
};

/// The file of the program.
pub(crate) fn hapi_node() -> PathBuf {
    env!("CARGO_BIN_EXE_hapi-node").into()
}

/// So many nodes at free ports, without a cache.
pub(crate) fn config(nodes: u8) -> ClusterConfig {
    ClusterConfig::new(nodes, Program { path: hapi_node(), arguments: Vec::new() })
}

pub(crate) async fn started(nodes: u8) -> Cluster {
    Cluster::start(config(nodes)).await.unwrap_or_else(|error| panic!("{error}"))
}

/// A directory that goes with the test.
#[derive(Debug)]
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("hapi-cluster-test-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// What the treasury has, if the node answers.
pub(crate) async fn treasury(node: &NodeHandle) -> Result<u64, String> {
    let client: &GrpcClient = node.client().ok_or("it has never served")?;
    let query = query::Query::CryptogetAccountBalance(CryptoGetAccountBalanceQuery {
        balance_source: Some(BalanceSource::AccountId(AccountId::from_num(2))),
        ..CryptoGetAccountBalanceQuery::default()
    });
    let bytes = Query { query: Some(query) }.encode_to_vec().into();
    let answer = client.query(HederaFunctionality::CryptoGetAccountBalance, bytes).await;
    match Response::decode(answer.map_err(|status| status.to_string())?).unwrap().response {
        Some(response::Response::CryptogetAccountBalance(answer)) => {
            let code = answer.header.unwrap().node_transaction_precheck_code;
            if code == ResponseCodeEnum::Ok as i32 { Ok(answer.balance) } else { Err(format!("code {code}")) }
        }
        other => Err(format!("{other:?}")),
    }
}

/// The processes that `parent` has started.
pub(crate) fn children_of(parent: u32) -> Vec<u32> {
    let is_child = |pid: &u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // The name may hold anything; the parent is the second field behind it.
        let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
        behind.split(' ').nth(1) == Some(&parent.to_string())
    };
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(is_child).collect()
}

/// Waits until the process has ended.
pub(crate) fn await_end(pid: u32) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let process = match pidfd_open(pid, PidfdFlags::empty()) {
        Err(Errno::SRCH) => return,
        process => process.unwrap(),
    };
    let limit = Timespec { tv_sec: 30, tv_nsec: 0 };
    let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&limit)).unwrap();
    assert_eq!(ended, 1, "process {pid:?} is still there");
}
