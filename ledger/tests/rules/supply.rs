//! Hbar is neither made nor destroyed. Each step is checked by the test kit after every transaction.

use hapi_ledger::ResponseCode;
use hapi_proto::services::{CryptoDeleteTransactionBody, FileCreateTransactionBody, transaction_body::Data};
use proptest::prelude::*;

use crate::hollow::to_alias;
use crate::support::{HBAR, Network, ed25519, id, sign, transfer};

#[derive(Clone, Debug)]
enum Step {
    Transfer { from: usize, to: usize, amount: i64 },
    Create { seed: u8, balance: i64 },
    SendToNew { from: usize, seed: u8, amount: i64 },
    Delete { which: usize, to: usize },
    Wait { seconds: i64 },
    CreateFile { by: usize, bytes: usize },
    SetRate { cents: i32 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_usize..6, 0_usize..6, 0..200 * HBAR)
            .prop_map(|(from, to, amount)| Step::Transfer { from, to, amount }),
        1 => (10_u8..20, 0..HBAR).prop_map(|(seed, balance)| Step::Create { seed, balance }),
        2 => (0_usize..6, 30_u8..60, 0..200 * HBAR)
            .prop_map(|(from, seed, amount)| Step::SendToNew { from, seed, amount }),
        1 => (0_usize..6, 0_usize..6).prop_map(|(which, to)| Step::Delete { which, to }),
        1 => (0_usize..6, 0_usize..2000).prop_map(|(by, bytes)| Step::CreateFile { by, bytes }),
        1 => (1..100).prop_map(|cents| Step::SetRate { cents }),
        1 => (0_i64..100_000).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens(steps in proptest::collection::vec(step(), 1..30)) {
        let mut network = Network::new();
        let keys: Vec<_> = (1..7).map(ed25519).collect();
        let accounts: Vec<_> = keys.iter().map(|key| network.account(key, 100 * HBAR)).collect();
        for step in steps {
            let (payer, key, data) = match step {
                Step::Transfer { from, to, amount } => {
                    (from, &keys[from], transfer(&[(accounts[from], -amount), (accounts[to], amount)]))
                }
                Step::Create { seed, balance } => {
                    network.account(&ed25519(seed), balance);
                    continue;
                }
                Step::SendToNew { from, seed, amount } => {
                    (from, &keys[from], to_alias(accounts[from], vec![seed; 20], amount))
                }
                Step::Delete { which, to } => (which, &keys[which], Data::CryptoDelete(CryptoDeleteTransactionBody {
                    delete_account_id: Some(id(accounts[which])),
                    transfer_account_id: Some(id(accounts[to])),
                })),
                Step::CreateFile { by, bytes } => (by, &keys[by], Data::FileCreate(FileCreateTransactionBody {
                    expiration_time: Some(network.now.plus_seconds(7_776_000)),
                    contents: vec![1; bytes].into(),
                    ..Default::default()
                })),
                Step::SetRate { cents } => {
                    network.must(crate::system_files::update(112, &crate::system_files::rates(cents)), &[]);
                    continue;
                }
                Step::Wait { seconds } => {
                    network.now = network.now.plus_seconds(seconds);
                    continue;
                }
            };
            let body = network.body(accounts[payer], data);
            let outcome = network.force(&sign(&body, &[key]), 0);
            prop_assert_ne!(outcome.status(), ResponseCode::FailInvalid);
            for record in &outcome.records {
                let entries = record.transfer_list.iter().flat_map(|list| &list.account_amounts);
                prop_assert_eq!(entries.map(|entry| entry.amount).sum::<i64>(), 0);
            }
        }
    }
}
