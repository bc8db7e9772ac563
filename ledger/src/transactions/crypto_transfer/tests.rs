use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, HookCall, Key as WireKey, NftTransfer,
        TokenId, TokenTransferList, TransferList, account_amount, nft_transfer, transaction_body::Data,
    },
};
use prost::Message;

use super::super::testing::{
    ALICE, BALANCE, BOB, Bench, GONE, NEXT, NOBODY, NOW, PAYER, amount, codes::*, ecdsa, id, long_zero, signs,
};
use crate::{
    keys::{Key, Requirement},
    state::{Alias, HbarAllowance},
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
        alice.hbar_allowances = Arc::new(vec![HbarAllowance { spender: PAYER, amount: tinybar }]);
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

#[test]
fn without_unlimited_slots_an_account_gets_as_many_as_it_is_sent_tokens() {
    let mut bench = Bench::new().config(|config| config.entities.unlimited_auto_associations = false);
    bench.run(transfer(send(id(ALICE), evm([5; 20]), 10))).unwrap();
    assert_eq!(bench.get(NEXT).max_auto_associations, 0);
    let lists = [fungible(), TokenTransferList { token: Some(token(2)), ..nft() }];
    assert_eq!(super::aliases::received_by(&lists, &id(BOB)), 2);
    assert_eq!(super::aliases::received_by(&lists, &id(ALICE)), 0);
}

fn token(token_num: i64) -> TokenId {
    TokenId { token_num, ..Default::default() }
}

fn fungible() -> TokenTransferList {
    let transfers = vec![amount(id(ALICE), -1), amount(id(BOB), 1)];
    TokenTransferList { token: Some(token(1)), transfers, ..Default::default() }
}

fn nft() -> TokenTransferList {
    let transfer = NftTransfer {
        sender_account_id: Some(id(ALICE)),
        receiver_account_id: Some(id(BOB)),
        serial_number: 1,
        ..Default::default()
    };
    TokenTransferList { token: Some(token(1)), nft_transfers: vec![transfer], ..Default::default() }
}

fn hook() -> account_amount::HookCall {
    account_amount::HookCall::PreTxAllowanceHook(HookCall::default())
}

fn nft_hook() -> nft_transfer::SenderAllowanceHookCall {
    nft_transfer::SenderAllowanceHookCall::PreTxSenderAllowanceHook(HookCall::default())
}

#[test]
fn checks_token_lists_before_it_says_that_the_token_is_unknown() {
    let refused = |change: fn(&mut TokenTransferList), list: TokenTransferList| {
        let mut list = list;
        change(&mut list);
        let op = Op { token_transfers: vec![list], ..valid() };
        Bench::new().run(transfer(op)).map(drop).unwrap_err()
    };
    assert_eq!(refused(|_| {}, fungible()), InvalidTokenId);
    assert_eq!(refused(|_| {}, nft()), InvalidTokenId);
    assert_eq!(refused(|list| list.token = None, fungible()), InvalidTokenId);
    assert_eq!(refused(|list| list.token = Some(token(0)), TokenTransferList::default()), InvalidTokenId);
    assert_eq!(refused(|list| list.transfers[0].amount = 5, fungible()), TransfersNotZeroSumForToken);
    assert_eq!(refused(|list| list.transfers[0].account_id = None, fungible()), InvalidTransferAccountId);
    assert_eq!(
        refused(|list| list.transfers[0].account_id = Some(id(BOB)), fungible()),
        AccountRepeatedInAccountAmounts
    );
    assert_eq!(refused(|list| list.nft_transfers[0].serial_number = 0, nft()), InvalidTokenNftSerialNumber);
    assert_eq!(
        refused(|list| list.nft_transfers[0].sender_account_id = None, nft()),
        InvalidTransferAccountId
    );
    assert_eq!(
        refused(|list| list.nft_transfers[0].receiver_account_id = None, nft()),
        InvalidTransferAccountId
    );
    assert_eq!(
        refused(|list| list.nft_transfers.push(list.nft_transfers[0].clone()), nft()),
        InvalidAccountAmounts
    );
    assert_eq!(
        refused(|list| list.nft_transfers[0].receiver_account_id = Some(id(ALICE)), nft()),
        AccountRepeatedInAccountAmounts
    );
    assert_eq!(refused(|list| list.transfers.clear(), fungible()), EmptyTokenTransferAccountAmounts);
    assert_eq!(refused(|list| list.transfers[0].hook_call = Some(hook()), fungible()), HooksNotEnabled);
    assert_eq!(
        refused(|list| list.nft_transfers[0].sender_allowance_hook_call = Some(nft_hook()), nft()),
        HooksNotEnabled
    );
    let both = |list: &mut TokenTransferList| {
        list.nft_transfers[0].sender_allowance_hook_call = Some(nft_hook());
        list.nft_transfers[0].is_approval = true;
    };
    assert_eq!(refused(both, nft()), CannotSetHooksAndApproval);

    let twice = Op { token_transfers: vec![fungible(), nft()], ..valid() };
    assert_eq!(Bench::new().run(transfer(twice)).map(drop), Err(TokenIdRepeatedInTokenList));
}

#[test]
fn limits_token_lists_before_it_moves_anything() {
    let handled = |list: TokenTransferList| {
        Bench::new().handle_only(transfer(Op { token_transfers: vec![list], ..valid() }))
    };
    let many = TokenTransferList { transfers: vec![amount(id(BOB), 0); 11], ..fungible() };
    let nfts = TokenTransferList { nft_transfers: vec![nft().nft_transfers[0].clone(); 11], ..nft() };
    let mut fees = fungible();
    fees.transfers[1].account_id = Some(id(802));
    let mut nft_fees = nft();
    nft_fees.nft_transfers[0].receiver_account_id = Some(id(802));
    assert_eq!(handled(many), Err(TokenTransferListSizeLimitExceeded));
    assert_eq!(handled(nfts), Err(BatchSizeLimitExceeded));
    assert_eq!(handled(fees), Err(TransferToFeeCollectionAccountNotAllowed));
    assert_eq!(handled(nft_fees), Err(TransferToFeeCollectionAccountNotAllowed));
    assert_eq!(handled(fungible()), Err(InvalidTokenId));
}

#[test]
fn is_charged_by_accounts_and_tokens() {
    let usage = |op: Op| Bench::new().usage(transfer(op));
    assert_eq!(usage(valid()).extras(), [(Extra::TokenTypes, 0), (Extra::Accounts, 2)]);
    let with_token = Op { token_transfers: vec![fungible(), nft()], ..send(id(ALICE), id(PAYER), 1) };
    assert_eq!(
        usage(with_token).extras(),
        [(Extra::TokenTypes, 1), (Extra::TokenTransferBase, 1), (Extra::Accounts, 3)]
    );
}
