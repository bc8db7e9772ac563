//! The block stream: what is in a block, its root, and when it ends.

use bytes::Bytes;
use hapi_proto::{
    block::{
        Block, BlockItem,
        block_item::Item,
        block_proof::Proof,
        input::parent_event_reference::Parent,
        output::{
            singleton_update_change::NewValue, state_change::ChangeOperation, transaction_output::Transaction,
        },
    },
    node::state::blockstream::BlockStreamInfo,
};
use hapi_streams::{BlockConfig, BlockFile, BlockRule, BlockStream, Hash, ProofKind};
use proptest::prelude::*;
use prost::Message;

use crate::{
    naive,
    support::{OwnedContent, OwnedRound, SECOND, change, empty, plain, plans, rounds, signer, version},
};

fn config() -> BlockConfig {
    BlockConfig::new(version(), signer())
}

fn genesis() -> Hash {
    Hash::of_state(b"genesis")
}

fn begin(config: BlockConfig) -> BlockStream {
    BlockStream::begin(config, genesis(), vec![change(9, 1), change(9, 2)])
}

fn blocks_of(stream: &mut BlockStream, rounds: &[OwnedRound]) -> Vec<BlockFile> {
    rounds.iter().filter_map(|round| round.lend(|round| stream.round(round))).collect()
}

fn items(file: &BlockFile) -> Vec<Item> {
    let block = Block::decode(&*file.contents).unwrap();
    assert_eq!(block.encode_to_vec(), file.contents);
    block.items.into_iter().map(|item| item.item.expect("an item")).collect()
}

fn info(items: &[Item]) -> BlockStreamInfo {
    let changes = items.iter().rev().find_map(|item| match item {
        Item::StateChanges(changes) => Some(&changes.state_changes),
        _ => None,
    });
    let [last] = &changes.unwrap()[..] else { panic!("it stands alone") };
    let Some(ChangeOperation::SingletonUpdate(update)) = &last.change_operation else { panic!("{last:?}") };
    let Some(NewValue::BlockStreamInfoValue(info)) = &update.new_value else { panic!("{update:?}") };
    assert_eq!(last.state_id, 24);
    info.clone()
}

/// Of the items that go into a tree, those that `of` takes, as leaves.
fn leaves(items: &[Item], of: impl Fn(&Item) -> bool) -> Vec<[u8; 48]> {
    let leaf = |item: &Item| naive::leaf(&BlockItem { item: Some(item.clone()) }.encode_to_vec());
    items.iter().filter(|item| of(item)).map(leaf).collect()
}

/// What the chain is before a block, kept the long way.
#[derive(Default)]
struct Chain {
    roots: Vec<[u8; 48]>,
    results: Vec<[u8; 48]>,
    state: Option<Hash>,
}

impl Chain {
    /// Checks a block against its definition.
    fn check(&mut self, file: &BlockFile) {
        let items = items(file);
        let Some(Item::BlockHeader(header)) = items.first() else { panic!("no header") };
        let number = self.roots.len() as u64;
        assert_eq!((header.number, file.number), (number, number));
        let none = naive::tree(&[]);
        let parts = [
            self.roots.last().copied().unwrap_or(none),
            naive::tree(&self.roots),
            naive::bytes(self.state.unwrap_or_else(genesis)),
            naive::tree(&leaves(&items, |item| matches!(item, Item::RoundHeader(_) | Item::EventHeader(_)))),
            naive::tree(&leaves(&items, |item| matches!(item, Item::SignedTransaction(_)))),
            naive::tree(&leaves(&items, |item| {
                matches!(item, Item::BlockHeader(_) | Item::TransactionResult(_) | Item::TransactionOutput(_))
            })),
            naive::tree(&leaves(&items, |item| matches!(item, Item::StateChanges(_)))),
            none,
        ];
        let root = naive::block(header.block_timestamp.as_ref().unwrap(), parts);
        assert_eq!(file.root, Hash(root));
        let [.., Item::BlockFooter(footer), Item::BlockProof(proof)] = &items[..] else { panic!("no end") };
        assert_eq!(footer.previous_block_root_hash, parts[0][..]);
        assert_eq!(footer.root_hash_of_all_block_hashes_tree, parts[1][..]);
        assert_eq!(footer.start_of_block_state_root_hash, parts[2][..]);
        let Some(Proof::SignedBlockProof(signed)) = &proof.proof else { panic!("no signature") };
        assert_eq!((proof.block, &signed.block_signature[..]), (number, &signer().sign(&root)[..]));
        self.check_info(&items, &parts);
        self.roots.push(root);
    }

    /// Checks what the block says of the stream, and that its root follows from that alone.
    fn check_info(&mut self, items: &[Item], parts: &[[u8; 48]; 8]) {
        let info = info(items);
        for leaf in leaves(items, |item| matches!(item, Item::TransactionResult(_))) {
            let last = self.results.last().copied().unwrap_or([0; 48]);
            self.results.push(naive::sha384(&[&last, &leaf]));
        }
        let with_zeros: Vec<_> = [[0; 48]].into_iter().chain(self.results.iter().copied()).collect();
        let last_four = &with_zeros[with_zeros.len().saturating_sub(4)..];
        assert_eq!(info.trailing_output_hashes, last_four.concat());
        let all: Vec<_> = [naive::tree(&[])].into_iter().chain(self.roots.iter().copied()).collect();
        assert_eq!(info.trailing_block_hashes, all[all.len().saturating_sub(256)..].concat());
        assert_eq!(info.intermediate_block_roots_leaf_count, self.roots.len() as u64);
        assert_eq!(info.input_tree_root_hash, parts[4][..]);
        let changes = leaves(items, |item| matches!(item, Item::StateChanges(_)));
        let (last, before) = changes.split_last().unwrap();
        assert_eq!(info.num_preceding_state_changes_items, before.len() as u64);
        // The edge of the tree before the last change, and that change, give the tree with it.
        let edge = info.rightmost_preceding_state_changes_tree_hashes;
        let edge: Vec<_> = edge.iter().map(|hash| Hash::from_bytes(hash).unwrap()).collect();
        let mut tree = hapi_streams::Tree::resume(edge, before.len() as u64).unwrap();
        tree.push(Hash(*last));
        assert_eq!(tree.root().0, parts[6]);
    }
}

/// When rounds end blocks, by definition.
fn ends(rounds: &[OwnedRound], closes: impl Fn(&OwnedRound, i128) -> bool) -> Vec<u64> {
    let (mut ends, mut began) = (Vec::new(), None);
    for round in rounds {
        let first = round.events.first().map_or(round.time, |event| event.time);
        let start = *began.get_or_insert(first);
        if round.number == 1 || round.freezes || closes(round, round.time.as_nanos() - start.as_nanos()) {
            ends.push(round.number);
            began = None;
        }
    }
    ends
}

fn closed(stream: &mut BlockStream, rounds: &[OwnedRound]) -> Vec<u64> {
    let closed = |round: &&OwnedRound| round.lend(|round| stream.round(round)).is_some();
    rounds.iter().filter(closed).map(|round| round.number).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn blocks_have_the_roots_of_their_definition_and_are_chained(plans in plans(40)) {
        let rounds = rounds(&plans);
        let (mut stream, mut chain) = (begin(config()), Chain::default());
        for round in &rounds {
            if let Some(file) = round.lend(|round| stream.round(round)) {
                chain.check(&file);
                chain.state = Some(round.state);
            }
        }
        prop_assert_eq!(stream.number(), chain.roots.len() as u64);
    }

    #[test]
    fn blocks_end_by_their_rule(plans in plans(60), period in 0_i64..4, every in 1_u64..5) {
        let mut rounds = rounds(&plans);
        if let Some(round) = rounds.get_mut(7) {
            round.freezes = true;
        }
        let by_period = BlockConfig { rule: BlockRule::Period(period * SECOND), ..config() };
        let expected = ends(&rounds, |_, elapsed| elapsed >= i128::from(period * SECOND));
        prop_assert_eq!(closed(&mut begin(by_period), &rounds), expected);
        let by_number = BlockConfig { rule: BlockRule::Rounds(every), ..config() };
        let expected = ends(&rounds, |round, _| round.number % every == 0);
        prop_assert_eq!(closed(&mut begin(by_number), &rounds), expected);
    }

    #[test]
    fn a_resumed_stream_makes_the_same_blocks(plans in plans(30), cut in 0_usize..30) {
        let rounds = rounds(&plans);
        let whole = blocks_of(&mut begin(config()), &rounds);
        let (before, after) = rounds.split_at(cut.min(rounds.len()));
        let mut stream = begin(config());
        let mut blocks = blocks_of(&mut stream, before);
        let mut stream = BlockStream::resume(config(), &stream.save()).unwrap();
        blocks.extend(blocks_of(&mut stream, after));
        prop_assert_eq!(blocks, whole);
        prop_assert!(BlockStream::resume(config(), b"damaged").is_err());
    }

    /// Everything that went in comes out, in order.
    #[test]
    fn blocks_tell_all_transactions_and_results(plans in plans(40)) {
        let mut rounds = rounds(&plans);
        rounds.last_mut().unwrap().freezes = true;
        let blocks = blocks_of(&mut begin(config()), &rounds);
        let (mut inputs, mut results, mut changes) = (Vec::new(), Vec::new(), 0);
        for item in blocks.iter().flat_map(items) {
            match item {
                Item::SignedTransaction(bytes) => inputs.push(bytes),
                Item::TransactionResult(result) => results.push((result.consensus_timestamp, result.transaction_fee_charged)),
                Item::StateChanges(_) => changes += 1,
                _ => {}
            }
        }
        let contents = rounds.iter().flat_map(|round| &round.events).flat_map(|event| &event.contents);
        let expected: Vec<Bytes> = contents.flat_map(|content| match content {
            OwnedContent::System(bytes) => vec![bytes.clone()],
            OwnedContent::Handled(tx) => tx.entries.iter().map(|(signed, _)| signed.clone()).collect(),
        }).collect();
        prop_assert_eq!(inputs, expected);
        let records: Vec<_> = rounds.iter().flat_map(OwnedRound::entries)
            .map(|(_, record)| (record.consensus_timestamp, record.transaction_fee)).collect();
        prop_assert_eq!(results, records);
        // One for each transaction that was submitted, two for each block, one for the genesis.
        let submitted = rounds.iter().flat_map(OwnedRound::transactions).count();
        prop_assert_eq!(changes, submitted + 2 * blocks.len() + 1);
    }
}

#[test]
fn the_first_block_tells_what_the_network_begins_from() {
    let block = blocks_of(&mut begin(config()), &rounds(&[plain(0)])).remove(0);
    let kinds: Vec<_> = items(&block)
        .into_iter()
        .map(|item| match item {
            Item::BlockHeader(_) => "header",
            Item::RoundHeader(_) => "round",
            Item::EventHeader(_) => "event",
            Item::SignedTransaction(_) => "transaction",
            Item::TransactionResult(_) => "result",
            Item::StateChanges(_) => "changes",
            Item::BlockFooter(_) => "footer",
            Item::BlockProof(_) => "proof",
            _ => "other",
        })
        .collect();
    let expected = [
        "header",
        "round",
        "event",
        "changes",
        "transaction",
        "result",
        "changes",
        "changes",
        "changes",
        "footer",
        "proof",
    ];
    assert_eq!(kinds, expected);
    let Item::StateChanges(first) = &items(&block)[3] else { unreachable!() };
    assert_eq!(first.state_changes, [change(9, 1), change(9, 2)]);
}

#[test]
fn a_network_that_begins_without_events_tells_it_too() {
    let block = blocks_of(&mut begin(config()), &rounds(&[empty(0)])).remove(0);
    let Item::StateChanges(first) = &items(&block)[2] else { panic!("no changes") };
    assert_eq!(first.state_changes.len(), 2);
}

#[test]
fn parents_in_the_block_are_named_by_place_and_others_in_full() {
    let mut rounds = rounds(&[plain(0), plain(1_000), plain(1_000), plain(1_000)]);
    rounds[3].freezes = true;
    let blocks = blocks_of(&mut begin(config()), &rounds);
    let parents: Vec<Vec<Option<u32>>> = items(&blocks[1])
        .into_iter()
        .filter_map(|item| match item {
            Item::EventHeader(header) => Some(header.parents),
            _ => None,
        })
        .map(|parents| {
            let place = |parent| match parent {
                Some(Parent::Index(place)) => Some(place),
                _ => None,
            };
            parents.into_iter().map(|reference| place(reference.parent)).collect()
        })
        .collect();
    // The first block closed after round 1. Events have the one before, and the third before, as parents.
    assert_eq!(parents, [vec![None], vec![Some(0)], vec![Some(1), None]]);
}

#[test]
fn singletons_are_told_when_they_changed() {
    let config = BlockConfig { rule: BlockRule::Rounds(1), ..config() };
    let blocks = blocks_of(&mut begin(config), &rounds(&[plain(0), plain(0), plain(0), plain(0)]));
    let told: Vec<Vec<u32>> = blocks
        .iter()
        .map(|block| {
            let items = items(block);
            let changes = items.iter().rev().filter_map(|item| match item {
                Item::StateChanges(changes) => Some(&changes.state_changes),
                _ => None,
            });
            changes
                .skip(1)
                .map(|changes| changes.iter().map(|change| change.state_id).collect())
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(told, [vec![1, 2], vec![2], vec![1, 2], vec![2]]);
}

#[test]
fn created_accounts_are_outputs() {
    let mut plan = plain(0);
    let crate::support::Carried::Transaction { creates, children, .. } = &mut plan.events[0][0] else {
        unreachable!()
    };
    (*creates, *children) = (true, 1);
    let block = blocks_of(&mut begin(config()), &rounds(&[plan])).remove(0);
    let outputs: Vec<_> = items(&block)
        .into_iter()
        .filter_map(|item| match item {
            Item::TransactionOutput(output) => output.transaction,
            _ => None,
        })
        .map(|output| match output {
            Transaction::AccountCreate(output) => output.created_account_id.unwrap().num(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(outputs, [Some(1), Some(2)], "the child's, then its own");
}

#[test]
fn a_proof_may_be_a_hash() {
    let config = BlockConfig { proof: ProofKind::Hash, ..config() };
    let block = blocks_of(&mut begin(config), &rounds(&[plain(0)])).remove(0);
    let Some(Item::BlockProof(proof)) = items(&block).pop() else { panic!("no proof") };
    let Some(Proof::SignedBlockProof(signed)) = proof.proof else { panic!("no signature") };
    assert_eq!(signed.block_signature, naive::sha384(&[&block.root.0])[..]);
    assert_eq!(block.stem(), "0".repeat(36));
}
