//! What lists of tokens must look like, and how long they may be.

use hapi_test::{
    ops::{CryptoTransfer, InParallel},
    prelude::*,
    proto::services::{AccountAmount, HookCall, NftTransfer, TokenTransferList, account_amount},
};

use super::{card, coin, coins, fungible, give};

/// A transfer of coins whose list is changed before it is sent.
fn changed(
    alice: &SpecAccount,
    bob: &SpecAccount,
    change: fn(&mut TokenTransferList),
) -> Txn<CryptoTransfer> {
    let (alice, bob) = (alice.clone(), bob.clone());
    crypto_transfer_with(move |spec, body| {
        let amount = |account: &SpecAccount, amount| AccountAmount {
            account_id: account.id(spec).ok(),
            amount,
            ..Default::default()
        };
        let nft = NftTransfer {
            sender_account_id: alice.id(spec).ok(),
            receiver_account_id: bob.id(spec).ok(),
            serial_number: 1,
            ..Default::default()
        };
        let mut list = TokenTransferList {
            token: spec.registry().get("coin").ok(),
            transfers: vec![amount(&alice, -1), amount(&bob, 1)],
            nft_transfers: vec![nft],
            ..Default::default()
        };
        change(&mut list);
        body.token_transfers.push(list);
    })
}

/// The node itself refuses lists of units that say nothing sensible
#[hapi_test]
fn units_that_make_no_sense(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let refused = |change, code| changed(&alice, &bob, change).has_precheck(code);
    hapi_spec![
        coin(&alice),
        refused(without_token, InvalidTokenId),
        refused(without_sum, TransfersNotZeroSumForToken),
        refused(from_nobody, InvalidTransferAccountId),
        refused(from_the_receiver, AccountRepeatedInAccountAmounts),
        refused(without_anything, EmptyTokenTransferAccountAmounts),
        refused(with_hook, HooksNotEnabled),
    ]
}

/// The node itself refuses lists of NFTs that say nothing sensible
#[hapi_test]
fn nfts_that_make_no_sense(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let refused = |change, code| changed(&alice, &bob, change).has_precheck(code);
    hapi_spec![
        coin(&alice),
        refused(without_serial, InvalidTokenNftSerialNumber),
        refused(nft_from_nobody, InvalidTransferAccountId),
        refused(nft_to_nobody, InvalidTransferAccountId),
        refused(nft_twice, InvalidAccountAmounts),
        refused(nft_to_its_sender, AccountRepeatedInAccountAmounts),
    ]
}

/// No token is named.
fn without_token(list: &mut TokenTransferList) {
    list.token = None;
}

/// More is given than received.
fn without_sum(list: &mut TokenTransferList) {
    list.transfers[0].amount = -2;
}

/// No giver is named.
fn from_nobody(list: &mut TokenTransferList) {
    list.transfers[0].account_id = None;
}

/// Who gives receives.
fn from_the_receiver(list: &mut TokenTransferList) {
    list.transfers[0].account_id = list.transfers[1].account_id.clone();
}

/// Nothing is moved.
fn without_anything(list: &mut TokenTransferList) {
    list.transfers.clear();
    list.nft_transfers.clear();
}

/// A hook is to allow it.
fn with_hook(list: &mut TokenTransferList) {
    list.transfers[0].hook_call = Some(account_amount::HookCall::PreTxAllowanceHook(HookCall::default()));
}

/// No serial number is named.
fn without_serial(list: &mut TokenTransferList) {
    list.nft_transfers[0].serial_number = 0;
}

/// No giver of the NFT is named.
fn nft_from_nobody(list: &mut TokenTransferList) {
    list.nft_transfers[0].sender_account_id = None;
}

/// No receiver of the NFT is named.
fn nft_to_nobody(list: &mut TokenTransferList) {
    list.nft_transfers[0].receiver_account_id = None;
}

/// The NFT moves twice.
fn nft_twice(list: &mut TokenTransferList) {
    list.nft_transfers.push(list.nft_transfers[0].clone());
}

/// Who gives the NFT receives it.
fn nft_to_its_sender(list: &mut TokenTransferList) {
    list.nft_transfers[0].receiver_account_id = list.nft_transfers[0].sender_account_id.clone();
}

/// Each token has one list
#[hapi_test]
fn one_list_for_each_token(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        give(1, &alice, &bob)
            .appending_token_from_to("coin", &alice, &bob, 1)
            .has_precheck(TokenIdRepeatedInTokenList),
    ]
}

/// An account is named once in a list, however it is named
#[hapi_test]
fn nobody_is_named_twice(alice: SpecAccount, bob: SpecKey) -> impl IntoSpec {
    let to_bob = || send(1.of("coin")).from(&alice).to("bob");
    let to_alias = send(1.of("coin")).from(&alice).to(by_alias(&bob));
    hapi_spec![
        coin(&alice),
        crypto_transfer(to_alias.clone()),
        get_account_info(by_alias(&bob)).saving_id_as("bob"),
        crypto_transfer([to_bob(), to_bob()])
            .dont_fully_aggregate_transfers()
            .has_precheck(AccountRepeatedInAccountAmounts),
        crypto_transfer([to_bob(), to_alias]).fails_with(AccountRepeatedInAccountAmounts),
    ]
}

/// Nine accounts that may hold any token, and their names.
fn nine_others() -> (InParallel, Vec<String>) {
    let names: Vec<String> = (0..9).map(|index| format!("other{index}")).collect();
    let creation = |name: &String| crypto_create(name.as_str()).max_automatic_token_associations(-1);
    (in_parallel(names.iter().map(creation).collect::<Vec<_>>()), names)
}

/// At most ten balances of tokens are adjusted, of all tokens together
#[hapi_test]
fn ten_adjustments(alice: SpecAccount) -> impl IntoSpec {
    let (others, names) = nine_others();
    let coins_to = |names: &[String]| send(90.of("coin")).from(&alice).distributing(names);
    let of_another = send(1.of("other")).from(&alice).to("other0");
    hapi_spec![
        others,
        coin(&alice),
        fungible("other", &alice),
        crypto_transfer(coins_to(&names)),
        crypto_transfer([coins_to(&names[..7]), of_another.clone()]),
        crypto_transfer([coins_to(&names[..8]), of_another]).fails_with(TokenTransferListSizeLimitExceeded),
    ]
}

/// At most ten NFTs change hands, of all tokens together
#[hapi_test]
fn ten_nfts(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let give = |serials: std::ops::RangeInclusive<i64>| {
        crypto_transfer(send("card".serials(serials)).from(&alice).to(&bob))
    };
    let metadata: Vec<String> = (0..10).map(|index| format!("card {index}")).collect();
    hapi_spec![
        card(&alice),
        mint_token("card", metadata),
        mint_token("card", ["one more"]),
        token_associate(&bob, "card"),
        give(1..=11).fails_with(BatchSizeLimitExceeded),
        give(1..=10),
        get_account_info(&bob).has_owned_nfts(10),
    ]
}
