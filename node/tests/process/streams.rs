//! What nodes tell in their streams: each all of it, and all of them the same.

use std::{
    collections::BTreeSet,
    fmt::Debug,
    fs,
    path::{Path, PathBuf},
};

use hapi_gossip::Identity;
use hapi_node::process::NodeSettings;
use hapi_node_core::hashgraph::MemberId;
use hapi_proto::block::block_item::Item;
use hapi_proto::services::{ResponseCodeEnum as Code, TransactionId};
use hapi_streams::{Seen, Verified, read_block_file, read_record_file, verify_directory};

use crate::{child::Children, client::Client, support::Plan};

async fn some(client: &mut Client, ids: &mut Vec<TransactionId>, count: i64) {
    for _ in 0..count {
        let id = client.transfer(i64::try_from(ids.len()).unwrap()).await;
        assert_eq!(client.receipt(&id).await, Code::Success);
        ids.push(id);
    }
}

/// Checks a node's streams; gives back what they come to, and which transactions have records in them.
fn verified(settings: &NodeSettings) -> (Verified, Vec<TransactionId>) {
    let key = Identity::from_seed(MemberId(settings.node_id), settings.secret.0).public_key();
    let mut seen = Vec::new();
    let verified = verify_directory(&settings.dir.join("streams"), Some(key), |record: Seen<'_>| {
        seen.extend(record.record.transaction_id.clone());
    });
    (verified.unwrap_or_else(|error| panic!("node {}: {error}", settings.node_id)), seen)
}

/// The files of a kind of stream, in the order of their names, which begin with the time or with a number of fixed length.
fn files(settings: &NodeSettings, stream: &str, is_file: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let account = settings.own().unwrap().account;
    let dir = settings.dir.join("streams").join(format!("{stream}0.0.{account}"));
    let names = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| is_file(name)).collect();
    names.sort_unstable();
    names.iter().map(|name| dir.join(name)).collect()
}

/// Fails unless all nodes have the same files, up to where the shortest of them has come, each under the same name with the same in it.
fn assert_same<T: Debug + PartialEq>(nodes: &[Vec<PathBuf>], read: impl Fn(&Path) -> T) {
    let shortest = nodes.iter().map(Vec::len).min().unwrap();
    assert!(shortest > 1, "there is something to compare");
    for at in 0..shortest {
        let of = |files: &[PathBuf]| (files[at].file_name().unwrap().to_owned(), read(&files[at]));
        let first = of(&nodes[0]);
        for files in &nodes[1..] {
            let other = of(files);
            assert!(first == other, "{}: {first:?} is not {other:?}", files[at].display());
        }
    }
}

/// Fails unless all nodes tell the same; what they sign it with is each node's own.
fn assert_all_tell_the_same(settings: &[NodeSettings]) {
    let of = |stream: &str, end: &str| -> Vec<_> {
        settings.iter().map(|settings| files(settings, stream, |name| name.ends_with(end))).collect()
    };
    assert_same(&of("recordStreams/record", ".rcd.gz"), |path| read_record_file(path).unwrap());
    assert_same(&of("blockStreams/block-", ".blk.gz"), |path| {
        let mut items = read_block_file(path).unwrap().items;
        let count = items.len();
        items.retain(|item| !matches!(item.item, Some(Item::BlockProof(_))));
        assert_eq!(items.len() + 1, count, "a block has one proof");
        items
    });
}

/// A node that goes on from its log makes the same files again, and one that goes on from a state makes the next ones.
#[tokio::test]
async fn streams_go_on_after_every_kind_of_end() {
    for state_every in [3_600_000, 0] {
        let mut plan = Plan::new(4);
        plan.settings.iter_mut().for_each(|settings| settings.tuning.state_every = state_every);
        let children = Children::start(&mut plan).await;
        let mut ids = Vec::new();
        some(&mut children.nodes[0].client().await, &mut ids, 20).await;
        for child in &children.nodes {
            child.daemon.kill().await.unwrap();
        }
        futures::future::join_all((0..4).map(|node| children.restart(node))).await;
        children.ready().await;
        some(&mut children.nodes[1].client().await, &mut ids, 20).await;
        children.stop().await;
        futures::future::join_all((0..4).map(|node| children.restart(node))).await;
        children.ready().await;
        // A file is closed when one of the next period begins: what was told before is in one then.
        let told = ids.len();
        let mut client = children.nodes[2].client().await;
        let begun = std::time::Instant::now();
        while begun.elapsed().as_secs() < 5 {
            some(&mut client, &mut ids, 1).await;
        }
        children.stop().await;
        for settings in &plan.settings {
            let (verified, seen) = verified(settings);
            assert!(verified.record_files > 1 && verified.blocks > 1, "{verified:?}");
            let distinct: BTreeSet<_> = seen.iter().map(|id| format!("{id:?}")).collect();
            assert_eq!(distinct.len(), seen.len(), "nothing is told twice");
            for id in &ids[..told] {
                assert!(seen.contains(id), "node {} tells nothing of {id:?}", settings.node_id);
            }
        }
        assert_all_tell_the_same(&plan.settings);
    }
}
