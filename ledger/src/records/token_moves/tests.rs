use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{AccountId, Timestamp, TokenTransferList};

use super::TokenMoves;
use crate::{
    config::Config,
    genesis::Genesis,
    state::{EntityNum, Nft, Relation, State, Store, Token, TokenKeys, TokenKind},
};

const UNITS: EntityNum = 2001;
const UNIQUE: EntityNum = 2002;
const TREASURY: EntityNum = 1001;
const ALICE: EntityNum = 1002;
const BOB: EntityNum = 1003;

fn token(num: EntityNum, kind: TokenKind) -> Token {
    Token {
        num,
        kind,
        name: "name".into(),
        symbol: "symbol".into(),
        memo: "".into(),
        metadata: bytes::Bytes::new(),
        decimals: 0,
        treasury: TREASURY,
        total_supply: 0,
        max_supply: None,
        last_serial: 0,
        keys: Arc::new(TokenKeys::default()),
        custom_fees: Arc::default(),
        freeze_default: false,
        paused: false,
        deleted: false,
        auto_renew_account: None,
        auto_renew_period: 0,
        expiry: 0,
    }
}

fn relation(balance: i64) -> Relation {
    Relation { balance, frozen: false, kyc_granted: true, automatic: false, since: 1 }
}

fn nft(owner: Option<EntityNum>) -> Nft {
    Nft { owner, spender: None, minted: Timestamp::new(1, 0), metadata: bytes::Bytes::new() }
}

/// The treasury has 10 units and NFT 1, Alice has 5 units and NFT 2, and Bob is associated with both tokens.
fn state() -> State {
    let mut state = Genesis::default().build();
    for (num, kind) in [(UNITS, TokenKind::Fungible), (UNIQUE, TokenKind::NonFungible)] {
        state.tokens.insert(num, token(num, kind));
    }
    for (account, units, nfts) in [(TREASURY, 10, 1), (ALICE, 5, 1), (BOB, 0, 0)] {
        state.relations.insert((account, UNITS), relation(units));
        state.relations.insert((account, UNIQUE), relation(nfts));
    }
    state.nfts.insert((UNIQUE, 1), nft(None));
    state.nfts.insert((UNIQUE, 2), nft(Some(ALICE)));
    state
}

/// A list by token, in numbers: who has how much more, and from whom to whom which NFT went.
type Shown = (i64, Vec<(i64, i64)>, Vec<(i64, i64, i64)>);

fn numbers(lists: &[TokenTransferList]) -> Vec<Shown> {
    let num = |id: &Option<AccountId>| id.as_ref().and_then(AccountId::num).unwrap();
    let list = |list: &TokenTransferList| {
        let units = list.transfers.iter().map(|amount| (num(&amount.account_id), amount.amount)).collect();
        let nfts = list
            .nft_transfers
            .iter()
            .map(|nft| (num(&nft.sender_account_id), num(&nft.receiver_account_id), nft.serial_number));
        (list.token.unwrap().token_num, units, nfts.collect())
    };
    lists.iter().map(list).collect()
}

fn moves(change: impl FnOnce(&mut Store<'_>), is_transfer: bool) -> Vec<TokenTransferList> {
    let state = state();
    let mut store = Store::new(&state);
    store.begin();
    change(&mut store);
    TokenMoves::of(&store, is_transfer).into_lists(&Config::default())
}

fn add(store: &mut Store<'_>, account: EntityNum, token: EntityNum, change: i64) {
    store.relation_mut(&(account, token)).unwrap().balance += change;
}

fn give(store: &mut Store<'_>, serial: u64, from: EntityNum, to: EntityNum) {
    add(store, from, UNIQUE, -1);
    add(store, to, UNIQUE, 1);
    store.nft_mut(&(UNIQUE, serial)).unwrap().owner = (to != TREASURY).then_some(to);
}

#[test]
fn balances_are_shown_by_token_and_account() {
    let shown = moves(
        |store| {
            add(store, BOB, UNITS, 3);
            add(store, ALICE, UNITS, -3);
        },
        false,
    );
    assert_eq!(numbers(&shown), [(2001, vec![(1002, -3), (1003, 3)], vec![])]);
    // A relation that ends takes its balance with it; one that begins brings nothing.
    let ended = moves(
        |store| {
            store.remove_relation((ALICE, UNITS));
            store.put_relation((4, UNITS), relation(0));
        },
        false,
    );
    assert_eq!(numbers(&ended), [(2001, vec![(1002, -5)], vec![])]);
}

#[test]
fn nfts_are_shown_by_owner_and_not_as_balances() {
    let shown = moves(
        |store| {
            give(store, 2, ALICE, BOB);
            give(store, 1, TREASURY, BOB);
        },
        true,
    );
    assert_eq!(numbers(&shown), [(2002, vec![], vec![(1001, 1003, 1), (1002, 1003, 2)])]);
    let back = moves(|store| give(store, 2, ALICE, TREASURY), false);
    assert_eq!(numbers(&back), [(2002, vec![], vec![(1002, 1001, 2)])], "the treasury is named");
    let around = moves(
        |store| {
            give(store, 2, ALICE, BOB);
            give(store, 2, BOB, ALICE);
        },
        false,
    );
    assert!(around.is_empty());
}

#[test]
fn minted_nfts_come_from_nowhere_and_others_go_there() {
    let shown = moves(
        |store| {
            store.put_nft((UNIQUE, 3), nft(None));
            add(store, TREASURY, UNIQUE, 1);
        },
        false,
    );
    assert_eq!(numbers(&shown), [(2002, vec![], vec![(0, 1001, 3)])]);
    let wiped = moves(
        |store| {
            store.remove_nft((UNIQUE, 2));
            add(store, ALICE, UNIQUE, -1);
        },
        false,
    );
    assert_eq!(numbers(&wiped), [(2002, vec![], vec![(1002, 0, 2)])]);
}

#[test]
fn a_new_treasury_gets_all_at_once() {
    let shown = moves(
        |store| {
            store.token_mut(&UNIQUE).unwrap().treasury = BOB;
            add(store, TREASURY, UNIQUE, -1);
            add(store, BOB, UNIQUE, 1);
        },
        false,
    );
    assert_eq!(numbers(&shown), [(2002, vec![], vec![(1001, 1003, -1)])]);
}

#[test]
fn only_transfers_show_what_came_out_even() {
    let even = |store: &mut Store<'_>| add(store, BOB, UNITS, 0);
    assert!(moves(even, false).is_empty());
    assert_eq!(numbers(&moves(even, true)), [(2001, vec![(1003, 0)], vec![])]);
}

#[test]
fn what_a_child_shows_its_parent_does_not() {
    let state = state();
    let mut store = Store::new(&state);
    store.begin();
    let mut child = |change: &mut dyn FnMut(&mut Store<'_>)| {
        store.begin();
        change(&mut store);
        let shown = TokenMoves::of(&store, false).into_lists(&Config::default());
        store.commit();
        shown
    };
    let shown = child(&mut |store| {
        add(store, ALICE, UNITS, -2);
        add(store, BOB, UNITS, 2);
        give(store, 2, ALICE, BOB);
    });
    add(&mut store, ALICE, UNITS, -1);
    add(&mut store, TREASURY, UNITS, 1);
    give(&mut store, 1, TREASURY, ALICE);
    let mut parent = TokenMoves::of(&store, false);
    parent.deduct(&shown);
    let lists = numbers(&parent.into_lists(&Config::default()));
    assert_eq!(lists, [(2001, vec![(1001, 1), (1002, -1)], vec![]), (2002, vec![], vec![(1001, 1002, 1)])],);
}
