//! What a change of a system file brings about, as a client sees it.

use hapi_ledger::{Ledger, ResponseCode, genesis::Genesis, handle::Outcome, state::State};
use hapi_proto::{
    fees,
    services::{
        CryptoUpdateTransactionBody, ExchangeRate, ExchangeRateSet, FileAppendTransactionBody, FileId,
        FileUpdateTransactionBody, HederaFunctionality, ServicesConfigurationList, Setting,
        ThrottleDefinitions, TimestampSeconds, transaction_body::Data,
    },
};
use prost::Message;

use crate::support::{HBAR, Network, ed25519, id, sign, transfer, treasury_key};

pub(crate) fn update(num: i64, contents: &[u8]) -> Data {
    Data::FileUpdate(FileUpdateTransactionBody {
        file_id: Some(FileId { file_num: num, ..Default::default() }),
        contents: contents.to_vec().into(),
        ..Default::default()
    })
}

pub(crate) fn append(num: i64, contents: &[u8]) -> Data {
    Data::FileAppend(FileAppendTransactionBody {
        file_id: Some(FileId { file_num: num, ..Default::default() }),
        contents: contents.to_vec().into(),
    })
}

pub(crate) fn settings(list: &[(&str, &str)]) -> Vec<u8> {
    let name_value = list
        .iter()
        .map(|(name, value)| Setting { name: (*name).into(), value: (*value).into(), ..Setting::default() })
        .collect();
    ServicesConfigurationList { name_value }.encode_to_vec()
}

/// Does something as a system account, whose key is the treasury's.
fn as_system(network: &mut Network, payer: u64, data: Data) -> Outcome {
    let body = network.body(payer, data);
    network.submit(&body, &[&treasury_key()])
}

fn status(network: &mut Network, payer: u64, data: Data) -> ResponseCode {
    as_system(network, payer, data).status()
}

/// What a file holds.
fn contents(network: &Network, num: u64) -> Vec<u8> {
    network.ledger.state().files.get(&num).expect("a system file").contents.to_vec()
}

/// The ledger as it would go on after a restart.
fn restarted(network: &Network) -> Ledger {
    let state = State::load(&network.ledger.state().save()).unwrap();
    Ledger::from_state(state, std::sync::Arc::new(Genesis::default().config)).unwrap()
}

#[test]
fn properties_are_in_force_from_the_next_transaction_on() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let ask_for_two = |network: &mut Network| {
        let op = CryptoUpdateTransactionBody {
            account_id_to_update: Some(id(alice)),
            max_automatic_token_associations: Some(2),
            ..Default::default()
        };
        let body = network.body(alice, Data::CryptoUpdateAccount(op));
        network.submit(&body, &[&key]).status()
    };
    let refused = ResponseCode::RequestedNumAutomaticAssociationsExceedsAssociationLimit;

    let one = settings(&[("ledger.maxAutoAssociations", "1"), ("no.such", "?")]);
    assert_eq!(status(&mut network, 2, update(121, &one)), ResponseCode::Success);
    assert_eq!(ask_for_two(&mut network), refused);
    assert_eq!(restarted(&network).settings().config.ledger.max_auto_associations, 1);
    assert_eq!(network.ledger.settings().startup("ledger.maxAutoAssociations").as_deref(), Some("5000"));
    let fork = network.ledger.fork();

    assert_eq!(status(&mut network, 50, update(121, &[])), ResponseCode::Success);
    assert_eq!(ask_for_two(&mut network), ResponseCode::Success, "superusers empty the file");
    assert_eq!(fork.settings().config.ledger.max_auto_associations, 1, "a fork has its own settings");
}

#[test]
fn properties_come_in_parts_and_bad_values_are_refused() {
    let mut network = Network::new();
    let whole = settings(&[("ledger.transfers.maxLen", "3"), ("ledger.id", "0x07")]);
    let (first, second) = whole.split_at(10);
    assert_eq!(status(&mut network, 2, update(121, first)), ResponseCode::Success);
    assert_eq!(network.ledger.settings().config.ledger.transfers_max_len, 10, "not yet whole");
    restarted(&network);
    assert_eq!(status(&mut network, 2, append(121, second)), ResponseCode::Success);
    assert_eq!(network.ledger.settings().config.ledger.transfers_max_len, 3);

    let bad = settings(&[("ledger.transfers.maxLen", "few")]);
    assert_eq!(status(&mut network, 2, update(121, &bad)), ResponseCode::FailInvalid);
    assert_eq!(contents(&network, 121), whole);
    let bad = settings(&[("createAccount", "2-x")]);
    assert_eq!(status(&mut network, 2, update(122, &bad)), ResponseCode::FailInvalid);
}

#[test]
fn files_belong_to_their_keepers() {
    let mut network = Network::new();
    let same = |network: &Network, num: u64| update(num.cast_signed(), &contents(network, num));
    let keepers: [(u64, &[u64]); 10] = [
        (101, &[2, 50, 55]),
        (102, &[2, 50, 55]),
        (111, &[2, 50, 56]),
        (112, &[2, 50, 57]),
        (113, &[2, 50, 56]),
        (121, &[2, 50, 55, 57]),
        (122, &[2, 50, 55, 57]),
        (123, &[2, 50, 55, 57]),
        (150, &[2, 50, 54]),
        (159, &[2, 50, 54]),
    ];
    for (file, keepers) in keepers {
        for payer in [2, 50, 54, 55, 56, 57, 58] {
            network.fund(payer, HBAR);
            let data = same(&network, file);
            let outcome = as_system(&mut network, payer, data);
            let expected = if keepers.contains(&payer) {
                ResponseCode::Success
            } else {
                ResponseCode::AuthorizationFailed
            };
            assert_eq!(outcome.status(), expected, "0.0.{payer} changes 0.0.{file}");
            assert_eq!(outcome.record().unwrap().transaction_fee, 0);
        }
    }
    for nobodys in [103, 100, 750] {
        assert_eq!(status(&mut network, 2, update(nobodys, b"x")), ResponseCode::InvalidFileId);
    }

    // One who is not a keeper pays nothing for the attempt to update, but for one to append.
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let body = network.body(alice, update(121, b""));
    let outcome = network.submit(&body, &[&key]);
    assert_eq!(outcome.status(), ResponseCode::AuthorizationFailed);
    assert_eq!(outcome.record().unwrap().transaction_fee, 0);
    let body = network.body(alice, append(121, b"x"));
    let outcome = network.submit(&body, &[&key]);
    assert_eq!(outcome.status(), ResponseCode::AuthorizationFailed);
    assert!(outcome.record().unwrap().transaction_fee > 0);
}

#[test]
fn permissions_say_who_may() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let send = |network: &mut Network| {
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        network.submit(&body, &[&key]).status()
    };
    assert_eq!(send(&mut network), ResponseCode::Success);
    let only_system = settings(&[("cryptoTransfer", "0-100"), ("nonsense", "0")]);
    assert_eq!(status(&mut network, 55, update(122, &only_system)), ResponseCode::Success);
    assert_eq!(send(&mut network), ResponseCode::Unauthorized);
    let nobody = settings(&[("cryptoTransfer", "0-0")]);
    assert_eq!(status(&mut network, 2, update(122, &nobody)), ResponseCode::Success);
    let superusers = transfer(&[(2, -1), (3, 1)]);
    assert_eq!(status(&mut network, 2, superusers), ResponseCode::Success, "nothing binds superusers");
    assert_eq!(status(&mut network, 2, update(122, &[])), ResponseCode::Success);
    assert_eq!(send(&mut network), ResponseCode::Success);
}

#[test]
fn throttles_are_rebuilt_empty() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let genesis = contents(&network, 123);
    let mut definitions = ThrottleDefinitions::decode(&*genesis).unwrap();
    let transfers = i32::from(HederaFunctionality::CryptoTransfer);
    definitions.throttle_buckets.retain_mut(|bucket| {
        bucket.burst_period_ms = 1000;
        for group in &mut bucket.throttle_groups {
            if group.operations.contains(&transfers) {
                group.milli_ops_per_sec = 2000;
            }
        }
        true
    });
    let two_a_second = definitions.encode_to_vec();
    let missing = ResponseCode::SuccessButMissingExpectedOperation;
    let send = |network: &mut Network| {
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        let bytes = sign(&body, &[&key]);
        match network.precheck(&bytes) {
            ResponseCode::Ok => network.force(&bytes, 0).status(),
            refused => refused,
        }
    };
    assert_eq!(status(&mut network, 57, update(123, &two_a_second)), ResponseCode::Success);
    assert_eq!(send(&mut network), ResponseCode::Success);
    assert_eq!(send(&mut network), ResponseCode::Success);
    assert_eq!(send(&mut network), ResponseCode::Busy, "the node knows of it");
    let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    let bytes = sign(&body, &[&key]);
    assert_eq!(network.force(&bytes, 0).status(), ResponseCode::ThrottledAtConsensus);
    network.ledger = restarted(&network);
    let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    let bytes = sign(&body, &[&key]);
    assert_eq!(network.force(&bytes, 0).status(), ResponseCode::ThrottledAtConsensus, "usage is state");

    assert_eq!(status(&mut network, 57, update(123, &two_a_second)), ResponseCode::Success);
    assert_eq!(send(&mut network), ResponseCode::Success, "what was used is forgotten");

    definitions.throttle_buckets.retain(|bucket| bucket.name != "FreeQueryLimits");
    assert_eq!(status(&mut network, 2, update(123, &definitions.encode_to_vec())), missing);
    assert_eq!(status(&mut network, 2, update(123, &genesis)), ResponseCode::Success);
}

#[test]
fn unusable_throttles_change_nothing() {
    let mut network = Network::new();
    let genesis = contents(&network, 123);
    let spoiled = |spoil: fn(&mut ThrottleDefinitions)| {
        let mut definitions = ThrottleDefinitions::decode(&*genesis).unwrap();
        spoil(&mut definitions);
        definitions.encode_to_vec()
    };
    let cases = [
        (b"not a message".to_vec(), ResponseCode::UnparseableThrottleDefinitions),
        (
            spoiled(|it| it.throttle_buckets[0].throttle_groups[0].milli_ops_per_sec = 0),
            ResponseCode::ThrottleGroupHasZeroOpsPerSec,
        ),
        (
            spoiled(|it| {
                let groups = &mut it.throttle_buckets[0].throttle_groups;
                let repeated = groups[0].clone();
                groups.push(repeated);
            }),
            ResponseCode::OperationRepeatedInBucketGroups,
        ),
        (
            spoiled(|it| it.throttle_buckets[0].burst_period_ms = u64::MAX),
            ResponseCode::ThrottleGroupLcmOverflow,
        ),
        (
            spoiled(|it| it.throttle_buckets[0].throttle_groups.clear()),
            ResponseCode::BucketHasNoThrottleGroups,
        ),
    ];
    for (bytes, code) in cases {
        assert_eq!(status(&mut network, 2, update(123, &bytes)), code);
        assert_eq!(contents(&network, 123), genesis);
    }
}

#[test]
fn a_fee_schedule_in_parts_is_in_force_when_whole() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let fee = |network: &mut Network| {
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        network.submit(&body, &[&key]).record().unwrap().transaction_fee
    };
    let before = fee(&mut network);
    let genesis = contents(&network, 113);
    let mut schedule = fees::FeeSchedule::decode(&*genesis).unwrap();
    schedule.node.as_mut().unwrap().base_fee *= 2;
    let doubled = schedule.encode_to_vec();
    let (first, second) = doubled.split_at(doubled.len() - 7);
    let part = ResponseCode::FeeScheduleFilePartUploaded;

    assert_eq!(status(&mut network, 56, update(113, first)), part);
    assert_eq!(contents(&network, 113), first);
    assert_eq!(fee(&mut network), before);
    network.ledger = restarted(&network);
    assert_eq!(fee(&mut network), before, "what is in force survives a restart");
    let hash = network.ledger.state_hash();
    assert_eq!(hash, restarted(&network).state_hash());
    assert_eq!(status(&mut network, 56, append(113, second)), ResponseCode::Success);
    assert_eq!(fee(&mut network), before * 2);
    network.ledger = restarted(&network);
    assert_eq!(fee(&mut network), before * 2);

    schedule.services.clear();
    assert_eq!(status(&mut network, 56, update(113, &schedule.encode_to_vec())), part, "not valid");
    assert_eq!(fee(&mut network), before * 2);
    assert_eq!(status(&mut network, 56, update(113, &genesis)), ResponseCode::Success);
    assert_eq!(fee(&mut network), before);
}

#[test]
fn the_older_schedule_is_only_checked() {
    let mut network = Network::new();
    let whole = contents(&network, 111);
    let (first, second) = whole.split_at(whole.len() / 2 + 1);
    let part = ResponseCode::FeeScheduleFilePartUploaded;
    assert_eq!(status(&mut network, 56, update(111, first)), part);
    assert_eq!(status(&mut network, 56, append(111, second)), ResponseCode::Success);
    assert_eq!(contents(&network, 111), whole);
}

pub(crate) fn rates(cents: i32) -> Vec<u8> {
    let rate = |cent_equiv| {
        let expiration_time = Some(TimestampSeconds { seconds: 4_102_444_800 });
        Some(ExchangeRate { hbar_equiv: 1, cent_equiv, expiration_time })
    };
    ExchangeRateSet { current_rate: rate(cents), next_rate: rate(15) }.encode_to_vec()
}

#[test]
fn rates_move_within_bounds_around_midnight() {
    let mut network = Network::new();
    let beyond = ResponseCode::ExchangeRateChangeLimitExceeded;
    let set = |network: &mut Network, payer, cents| status(network, payer, update(112, &rates(cents)));
    for (cents, code) in
        [(16, beyond), (9, beyond), (0, beyond), (15, ResponseCode::Success), (10, ResponseCode::Success)]
    {
        assert_eq!(set(&mut network, 57, cents), code, "{cents}");
    }
    let outcome = as_system(&mut network, 57, update(112, &rates(14)));
    let shown = outcome.record().unwrap().receipt.as_ref().unwrap().exchange_rate.unwrap();
    assert_eq!(shown.current_rate.unwrap().cent_equiv, 14, "the receipt tells the new rates");

    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    assert_eq!(network.submit(&body, &[&key]).record().unwrap().transaction_fee, 71_427, "0.0001 USD");

    // The treasury is not bound; the system admin moves the bounds as well.
    assert_eq!(set(&mut network, 2, 24), ResponseCode::Success);
    assert_eq!(set(&mut network, 57, 24), beyond);
    assert_eq!(set(&mut network, 50, 24), ResponseCode::Success);
    assert_eq!(set(&mut network, 57, 30), ResponseCode::Success);
    assert_eq!(set(&mut network, 57, 31), beyond);
    assert_eq!(set(&mut network, 2, 31), ResponseCode::Success);
    network.now = network.now.plus_seconds(86_400);
    assert_eq!(set(&mut network, 57, 38), ResponseCode::Success, "31 cents were in force at midnight");
    assert_eq!(restarted(&network).settings().rates.active(0).tinybars(38), 1);
}

#[test]
fn unusable_rates_change_nothing() {
    let mut network = Network::new();
    let invalid = ResponseCode::InvalidExchangeRateFile;
    let genesis = contents(&network, 112);
    for bytes in [b"not a message".to_vec(), rates(0), ExchangeRateSet::default().encode_to_vec()] {
        if !bytes.is_empty() {
            assert_eq!(status(&mut network, 2, update(112, &bytes)), invalid);
        }
        assert_eq!(contents(&network, 112), genesis);
    }
    let mut no_next = ExchangeRateSet::decode(&*genesis).unwrap();
    no_next.next_rate = None;
    assert_eq!(status(&mut network, 57, update(112, &no_next.encode_to_vec())), invalid);
}

#[test]
fn software_updates_grow_without_a_limit() {
    let mut network = Network::new();
    let part = vec![7; 100_000];
    assert_eq!(status(&mut network, 54, update(150, &part)), ResponseCode::Success);
    for _ in 0..12 {
        assert_eq!(status(&mut network, 54, append(150, &part)), ResponseCode::Success);
    }
    let whole = vec![7; 1_300_000];
    let state = network.ledger.state();
    assert_eq!(state.upgrades.get(&150).unwrap().size, 1_300_000);
    let store = hapi_ledger::state::Store::new(state);
    assert_eq!(store.upgrade_contents(150).flatten().copied().collect::<Vec<u8>>(), whole);
    let loaded = restarted(&network);
    assert_eq!(loaded.state().upgrade_parts.len(), 13);

    assert_eq!(status(&mut network, 54, update(150, b"new")), ResponseCode::Success);
    assert_eq!(network.ledger.state().upgrade_parts.len(), 1, "it begins anew");
    // Large transactions are for governance accounts (HIP-1300).
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let body = network.body(alice, append(1001, &part));
    assert_eq!(network.precheck(&sign(&body, &[&key])), ResponseCode::TransactionOversize);
}
