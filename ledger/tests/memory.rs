//! What state takes of memory. A test binary of its own: what other tests take would count.

use std::{fs, sync::Arc};

use bytes::Bytes;
use hapi_ledger::{
    genesis::Genesis,
    keys::Key,
    state::{Account, Nft, Relation, State},
};
use hapi_proto::services::Timestamp;

const COUNT: u64 = 200_000;

/// Resident memory of this process in bytes; `None` where the system does not tell.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}

/// How many bytes each of [`COUNT`] entries takes.
fn bytes_each(state: &mut State, mut insert: impl FnMut(&mut State, u64)) -> u64 {
    let before = resident().expect("it was told before");
    (0..COUNT).for_each(|at| insert(state, at));
    resident().expect("it was told before").saturating_sub(before) / COUNT
}

/// A million NFTs and a million relations fit in 2 GB, and accounts pay nothing for tokens they do not have.
#[test]
fn entries_are_small() {
    if resident().is_none() {
        eprintln!("this system does not tell how much memory a process has: nothing is measured");
        return;
    }
    let mut state = Genesis::default().build();
    let account = bytes_each(&mut state, |state, at| {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&at.to_be_bytes());
        let num = 10_000 + at;
        state.accounts.insert(num, Account::new(num, Arc::new(Key::Ed25519(key))));
    });
    let relation = bytes_each(&mut state, |state, at| {
        let relation = Relation { balance: 1, frozen: false, kyc_granted: true, automatic: true, since: 1 };
        state.relations.insert((10_000 + at, 1001), relation);
    });
    let nft = bytes_each(&mut state, |state, at| {
        let metadata = Bytes::from(at.to_be_bytes().repeat(4));
        let nft = Nft { owner: Some(10_000 + at), spender: None, minted: Timestamp::new(1, 2), metadata };
        state.nfts.insert((1001, 1 + at), nft);
    });
    println!("bytes: {account} an account, {relation} a relation, {nft} an NFT");
    assert!(account <= 300, "{account} bytes an account");
    assert!(relation <= 200, "{relation} bytes a relation");
    assert!(nft <= 400, "{nft} bytes an NFT");
}
