//! Who is sent a token and is associated with it for that.

use super::*;

/// Alice has 100 units and the NFTs 1 and 2; Bob has these slots.
fn bench(slots: i32) -> Bench {
    let free = |token: &mut crate::state::Token| Arc::make_mut(&mut token.keys).kyc = None;
    let bench = Bench::new().fungible(TOKEN, free).non_fungible(UNIQUE, free);
    let bench = bench.holds(ALICE, TOKEN, 100).owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2);
    bench.account(BOB, |bob| bob.max_auto_associations = slots)
}

fn units() -> Op {
    tokens(vec![moves(TOKEN, &[(ALICE, -1), (BOB, 1)])])
}

fn nft() -> Op {
    tokens(vec![gives(UNIQUE, &[(ALICE, BOB, 1)])])
}

fn code(bench: Bench, op: Op) -> Result<(), crate::ResponseCode> {
    let mut bench = bench;
    bench.run(transfer(op)).map(drop)
}

fn associations(done: &Done) -> Vec<(i64, AccountId)> {
    let associations = done.record.automatic_token_associations.iter();
    associations.map(|one| (one.token_id.unwrap().token_num, one.account_id.clone().unwrap())).collect()
}

#[test]
fn takes_a_slot_and_tells() {
    let mut bench = bench(1);
    let done = bench.run(transfer(units())).unwrap();
    assert_eq!(associations(&done), [(1006, id(BOB))]);
    let relation = bench.relation(BOB, TOKEN);
    assert!(relation.automatic && relation.kyc_granted && !relation.frozen);
    assert_eq!((bench.get(BOB).used_auto_associations, bench.get(BOB).tokens.associations), (1, 1));
    let again = bench.run(transfer(units())).unwrap();
    assert!(associations(&again).is_empty(), "once is enough");
    assert_eq!(code(bench, nft()), Err(NoRemainingAutomaticAssociations));
}

#[test]
fn slots_may_be_none_or_unlimited() {
    assert_eq!(code(bench(0), units()), Err(TokenNotAssociatedToAccount));
    assert_eq!(code(bench(0), nft()), Err(TokenNotAssociatedToAccount));
    let mut unlimited = bench(-1);
    let both = tokens([units(), nft()].into_iter().flat_map(|op| op.token_transfers).collect());
    let done = unlimited.run(transfer(both)).unwrap();
    assert_eq!(associations(&done), [(1006, id(BOB)), (1007, id(BOB))]);
    assert_eq!(unlimited.get(BOB).used_auto_associations, 2);
}

#[test]
fn where_there_are_no_unlimited_slots_minus_one_is_none() {
    let limited = bench(-1).config(|config| config.entities.unlimited_auto_associations = false);
    assert_eq!(code(limited, units()), Err(NoRemainingAutomaticAssociations));
}

#[test]
fn who_would_have_to_be_admitted_is_not_associated() {
    let kyc = bench(1).fungible(TOKEN, |token| {
        Arc::make_mut(&mut token.keys).kyc = Some(crate::transactions::testing::key(PAYER));
        token.freeze_default = true;
    });
    assert_eq!(code(kyc, units()), Err(AccountKycNotGrantedForToken));
    let frozen = bench(1).fungible(TOKEN, |token| token.freeze_default = true);
    assert_eq!(code(frozen, units()), Err(AccountFrozenForToken));
}

#[test]
fn who_is_frozen_shows_before_anything_moves() {
    let frozen = bench(0).associated(BOB, TOKEN, |relation| relation.frozen = true);
    assert_eq!(
        code(
            frozen,
            Op { token_transfers: units().token_transfers, ..send(id(BOB), id(ALICE), BALANCE + 1) }
        ),
        Err(AccountFrozenForToken)
    );
}

#[test]
fn a_sender_without_association_is_associated_and_has_nothing() {
    let from = tokens(vec![moves(TOKEN, &[(BOB, -1), (ALICE, 1)])]);
    assert_eq!(code(bench(1), from.clone()), Err(InsufficientTokenBalance));
    assert_eq!(code(bench(0), from), Err(TokenNotAssociatedToAccount));
    let nothing = tokens(vec![moves(TOKEN, &[(BOB, 0)])]);
    assert_eq!(code(bench(1), nothing), Ok(()), "zero is enough to be associated");
}

#[test]
fn one_place_is_kept_free_for_who_associates_himself() {
    let full = |limit| bench(1).config(|config| config.tokens.max_relations = limit);
    let relations = bench(1).state.relations.len() as u64;
    assert_eq!(code(full(relations + 1), units()), Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
    assert_eq!(code(full(relations + 2), units()), Ok(()));
}

#[test]
fn an_account_may_be_limited_in_its_associations() {
    let limited = |most| {
        bench(1).config(|config| {
            config.entities.limit_associations = true;
            config.tokens.max_per_account = most;
        })
    };
    assert_eq!(code(limited(0), units()), Err(TokensPerAccountLimitExceeded));
    assert_eq!(code(limited(1), units()), Ok(()));
}
