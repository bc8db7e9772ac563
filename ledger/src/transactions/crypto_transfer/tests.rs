mod allowances;
mod association;
mod creation;
mod fixed_fees;
mod fractional_fees;
mod levels;
mod lists;
mod random;
mod royalties;
mod signers;
mod tokens;

use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, HookCall, Key as WireKey, NftTransfer,
    TokenTransferList, TransferList, account_amount, transaction_body::Data,
};
use prost::Message;

use super::super::testing::{
    ALICE, BALANCE, BOB, Bench, Done, GONE, NEXT, NOBODY, NOW, PAYER, TOKEN, TREASURY, UNIQUE, amount,
    codes::*, ecdsa, id, long_zero, signs, token_id,
};
use crate::{
    keys::{Key, Requirement},
    state::{Alias, CustomFee, EntityNum, Fee, FixedFee, HbarAllowance},
};

type Op = CryptoTransferTransactionBody;

fn hbar(amounts: Vec<AccountAmount>) -> Op {
    Op { transfers: Some(TransferList { account_amounts: amounts }), ..Default::default() }
}

fn send(from: AccountId, to: AccountId, tinybar: i64) -> Op {
    hbar(vec![amount(from, -tinybar), amount(to, tinybar)])
}

fn valid() -> Op {
    send(id(ALICE), id(BOB), 10)
}

fn transfer(op: Op) -> Data {
    Data::CryptoTransfer(op)
}

fn amounts(op: &mut Op) -> &mut Vec<AccountAmount> {
    &mut op.transfers.get_or_insert_default().account_amounts
}

/// Adds a debit of 1 from Alice and a credit of 1 to this account.
fn also_to(op: &mut Op, to: AccountId) {
    amounts(op)[0].amount -= 1;
    amounts(op).push(amount(to, 1));
}

fn evm(address: [u8; 20]) -> AccountId {
    AccountId::from_evm_address(address)
}

/// A key alias and the key.
fn ed25519_alias() -> Alias {
    WireKey::ed25519(vec![9; 32]).encode_to_vec().into()
}

/// A transfer of tokens alone.
fn tokens(lists: Vec<TokenTransferList>) -> Op {
    Op { token_transfers: lists, ..Default::default() }
}

/// Adjustments of a fungible token.
fn moves(token: EntityNum, changes: &[(EntityNum, i64)]) -> TokenTransferList {
    let transfers = changes.iter().map(|(num, units)| amount(id(*num), *units)).collect();
    TokenTransferList { token: Some(token_id(token)), transfers, ..Default::default() }
}

/// NFTs that change hands.
fn gives(token: EntityNum, nfts: &[(EntityNum, EntityNum, i64)]) -> TokenTransferList {
    let nfts = nfts.iter().map(|(from, to, serial)| NftTransfer {
        sender_account_id: Some(id(*from)),
        receiver_account_id: Some(id(*to)),
        serial_number: *serial,
        ..Default::default()
    });
    TokenTransferList { token: Some(token_id(token)), nft_transfers: nfts.collect(), ..Default::default() }
}

/// Has a token that anybody can hold, with these custom fees.
fn charging(bench: Bench, token: EntityNum, fees: &[CustomFee]) -> Bench {
    bench.fungible(token, |token| {
        Arc::make_mut(&mut token.keys).kyc = None;
        token.custom_fees = Arc::new(fees.to_vec());
    })
}

/// A fee that anybody else pays.
fn fee(fee: Fee, collector: EntityNum) -> CustomFee {
    CustomFee { fee, collector, all_collectors_are_exempt: false }
}

/// So much hbar, or so much of a token.
fn fixed(units: i64, token: Option<EntityNum>) -> Fee {
    Fee::Fixed(FixedFee { amount: units, token })
}

/// The assessed custom fees in a record: amount, token, collector, payers.
fn assessed(done: &Done) -> Vec<(i64, Option<i64>, AccountId, Vec<AccountId>)> {
    let fees = done.record.assessed_custom_fees.iter().map(|fee| {
        let collector = fee.fee_collector_account_id.clone().unwrap();
        let payers = fee.effective_payer_account_id.clone();
        (fee.amount, fee.token_id.map(|id| id.token_num), collector, payers)
    });
    fees.collect()
}

/// A token's number as messages have it.
fn num(token: EntityNum) -> Option<i64> {
    i64::try_from(token).ok()
}

fn hook() -> account_amount::HookCall {
    account_amount::HookCall::PreTxAllowanceHook(HookCall::default())
}

#[test]
fn refuses_bad_bodies() {
    Bench::new().refuses(
        transfer,
        &valid(),
        &[
            ("not zero-sum", |op| amounts(op)[0].amount = -9, InvalidAccountAmounts),
            ("nobody", |op| amounts(op)[0].account_id = None, InvalidAccountId),
            (
                "id without account",
                |op| amounts(op)[0].account_id = Some(AccountId::default()),
                InvalidAccountId,
            ),
            ("number 0", |op| amounts(op)[0].account_id = Some(id(0)), InvalidAccountId),
            (
                "empty alias",
                |op| amounts(op)[1].account_id = Some(AccountId::from_alias(vec![])),
                InvalidAccountId,
            ),
            ("account twice", |op| also_to(op, id(BOB)), AccountRepeatedInAccountAmounts),
            ("hook", |op| amounts(op)[0].hook_call = Some(hook()), HooksNotEnabled),
            (
                "hook and allowance",
                |op| {
                    amounts(op)[0].hook_call = Some(hook());
                    amounts(op)[0].is_approval = true;
                },
                CannotSetHooksAndApproval,
            ),
        ],
    );
}

#[test]
fn sums_do_not_overflow() {
    let op = hbar(vec![amount(id(ALICE), i64::MIN), amount(id(BOB), i64::MIN), amount(id(PAYER), 0)]);
    assert_eq!(Bench::new().run(transfer(op)).map(drop), Err(InvalidAccountAmounts));
    let op = hbar(vec![amount(id(BOB), i64::MAX), amount(id(ALICE), -i64::MAX)]);
    assert_eq!(Bench::new().run(transfer(op)).map(drop), Err(InsufficientAccountBalance));
}

#[test]
fn refuses_what_state_rules_out() {
    let bench = Bench::new().account(ALICE, |alice| alice.balance = 100);
    bench.refuses(
        transfer,
        &valid(),
        &[
            ("from nobody", |op| amounts(op)[0].account_id = Some(id(NOBODY)), InvalidAccountId),
            ("to nobody", |op| amounts(op)[1].account_id = Some(id(NOBODY)), InvalidAccountId),
            (
                "other shard",
                |op| amounts(op)[1].account_id = Some(AccountId { shard_num: 1, ..id(BOB) }),
                InvalidAccountId,
            ),
            ("from an unknown alias", |op| amounts(op)[0].account_id = Some(evm([5; 20])), InvalidAccountId),
            ("nothing to an unknown alias", |op| amounts(op).push(amount(evm([5; 20]), 0)), InvalidAccountId),
            ("from staking rewards", |op| amounts(op)[0].account_id = Some(id(800)), InvalidAccountId),
            ("from node rewards", |op| amounts(op)[0].account_id = Some(id(801)), InvalidAccountId),
            ("from collected fees", |op| amounts(op)[0].account_id = Some(id(802)), InvalidAccountId),
            ("to collected fees", |op| also_to(op, id(802)), TransferToFeeCollectionAccountNotAllowed),
            (
                "too many",
                |op| amounts(op).extend((3000..3009).map(|num| amount(id(num), 0))),
                InvalidAccountId,
            ),
            ("to the deleted", |op| also_to(op, id(GONE)), AccountDeleted),
            ("more than there is", |op| *op = send(id(ALICE), id(BOB), 101), InsufficientAccountBalance),
            ("by alias and number", |op| also_to(op, evm(long_zero(BOB))), AccountRepeatedInAccountAmounts),
            ("no allowance", |op| amounts(op)[0].is_approval = true, SpenderDoesNotHaveAllowance),
            ("alias of no kind", |op| also_to(op, AccountId::from_alias(vec![5; 19])), InvalidAliasKey),
            ("unknown long-zero alias", |op| also_to(op, evm(long_zero(NOBODY))), InvalidAliasKey),
        ],
    );
}

#[test]
fn a_receiver_without_a_key_that_wants_to_sign_cannot_receive() {
    let bench = Bench::new().account(BOB, |bob| {
        bob.receiver_sig_required = true;
        bob.key = Key::EMPTY.into();
    });
    assert_eq!(bench.signers(transfer(valid())), Err(InvalidTransferAccountId));
}

#[test]
fn moves_hbar() {
    let mut bench = Bench::new();
    bench.run(transfer(valid())).unwrap();
    assert_eq!((bench.get(ALICE).balance, bench.get(BOB).balance), (BALANCE - 10, BALANCE + 10));
    bench.run(transfer(send(evm(long_zero(ALICE)), id(800), 5))).expect("reward accounts can be credited");
    assert_eq!((bench.get(ALICE).balance, bench.get(800).balance), (BALANCE - 15, 5));
    bench.run(transfer(Op::default())).expect("nothing is a transfer too");
}

#[test]
fn has_at_most_ten_adjustments_but_for_distributions() {
    let bench = (3000..3009).fold(Bench::new(), |bench, num| bench.account(num, |_| {}));
    let bench = bench.account(802, |fees| fees.balance = 9).account(801, |rewards| rewards.balance = 9);
    let from = |num| {
        let mut list: Vec<_> = (3000..3009).map(|to| amount(id(to), 1)).collect();
        list.extend([amount(id(num), -9), amount(id(BOB), 0)]);
        transfer(hbar(list))
    };
    assert_eq!(bench.clone().run(from(ALICE)).map(drop), Err(TransferListSizeLimitExceeded));
    for payer in [PAYER, 50] {
        let code = bench.clone().paid_by(payer).handle_only(from(ALICE));
        assert_eq!(code, Err(TransferListSizeLimitExceeded));
    }
    for account in [801, 802] {
        assert_eq!(bench.clone().paid_by(50).handle_only(from(account)), Ok(()));
        assert_eq!(bench.handle_only(from(account)), Err(TransferListSizeLimitExceeded));
    }
}

#[test]
fn debits_are_signed_for_and_credits_where_wanted() {
    let data = transfer(valid());
    assert_eq!(Bench::new().signers(data.clone()), Ok(vec![signs(ALICE)]));
    assert_eq!(Bench::new().paid_by(ALICE).signers(data.clone()), Ok(vec![]));
    let wanting = Bench::new().account(BOB, |bob| bob.receiver_sig_required = true);
    assert_eq!(wanting.signers(data.clone()), Ok(vec![signs(ALICE), signs(BOB)]));
    let hollow = Bench::new().account(ALICE, |alice| {
        alice.key = Key::EMPTY.into();
        alice.alias = vec![5; 20].into();
    });
    assert_eq!(hollow.signers(data), Ok(vec![Requirement::Hollow { account: ALICE }]));
    let mut by_allowance = valid();
    amounts(&mut by_allowance)[0].is_approval = true;
    assert_eq!(Bench::new().signers(transfer(by_allowance)), Ok(vec![]));
}

fn allows(bench: Bench, tinybar: i64) -> Bench {
    bench.account(ALICE, |alice| {
        alice.hbar_allowances = vec![HbarAllowance { spender: PAYER, amount: tinybar }].into();
    })
}

#[test]
fn spends_allowances() {
    let mut op = valid();
    amounts(&mut op)[0].is_approval = true;
    let code = |bench: Bench| bench.clone().run(transfer(op.clone())).map(drop);
    assert_eq!(code(allows(Bench::new(), 9)), Err(AmountExceedsAllowance));
    assert_eq!(code(allows(Bench::new(), 10).paid_by(BOB)), Err(SpenderDoesNotHaveAllowance));

    let mut bench = allows(Bench::new(), 15);
    bench.run(transfer(op.clone())).unwrap();
    assert_eq!(*bench.get(ALICE).hbar_allowances, [HbarAllowance { spender: PAYER, amount: 5 }]);
    let mut rest = send(id(ALICE), id(BOB), 5);
    amounts(&mut rest)[0].is_approval = true;
    bench.run(transfer(rest)).unwrap();
    assert!(bench.get(ALICE).hbar_allowances.is_empty());
    assert_eq!(bench.get(ALICE).balance, BALANCE - 15);
}

#[test]
fn allowances_are_looked_at_before_anything_else() {
    let mut op = send(id(ALICE), id(GONE), BALANCE + 1);
    amounts(&mut op)[0].is_approval = true;
    let code = |bench: Bench| bench.clone().run(transfer(op.clone())).map(drop);
    assert_eq!(code(Bench::new()), Err(SpenderDoesNotHaveAllowance));
    assert_eq!(code(allows(Bench::new(), BALANCE)), Err(AmountExceedsAllowance));
    assert_eq!(code(allows(Bench::new(), BALANCE + 1)), Err(InsufficientAccountBalance));
}

#[test]
fn an_alias_is_the_same_in_every_realm() {
    let elsewhere = AccountId { realm_num: 5, ..evm([5; 20]) };
    let op = hbar(vec![amount(id(ALICE), -2), amount(evm([5; 20]), 1), amount(elsewhere, 1)]);
    assert_eq!(Bench::new().run(transfer(op)).map(drop), Err(AccountRepeatedInAccountAmounts));
}

#[test]
fn creates_an_account_behind_a_key_alias() {
    let mut bench = Bench::new();
    let alias = ed25519_alias();
    let done = bench.run(transfer(send(id(ALICE), AccountId::from_alias(alias.clone()), 10))).unwrap();
    let account = bench.get(NEXT);
    assert_eq!((account.balance, &account.alias), (10, &alias));
    assert_eq!(*account.key, Key::Ed25519([9; 32]));
    assert_eq!((account.expiry, account.max_auto_associations), (NOW + 7_776_000, -1));
    assert!(account.memo.is_empty() && !account.receiver_sig_required);
    let receipts: Vec<_> =
        done.preceding.iter().filter_map(|record| record.receipt.as_ref()?.account_id.clone()).collect();
    assert_eq!(receipts, [id(NEXT)]);

    let again = bench.run(transfer(send(id(ALICE), AccountId::from_alias(alias), 10))).unwrap();
    assert!(again.preceding.is_empty());
    assert_eq!(bench.get(NEXT).balance, 20);
}

#[test]
fn creates_a_hollow_account_behind_an_address() {
    let (public, address) = ecdsa();
    let mut bench = Bench::new();
    bench.run(transfer(send(id(ALICE), evm(address), 10))).unwrap();
    assert!(bench.get(NEXT).is_hollow());
    let by_key = AccountId::from_alias(WireKey::ecdsa(public.to_vec()).encode_to_vec());
    bench.run(transfer(send(id(ALICE), by_key, 10))).expect("the key of an address names the same account");
    assert_eq!(bench.get(NEXT).balance, 20);
}

#[test]
fn an_ecdsa_key_alias_brings_its_address() {
    let (public, address) = ecdsa();
    let mut bench = Bench::new();
    let alias = AccountId::from_alias(WireKey::ecdsa(public.to_vec()).encode_to_vec());
    let done = bench.run(transfer(send(id(ALICE), alias, 10))).unwrap();
    assert_eq!(done.preceding[0].evm_address, address.to_vec());
    bench.run(transfer(send(id(ALICE), evm(address), 10))).unwrap();
    assert_eq!(bench.get(NEXT).balance, 20);
}

#[test]
fn what_a_creation_fails_with_fails_the_transfer_and_leaves_nothing() {
    let mut bench = Bench::new().config(|config| config.entities.max_accounts = 10);
    let accounts = bench.state.accounts.len();
    let code = bench.run(transfer(send(id(ALICE), evm([5; 20]), 10))).map(drop);
    assert_eq!(code, Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
    assert_eq!((bench.state.accounts.len(), bench.state.aliases.len()), (accounts, 0));
}
