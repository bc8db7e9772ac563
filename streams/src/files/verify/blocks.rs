//! Blocks, checked.

use std::path::Path;

use bytes::{Buf, Bytes};
use hapi_proto::{
    block::{
        BlockItem, BlockProof,
        block_item::Item,
        block_proof::Proof,
        output::{
            BlockFooter, BlockHeader, StateChanges, TransactionResult, singleton_update_change::NewValue,
            state_change::ChangeOperation,
        },
    },
    node::state::blockstream::BlockStreamInfo,
};
use prost::{
    Message,
    encoding::{WireType, decode_key, decode_varint},
};

use super::{
    super::{Damage, DamagedFile, names::BLOCK, read::read_compressed},
    Told, Verified, VerifyError, ensure, ensure_marker, stems, wrong,
};
use crate::{
    Hash, Tree,
    block::{Roots, Trees, stem},
    signer::is_signed,
};

/// Where the chain is.
struct Link {
    number: u64,
    root: Hash,
    roots: Tree,
}

pub(super) fn verify(
    dir: &Path,
    public_key: Option<[u8; 32]>,
    verified: &mut Verified,
    told: &mut Vec<Told>,
) -> Result<(), VerifyError> {
    let mut link = None;
    for name in stems(dir, BLOCK)? {
        let path = dir.join(format!("{name}{BLOCK}"));
        let block = Contents::read(&path)?;
        ensure_marker(dir, &name, &path)?;
        ensure(stem(block.header.number) == name, &path, || format!("it is block {}", block.header.number))?;
        let next = block.follow(&path, link)?;
        block.verify_proof(&path, next.root, public_key)?;
        verified.blocks += 1;
        verified.results += block.told.len() as u64;
        (verified.last_block, verified.last_root) = (Some(next.number), Some(next.root));
        told.extend(block.told);
        link = Some(next);
    }
    Ok(())
}

/// What is in a block.
struct Contents {
    header: BlockHeader,
    trees: Trees,
    told: Vec<Told>,
    info: BlockStreamInfo,
    footer: BlockFooter,
    proof: BlockProof,
}

impl Contents {
    fn read(path: &Path) -> Result<Self, DamagedFile> {
        let mut rest = Bytes::from(read_compressed(path)?);
        let Some(Item::BlockHeader(header)) = next_item(&mut rest.clone(), path)?.and_then(|(_, item)| item)
        else {
            return Err(wrong(path, "it does not begin with a header"));
        };
        let (mut trees, mut told) = (Trees::default(), Vec::new());
        let (mut info, mut footer, mut proof) = (None, None, None);
        let mut signed = Hash::EMPTY;
        while let Some((bytes, item)) = next_item(&mut rest, path)? {
            let item = item.ok_or_else(|| wrong(path, "an item is of a kind that is not known"))?;
            let is_after_footer = matches!(item, Item::BlockProof(_));
            ensure(footer.is_none() || is_after_footer, path, || {
                "an item other than a proof follows the footer".into()
            })?;
            if let Some(tree) = trees.of(&item) {
                tree.push(Hash::leaf(&bytes));
            }
            match item {
                Item::SignedTransaction(bytes) => signed = Hash::of(&bytes),
                Item::TransactionResult(result) => told.push(tell(&result, signed)),
                Item::StateChanges(changes) => info = info_in(changes),
                Item::BlockFooter(found) => footer = Some(found),
                Item::BlockProof(found) => proof = Some(found),
                _ => {}
            }
        }
        let missing = |what| move || wrong(path, format!("it has no {what}"));
        Ok(Self {
            header,
            trees,
            told,
            info: info.ok_or_else(missing("singleton of the block stream in its last state changes"))?,
            footer: footer.ok_or_else(missing("footer"))?,
            proof: proof.ok_or_else(missing("proof"))?,
        })
    }

    /// Checks that it follows the block before it, and finds its root.
    fn follow(&self, path: &Path, before: Option<Link>) -> Result<Link, DamagedFile> {
        let number = self.header.number;
        let footer =
            |bytes: &Bytes| Hash::from_bytes(bytes).ok_or_else(|| wrong(path, "a hash is not of 48 bytes"));
        let previous = footer(&self.footer.previous_block_root_hash)?;
        let (expected, roots) = match before {
            Some(before) => {
                ensure(number == before.number + 1, path, || format!("it follows block {}", before.number))?;
                let mut roots = before.roots;
                roots.push(before.root);
                (before.root, roots)
            }
            None if number == 0 => (Hash::EMPTY, Tree::default()),
            // What was before it was pruned.
            None => (previous, self.roots_before(path)?),
        };
        ensure(previous == expected, path, || {
            format!("it says that {previous} is before it, not {expected}")
        })?;
        let roots_of = Roots {
            previous,
            all_previous: roots.root(),
            state: footer(&self.footer.start_of_block_state_root_hash)?,
            headers: self.trees.headers.root(),
            inputs: self.trees.inputs.root(),
            outputs: self.trees.outputs.root(),
            changes: self.trees.changes.root(),
            traces: self.trees.traces.root(),
        };
        ensure(footer(&self.footer.root_hash_of_all_block_hashes_tree)? == roots.root(), path, || {
            "its footer has another root of all blocks before it".into()
        })?;
        let said = (&self.info.block_number, &self.info.output_item_root_hash[..]);
        ensure(said == (&number, &roots_of.outputs.0[..]), path, || {
            "its singleton of the block stream is of another block".into()
        })?;
        let time = self.header.block_timestamp.unwrap_or_default();
        Ok(Link { number, root: roots_of.root(time), roots })
    }

    /// The tree of all blocks before, as the block says it is.
    fn roots_before(&self, path: &Path) -> Result<Tree, DamagedFile> {
        let edge = &self.info.intermediate_previous_block_root_hashes;
        let edge: Option<Vec<_>> = edge.iter().map(|hash| Hash::from_bytes(hash)).collect();
        edge.and_then(|edge| Tree::resume(edge, self.info.intermediate_block_roots_leaf_count))
            .ok_or_else(|| wrong(path, "the tree of the blocks before it cannot be"))
    }

    fn verify_proof(&self, path: &Path, root: Hash, public_key: Option<[u8; 32]>) -> Result<(), DamagedFile> {
        let number = self.header.number;
        ensure(self.proof.block == number, path, || format!("its proof is of block {}", self.proof.block))?;
        let Some(Proof::SignedBlockProof(proof)) = &self.proof.proof else {
            return Err(wrong(path, "its proof is not a signature"));
        };
        let signature = &proof.block_signature[..];
        let is_proven = match signature.len() {
            48 => signature == Hash::of(&root.0).as_ref(),
            64 => public_key.is_none_or(|key| is_signed(key, &root.0, signature)),
            length => return Err(wrong(path, format!("its signature has {length} bytes: of no known kind"))),
        };
        ensure(is_proven, path, || format!("its signature is not over its root, which is {root}"))
    }
}

/// Takes the next item, with its bytes.
fn next_item(rest: &mut Bytes, path: &Path) -> Result<Option<(Bytes, Option<Item>)>, DamagedFile> {
    if rest.is_empty() {
        return Ok(None);
    }
    let failed = |error| Damage::Decode(error).of(path);
    let key = decode_key(rest).map_err(failed)?;
    ensure(key == (1, WireType::LengthDelimited), path, || "it has a field that blocks do not have".into())?;
    let length = usize::try_from(decode_varint(rest).map_err(failed)?).unwrap_or(usize::MAX);
    ensure(length <= rest.remaining(), path, || "its last item is cut off".into())?;
    let bytes = rest.split_to(length);
    let item = BlockItem::decode(bytes.clone()).map_err(failed)?.item;
    Ok(Some((bytes, item)))
}

fn tell(result: &TransactionResult, signed: Hash) -> Told {
    let time = result.consensus_timestamp.unwrap_or_default();
    Told { time, status: result.status, fee: result.transaction_fee_charged, signed }
}

fn info_in(changes: StateChanges) -> Option<BlockStreamInfo> {
    changes.state_changes.into_iter().find_map(|change| match change.change_operation? {
        ChangeOperation::SingletonUpdate(update) => match update.new_value? {
            NewValue::BlockStreamInfoValue(info) => Some(info),
            _ => None,
        },
        _ => None,
    })
}
