//! How much is staked to whom, and since when.

use hapi_proto::services::{
    AccountId, CryptoDeleteTransactionBody, CryptoUpdateTransactionBody,
    crypto_update_transaction_body::StakedId, transaction_body::Data,
};

use crate::support::{HBAR, Network, ed25519, id, transfer};

/// Seconds of a staking period.
const PERIOD: i64 = 24 * 60 * 60;

fn stake(account: u64, staked_id: StakedId) -> Data {
    Data::CryptoUpdateAccount(CryptoUpdateTransactionBody {
        account_id_to_update: Some(id(account)),
        staked_id: Some(staked_id),
        ..Default::default()
    })
}

fn to_account(num: u64) -> StakedId {
    StakedId::StakedAccountId(AccountId::from_num(num))
}

fn staked_to(network: &Network, num: u64) -> i64 {
    network.ledger.state().accounts.get(&num).map_or(0, |account| account.staked_to_me)
}

fn since(network: &Network, num: u64) -> i64 {
    network.ledger.state().accounts.get(&num).map_or(0, |account| account.stake_period_start)
}

#[test]
fn whole_hbar_are_staked_to_accounts_and_follow_balances() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR + HBAR / 2);
    let [bob, carol] = [2, 3].map(|seed| network.account(&ed25519(seed), HBAR));
    network.must(stake(alice, to_account(bob)), &[&key]);
    assert_eq!(staked_to(&network, bob), 10 * HBAR);
    network.must(transfer(&[(alice, -HBAR / 2), (carol, HBAR / 2)]), &[&key]);
    assert_eq!(staked_to(&network, bob), 10 * HBAR);
    network.must(transfer(&[(alice, -1), (carol, 1)]), &[&key]);
    assert_eq!(staked_to(&network, bob), 9 * HBAR);
    network.must(stake(alice, to_account(carol)), &[&key]);
    assert_eq!((staked_to(&network, bob), staked_to(&network, carol)), (0, 9 * HBAR));
    network.must(stake(alice, to_account(0)), &[&key]);
    assert_eq!(staked_to(&network, carol), 0);
}

#[test]
fn fees_and_deletion_end_what_is_staked() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR);
    let bob = network.account(&ed25519(2), HBAR);
    network.must(stake(alice, to_account(bob)), &[&key]);
    let body = network.body(alice, transfer(&[]));
    network.submit(&body, &[&key]);
    assert_eq!(staked_to(&network, bob), 9 * HBAR);
    let delete = CryptoDeleteTransactionBody {
        delete_account_id: Some(id(alice)),
        transfer_account_id: Some(id(bob)),
    };
    network.must(Data::CryptoDelete(delete), &[&key]);
    assert_eq!(staked_to(&network, bob), 0);
}

#[test]
fn stakes_to_nodes_begin_with_the_period_that_they_change_in() {
    let mut network = Network::with_nodes(2);
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR);
    assert_eq!(since(&network, alice), -1);
    network.must(stake(alice, to_account(2)), &[&key]);
    assert_eq!(since(&network, alice), -1);
    network.must(stake(alice, StakedId::StakedNodeId(0)), &[&key]);
    let first = network.now.seconds / PERIOD;
    assert_eq!(since(&network, alice), first);

    network.now = network.now.plus_seconds(PERIOD);
    network.must(stake(alice, StakedId::StakedNodeId(0)), &[&key]);
    assert_eq!(since(&network, alice), first);
    network.must(stake(alice, StakedId::StakedNodeId(1)), &[&key]);
    assert_eq!(since(&network, alice), first + 1);
}
