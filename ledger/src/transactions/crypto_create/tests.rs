use alloc::vec;

use hapi_proto::{
    fees::Extra,
    node::hooks::HookCreationDetails,
    services::{
        AccountId, ContractId, CryptoCreateTransactionBody, Duration, Key as WireKey, RealmId, ShardId,
        crypto_create_transaction_body::StakedId as Staked, transaction_body::Data,
    },
};
use prost::Message;

use super::super::testing::{
    BALANCE, Bench, GONE, NEXT, NOBODY, NOW, PAYER, codes::*, ecdsa, id, long_memo, long_zero, new_key,
};
use crate::{
    keys::{Key, Requirement},
    state::StakedId,
};

type Op = CryptoCreateTransactionBody;

fn valid() -> Op {
    Op {
        key: Some(new_key()),
        initial_balance: 10,
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        memo: "hello".into(),
        max_automatic_token_associations: 5,
        ..Default::default()
    }
}

#[test]
#[expect(deprecated, reason = "what is deprecated is still checked")]
fn refuses_bad_bodies() {
    Bench::new().refuses(
        Data::CryptoCreateAccount,
        &valid(),
        &[
            ("HIP-1340 is not there yet", |op| op.delegation_address = octets(20), NotSupported),
            ("no period", |op| op.auto_renew_period = None, InvalidRenewalPeriod),
            ("negative period", |op| period(op, -1), InvalidRenewalPeriod),
            ("negative shard", |op| op.shard_id = Some(ShardId { shard_num: -1 }), InvalidAccountId),
            (
                "negative realm",
                |op| op.realm_id = Some(RealmId { shard_num: 0, realm_num: -1 }),
                InvalidAccountId,
            ),
            (
                "fewer slots than none",
                |op| op.max_automatic_token_associations = -2,
                InvalidMaxAutoAssociations,
            ),
            ("negative balance", |op| op.initial_balance = 1 << 63, InvalidInitialBalance),
            ("negative threshold", |op| op.send_record_threshold = 1 << 63, InvalidSendRecordThreshold),
            ("negative threshold", |op| op.receive_record_threshold = 1 << 63, InvalidReceiveRecordThreshold),
            ("proxy", |op| op.proxy_account_id = Some(AccountId::default()), ProxyAccountIdFieldIsDeprecated),
            ("alias of no kind", |op| op.alias = octets(19), InvalidAliasKey),
            (
                "alias that is a list",
                |op| op.alias = serialized(&WireKey::list(vec![new_key()])),
                InvalidAliasKey,
            ),
            ("no key", |op| op.key = None, KeyRequired),
            ("no key for an alias", |op| (op.key, op.alias) = (None, octets(20)), InvalidAliasKey),
            ("empty list", |op| op.key = Some(WireKey::list(vec![])), KeyRequired),
            ("list of nothing", |op| op.key = Some(WireKey::list(vec![WireKey::list(vec![])])), KeyRequired),
            ("empty threshold", |op| op.key = Some(WireKey::threshold(1, vec![])), KeyRequired),
            ("empty primitive", |op| op.key = Some(WireKey::ed25519(vec![])), BadEncoding),
            ("kind unset", |op| op.key = Some(WireKey { key: None }), BadEncoding),
            ("contract 0", |op| op.key = Some(WireKey::contract(ContractId::default())), BadEncoding),
            ("hook", |op| op.hook_creation_details = hooks(1), HooksNotEnabled),
            ("hook twice", |op| op.hook_creation_details = hooks(2), HookIdRepeatedInCreationDetails),
        ],
    );
}

#[test]
fn refuses_what_state_or_properties_rule_out() {
    let bench = Bench::new().account(1500, |account| account.alias = octets(20));
    bench.refuses(
        Data::CryptoCreateAccount,
        &valid(),
        &[
            ("alias by key", |op| op.alias = serialized(&new_key()), InvalidAliasKey),
            ("other shard", |op| op.shard_id = Some(ShardId { shard_num: 1 }), InvalidAccountId),
            (
                "other realm",
                |op| op.realm_id = Some(RealmId { shard_num: 0, realm_num: 1 }),
                InvalidAccountId,
            ),
            ("long-zero alias", |op| op.alias = long_zero(PAYER).to_vec().into(), InvalidAliasKey),
            ("all-zero alias", |op| op.alias = long_zero(0).to_vec().into(), InvalidAliasKey),
            ("long memo", |op| op.memo = long_memo(), MemoTooLong),
            ("zero byte", |op| op.memo = "a\0b".into(), InvalidZeroByteInString),
            ("alias of another", |op| op.alias = octets(20), AliasAlreadyAssigned),
            ("period of 0", |op| period(op, 0), InvalidRenewalPeriod),
            ("short period", |op| period(op, 2_591_999), AutorenewDurationNotInRange),
            ("long period", |op| period(op, 8_000_002), AutorenewDurationNotInRange),
            ("too many slots", |op| op.max_automatic_token_associations = 5001, InvalidMaxAutoAssociations),
            ("short key", |op| op.key = Some(WireKey::ed25519(vec![1; 31])), InvalidAdminKey),
            ("threshold of 0", |op| op.key = Some(WireKey::threshold(0, vec![new_key()])), InvalidAdminKey),
            (
                "threshold of all but one",
                |op| op.key = Some(WireKey::threshold(2, vec![new_key()])),
                InvalidAdminKey,
            ),
            ("key too deep", |op| op.key = Some(nested(15)), BadEncoding),
            (
                "stakes to nobody",
                |op| op.staked_id = Some(Staked::StakedAccountId(id(NOBODY))),
                InvalidStakingId,
            ),
            ("stakes to 0", |op| op.staked_id = Some(Staked::StakedAccountId(id(0))), InvalidStakingId),
            ("stakes to no node", |op| op.staked_id = Some(Staked::StakedNodeId(7)), InvalidStakingId),
            ("stakes to node -1", |op| op.staked_id = Some(Staked::StakedNodeId(-1)), InvalidStakingId),
            ("more than the payer has", |op| op.initial_balance = 1001, InsufficientPayerBalance),
            (
                "bad key that must sign",
                |op| {
                    op.receiver_sig_required = true;
                    op.key = Some(WireKey::ed25519(vec![1; 31]));
                },
                InvalidSignature,
            ),
        ],
    );
}

#[test]
fn refuses_what_only_the_ledger_could_cause() {
    let create = |op: Op| Data::CryptoCreateAccount(op);
    let full = Bench::new().config(|config| config.entities.max_accounts = 10).run(create(valid()));
    assert_eq!(full.map(drop), Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
    let system_file = {
        let mut bench = Bench::new();
        bench.state.network.next_entity = 150;
        bench.run(create(valid()))
    };
    assert_eq!(system_file.map(drop), Err(FailInvalid));
    let no_key = Bench::new().internal().run(create(Op { key: None, ..valid() }));
    assert_eq!(no_key.map(drop), Err(KeyNotProvided));
    assert_eq!(Bench::new().paid_by(NOBODY).run(create(valid())).map(drop), Err(InvalidPayerAccountId));
    assert_eq!(Bench::new().paid_by(GONE).run(create(valid())).map(drop), Err(AccountDeleted));
    let hooks_on = Bench::new().config(|config| config.hooks.enabled = true);
    let hook = Op { hook_creation_details: hooks(1), ..valid() };
    assert_eq!(hooks_on.clone().run(create(hook)).map(drop), Err(NotSupported));
    assert_eq!(
        Bench::new().handle_only(create(Op { key: Some(WireKey::list(vec![])), ..valid() })),
        Err(KeyRequired)
    );
}

#[test]
fn creates_the_account_and_moves_its_first_balance() {
    let mut bench = Bench::new();
    let op = Op {
        receiver_sig_required: true,
        decline_reward: true,
        staked_id: Some(Staked::StakedNodeId(0)),
        ..valid()
    };
    let done = bench.run(Data::CryptoCreateAccount(op)).unwrap();

    assert_eq!(done.receipt.account_id, Some(id(NEXT)));
    let account = bench.get(NEXT);
    assert_eq!(account.balance, 10);
    assert_eq!(*account.key, Key::Ed25519([9; 32]));
    assert_eq!(&*account.memo, "hello");
    assert_eq!((account.expiry, account.auto_renew_period), (NOW + 7_776_000, 7_776_000));
    assert_eq!(account.max_auto_associations, 5);
    assert_eq!(account.staked_to, Some(StakedId::Node(0)));
    assert!(account.receiver_sig_required && account.decline_reward && !account.deleted);
    assert_eq!(bench.get(PAYER).balance, BALANCE - 10);
    assert_eq!(bench.state.network.next_entity, NEXT + 1);
}

#[test]
fn a_payer_who_gives_nothing_need_not_have_anything() {
    let mut bench = Bench::new().account(PAYER, |payer| payer.balance = 0);
    bench.run(Data::CryptoCreateAccount(Op { initial_balance: 0, ..valid() })).unwrap();
    assert_eq!(bench.get(NEXT).balance, 0);
}

#[test]
fn an_address_alias_must_be_signed_for_unless_payer_or_new_key_own_it() {
    let (public, address) = ecdsa();
    let op = Op { alias: address.to_vec().into(), ..valid() };
    let data = Data::CryptoCreateAccount(op.clone());
    let of_payer = Bench::new().account(PAYER, |payer| payer.key = Key::Ecdsa(public).into());
    let own = Data::CryptoCreateAccount(Op { key: Some(WireKey::ecdsa(public.to_vec())), ..op });
    assert_eq!(Bench::new().signers(data.clone()), Ok(vec![Requirement::Address(address)]));
    assert_eq!(of_payer.signers(data.clone()), Ok(vec![]));
    assert_eq!(Bench::new().signers(own), Ok(vec![]));

    let mut bench = Bench::new();
    let done = bench.run(data.clone()).unwrap();
    assert_eq!(bench.state.aliases.get(&bytes::Bytes::copy_from_slice(&address)), Some(&NEXT));
    assert!(done.record.evm_address.is_empty(), "the body says it already");
    assert_eq!(bench.run(data).map(drop), Err(AliasAlreadyAssigned));
}

#[test]
fn the_alias_of_a_deleted_account_is_free() {
    let mut bench = Bench::new();
    bench.state.aliases.insert(octets(20), GONE);
    bench.run(Data::CryptoCreateAccount(Op { alias: octets(20), ..valid() })).unwrap();
    assert_eq!(bench.state.aliases.get(&octets(20)), Some(&NEXT));
}

#[test]
fn the_ledger_may_create_by_key_alias_and_hollow() {
    let (public, address) = ecdsa();
    let alias = serialized(&WireKey::ecdsa(public.to_vec()));
    let mut bench = Bench::new().internal();
    let by_key = Op { alias: alias.clone(), key: Some(WireKey::ecdsa(public.to_vec())), ..valid() };
    assert_eq!(
        bench.signers(Data::CryptoCreateAccount(by_key.clone())),
        Ok(vec![Requirement::Key(Key::Ecdsa(public).into())])
    );
    let done = bench.run(Data::CryptoCreateAccount(by_key)).unwrap();
    assert_eq!(done.record.evm_address, address.to_vec());
    assert_eq!(bench.state.aliases.get(&alias), Some(&NEXT));
    assert_eq!(bench.state.aliases.get(&bytes::Bytes::copy_from_slice(&address)), Some(&NEXT));

    let hollow = Op { alias: octets(20), key: Some(WireKey::list(vec![])), initial_balance: 0, ..valid() };
    bench.run(Data::CryptoCreateAccount(hollow)).unwrap();
    assert!(bench.get(NEXT + 1).is_hollow());
}

#[test]
fn a_receiver_that_wants_to_sign_signs_its_creation() {
    let data = Data::CryptoCreateAccount(Op { receiver_sig_required: true, ..valid() });
    assert_eq!(Bench::new().signers(data), Ok(vec![Requirement::Key(Key::Ed25519([9; 32]).into())]));
    assert_eq!(Bench::new().signers(Data::CryptoCreateAccount(valid())), Ok(vec![]));
}

#[test]
fn is_charged_by_keys() {
    let keys = WireKey::threshold(1, vec![new_key(), WireKey::list(vec![new_key(), new_key()])]);
    let usage = Bench::new().usage(Data::CryptoCreateAccount(Op { key: Some(keys), ..valid() }));
    assert_eq!(usage.extras(), [(Extra::Keys, 3), (Extra::HookUpdates, 0)]);
}

fn period(op: &mut Op, seconds: i64) {
    op.auto_renew_period = Some(Duration { seconds });
}

fn serialized(key: &WireKey) -> bytes::Bytes {
    key.encode_to_vec().into()
}

fn octets(len: usize) -> bytes::Bytes {
    alloc::vec![5; len].into()
}

fn hooks(count: usize) -> alloc::vec::Vec<HookCreationDetails> {
    alloc::vec![HookCreationDetails::default(); count]
}

/// A key under so many lists.
fn nested(lists: usize) -> WireKey {
    (0..lists).fold(new_key(), |key, _| WireKey::list(alloc::vec![key]))
}

#[test]
fn slots_are_unlimited_only_where_the_ledger_has_that() {
    let limited = || Bench::new().config(|config| config.entities.unlimited_auto_associations = false);
    let unlimited = Op { max_automatic_token_associations: -1, ..valid() };
    assert_eq!(
        limited().run(Data::CryptoCreateAccount(unlimited.clone())).map(drop),
        Err(InvalidMaxAutoAssociations)
    );
    assert_eq!(Bench::new().run(Data::CryptoCreateAccount(unlimited)).map(drop), Ok(()));
    assert_eq!(limited().run(Data::CryptoCreateAccount(valid())).map(drop), Ok(()));
}
