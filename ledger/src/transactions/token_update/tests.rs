use alloc::{string::String, sync::Arc, vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{
        AccountId, Duration, Key as Proto, Timestamp, TokenAssociation, TokenKeyValidation,
        TokenUpdateTransactionBody, transaction_body::Data,
    },
};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, NOW, SERIALS, TOKEN, TREASURY, UNIQUE, UNITS, codes::*, id, key,
    long_memo, new_key, role, signs, token_id,
};
use crate::{
    ResponseCode,
    keys::{Key, Requirement},
    state::{EntityNum, Token, TokenKeys},
};

type Op = TokenUpdateTransactionBody;

fn of(num: EntityNum) -> Op {
    Op { token: Some(token_id(num)), ..Default::default() }
}

/// Alice can hold any token without being asked.
fn bench() -> Bench {
    Bench::new()
        .fungible(TOKEN, |_| {})
        .non_fungible(UNIQUE, |_| {})
        .account(ALICE, |alice| alice.max_auto_associations = -1)
}

fn update(bench: &Bench, op: Op) -> Result<Bench, ResponseCode> {
    let mut bench = bench.clone();
    bench.run(Data::TokenUpdate(op.into())).map(|_| bench)
}

fn short_key() -> Proto {
    Proto::ed25519(vec![1; 31])
}

fn renew(op: &mut Op, account: Option<AccountId>, seconds: Option<i64>) {
    op.auto_renew_account = account;
    op.auto_renew_period = seconds.map(|seconds| Duration { seconds });
}

#[test]
fn refuses() {
    let bench = bench()
        .fungible(1100, |token| token.deleted = true)
        .fungible(1101, |token| token.paused = true)
        .fungible(TOKEN, |token| token.expiry = NOW + 1000);
    bench.refuses(
        |op| Data::TokenUpdate(op.into()),
        &of(TOKEN),
        &[
            ("nothing", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| *op = of(NOBODY), InvalidTokenId),
            ("deleted", |op| *op = of(1100), TokenWasDeleted),
            ("paused", |op| *op = of(1101), TokenIsPaused),
            ("admin", |op| op.admin_key = Some(short_key()), InvalidAdminKey),
            ("kyc", |op| op.kyc_key = Some(short_key()), InvalidKycKey),
            ("wipe", |op| op.wipe_key = Some(short_key()), InvalidWipeKey),
            ("supply", |op| op.supply_key = Some(short_key()), InvalidSupplyKey),
            ("freeze", |op| op.freeze_key = Some(short_key()), InvalidFreezeKey),
            ("fee schedule", |op| op.fee_schedule_key = Some(short_key()), InvalidCustomFeeScheduleKey),
            ("pause", |op| op.pause_key = Some(short_key()), InvalidPauseKey),
            ("metadata key", |op| op.metadata_key = Some(short_key()), InvalidMetadataKey),
            ("memo", |op| op.memo = Some(long_memo()), MemoTooLong),
            ("metadata", |op| op.metadata = Some(vec![1; 101]), MetadataTooLong),
            ("symbol", |op| op.symbol = long_memo(), TokenSymbolTooLong),
            ("name", |op| op.name = long_memo(), TokenNameTooLong),
            ("over", |op| op.expiry = Some(Timestamp::new(NOW, 0)), InvalidExpirationTime),
            ("sooner", |op| op.expiry = Some(Timestamp::new(NOW + 999, 0)), ExpirationReductionNotAllowed),
            ("period of nothing", |op| renew(op, None, Some(0)), InvalidRenewalPeriod),
            ("short period", |op| renew(op, None, Some(2_591_999)), AutorenewDurationNotInRange),
            ("unknown payer", |op| renew(op, Some(id(NOBODY)), Some(2_592_000)), InvalidAutorenewAccount),
            ("deleted payer", |op| renew(op, Some(id(GONE)), Some(2_592_000)), InvalidAutorenewAccount),
            ("payer without period", |op| renew(op, Some(id(BOB)), None), InvalidRenewalPeriod),
            ("unknown treasury", |op| op.treasury = Some(id(NOBODY)), InvalidAccountId),
            ("deleted treasury", |op| op.treasury = Some(id(GONE)), AccountDeleted),
            ("no slots", |op| op.treasury = Some(id(BOB)), NoRemainingAutomaticAssociations),
        ],
    );
    let paid_by_gone = bench.fungible(TOKEN, |token| token.auto_renew_account = Some(GONE));
    let mut op = of(TOKEN);
    renew(&mut op, Some(id(BOB)), None);
    assert_eq!(update(&paid_by_gone, op).map(drop), Err(AccountDeleted));
}

#[test]
fn what_is_said_changes_and_nothing_else() {
    let before = bench().get_token(TOKEN).clone();
    assert_eq!(*update(&bench(), of(TOKEN)).unwrap().get_token(TOKEN), before);
    let mut op = Op {
        symbol: "NEW".into(),
        name: "new".into(),
        memo: Some("memo".into()),
        metadata: Some(vec![7]),
        expiry: Some(Timestamp::new(NOW + 100, 0)),
        ..of(TOKEN)
    };
    renew(&mut op, Some(id(BOB)), Some(2_592_000));
    let after = update(&bench(), op).unwrap();
    let expected = Token {
        symbol: "NEW".into(),
        name: "new".into(),
        memo: "memo".into(),
        metadata: vec![7].into(),
        expiry: NOW + 100,
        auto_renew_account: Some(BOB),
        auto_renew_period: 2_592_000,
        ..before
    };
    assert_eq!(*after.get_token(TOKEN), expected);
    let emptied = Op { memo: Some(String::new()), metadata: Some(vec![]), ..of(TOKEN) };
    let emptied = update(&after, emptied).unwrap();
    assert!(emptied.get_token(TOKEN).memo.is_empty() && emptied.get_token(TOKEN).metadata.is_empty());
}

#[test]
fn a_key_changes_or_goes_but_never_comes() {
    let new = Arc::new(Key::Ed25519([9; 32]));
    let op = Op { kyc_key: Some(new_key()), wipe_key: Some(Proto::list(vec![])), ..of(TOKEN) };
    let changed = update(&bench(), op).unwrap();
    let keys = &changed.get_token(TOKEN).keys;
    assert_eq!((&keys.kyc, &keys.wipe, &keys.supply), (&Some(new), &None, &Some(key(role::SUPPLY))));
    assert_eq!(
        update(&changed, Op { wipe_key: Some(new_key()), ..of(TOKEN) }).map(drop),
        Err(TokenHasNoWipeKey)
    );
    let unruled = update(&changed, Op { admin_key: Some(Proto::list(vec![])), ..of(TOKEN) }).unwrap();
    assert_eq!(unruled.get_token(TOKEN).keys.admin, None);
    let op = Op { name: "new".into(), ..of(TOKEN) };
    assert_eq!(update(&unruled, op).map(drop), Err(TokenIsImmutable));
    assert!(update(&unruled, Op { supply_key: Some(new_key()), ..of(TOKEN) }).is_ok());
}

#[test]
fn a_new_treasury_gets_title_and_units() {
    let mut bench = bench();
    let done = bench.run(Data::TokenUpdate(Op { treasury: Some(id(ALICE)), ..of(TOKEN) }.into())).unwrap();
    assert_eq!(bench.get_token(TOKEN).treasury, ALICE);
    assert_eq!((bench.balance(TREASURY, TOKEN), bench.balance(ALICE, TOKEN)), (0, UNITS));
    let titles = |num| bench.get(num).tokens.treasury_titles;
    assert_eq!((titles(TREASURY), titles(ALICE)), (1, 1), "the other token stays where it is");
    let relation = bench.relation(ALICE, TOKEN);
    assert!(relation.automatic && relation.kyc_granted && !relation.frozen);
    let reported = TokenAssociation { token_id: Some(token_id(TOKEN)), account_id: Some(id(ALICE)) };
    assert_eq!(done.record.automatic_token_associations, [reported]);

    let same = update(&bench, Op { treasury: Some(id(ALICE)), ..of(TOKEN) }).unwrap();
    assert_eq!(same.balance(ALICE, TOKEN), UNITS);
}

#[test]
fn a_new_treasury_gets_all_nfts_at_once() {
    let bench = bench().owns(BOB, UNIQUE, 1);
    let bench = update(&bench, Op { treasury: Some(id(ALICE)), ..of(UNIQUE) }).unwrap();
    assert_eq!((bench.nft(UNIQUE, 1).owner, bench.nft(UNIQUE, 2).owner), (Some(BOB), None));
    assert_eq!(bench.get(ALICE).tokens.owned_nfts, SERIALS - 1);
    assert_eq!(bench.get(TREASURY).tokens.owned_nfts, 0);

    let owner = super::super::testing::Bench::new().non_fungible(UNIQUE, |_| {}).owns(BOB, UNIQUE, 1);
    let to_bob = Op { treasury: Some(id(BOB)), ..of(UNIQUE) };
    assert_eq!(update(&owner, to_bob).map(drop), Err(TransactionRequiresZeroTokenBalances));
}

#[test]
fn a_treasury_that_cannot_use_the_token_cannot_pass_it_on() {
    let to_alice = || Op { treasury: Some(id(ALICE)), ..of(TOKEN) };
    let frozen = bench().associated(TREASURY, TOKEN, |relation| relation.frozen = true);
    assert_eq!(update(&frozen, to_alice()).map(drop), Err(AccountFrozenForToken));
    let revoked = bench().associated(TREASURY, TOKEN, |relation| relation.kyc_granted = false);
    assert_eq!(update(&revoked, to_alice()).map(drop), Err(TokenHasNoKycKey));
    // The new one is freed of what only matters to others, where there is a key for that.
    let barred = bench().associated(ALICE, TOKEN, |relation| {
        relation.frozen = true;
        relation.kyc_granted = false;
    });
    assert!(update(&barred, to_alice()).is_ok());
    let keyless = barred.fungible(TOKEN, |token| {
        token.keys = TokenKeys { admin: token.keys.admin.clone(), ..TokenKeys::default() }.into();
    });
    assert_eq!(update(&keyless, to_alice()).map(drop), Err(AccountFrozenForToken));
    let gone = bench().account(TREASURY, |treasury| treasury.deleted = true);
    assert_eq!(update(&gone, to_alice()).map(drop), Err(AccountDeleted));
}

fn one_of(holders: Key, admin: EntityNum) -> Requirement {
    Requirement::Key(Arc::new(Key::Threshold { threshold: 1, keys: vec![holders, (*key(admin)).clone()] }))
}

fn signers(bench: &Bench, op: Op) -> Result<Vec<Requirement>, ResponseCode> {
    bench.signers(Data::TokenUpdate(op.into()))
}

#[test]
fn the_admin_signs_for_what_is_his() {
    let admin = || Ok(vec![signs(role::ADMIN)]);
    let bench = bench();
    assert_eq!(signers(&bench, of(TOKEN)), Ok(vec![]));
    assert_eq!(signers(&bench, Op { expiry: Some(Timestamp::new(NOW + 2, 0)), ..of(TOKEN) }), Ok(vec![]));
    let removed = Proto::list(vec![]);
    for (what, op) in [
        ("name", Op { name: "new".into(), ..of(TOKEN) }),
        ("symbol", Op { symbol: "NEW".into(), ..of(TOKEN) }),
        ("memo", Op { memo: Some(String::new()), ..of(TOKEN) }),
        ("period", Op { auto_renew_period: Some(Duration { seconds: 1 }), ..of(TOKEN) }),
        ("a key goes", Op { kyc_key: Some(removed.clone()), ..of(TOKEN) }),
        ("his own goes", Op { admin_key: Some(removed), ..of(TOKEN) }),
    ] {
        assert_eq!(signers(&bench, op.clone()), admin(), "{what}");
        let immutable = bench.clone().fungible(TOKEN, |token| token.keys = TokenKeys::default().into());
        assert_eq!(signers(&immutable, op), Err(TokenIsImmutable), "{what}");
    }
    let with = |op, other| assert_eq!(signers(&bench, op), Ok(vec![signs(role::ADMIN), other]));
    with(Op { treasury: Some(id(ALICE)), ..of(TOKEN) }, signs(ALICE));
    with(Op { auto_renew_account: Some(id(BOB)), ..of(TOKEN) }, signs(BOB));
    with(Op { admin_key: Some(new_key()), ..of(TOKEN) }, Requirement::Key(Arc::new(Key::Ed25519([9; 32]))));
}

#[test]
fn who_has_a_role_passes_it_on_to_who_agrees() {
    let bench = bench();
    let new = Key::Ed25519([9; 32]);
    let op = Op { supply_key: Some(new_key()), ..of(TOKEN) };
    let holder = (*key(role::SUPPLY)).clone();
    let both = one_of(Key::List(vec![holder.clone(), new.clone()]), role::ADMIN);
    assert_eq!(signers(&bench, op.clone()), Ok(vec![both]));
    let unasked = Op { key_verification_mode: TokenKeyValidation::NoValidation.into(), ..op.clone() };
    assert_eq!(signers(&bench, unasked.clone()), Ok(vec![one_of(holder, role::ADMIN)]));

    let keyed = |keys: TokenKeys| bench.clone().fungible(TOKEN, |token| token.keys = keys.into());
    let unruled = keyed(TokenKeys { supply: Some(key(role::SUPPLY)), ..TokenKeys::default() });
    let new = Requirement::Key(Arc::new(new));
    assert_eq!(signers(&unruled, op.clone()), Ok(vec![signs(role::SUPPLY), new]));
    assert_eq!(signers(&unruled, unasked), Ok(vec![signs(role::SUPPLY)]));
    let ruled = keyed(TokenKeys { admin: Some(key(role::ADMIN)), ..TokenKeys::default() });
    assert_eq!(signers(&ruled, op.clone()), Err(TokenHasNoSupplyKey));
    assert_eq!(signers(&keyed(TokenKeys::default()), op), Err(TokenIsImmutable));
}

#[test]
fn metadata_is_an_affair_of_its_role_and_of_the_admin() {
    let op = Op { metadata: Some(vec![1]), ..of(TOKEN) };
    let role_or_admin = one_of((*key(role::METADATA)).clone(), role::ADMIN);
    assert_eq!(signers(&bench(), op.clone()), Ok(vec![role_or_admin]));
    let keyed = |keys: TokenKeys| bench().fungible(TOKEN, |token| token.keys = keys.into());
    let ruled = keyed(TokenKeys { admin: Some(key(role::ADMIN)), ..TokenKeys::default() });
    assert_eq!(signers(&ruled, op.clone()), Ok(vec![signs(role::ADMIN)]));
    let own = keyed(TokenKeys { metadata: Some(key(role::METADATA)), ..TokenKeys::default() });
    assert_eq!(signers(&own, op.clone()), Ok(vec![signs(role::METADATA)]));
    assert_eq!(signers(&keyed(TokenKeys::default()), op), Err(TokenIsImmutable));
}

#[test]
fn keys_are_priced() {
    let op = Op { admin_key: Some(new_key()), pause_key: Some(new_key()), ..of(TOKEN) };
    assert_eq!(bench().usage(Data::TokenUpdate(op.into())).extras(), [(Extra::Keys, 2)]);
}
