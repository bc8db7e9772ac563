use alloc::{vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{
        AccountId, Duration, Key, Timestamp, TokenAssociation, TokenCreateTransactionBody, TokenSupplyType,
        TokenType, custom_fee::Fee as Given, transaction_body::Data,
    },
};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NEXT, NOBODY, NOW, PAYER, TOKEN, UNIQUE, codes::*, fixed, fractional, id,
    long_memo, new_key, role, royalty, signs, token_id,
};
use crate::{
    keys::Requirement,
    state::{Fee, FixedFee, Token, TokenKind},
};

type Op = TokenCreateTransactionBody;

fn valid() -> Op {
    Op {
        name: "name".into(),
        symbol: "SYMBOL".into(),
        decimals: 2,
        initial_supply: 100,
        treasury: Some(id(ALICE)),
        expiry: Some(Timestamp::new(NOW + 8_000_001, 0)),
        ..Default::default()
    }
}

fn unique() -> Op {
    Op {
        token_type: TokenType::NonFungibleUnique.into(),
        decimals: 0,
        initial_supply: 0,
        supply_key: Some(new_key()),
        ..valid()
    }
}

fn short_key() -> Key {
    Key::ed25519(vec![1; 31])
}

fn bench() -> Bench {
    Bench::new()
        .fungible(TOKEN, |_| {})
        .non_fungible(UNIQUE, |_| {})
        .associated(BOB, TOKEN, |_| {})
        .associated(BOB, UNIQUE, |_| {})
}

#[test]
fn refuses_what_the_body_alone_shows() {
    bench().refuses(
        |op| Data::TokenCreation(op.into()),
        &valid(),
        &[
            ("type", |op| op.token_type = 2, NotSupported),
            ("supply type", |op| op.supply_type = 2, NotSupported),
            ("negative supply", |op| op.initial_supply = u64::MAX, InvalidTokenInitialSupply),
            ("negative decimals", |op| op.decimals = 1 << 31, InvalidTokenDecimals),
            ("infinite with a limit", |op| op.max_supply = 1, InvalidTokenMaxSupply),
            ("finite without", |op| op.supply_type = TokenSupplyType::Finite.into(), InvalidTokenMaxSupply),
            ("more than the limit", |op| finite(op, 99), InvalidTokenInitialSupply),
            ("no treasury", |op| op.treasury = None, InvalidTreasuryAccountForToken),
            ("frozen for ever", |op| op.freeze_default = true, TokenHasNoFreezeKey),
        ],
    );
    bench().refuses(
        |op| Data::TokenCreation(op.into()),
        &unique(),
        &[
            ("with supply", |op| op.initial_supply = 1, InvalidTokenInitialSupply),
            ("with decimals", |op| op.decimals = 1, InvalidTokenDecimals),
            ("never to be minted", |op| op.supply_key = None, TokenHasNoSupplyKey),
        ],
    );
}

fn finite(op: &mut Op, max: i64) {
    op.supply_type = TokenSupplyType::Finite.into();
    op.max_supply = max;
}

#[test]
fn refuses() {
    bench().refuses(
        |op| Data::TokenCreation(op.into()),
        &valid(),
        &[
            ("unknown treasury", |op| op.treasury = Some(id(NOBODY)), InvalidAccountId),
            ("deleted treasury", |op| op.treasury = Some(id(GONE)), InvalidTreasuryAccountForToken),
            ("memo", |op| op.memo = long_memo(), MemoTooLong),
            ("no symbol", |op| op.symbol.clear(), MissingTokenSymbol),
            ("long symbol", |op| op.symbol = long_memo(), TokenSymbolTooLong),
            ("zero in symbol", |op| op.symbol = "\0".into(), InvalidZeroByteInString),
            ("no name", |op| op.name.clear(), MissingTokenName),
            ("long name", |op| op.name = long_memo(), TokenNameTooLong),
            ("zero in name", |op| op.name = "\0".into(), InvalidZeroByteInString),
            ("admin", |op| op.admin_key = Some(short_key()), InvalidAdminKey),
            ("kyc", |op| op.kyc_key = Some(short_key()), InvalidKycKey),
            ("wipe", |op| op.wipe_key = Some(short_key()), InvalidWipeKey),
            ("supply", |op| op.supply_key = Some(short_key()), InvalidSupplyKey),
            ("freeze", |op| op.freeze_key = Some(short_key()), InvalidFreezeKey),
            ("fee schedule", |op| op.fee_schedule_key = Some(short_key()), InvalidCustomFeeScheduleKey),
            ("pause", |op| op.pause_key = Some(short_key()), InvalidPauseKey),
            ("metadata key", |op| op.metadata_key = Some(short_key()), InvalidMetadataKey),
            ("metadata", |op| op.metadata = vec![1; 101].into(), MetadataTooLong),
            ("too many fees", |op| op.custom_fees = vec![fixed(BOB, 1, None); 11], CustomFeesListTooLong),
            ("for ever", |op| op.expiry = None, InvalidExpirationTime),
            ("over already", |op| op.expiry = Some(Timestamp::new(NOW, 0)), InvalidExpirationTime),
            ("too long", |op| op.expiry = Some(Timestamp::new(NOW + 8_000_002, 0)), InvalidExpirationTime),
            ("period of nothing", |op| renew(op, None, 0), InvalidRenewalPeriod),
            ("short period", |op| renew(op, None, 2_591_999), InvalidRenewalPeriod),
            ("unknown payer", |op| renew(op, Some(id(NOBODY)), 2_592_000), InvalidAutorenewAccount),
            ("deleted payer", |op| renew(op, Some(id(GONE)), 2_592_000), InvalidAutorenewAccount),
        ],
    );
    let full = bench().config(|config| config.tokens.max_number = 2);
    assert_eq!(create(full, valid()).map(drop), Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
    let limited = bench().config(|config| {
        config.entities.limit_associations = true;
        config.tokens.max_per_account = 2;
    });
    assert!(create(limited.clone(), valid()).is_ok());
    let by_bob = Op { treasury: Some(id(BOB)), ..valid() };
    assert_eq!(create(limited, by_bob).map(drop), Err(TokensPerAccountLimitExceeded));
}

fn renew(op: &mut Op, account: Option<AccountId>, seconds: i64) {
    op.auto_renew_account = account;
    op.auto_renew_period = Some(Duration { seconds });
}

fn create(mut bench: Bench, op: Op) -> Result<Bench, crate::ResponseCode> {
    bench.run(Data::TokenCreation(op.into())).map(|_| bench)
}

#[test]
fn the_treasury_gets_the_first_units() {
    let mut bench = bench();
    let mut op = valid();
    finite(&mut op, 100);
    op.memo = "memo".into();
    op.metadata = vec![7].into();
    let done = bench.run(Data::TokenCreation(op.into())).unwrap();

    let token = bench.get_token(NEXT);
    let expected = Token {
        num: NEXT,
        kind: TokenKind::Fungible,
        memo: "memo".into(),
        metadata: vec![7].into(),
        treasury: ALICE,
        total_supply: 100,
        max_supply: Some(100),
        keys: alloc::sync::Arc::default(),
        expiry: NOW + 8_000_001,
        ..bench.get_token(TOKEN).clone()
    };
    assert_eq!(*token, expected);
    assert_eq!(done.receipt.token_id, Some(token_id(NEXT)));
    assert_eq!(done.record.automatic_token_associations, [association(ALICE)]);
    assert_eq!(bench.balance(ALICE, NEXT), 100);
    assert_eq!(bench.get(ALICE).tokens.treasury_titles, 1);
    assert_eq!(bench.get(ALICE).used_auto_associations, 0, "it takes no slot");
}

fn association(account: u64) -> TokenAssociation {
    TokenAssociation { token_id: Some(token_id(NEXT)), account_id: Some(id(account)) }
}

#[test]
fn nfts_are_minted_later() {
    let bench = create(bench(), unique()).unwrap();
    let token = bench.get_token(NEXT);
    assert_eq!((token.kind, token.total_supply, token.last_serial), (TokenKind::NonFungible, 0, 0));
    assert_eq!(bench.balance(ALICE, NEXT), 0);
}

#[test]
fn the_treasury_is_free_whatever_the_token_asks_of_others() {
    let keys = Op { freeze_key: Some(new_key()), kyc_key: Some(new_key()), freeze_default: true, ..valid() };
    let bench = create(bench(), Op { custom_fees: vec![fractional(BOB, 1)], ..keys }).unwrap();
    let (alice, bob) = (bench.relation(ALICE, NEXT), bench.relation(BOB, NEXT));
    assert_eq!((alice.frozen, alice.kyc_granted), (false, true));
    assert_eq!((bob.frozen, bob.kyc_granted), (true, false));
}

#[test]
fn it_lives_for_a_period_that_somebody_pays_for() {
    let mut op = Op { expiry: Some(Timestamp::new(NOW + 1, 0)), ..valid() };
    renew(&mut op, Some(id(BOB)), 2_592_000);
    let paid = create(bench(), op.clone()).unwrap();
    let token = paid.get_token(NEXT);
    let life = (token.expiry, token.auto_renew_account, token.auto_renew_period);
    assert_eq!(life, (NOW + 2_592_000, Some(BOB), 2_592_000));
    renew(&mut op, None, 2_592_000);
    let unpaid = create(bench(), op).unwrap();
    let token = unpaid.get_token(NEXT);
    assert_eq!((token.expiry, token.auto_renew_account, token.auto_renew_period), (NOW + 1, None, 2_592_000));
}

#[test]
fn no_key_and_a_key_that_nobody_has_are_different() {
    let op = Op { admin_key: Some(Key::list(vec![])), kyc_key: Some(new_key()), ..valid() };
    let keys = create(bench(), op).unwrap().get_token(NEXT).keys.clone();
    assert!(keys.admin.as_ref().is_some_and(|key| key.is_empty_list()));
    assert!(keys.kyc.is_some() && keys.supply.is_none());
}

#[test]
fn refuses_custom_fees() {
    let of = |fee| Op { custom_fees: vec![fee], ..valid() };
    let with_amount = |edit: fn(&mut Given)| {
        let mut fee = fractional(BOB, 5);
        edit(fee.fee.as_mut().unwrap());
        of(fee)
    };
    let limits = |min, max| {
        let mut fee = fractional(BOB, 5);
        if let Some(Given::FractionalFee(fee)) = &mut fee.fee {
            (fee.minimum_amount, fee.maximum_amount) = (min, max);
        }
        of(fee)
    };
    let of_unique = |fee| Op { custom_fees: vec![fee], ..unique() };
    let mut nothing = fixed(BOB, 1, None);
    nothing.fee = None;
    let mut from_nobody = fixed(BOB, 1, None);
    from_nobody.fee_collector_account_id = None;
    let bench = bench().fungible(1100, |token| token.deleted = true);
    let cases = vec![
        ("unknown collector", of(fixed(NOBODY, 1, None)), InvalidCustomFeeCollector),
        ("no collector", of(from_nobody), InvalidCustomFeeCollector),
        ("deleted collector", of(fixed(GONE, 1, None)), InvalidCustomFeeCollector),
        ("0.0.802", of(fixed(802, 1, None)), InvalidCustomFeeCollector),
        ("no fee", of(nothing), CustomFeeNotFullySpecified),
        ("nothing", of(fixed(BOB, 0, None)), CustomFeeMustBePositive),
        ("unknown token", of(fixed(BOB, 1, Some(NOBODY))), InvalidTokenIdInCustomFees),
        ("deleted token", of(fixed(BOB, 1, Some(1100))), InvalidTokenIdInCustomFees),
        ("in NFTs", of(fixed(BOB, 1, Some(UNIQUE))), CustomFeeDenominationMustBeFungibleCommon),
        ("not associated", of(fixed(ALICE, 1, Some(TOKEN))), TokenNotAssociatedToFeeCollector),
        ("itself, unique", of_unique(fixed(BOB, 1, Some(0))), CustomFeeDenominationMustBeFungibleCommon),
        ("by zero", with_amount(|fee| divide(fee, 1, 0)), FractionDividesByZero),
        ("negative", with_amount(|fee| divide(fee, -1, 5)), CustomFeeMustBePositive),
        ("of negative", with_amount(|fee| divide(fee, 1, -5)), CustomFeeMustBePositive),
        ("negative least", limits(-1, 0), CustomFeeMustBePositive),
        ("negative most", limits(0, -1), CustomFeeMustBePositive),
        ("most and least", limits(2, 1), FractionalFeeMaxAmountLessThanMinAmount),
        ("part of NFTs", of_unique(fractional(BOB, 5)), CustomFractionalFeeOnlyAllowedForFungibleCommon),
        ("royalty", of(royalty(BOB, 5, None)), CustomRoyaltyFeeOnlyAllowedForNonFungibleUnique),
        ("no royalty", of_unique(royalty(BOB, 0, None)), CustomFeeMustBePositive),
        ("too much", of_unique(royalty(BOB, 101, None)), RoyaltyFractionCannotExceedOne),
        ("fallback of nothing", of_unique(royalty(BOB, 5, Some((0, None)))), CustomFeeMustBePositive),
        (
            "fallback in itself",
            of_unique(royalty(BOB, 5, Some((1, Some(0))))),
            CustomFeeDenominationMustBeFungibleCommon,
        ),
        (
            "fallback in NFTs",
            of_unique(royalty(BOB, 5, Some((1, Some(UNIQUE))))),
            CustomFeeDenominationMustBeFungibleCommon,
        ),
    ];
    for (what, op, code) in cases {
        assert_eq!(create(bench.clone(), op).map(drop), Err(code), "{what}");
    }
    assert!(create(bench.clone(), limits(2, 2)).is_ok());
    assert!(create(bench, of_unique(royalty(BOB, 100, None))).is_ok());
}

fn divide(fee: &mut Given, numerator: i64, denominator: i64) {
    if let Given::FractionalFee(fee) = fee {
        fee.fractional_amount = Some(hapi_proto::services::Fraction { numerator, denominator });
    }
}

#[test]
fn collectors_of_units_are_associated() {
    let mut bench = bench();
    let custom_fees = vec![
        fixed(BOB, 1, Some(0)),
        fractional(PAYER, 5),
        fixed(ALICE, 1, Some(0)),
        fixed(3, 1, None),
        fractional(BOB, 7),
        fixed(BOB, 9, Some(TOKEN)),
    ];
    let done = bench.run(Data::TokenCreation(Op { custom_fees, ..valid() }.into())).unwrap();
    let expected = [association(ALICE), association(BOB), association(PAYER)];
    assert_eq!(done.record.automatic_token_associations, expected);
    assert!(bench.state.relations.get(&(3, NEXT)).is_none());

    let fees = &bench.get_token(NEXT).custom_fees;
    let kept: Vec<_> = fees.iter().map(|fee| (fee.fee, fee.collector)).collect();
    let part =
        |numerator| Fee::Fractional { numerator, denominator: 100, min: 0, max: 0, net_of_transfers: false };
    let amount = |amount, token| Fee::Fixed(FixedFee { amount, token });
    let expected = [
        (amount(1, Some(NEXT)), BOB),
        (part(5), PAYER),
        (amount(1, Some(NEXT)), ALICE),
        (amount(1, None), 3),
        (part(7), BOB),
        (amount(9, Some(TOKEN)), BOB),
    ];
    assert_eq!(kept, expected);
}

#[test]
fn who_gets_something_to_do_signs() {
    let signers = |bench: &Bench, op: Op| bench.signers(Data::TokenCreation(op.into()));
    let bench = bench();
    assert_eq!(signers(&bench, valid()), Ok(vec![signs(ALICE)]));
    let by = |num| Some((*super::super::testing::key(num)).to_proto());
    let mut op = Op { admin_key: by(role::ADMIN), pause_key: by(role::PAUSE), ..valid() };
    renew(&mut op, Some(id(BOB)), 2_592_000);
    assert_eq!(signers(&bench, op), Ok(vec![signs(ALICE), signs(BOB), signs(role::ADMIN)]));
    let unusable = Op { admin_key: Some(Key::list(vec![])), ..valid() };
    assert_eq!(signers(&bench, unusable), Ok(vec![signs(ALICE)]));

    let with = |fee| signers(&bench, Op { custom_fees: vec![fee], ..valid() });
    let and_bob: Result<Vec<Requirement>, _> = Ok(vec![signs(ALICE), signs(BOB)]);
    assert_eq!(with(fixed(BOB, 1, None)), Ok(vec![signs(ALICE)]));
    assert_eq!(with(fixed(BOB, 1, Some(TOKEN))), Ok(vec![signs(ALICE)]));
    assert_eq!(with(royalty(BOB, 1, Some((1, None)))), Ok(vec![signs(ALICE)]));
    assert_eq!(with(fixed(BOB, 1, Some(0))), and_bob);
    assert_eq!(with(royalty(BOB, 1, Some((1, Some(0))))), and_bob);
    assert_eq!(with(fractional(BOB, 1)), and_bob);
    let asks = bench.clone().account(BOB, |bob| bob.receiver_sig_required = true);
    let op = Op { custom_fees: vec![fixed(BOB, 1, None)], ..valid() };
    assert_eq!(signers(&asks, op), and_bob);
    assert_eq!(with(fixed(802, 1, None)), Err(InvalidCustomFeeCollector), "it is nobody's");
}

#[test]
fn keys_and_fees_are_priced() {
    let usage = |op: Op| Bench::new().usage(Data::TokenCreation(op.into()));
    let extras = |keys, with_fees| vec![(Extra::Keys, keys), (Extra::TokenCreateWithCustomFee, with_fees)];
    assert_eq!(usage(valid()).extras(), extras(0, 0));
    let two = Some(Key::list(vec![new_key(), new_key()]));
    let op = Op { admin_key: Some(new_key()), wipe_key: two, ..valid() };
    assert_eq!(usage(op).extras(), extras(3, 0));
    assert_eq!(usage(Op { fee_schedule_key: Some(new_key()), ..valid() }).extras(), extras(1, 1));
    assert_eq!(usage(Op { custom_fees: vec![fixed(BOB, 1, None)], ..valid() }).extras(), extras(0, 1));
}
