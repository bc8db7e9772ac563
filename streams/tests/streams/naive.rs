//! Hashes, straight from their definitions: all bytes are put together first, then hashed.

use hapi_streams::Hash;
use prost::Message;
use sha2::{Digest, Sha384};

pub(crate) fn sha384(parts: &[&[u8]]) -> [u8; 48] {
    Sha384::digest(parts.concat()).into()
}

/// The running hash of the record stream after an item.
pub(crate) fn running(previous: [u8; 48], transaction: &[u8], record: &[u8]) -> [u8; 48] {
    let object = hex::decode("e370929ba5429d8b00000001").unwrap();
    let hash = hex::decode("1e7451a283da22f401000000").unwrap();
    let length = |bytes: &[u8]| i32::try_from(bytes.len()).unwrap().to_be_bytes();
    let item = sha384(&[&object, &length(record), record, &length(transaction), transaction]);
    sha384(&[&hash, &previous, &hash, &item])
}

pub(crate) fn leaf(bytes: &[u8]) -> [u8; 48] {
    sha384(&[&[0], bytes])
}

pub(crate) fn node(left: [u8; 48], right: [u8; 48]) -> [u8; 48] {
    sha384(&[&[2], &left, &right])
}

/// The root of a tree: its left child is the largest whole tree that leaves something for the right one.
pub(crate) fn tree(leaves: &[[u8; 48]]) -> [u8; 48] {
    match leaves {
        [] => sha384(&[&[0]]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node(tree(left), tree(right))
        }
    }
}

/// The root of a block over its eight parts.
pub(crate) fn block(time: &impl Message, [b1, b2, b3, b4, b5, b6, b7, b8]: [[u8; 48]; 8]) -> [u8; 48] {
    let all = node(node(node(b1, b2), node(b3, b4)), node(node(b5, b6), node(b7, b8)));
    node(leaf(&time.encode_to_vec()), sha384(&[&[1], &all]))
}

pub(crate) fn bytes(hash: Hash) -> [u8; 48] {
    hash.0
}
