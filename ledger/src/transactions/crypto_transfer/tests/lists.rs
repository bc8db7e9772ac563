//! What lists of tokens must look like, how long they may be, and what they cost.

use hapi_proto::{fees::Extra, services::nft_transfer};

use super::*;
use crate::transactions::testing::SERIALS;

fn fungible() -> TokenTransferList {
    moves(TOKEN, &[(ALICE, -1), (BOB, 1)])
}

fn nft() -> TokenTransferList {
    gives(UNIQUE, &[(ALICE, BOB, 1)])
}

fn nft_hook() -> nft_transfer::SenderAllowanceHookCall {
    nft_transfer::SenderAllowanceHookCall::PreTxSenderAllowanceHook(HookCall::default())
}

/// Alice and Bob hold the tokens.
fn bench() -> Bench {
    let bench = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    let bench = bench.holds(ALICE, TOKEN, 100).associated(BOB, TOKEN, |_| {});
    bench.owns(ALICE, UNIQUE, 1).associated(BOB, UNIQUE, |_| {})
}

#[test]
fn refuses_bad_lists() {
    let valid = tokens(vec![fungible(), nft()]);
    bench().refuses(
        transfer,
        &valid,
        &[
            ("no token", |op| op.token_transfers[0].token = None, InvalidTokenId),
            ("token 0", |op| op.token_transfers[0].token = Some(token_id(0)), InvalidTokenId),
            ("unknown token", |op| op.token_transfers[0].token = Some(token_id(NOBODY)), InvalidTokenId),
            (
                "token elsewhere",
                |op| op.token_transfers[0].token.as_mut().unwrap().realm_num = 1,
                InvalidTokenId,
            ),
            ("sum", |op| op.token_transfers[0].transfers[0].amount = 5, TransfersNotZeroSumForToken),
            ("nobody", |op| op.token_transfers[0].transfers[0].account_id = None, InvalidTransferAccountId),
            (
                "account twice",
                |op| op.token_transfers[0].transfers[0].account_id = Some(id(BOB)),
                AccountRepeatedInAccountAmounts,
            ),
            (
                "serial 0",
                |op| op.token_transfers[1].nft_transfers[0].serial_number = 0,
                InvalidTokenNftSerialNumber,
            ),
            (
                "from nobody",
                |op| op.token_transfers[1].nft_transfers[0].sender_account_id = None,
                InvalidTransferAccountId,
            ),
            (
                "to nobody",
                |op| op.token_transfers[1].nft_transfers[0].receiver_account_id = None,
                InvalidTransferAccountId,
            ),
            (
                "serial twice",
                |op| {
                    let again = op.token_transfers[1].nft_transfers[0].clone();
                    op.token_transfers[1].nft_transfers.push(again);
                },
                InvalidAccountAmounts,
            ),
            (
                "to oneself",
                |op| op.token_transfers[1].nft_transfers[0].receiver_account_id = Some(id(ALICE)),
                AccountRepeatedInAccountAmounts,
            ),
            (
                "to oneself by alias",
                |op| op.token_transfers[1].nft_transfers[0].receiver_account_id = Some(evm(long_zero(ALICE))),
                AccountRepeatedInAccountAmounts,
            ),
            (
                "by alias and number",
                |op| {
                    op.token_transfers[0].transfers.push(amount(evm(long_zero(BOB)), 0));
                },
                AccountRepeatedInAccountAmounts,
            ),
            ("nothing", |op| op.token_transfers[0].transfers.clear(), EmptyTokenTransferAccountAmounts),
            (
                "token twice",
                |op| op.token_transfers[1].token = Some(token_id(TOKEN)),
                TokenIdRepeatedInTokenList,
            ),
            ("hook", |op| op.token_transfers[0].transfers[0].hook_call = Some(hook()), HooksNotEnabled),
            (
                "hook of an NFT's sender",
                |op| op.token_transfers[1].nft_transfers[0].sender_allowance_hook_call = Some(nft_hook()),
                HooksNotEnabled,
            ),
            (
                "hook and allowance",
                |op| {
                    op.token_transfers[0].transfers[0].hook_call = Some(hook());
                    op.token_transfers[0].transfers[0].is_approval = true;
                },
                CannotSetHooksAndApproval,
            ),
            (
                "hook and allowance of an NFT",
                |op| {
                    op.token_transfers[1].nft_transfers[0].sender_allowance_hook_call = Some(nft_hook());
                    op.token_transfers[1].nft_transfers[0].is_approval = true;
                },
                CannotSetHooksAndApproval,
            ),
        ],
    );
}

#[test]
fn airdrops_refuse_approvals() {
    let lists = |change: fn(&mut TokenTransferList), mut list: TokenTransferList| {
        change(&mut list);
        super::super::check_token_lists(&[list], super::super::Approvals::Refused)
    };
    assert_eq!(lists(|_| {}, fungible()), Ok(()));
    assert_eq!(lists(|list| list.transfers[0].is_approval = true, fungible()), Err(NotSupported));
    assert_eq!(lists(|list| list.nft_transfers[0].is_approval = true, nft()), Err(NotSupported));
}

/// Adjustments of a token by the treasury and so many others, of nothing.
fn of(token: EntityNum, accounts: u64) -> TokenTransferList {
    let others: Vec<_> = (3000..3000 + accounts).map(|num| (num, 0)).collect();
    moves(token, &others)
}

#[test]
fn at_most_ten_adjustments_of_all_fungible_tokens() {
    let (one, other) = (TOKEN, 1100);
    let bench = Bench::new().fungible(one, |_| {}).fungible(other, |_| {});
    let bench = (3000..3010).fold(bench, |bench, num| {
        bench.account(num, |_| {}).associated(num, one, |_| {}).associated(num, other, |_| {})
    });
    let code = |lists| bench.clone().run(transfer(tokens(lists))).map(drop);
    assert_eq!(code(vec![of(one, 10)]), Ok(()));
    assert_eq!(code(vec![of(one, 6), of(other, 4)]), Ok(()));
    assert_eq!(code(vec![of(one, 6), of(other, 5)]), Err(TokenTransferListSizeLimitExceeded));
}

#[test]
fn at_most_ten_nfts() {
    let bench =
        Bench::new().non_fungible(UNIQUE, |_| {}).non_fungible(1100, |_| {}).non_fungible(1101, |_| {});
    let bench =
        [UNIQUE, 1100, 1101].into_iter().fold(bench, |bench, token| bench.associated(BOB, token, |_| {}));
    let all = |token| {
        let serials = 1..=SERIALS.cast_signed();
        gives(token, &serials.map(|serial| (TREASURY, BOB, serial)).collect::<Vec<_>>())
    };
    let code = |lists| bench.clone().run(transfer(tokens(lists))).map(drop);
    assert_eq!(code(vec![all(UNIQUE), all(1100)]), Ok(()));
    let one_more = gives(1101, &[(TREASURY, BOB, 1)]);
    assert_eq!(code(vec![all(UNIQUE), all(1100), one_more]), Err(BatchSizeLimitExceeded));
}

#[test]
fn lists_are_limited_before_anything_else_is_looked_at() {
    let handled = |list: TokenTransferList| bench().handle_only(transfer(tokens(vec![list])));
    let many = TokenTransferList { transfers: vec![amount(id(NOBODY), 0); 11], ..fungible() };
    let nfts = TokenTransferList { nft_transfers: vec![nft().nft_transfers[0].clone(); 11], ..nft() };
    assert_eq!(handled(many), Err(TokenTransferListSizeLimitExceeded));
    assert_eq!(handled(nfts), Err(BatchSizeLimitExceeded));
}

#[test]
fn collected_fees_are_not_to_be_had_in_tokens() {
    let code = |list: TokenTransferList| bench().run(transfer(tokens(vec![list]))).map(drop);
    let units = moves(TOKEN, &[(ALICE, -1), (802, 1)]);
    assert_eq!(code(units), Err(TransferToFeeCollectionAccountNotAllowed));
    assert_eq!(code(gives(UNIQUE, &[(ALICE, 802, 1)])), Err(TransferToFeeCollectionAccountNotAllowed));
}

#[test]
fn is_charged_by_accounts_and_tokens() {
    let usage = |bench: Bench, op: Op| bench.usage(transfer(op)).extras().to_vec();
    assert_eq!(usage(bench(), valid()), [(Extra::TokenTypes, 0), (Extra::Accounts, 2)]);
    let op = Op { token_transfers: vec![fungible(), nft()], ..send(id(ALICE), id(PAYER), 1) };
    let plain = [(Extra::TokenTypes, 2), (Extra::TokenTransferBase, 1), (Extra::Accounts, 3)];
    assert_eq!(usage(bench(), op.clone()), plain);
    let unknown = [(Extra::TokenTypes, 1), (Extra::TokenTransferBase, 1), (Extra::Accounts, 3)];
    assert_eq!(usage(Bench::new(), op.clone()), unknown, "what is not known looks fungible");
    let charging = charging(bench(), TOKEN, &[fee(fixed(1, None), BOB)]);
    let dear = [(Extra::TokenTypes, 2), (Extra::TokenTransferBaseCustomFees, 1), (Extra::Accounts, 3)];
    assert_eq!(usage(charging.clone(), op), dear);
    assert_eq!(
        usage(charging, tokens(vec![nft()])),
        [(Extra::TokenTypes, 1), (Extra::TokenTransferBase, 1), (Extra::Accounts, 2)]
    );
    let three = tokens(vec![gives(UNIQUE, &[(ALICE, BOB, 1), (ALICE, BOB, 2), (ALICE, BOB, 3)])]);
    assert_eq!(usage(bench(), three)[0], (Extra::TokenTypes, 3), "each NFT counts");
}
