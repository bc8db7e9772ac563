//! Rounds that never were, made from a few numbers.

use bytes::Bytes;
use hapi_proto::{
    block::output::{MapDeleteChange, StateChange, state_change::ChangeOperation},
    platform::event::{EventCore, EventDescriptor},
    services::{
        AccountAmount, AccountId, ContractActions, ContractBytecode, CryptoCreateTransactionBody,
        SemanticVersion, SignedTransaction, Timestamp, TransactionBody, TransactionId, TransactionReceipt,
        TransactionRecord, TransactionSidecarRecord, TransferList, transaction_body::Data,
        transaction_sidecar_record::SidecarRecords,
    },
};
use hapi_streams::{Content, Entry, Event, Handled, Hash, Round, Settings, Signer, state_signature};
use proptest::prelude::*;
use prost::Message;

/// 2023-11-14 22:13:20 UTC, the beginning of a period of two seconds.
pub(crate) const START: i64 = 1_700_000_000;
pub(crate) const SECOND: i64 = 1_000_000_000;

pub(crate) fn version() -> SemanticVersion {
    SemanticVersion { major: 0, minor: 77, patch: 3, ..SemanticVersion::default() }
}

pub(crate) fn signer() -> Signer {
    Signer::from_seed([7; 32])
}

pub(crate) fn settings(dir: &std::path::Path) -> Settings {
    Settings::new(dir, "0.0.3", version(), signer())
}

/// What a round is made from.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Nanoseconds between the transaction before and the round's first.
    pub(crate) gap: i64,
    /// Nanoseconds from its last transaction to the time of the round.
    pub(crate) rest: i64,
    /// For each event, what it carries.
    pub(crate) events: Vec<Vec<Carried>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Carried {
    System(u8),
    Transaction { children: u8, size: u16, sidecars: u8, creates: bool },
}

pub(crate) fn plans(rounds: usize) -> impl Strategy<Value = Vec<Plan>> {
    let carried = prop_oneof![
        1 => any::<u8>().prop_map(Carried::System),
        4 => (0_u8..3, 0_u16..300, 0_u8..3, any::<bool>()).prop_map(|(children, size, sidecars, creates)| {
            Carried::Transaction { children, size, sidecars, creates }
        }),
    ];
    let gap = prop_oneof![3 => 1_000..50_000_000_i64, 2 => 0..7 * SECOND];
    let events = prop::collection::vec(prop::collection::vec(carried, 0..4), 0..4);
    let plan = (gap, 0..SECOND, events).prop_map(|(gap, rest, events)| Plan { gap, rest, events });
    prop::collection::vec(plan, 1..rounds)
}

/// One transaction in an event, nothing else.
pub(crate) fn plain(gap: i64) -> Plan {
    let carried = Carried::Transaction { children: 0, size: 10, sidecars: 0, creates: false };
    Plan { gap, rest: 0, events: vec![vec![carried]] }
}

/// A round without anything.
pub(crate) fn empty(gap: i64) -> Plan {
    Plan { gap, rest: 0, events: vec![] }
}

#[derive(Clone, Debug)]
pub(crate) enum OwnedContent {
    System(Bytes),
    Handled(OwnedTx),
}

#[derive(Clone, Debug)]
pub(crate) struct OwnedTx {
    pub(crate) entries: Vec<(Bytes, TransactionRecord)>,
    pub(crate) changes: Vec<StateChange>,
    pub(crate) sidecars: Vec<TransactionSidecarRecord>,
}

#[derive(Clone, Debug)]
pub(crate) struct OwnedEvent {
    pub(crate) hash: Hash,
    pub(crate) parents: Vec<EventDescriptor>,
    pub(crate) time: Timestamp,
    pub(crate) contents: Vec<OwnedContent>,
}

#[derive(Clone, Debug)]
pub(crate) struct OwnedRound {
    pub(crate) number: u64,
    pub(crate) time: Timestamp,
    pub(crate) events: Vec<OwnedEvent>,
    pub(crate) state: Hash,
    pub(crate) freezes: bool,
    pub(crate) singletons: Vec<StateChange>,
}

impl OwnedRound {
    /// The round as the streams take it.
    pub(crate) fn lend<T>(&self, take: impl FnOnce(&Round<'_>) -> T) -> T {
        let events = self.events.iter().map(|event| Event {
            core: core(event),
            hash: event.hash,
            parents: event.parents.clone(),
            time: event.time,
            contents: event.contents.iter().map(content).collect(),
        });
        take(&Round {
            number: self.number,
            time: self.time,
            events: events.collect(),
            state: self.state,
            freezes: self.freezes,
            singletons: &|| self.singletons.clone(),
        })
    }

    pub(crate) fn transactions(&self) -> impl Iterator<Item = &OwnedTx> {
        self.events.iter().flat_map(|event| &event.contents).filter_map(|content| match content {
            OwnedContent::Handled(tx) => Some(tx),
            OwnedContent::System(_) => None,
        })
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &(Bytes, TransactionRecord)> {
        self.transactions().flat_map(|tx| &tx.entries)
    }
}

pub(crate) fn core(event: &OwnedEvent) -> EventCore {
    EventCore { creator_node_id: 1, birth_round: 2, time_created: Some(event.time), coin: 0 }
}

fn entry((signed, record): &(Bytes, TransactionRecord)) -> Entry<'_> {
    Entry { signed, record, encoded: None }
}

fn content(content: &OwnedContent) -> Content<'_> {
    match content {
        OwnedContent::System(bytes) => Content::System(bytes.clone()),
        OwnedContent::Handled(tx) => Content::Handled(Handled {
            entries: tx.entries.iter().map(entry).collect(),
            changes: tx.changes.clone().into(),
            sidecars: &tx.sidecars,
        }),
    }
}

/// Makes rounds from plans, from [`START`] on.
pub(crate) fn rounds(plans: &[Plan]) -> Vec<OwnedRound> {
    let mut maker = Maker { clock: i128::from(START) * i128::from(SECOND), serial: 0, events: Vec::new() };
    plans.iter().zip(1..).map(|(plan, number)| maker.round(plan, number)).collect()
}

struct Maker {
    clock: i128,
    serial: u32,
    /// The hashes of all events so far.
    events: Vec<Hash>,
}

impl Maker {
    fn round(&mut self, plan: &Plan, number: u64) -> OwnedRound {
        self.clock += i128::from(plan.gap);
        let events = plan.events.iter().map(|event| self.event(event)).collect();
        self.clock += i128::from(plan.rest);
        OwnedRound {
            number,
            time: self.now(),
            events,
            state: Hash::of_state(&number.to_be_bytes()),
            freezes: false,
            // One that changes seldom, one that always does.
            singletons: vec![change(1, number / 3), change(2, number)],
        }
    }

    fn event(&mut self, contents: &[Carried]) -> OwnedEvent {
        let time = self.now();
        let parents = [1, 3, 40].into_iter().filter_map(|back| {
            let hash = *self.events.get(self.events.len().checked_sub(back)?)?;
            Some(EventDescriptor { hash: hash.into(), creator_node_id: 1, birth_round: 2 })
        });
        let parents = parents.collect();
        let hash = Hash::of(&[&b"event"[..], &self.events.len().to_be_bytes()].concat());
        self.events.push(hash);
        let contents = contents.iter().map(|carried| self.content(carried)).collect();
        OwnedEvent { hash, parents, time, contents }
    }

    fn content(&mut self, carried: &Carried) -> OwnedContent {
        match carried {
            Carried::System(byte) => {
                let byte = Bytes::from(vec![*byte]);
                OwnedContent::System(state_signature(7, byte.clone(), byte))
            }
            Carried::Transaction { children, size, sidecars, creates } => {
                let tx = self.transaction(*children, *size, *sidecars, *creates);
                self.clock += 1_000;
                OwnedContent::Handled(tx)
            }
        }
    }

    fn transaction(&mut self, children: u8, size: u16, sidecars: u8, creates: bool) -> OwnedTx {
        let now = self.now();
        let before = (1..=children).rev().map(|nanos| self.entry(now.plus_nanos(-i64::from(nanos)), 1, true));
        let mut entries: Vec<_> = before.collect();
        entries.push(self.entry(now, size, creates));
        OwnedTx {
            entries,
            changes: (0..size / 50).map(|id| change(u32::from(id) + 3, u64::from(self.serial))).collect(),
            sidecars: (0..sidecars).map(|kind| sidecar(now, kind, size)).collect(),
        }
    }

    fn entry(&mut self, time: Timestamp, size: u16, creates: bool) -> (Bytes, TransactionRecord) {
        self.serial += 1;
        let id = TransactionId { nonce: i32::try_from(self.serial).unwrap(), ..TransactionId::default() };
        let create = Data::CryptoCreateAccount(CryptoCreateTransactionBody::default());
        let body = TransactionBody {
            transaction_id: Some(id.clone()),
            memo: "m".repeat(size.into()),
            data: creates.then_some(create),
            ..TransactionBody::default()
        };
        let signed =
            SignedTransaction { body_bytes: body.encode_to_vec().into(), ..SignedTransaction::default() };
        let signed = Bytes::from(signed.encode_to_vec());
        let account_id = Some(AccountId::from_num(u64::from(self.serial))).filter(|_| creates);
        let amount = AccountAmount { account_id: account_id.clone(), amount: 7, ..AccountAmount::default() };
        let record = TransactionRecord {
            receipt: Some(TransactionReceipt { status: 22, account_id, ..TransactionReceipt::default() }),
            transaction_hash: Hash::of(&signed).into(),
            consensus_timestamp: Some(time),
            transaction_id: Some(id),
            memo: body.memo,
            transaction_fee: u64::from(self.serial) * 3,
            transfer_list: Some(TransferList { account_amounts: vec![amount] }),
            ..TransactionRecord::default()
        };
        (signed, record)
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_nanos(self.clock)
    }
}

pub(crate) fn change(state_id: u32, key: u64) -> StateChange {
    use hapi_proto::block::output::{MapChangeKey, map_change_key::KeyChoice};
    let key = Some(MapChangeKey { key_choice: Some(KeyChoice::EntityNumberKey(key)) });
    StateChange { state_id, change_operation: Some(ChangeOperation::MapDelete(MapDeleteChange { key })) }
}

pub(crate) fn sidecar(time: Timestamp, kind: u8, size: u16) -> TransactionSidecarRecord {
    let records = match kind {
        0 => SidecarRecords::Actions(ContractActions::default()),
        _ => SidecarRecords::Bytecode(ContractBytecode {
            initcode: vec![kind; size.into()].into(),
            ..ContractBytecode::default()
        }),
    };
    TransactionSidecarRecord {
        consensus_timestamp: Some(time),
        sidecar_records: Some(records),
        ..TransactionSidecarRecord::default()
    }
}
