use alloc::vec;

use hapi_proto::{
    fees::Extra,
    node::hooks::HookCreationDetails,
    services::{
        AccountId, CryptoUpdateTransactionBody, Duration, Key as WireKey, Timestamp,
        crypto_update_transaction_body::{ReceiverSigRequiredField, StakedId as Staked},
        transaction_body::Data,
    },
};

use super::super::{
    Privilege,
    testing::{
        ALICE, BOB, Bench, GONE, NOBODY, NOW, PAYER, codes::*, id, long_memo, long_zero, new_key, signs,
    },
};
use crate::{
    keys::{Key, Requirement},
    state::StakedId,
};

type Op = CryptoUpdateTransactionBody;

fn valid() -> Op {
    Op { account_id_to_update: Some(id(ALICE)), key: Some(new_key()), ..Default::default() }
}

fn new_key_signs() -> Requirement {
    Requirement::Key(Key::Ed25519([9; 32]).into())
}

#[test]
#[expect(deprecated, reason = "what is deprecated is still checked")]
fn refuses() {
    let bench = Bench::new().account(ALICE, |alice| alice.expiry = NOW + 1000);
    let bench = (1100..1103).fold(bench, |bench, token| {
        bench.fungible(token, |_| {}).associated(ALICE, token, |relation| relation.automatic = true)
    });
    let bench = bench.account(1500, |contract| contract.smart_contract = true);
    bench.refuses(
        Data::CryptoUpdateAccount,
        &valid(),
        &[
            ("HIP-1340 is not there yet", |op| op.delegation_address = vec![5; 20].into(), NotSupported),
            ("nobody", |op| op.account_id_to_update = None, AccountIdDoesNotExist),
            ("proxy", |op| op.proxy_account_id = Some(id(BOB)), ProxyAccountIdFieldIsDeprecated),
            ("hook", |op| op.hook_creation_details = vec![HookCreationDetails::default()], HooksNotEnabled),
            ("hook removed", |op| op.hook_ids_to_delete = vec![1], HooksNotEnabled),
            ("removed twice", |op| op.hook_ids_to_delete = vec![1, 1], HookIdRepeatedInCreationDetails),
            ("unknown", |op| op.account_id_to_update = Some(id(NOBODY)), InvalidAccountId),
            (
                "by alias",
                |op| op.account_id_to_update = Some(AccountId::from_evm_address(long_zero(ALICE))),
                InvalidAccountId,
            ),
            ("immutable", |op| op.account_id_to_update = Some(id(802)), InvalidAccountId),
            ("bad key", |op| op.key = Some(WireKey::ed25519(vec![1; 31])), InvalidAdminKey),
            ("empty list", |op| op.key = Some(WireKey::list(vec![])), InvalidAdminKey),
            ("deleted", |op| op.account_id_to_update = Some(id(GONE)), AccountDeleted),
            ("long memo", |op| op.memo = Some(long_memo()), MemoTooLong),
            ("zero byte", |op| op.memo = Some("\0".into()), InvalidZeroByteInString),
            ("period of 0", |op| op.auto_renew_period = Some(Duration { seconds: 0 }), InvalidRenewalPeriod),
            (
                "short period",
                |op| op.auto_renew_period = Some(Duration { seconds: 1 }),
                AutorenewDurationNotInRange,
            ),
            (
                "stakes to nobody",
                |op| op.staked_id = Some(Staked::StakedAccountId(id(NOBODY))),
                InvalidStakingId,
            ),
            ("stakes to no node", |op| op.staked_id = Some(Staked::StakedNodeId(9)), InvalidStakingId),
            ("stakes below -1", |op| op.staked_id = Some(Staked::StakedNodeId(-2)), InvalidStakingId),
            ("contract", |op| op.account_id_to_update = Some(id(1500)), InvalidAccountId),
            ("expired already", |op| expires(op, NOW), InvalidExpirationTime),
            ("expires too late", |op| expires(op, NOW + 8_000_002), InvalidExpirationTime),
            ("expires earlier", |op| expires(op, NOW + 999), ExpirationReductionNotAllowed),
            ("below -1", |op| slots(op, -2), InvalidMaxAutoAssociations),
            ("below used", |op| slots(op, 2), ExistingAutomaticAssociationsExceedGivenLimit),
            ("above limit", |op| slots(op, 5001), RequestedNumAutomaticAssociationsExceedsAssociationLimit),
        ],
    );
}

#[test]
fn a_key_past_the_signatures_is_checked_once_more() {
    let bench = Bench::new().paid_by(50);
    let key =
        |key| Data::CryptoUpdateAccount(Op { account_id_to_update: Some(id(60)), key: Some(key), ..valid() });
    let bench = bench.account(60, |_| {});
    assert_eq!(bench.clone().run(key(WireKey::ed25519(vec![1; 31]))).map(drop), Err(BadEncoding));
    let mut bench = bench;
    bench.run(key(WireKey::list(vec![]))).expect("a superuser may make a system account immutable");
    assert!(bench.get(60).key.is_empty_list());
}

#[test]
fn changes_what_it_says_and_nothing_else() {
    let mut bench = Bench::new();
    let before = bench.get(ALICE).clone();
    let op = Op {
        memo: Some("new".into()),
        auto_renew_period: Some(Duration { seconds: 2_592_000 }),
        expiration_time: Some(Timestamp::new(NOW + 50, 0)),
        max_automatic_token_associations: Some(-1),
        decline_reward: Some(true),
        receiver_sig_required_field: Some(ReceiverSigRequiredField::ReceiverSigRequiredWrapper(true)),
        staked_id: Some(Staked::StakedAccountId(id(BOB))),
        ..valid()
    };
    let done = bench.run(Data::CryptoUpdateAccount(op)).unwrap();
    assert_eq!(done.receipt.account_id, Some(id(ALICE)));
    let expected = crate::state::Account {
        key: Key::Ed25519([9; 32]).into(),
        memo: "new".into(),
        auto_renew_period: 2_592_000,
        expiry: NOW + 50,
        max_auto_associations: -1,
        decline_reward: true,
        receiver_sig_required: true,
        staked_to: Some(StakedId::Account(BOB)),
        ..before
    };
    assert_eq!(*bench.get(ALICE), expected);

    let nothing = Op { account_id_to_update: Some(id(ALICE)), ..Default::default() };
    bench.run(Data::CryptoUpdateAccount(nothing)).unwrap();
    assert_eq!(*bench.get(ALICE), expected);
}

#[test]
#[expect(deprecated, reason = "what is deprecated still counts")]
fn the_deprecated_flag_still_counts() {
    let mut bench = Bench::new();
    let field = Some(ReceiverSigRequiredField::ReceiverSigRequired(true));
    bench.run(Data::CryptoUpdateAccount(Op { receiver_sig_required_field: field, ..valid() })).unwrap();
    assert!(bench.get(ALICE).receiver_sig_required);
}

#[test]
fn staking_ends_by_either_sentinel() {
    for sentinel in [Staked::StakedAccountId(id(0)), Staked::StakedNodeId(-1)] {
        let mut bench = Bench::new().account(ALICE, |alice| alice.staked_to = Some(StakedId::Node(0)));
        bench.run(Data::CryptoUpdateAccount(Op { staked_id: Some(sentinel), ..valid() })).unwrap();
        assert_eq!(bench.get(ALICE).staked_to, None);
    }
    let mut bench = Bench::new();
    bench.run(Data::CryptoUpdateAccount(Op { staked_id: Some(Staked::StakedNodeId(0)), ..valid() })).unwrap();
    assert_eq!(bench.get(ALICE).staked_to, Some(StakedId::Node(0)));
}

#[test]
fn old_and_new_key_sign() {
    let data = Data::CryptoUpdateAccount(valid());
    assert_eq!(Bench::new().signers(data.clone()), Ok(vec![signs(ALICE), new_key_signs()]));
    assert_eq!(Bench::new().paid_by(ALICE).signers(data), Ok(vec![new_key_signs()]));
}

#[test]
fn superusers_need_no_signatures_for_system_accounts() {
    let of = |num| Data::CryptoUpdateAccount(Op { account_id_to_update: Some(id(num)), ..valid() });
    let bench = |payer| Bench::new().account(60, |_| {}).paid_by(payer);
    for payer in [2, 50] {
        assert_eq!(bench(payer).signers(of(60)), Ok(vec![]));
        assert_eq!(bench(payer).privilege(&of(60)), Privilege::Authorized);
        assert_eq!(bench(payer).signers(of(ALICE)), Ok(vec![signs(ALICE), new_key_signs()]));
        assert_eq!(bench(payer).privilege(&of(ALICE)), Privilege::Unnecessary);
    }
    assert_eq!(bench(PAYER).signers(of(60)), Ok(vec![signs(60), new_key_signs()]));
    assert_eq!(bench(PAYER).privilege(&of(60)), Privilege::Unnecessary);
    assert_eq!(bench(2).signers(of(2)), Ok(vec![new_key_signs()]));
    assert_eq!(bench(50).privilege(&of(2)), Privilege::Unauthorized);
    assert_eq!(bench(PAYER).privilege(&of(2)), Privilege::Unauthorized);
}

#[test]
fn is_charged_by_keys() {
    assert_eq!(
        Bench::new().usage(Data::CryptoUpdateAccount(valid())).extras(),
        [(Extra::Keys, 1), (Extra::HookUpdates, 0)]
    );
}

#[test]
fn slots_are_unlimited_only_where_the_ledger_has_that() {
    let mut limited = Bench::new().config(|config| config.entities.unlimited_auto_associations = false);
    let mut unlimited = valid();
    slots(&mut unlimited, -1);
    let update = Data::CryptoUpdateAccount(unlimited);
    assert_eq!(limited.run(update.clone()).map(drop), Err(InvalidMaxAutoAssociations));
    assert_eq!(Bench::new().run(update).map(drop), Ok(()));
}

fn expires(op: &mut Op, seconds: i64) {
    op.expiration_time = Some(Timestamp::new(seconds, 0));
}

fn slots(op: &mut Op, max: i32) {
    op.max_automatic_token_associations = Some(max);
}
