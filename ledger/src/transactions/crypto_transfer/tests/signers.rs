//! Who signs for tokens.

use super::*;
use crate::{ResponseCode, keys::RequiredKeys, state::Store};

/// Alice has units and the NFT 1.
fn bench() -> Bench {
    let bench = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    bench.holds(ALICE, TOKEN, 100).owns(ALICE, UNIQUE, 1)
}

fn units() -> Op {
    tokens(vec![moves(TOKEN, &[(ALICE, -1), (BOB, 1)])])
}

fn nft() -> Op {
    tokens(vec![gives(UNIQUE, &[(ALICE, BOB, 1)])])
}

fn signers(bench: &Bench, op: Op) -> Result<Vec<Requirement>, ResponseCode> {
    bench.signers(transfer(op))
}

fn wanting(bench: Bench) -> Bench {
    bench.account(BOB, |bob| bob.receiver_sig_required = true)
}

fn hollow(bench: Bench, num: EntityNum) -> Bench {
    bench.account(num, |account| {
        account.key = Key::EMPTY.into();
        account.alias = vec![5; 20].into();
    })
}

fn approved(mut op: Op) -> Op {
    for list in &mut op.token_transfers {
        list.transfers.iter_mut().for_each(|amount| amount.is_approval = true);
        list.nft_transfers.iter_mut().for_each(|nft| nft.is_approval = true);
    }
    op
}

#[test]
fn who_gives_signs_unless_by_allowance() {
    for op in [units(), nft()] {
        assert_eq!(signers(&bench(), op.clone()), Ok(vec![signs(ALICE)]));
        assert_eq!(signers(&bench().paid_by(ALICE), op.clone()), Ok(vec![]));
        assert_eq!(signers(&bench(), approved(op)), Ok(vec![]));
    }
}

#[test]
fn who_gets_signs_where_it_wants_to() {
    for op in [units(), nft()] {
        assert_eq!(signers(&wanting(bench()), op), Ok(vec![signs(ALICE), signs(BOB)]));
    }
    let keyless = wanting(bench()).account(BOB, |bob| bob.key = Key::EMPTY.into());
    assert_eq!(signers(&keyless, units()), Err(InvalidTransferAccountId));
}

#[test]
fn tokens_come_before_hbar() {
    let both = Op { token_transfers: units().token_transfers, ..send(id(BOB), id(ALICE), 1) };
    assert_eq!(signers(&bench(), both), Ok(vec![signs(ALICE), signs(BOB)]));
}

#[test]
fn a_hollow_account_shows_its_key_and_even_for_an_nft_given_by_allowance() {
    let hollow = hollow(bench(), ALICE);
    let shows = Ok(vec![Requirement::Hollow { account: ALICE }]);
    assert_eq!(signers(&hollow, units()), shows);
    assert_eq!(signers(&hollow, nft()), shows);
    assert_eq!(signers(&hollow, approved(units())), Ok(vec![]));
    assert_eq!(signers(&hollow, approved(nft())), shows);
    let keyless = bench().account(ALICE, |alice| alice.key = Key::EMPTY.into());
    assert_eq!(signers(&keyless, nft()), Err(InvalidAccountId));
    assert_eq!(signers(&keyless, units()), Err(InvalidAccountId));
}

/// An NFT with a royalty, with a fixed amount for who gives nothing.
fn with_royalty(fallback: bool) -> Bench {
    let fallback = fallback.then_some(FixedFee { amount: 1, token: None });
    let royalty = Fee::Royalty { numerator: 1, denominator: 10, fallback };
    bench().non_fungible(UNIQUE, |token| token.custom_fees = Arc::new(vec![fee(royalty, PAYER)]))
}

#[test]
fn who_is_to_pay_the_fallback_fee_signs() {
    assert_eq!(signers(&with_royalty(false), nft()), Ok(vec![signs(ALICE)]));
    assert_eq!(signers(&with_royalty(true), nft()), Ok(vec![signs(ALICE), signs(BOB)]));
    assert_eq!(signers(&with_royalty(true).paid_by(BOB), nft()), Ok(vec![signs(ALICE)]));
    let shows = Requirement::Hollow { account: BOB };
    assert_eq!(signers(&hollow(with_royalty(true), BOB), nft()), Ok(vec![signs(ALICE), shows]));
}

#[test]
fn who_pays_for_an_nft_has_signed_already() {
    let bought = Op { token_transfers: nft().token_transfers, ..send(id(PAYER), id(ALICE), 1) };
    assert_eq!(signers(&with_royalty(true), bought), Ok(vec![signs(ALICE)]));
    let units = moves(TOKEN, &[(PAYER, -1), (ALICE, 1)]);
    let with_units = tokens(vec![nft().token_transfers.remove(0), units]);
    assert_eq!(signers(&with_royalty(true), with_units), Ok(vec![signs(ALICE)]));
    let to_another = Op { token_transfers: nft().token_transfers, ..send(id(PAYER), id(GONE), 1) };
    assert_eq!(signers(&with_royalty(true), to_another), Ok(vec![signs(ALICE), signs(BOB)]));
}

#[test]
fn the_treasury_neither_sells_nor_buys() {
    let from = tokens(vec![gives(UNIQUE, &[(TREASURY, BOB, 2)])]);
    assert_eq!(signers(&with_royalty(true), from), Ok(vec![signs(TREASURY)]));
    let to = tokens(vec![gives(UNIQUE, &[(ALICE, TREASURY, 1)])]);
    assert_eq!(signers(&with_royalty(true), to), Ok(vec![signs(ALICE)]));
}

#[test]
fn who_is_named_by_alias_cannot_be_asked_to_pay() {
    let mut op = nft();
    op.token_transfers[0].nft_transfers[0].receiver_account_id = Some(evm(long_zero(BOB)));
    assert_eq!(signers(&with_royalty(true), op), Err(InvalidTreasuryAccountForToken));
}

#[test]
fn airdrops_ask_receivers_but_do_not_insist() {
    let bench = wanting(bench());
    let body = hapi_proto::services::TransactionBody::default();
    let store = Store::new(&bench.state);
    let mut keys = RequiredKeys::new(&store, &bench.config, &body, PAYER);
    let lists =
        tokens([units(), nft()].into_iter().flat_map(|op| op.token_transfers).collect()).token_transfers;
    let receivers = super::super::Receivers::MaySign;
    super::super::require_token_signers(&mut keys, &lists, &[], receivers).unwrap();
    let Requirement::Key(bob) = signs(BOB) else { unreachable!() };
    assert_eq!(keys.finish(), [signs(ALICE), Requirement::Optional(bob)]);
}

#[test]
fn nobody_signs_for_what_is_not_known() {
    assert_eq!(signers(&Bench::new(), units()), Err(InvalidTokenId));
    let from = |num| tokens(vec![moves(TOKEN, &[(num, -1), (BOB, 1)])]);
    assert_eq!(signers(&bench(), from(NOBODY)), Err(InvalidAccountId));
    assert_eq!(signers(&bench(), from(800)), Err(InvalidAccountId));
    let to = tokens(vec![moves(TOKEN, &[(ALICE, -1), (NOBODY, 1)])]);
    assert_eq!(signers(&bench(), to), Ok(vec![signs(ALICE)]), "that is found out when it is handled");
    assert_eq!(signers(&bench(), tokens(vec![gives(UNIQUE, &[(NOBODY, BOB, 1)])])), Err(InvalidAccountId));
    assert_eq!(signers(&bench(), tokens(vec![gives(UNIQUE, &[(ALICE, NOBODY, 1)])])), Err(InvalidAccountId));
    assert_eq!(signers(&bench(), tokens(vec![gives(UNIQUE, &[(ALICE, 801, 1)])])), Err(InvalidAccountId));
}
