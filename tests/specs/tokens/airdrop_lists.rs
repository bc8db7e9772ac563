//! What may be written into an airdrop (HIP-904).
//!
//! - <https://hips.hedera.com/hip/hip-904>

use hapi_test::prelude::*;

use super::{airdrops::airdrop, card, coin, three_cards};

/// Kinds of tokens are not mixed up
#[hapi_test]
fn kinds_are_told_apart(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        card(&alice),
        three_cards(),
        alice
            .do_airdrops(moving(1, "card").between(&alice, &bob))
            .fails_with(AccountAmountTransfersOnlyAllowedForFungibleCommon),
        alice.do_airdrops(moving_unique("coin", [1]).between(&alice, &bob)).fails_with(InvalidNftId),
    ]
}

/// System accounts get no airdrops, and accounts that are none neither
#[hapi_test]
fn receivers_are_users(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let to = |num| alice.do_airdrops(moving(1, "coin").between(&alice, AccountId::from_num(num)));
    hapi_spec![
        coin(&alice),
        to(3).fails_with(InvalidReceivingNodeAccount),
        to(802).fails_with(InvalidReceivingNodeAccount),
        to(999_999_999).fails_with(InvalidAccountId),
        crypto_delete(&bob),
        airdrop(1, &alice, &bob).fails_with(AccountDeleted),
    ]
}

/// All of a token comes from one account, that account signs, and nobody's allowance is used
#[hapi_test]
fn one_sender_for_each_token(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let two = [moving(1, "coin").between(&alice, &carol), moving(1, "coin").between(&bob, &carol)];
    let two_cards = [
        moving_unique("card", [1]).between(&alice, &carol),
        moving_unique("card", [2]).between(&bob, &carol),
    ];
    hapi_spec![
        coin(&alice),
        card(&alice),
        token_airdrop(two).has_precheck(AirdropContainsMultipleSendersForAToken),
        token_airdrop(two_cards).has_precheck(AirdropContainsMultipleSendersForAToken),
        token_airdrop(moving_with_allowance(1, "coin").between(&alice, &bob)).has_precheck(NotSupported),
        token_airdrop(moving(1, "coin").between(&alice, &bob))
            .paying_with(&bob)
            .signed_by(&bob)
            .has_known_status(InvalidSignature),
        token_airdrop(Vec::<Movement>::new()).has_precheck(EmptyTokenTransferBody),
    ]
}

/// An airdrop moves ten amounts and ten NFTs at most
#[hapi_test]
fn lists_are_limited(alice: SpecAccount) -> impl IntoSpec {
    let numbered = |bob: i32| format!("bob {bob}");
    let bobs: Vec<String> = (1..=10).map(numbered).collect();
    let creations: Vec<_> = bobs.iter().map(|bob| crypto_create(bob)).collect();
    let to = |bobs: &[String]| {
        let receivers: Vec<AccountRef> = bobs.iter().map(|bob| bob.as_str().into()).collect();
        alice.do_airdrops(moving(10, "coin").distributing(&alice, receivers)).fee(20.hbar())
    };
    hapi_spec![
        coin(&alice),
        in_parallel(creations),
        to(&bobs).fails_with(TokenTransferListSizeLimitExceeded),
        to(&bobs[..2]),
    ]
}

/// An airdrop moves ten NFTs at most
#[hapi_test]
fn nfts_are_limited(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let many =
        |serials| alice.do_airdrops(moving_unique("card", serials).between(&alice, &bob)).fee(20.hbar());
    let metadata = |count| vec!["card"; count];
    hapi_spec![
        card(&alice),
        mint_token("card", metadata(10)),
        mint_token("card", metadata(1)),
        many(1..=11).fails_with(BatchSizeLimitExceeded),
        many(1..=2),
    ]
}

/// Amounts add up, name everybody once, and are meant as they are counted
#[hapi_test]
fn lists_add_up(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).decimals(2),
        airdrop(10, &alice, &bob).with_body_mutation(one_more).has_precheck(TransfersNotZeroSumForToken),
        airdrop(10, &alice, &bob)
            .with_body_mutation(to_oneself)
            .has_precheck(AccountRepeatedInAccountAmounts),
        airdrop(10, &alice, &bob).with_body_mutation(of_nothing).has_precheck(InvalidTokenId),
        alice
            .do_airdrops(moving_with_decimals(10, "coin", 3).between(&alice, &bob))
            .fails_with(UnexpectedTokenDecimals),
        alice.do_airdrops(moving_with_decimals(10, "coin", 2).between(&alice, &bob)),
    ]
}

/// The first list of an airdrop.
fn first_list(body: &mut TransactionBody) -> &mut hapi_test::proto::services::TokenTransferList {
    let Some(Data::TokenAirdrop(op)) = &mut body.data else { panic!("no airdrop") };
    &mut op.token_transfers[0]
}

/// Lets somebody get a unit that nobody gives.
fn one_more(_spec: &Spec, body: &mut TransactionBody) {
    first_list(body).transfers[1].amount += 1;
}

/// Lets the sender be a receiver.
fn to_oneself(_spec: &Spec, body: &mut TransactionBody) {
    let transfers = &mut first_list(body).transfers;
    transfers[1].account_id = transfers[0].account_id.clone();
}

/// Takes the token out of it.
fn of_nothing(_spec: &Spec, body: &mut TransactionBody) {
    first_list(body).token = None;
}
