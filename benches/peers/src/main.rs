//! One signed transfer on LiteSVM, from building to result, over its own floor: one signature made and checked.
//!
//! Prints `litesvm transfer_ns=N floor_ns=N genesis_ns=N` for the throughput bench to put beside its own.

use std::time::Instant;

use litesvm::LiteSVM;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;
use solana_transaction::Transaction;

/// Enough for a steady median on a shared machine.
const TRANSFERS: u64 = 20_000;

fn main() {
    let start = Instant::now();
    let mut svm = LiteSVM::new();
    let genesis = start.elapsed();
    let from = Keypair::new();
    let to = Address::new_unique();
    svm.airdrop(&from.pubkey(), 100_000_000_000).expect("an airdrop on a new ledger");
    svm.airdrop(&to, 1_000_000_000).expect("an airdrop on a new ledger");

    let transfers = median(|lamports| {
        let message = Message::new(&[transfer(&from.pubkey(), &to, lamports)], Some(&from.pubkey()));
        let transaction = Transaction::new(&[&from], message, svm.latest_blockhash());
        svm.send_transaction(transaction).expect("a funded transfer");
    });
    let message = Message::new(&[transfer(&from.pubkey(), &to, 1)], Some(&from.pubkey())).serialize();
    let floor = median(|_| {
        let signature = from.sign_message(&message);
        assert!(signature.verify(from.pubkey().as_ref(), &message));
    });
    println!("litesvm transfer_ns={transfers} floor_ns={floor} genesis_ns={}", genesis.as_nanos());
}

fn median(mut once: impl FnMut(u64)) -> u128 {
    let mut times: Vec<u128> = (1..=TRANSFERS)
        .map(|n| {
            let start = Instant::now();
            once(n);
            start.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
