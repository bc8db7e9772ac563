//! The bench that transaction types are tested on: a small state, and what the workflow would do with a body.

mod airdrops;
mod tokens;

use alloc::{string::String, sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::{
    AccountAmount, AccountId, ExchangeRateSet, FileId, KeyList, Timestamp, TransactionBody, TransactionId,
    TransactionReceipt, TransactionRecord, transaction_body::Data,
};

pub(super) use self::{
    airdrops::{airdrop_id, nft_airdrop_id},
    tokens::{SERIALS, TOKEN, TREASURY, UNIQUE, UNITS, all_keys, fixed, fractional, role, royalty, token_id},
};
use super::{Privilege, PureChecks, typed};
use crate::{
    ResponseCode,
    config::Config,
    fees::{Congestion, FeeContext, Usage},
    handle::Handle,
    keys::{Key, RequiredKeys, Requirement},
    state::{Account, ChangeSet, EntityNum, File, Network, Node, State, Store},
    throttles::Demand,
};

/// An account that pays, unless [`Bench::paid_by`] says otherwise.
pub(super) const PAYER: EntityNum = 1001;
/// An account.
pub(super) const ALICE: EntityNum = 1002;
/// Another account.
pub(super) const BOB: EntityNum = 1003;
/// An account that was deleted.
pub(super) const GONE: EntityNum = 1004;
/// A file with the keys of [`ALICE`] and [`BOB`].
pub(super) const FILE: EntityNum = 1005;
/// A number that nothing has.
pub(super) const NOBODY: EntityNum = 1_000_000;
/// The number that the next entity gets.
pub(super) const NEXT: EntityNum = 2001;
/// The account of node 0.
pub(super) const NODE: EntityNum = 3;
/// What [`PAYER`], [`ALICE`] and [`BOB`] own, in tinybar.
pub(super) const BALANCE: i64 = 1_000;
/// Consensus time of every transaction, in seconds.
pub(super) const NOW: i64 = 1_700_000_000;

/// A state with [`PAYER`], [`ALICE`], [`BOB`], [`GONE`], the system accounts and node 0, and who pays.
#[derive(Clone, Debug)]
pub(super) struct Bench {
    pub(super) state: State,
    pub(super) config: Config,
    payer: EntityNum,
    internal: bool,
    offered: Vec<Arc<Key>>,
}

/// What is wrong with a body, how it gets so, and how it is answered.
pub(super) type Case<T> = (&'static str, fn(&mut T), ResponseCode);

/// What a transaction that succeeded left behind.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) record: TransactionRecord,
    pub(super) receipt: TransactionReceipt,
    pub(super) preceding: Vec<TransactionRecord>,
}

impl Bench {
    pub(super) fn new() -> Self {
        let mut state = State::new(Network {
            next_entity: NEXT,
            last_consensus_time: Timestamp::new(NOW, 0),
            rates: ExchangeRateSet::default(),
            midnight_rates: ExchangeRateSet::default(),
            node_payments: Vec::new(),
            last_fee_distribution: None,
            throttle_usage: Arc::default(),
            congestion: Congestion::default(),
        });
        state.nodes.insert(0, node());
        let bench =
            Self { state, config: Config::default(), payer: PAYER, internal: false, offered: Vec::new() };
        let rich = [PAYER, ALICE, BOB]
            .into_iter()
            .fold(bench, |bench, num| bench.account(num, |account| account.balance = BALANCE));
        let system =
            [2, NODE, 50, 800, 801, 802].into_iter().fold(rich, |bench, num| bench.account(num, |_| {}));
        let keyless = [800, 801, 802]
            .into_iter()
            .fold(system, |bench, num| bench.account(num, |account| account.key = Arc::new(Key::EMPTY)));
        keyless.account(GONE, |account| account.deleted = true).file(FILE, |_| {})
    }

    /// Changes a file, or makes it first.
    pub(super) fn file(mut self, num: EntityNum, change: impl FnOnce(&mut File)) -> Self {
        let known = self.state.files.get(&num).cloned();
        let mut file = known.unwrap_or_else(|| File {
            num,
            keys: Some(file_keys()),
            contents: Bytes::from_static(b"old"),
            memo: "".into(),
            expiry: NOW + 1,
            deleted: false,
            pre_delete_expiry: 0,
        });
        change(&mut file);
        self.state.files.insert(num, file);
        self
    }

    /// Changes an account, or makes it first.
    pub(super) fn account(mut self, num: EntityNum, change: impl FnOnce(&mut Account)) -> Self {
        let known = self.state.accounts.get(&num).cloned();
        let mut account = known.unwrap_or_else(|| Account { expiry: NOW + 1, ..Account::new(num, key(num)) });
        change(&mut account);
        if !account.alias.is_empty() {
            self.state.aliases.insert(account.alias.clone(), num);
        }
        self.state.accounts.insert(num, account);
        self
    }

    /// Changes the properties.
    pub(super) fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Changes who pays.
    pub(super) fn paid_by(self, payer: EntityNum) -> Self {
        Self { payer, ..self }
    }

    /// As if the ledger itself made the transactions.
    pub(super) fn internal(self) -> Self {
        Self { internal: true, ..self }
    }

    /// Does a transaction as the workflow does, but for signatures, fees and times.
    pub(super) fn run(&mut self, data: Data) -> Result<Done, ResponseCode> {
        let before = self.hbar();
        let body = self.body(data);
        let kind = typed(body.data.as_ref().expect("just set"));
        kind.pure_checks(&PureChecks { config: &self.config, body: &body })?;
        let mut store = Store::new(&self.state);
        kind.required_keys(&mut RequiredKeys::new(&store, &self.config, &body, self.payer))?;
        store.begin();
        let mut cx = Handle::new(&mut store, &self.config, &body, self.payer, Timestamp::new(NOW, 0));
        cx.offered_keys.clone_from(&self.offered);
        let result = kind.handle(&mut cx);
        let Handle { record, receipt, preceding, .. } = cx;
        if let Err(code) = result {
            store.rollback();
            let left = ChangeSet::new(&self.state, &store.into_changes()).to_stream(&self.config);
            assert!(left.is_empty(), "what fails changes nothing: {left:?}");
            return Err(code);
        }
        self.check_moves(&store, &body);
        store.commit();
        let changes = store.into_changes();
        self.state.apply(changes);
        assert_eq!(self.hbar(), before, "hbar is neither made nor lost");
        self.check();
        let preceding = preceding.into_iter().map(|child| child.record).collect();
        Ok(Done { record, receipt, preceding })
    }

    /// Handles without the checks that come before, as the workflow never would.
    pub(super) fn handle_only(&self, data: Data) -> Result<(), ResponseCode> {
        let body = self.body(data);
        let mut store = Store::new(&self.state);
        let mut cx = Handle::new(&mut store, &self.config, &body, self.payer, Timestamp::new(NOW, 0));
        typed(body.data.as_ref().expect("just set")).handle(&mut cx)
    }

    /// Who must sign besides the payer.
    pub(super) fn signers(&self, data: Data) -> Result<Vec<Requirement>, ResponseCode> {
        let body = self.body(data);
        let store = Store::new(&self.state);
        let mut keys = RequiredKeys::new(&store, &self.config, &body, self.payer);
        typed(body.data.as_ref().expect("just set")).required_keys(&mut keys)?;
        Ok(keys.finish())
    }

    pub(super) fn privilege(&self, data: &Data) -> Privilege {
        typed(data).privilege(&self.config, self.payer)
    }

    pub(super) fn usage(&self, data: Data) -> Usage {
        let body = self.body(data);
        let store = Store::new(&self.state);
        typed(body.data.as_ref().expect("just set")).fees(&FeeContext {
            store: &store,
            config: &self.config,
            body: &body,
        })
    }

    /// What it asks of the throttles.
    pub(super) fn demand(&self, data: Data) -> Demand {
        let body = self.body(data);
        let function = body.function().expect("of some function");
        Demand::of(function, &body, &Store::new(&self.state), &self.config)
    }

    /// An account that exists.
    #[track_caller]
    pub(super) fn get(&self, num: EntityNum) -> &Account {
        self.state.accounts.get(&num).expect("no such account")
    }

    /// A file that exists.
    #[track_caller]
    pub(super) fn get_file(&self, num: EntityNum) -> &File {
        self.state.files.get(&num).expect("no such file")
    }

    /// Each change to a valid body is answered with its code, and the valid body with success.
    #[track_caller]
    pub(super) fn refuses<T: Clone>(&self, kind: fn(T) -> Data, valid: &T, cases: &[Case<T>]) {
        self.clone().run(kind(valid.clone())).expect("what is valid is done");
        for (what, change, code) in cases {
            let mut op = valid.clone();
            change(&mut op);
            assert_eq!(self.clone().run(kind(op)).map(drop), Err(*code), "{what}");
        }
    }

    fn body(&self, data: Data) -> TransactionBody {
        let id = TransactionId { account_id: Some(id(self.payer)), ..Default::default() };
        TransactionBody {
            transaction_id: (!self.internal).then_some(id),
            data: Some(data),
            ..Default::default()
        }
    }

    fn hbar(&self) -> i128 {
        self.state.accounts.iter().map(|(_, account)| i128::from(account.balance)).sum()
    }

    /// What holds of every state.
    fn check(&self) {
        for (num, account) in self.state.accounts.iter() {
            assert_eq!(*num, account.num);
            assert!(account.balance >= 0, "{num} owes");
            assert!(!account.deleted || account.balance == 0, "{num} is deleted and owns");
            assert!(account.hbar_allowances.is_sorted_by(|one, two| one.spender < two.spender), "{num}");
            assert!(account.hbar_allowances.iter().all(|allowance| allowance.amount > 0), "{num}");
        }
        self.check_tokens();
        for (alias, num) in self.state.aliases.iter() {
            let account = self.state.accounts.get(num);
            assert!(account.is_some_and(|account| !account.deleted), "{alias:?} names nothing");
        }
    }
}

/// The id of an account by number.
pub(super) fn id(num: EntityNum) -> AccountId {
    AccountId::from_num(num)
}

/// The id of a file by number.
pub(super) fn file_id(num: EntityNum) -> FileId {
    FileId { file_num: i64::try_from(num).unwrap_or(i64::MAX), ..Default::default() }
}

/// The keys of [`FILE`].
pub(super) fn file_keys() -> Arc<Key> {
    Arc::new(Key::List([ALICE, BOB].map(|num| (*key(num)).clone()).into()))
}

/// A list of keys that is not one: nothing can sign for an empty key.
pub(super) fn bad_keys() -> KeyList {
    KeyList { keys: alloc::vec![new_key(), hapi_proto::services::Key::default()] }
}

/// The long-zero address of a number.
pub(super) fn long_zero(num: EntityNum) -> [u8; 20] {
    let mut address = [0; 20];
    address[12..].copy_from_slice(&num.to_be_bytes());
    address
}

/// The key of an account: Ed25519, one for each number.
pub(super) fn key(num: EntityNum) -> Arc<Key> {
    let mut bytes = [1; 32];
    bytes[..8].copy_from_slice(&num.to_be_bytes());
    Arc::new(Key::Ed25519(bytes))
}

/// A new key as transactions carry it.
pub(super) fn new_key() -> hapi_proto::services::Key {
    hapi_proto::services::Key::ed25519(alloc::vec![9; 32])
}

/// The ECDSA public key of the private key 1, and its EVM address.
pub(super) fn ecdsa() -> ([u8; 33], [u8; 20]) {
    let mut key = [0; 33];
    let mut address = [0; 20];
    hex::decode_to_slice("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", &mut key)
        .unwrap();
    hex::decode_to_slice("7e5f4552091a69125d5dfcb7b8c2659029395bdf", &mut address).unwrap();
    (key, address)
}

/// That an account's key must sign.
pub(super) fn signs(num: EntityNum) -> Requirement {
    Requirement::Key(key(num))
}

/// An adjustment.
pub(super) fn amount(account_id: AccountId, amount: i64) -> AccountAmount {
    AccountAmount { account_id: Some(account_id), amount, ..Default::default() }
}

/// A memo that is a byte too long.
pub(super) fn long_memo() -> String {
    "a".repeat(101)
}

fn node() -> Node {
    Node {
        id: 0,
        account: NODE,
        description: String::new(),
        service_endpoints: Vec::new(),
        gossip_endpoints: Vec::new(),
        gossip_ca_certificate: bytes::Bytes::new(),
        grpc_certificate_hash: bytes::Bytes::new(),
        admin_key: key(NODE),
        decline_reward: false,
        weight: 1,
    }
}

/// All response codes by their bare names, but `Ok`, which stays what it is.
pub(super) mod codes {
    pub(in super::super) use core::result::Result::Ok;

    pub(in super::super) use crate::ResponseCode::*;
}
