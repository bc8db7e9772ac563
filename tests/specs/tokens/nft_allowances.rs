//! Allowances of NFTs: of single ones, or of all that an owner has of a token (HIP-336, HIP-376).
//!
//! - <https://hips.hedera.com/hip/hip-336>
//! - <https://hips.hedera.com/hip/hip-376>

use hapi_test::{
    ops::{CryptoApproveAllowance, CryptoDeleteAllowance, CryptoTransfer},
    prelude::*,
};

use super::{card, cards, coin, deck, give_card, three_cards};

/// `owner` lets `spender` move this card.
fn allow(owner: &SpecAccount, spender: &SpecAccount, serial: i64) -> Txn<CryptoApproveAllowance> {
    crypto_approve_allowance().add_nft_allowance(owner, "card", spender, None, [serial]).paying_with(owner)
}

/// `owner` lets `spender` move all of its cards.
fn allow_all(owner: &SpecAccount, spender: &SpecAccount) -> Txn<CryptoApproveAllowance> {
    owner.approve_nft_allowance("card", spender, true, [])
}

/// `by`, who may move all cards of `owner`, lets `spender` move this one, and signs alone.
fn pass_on(
    owner: &SpecAccount,
    by: &SpecAccount,
    spender: &SpecAccount,
    serial: i64,
) -> Txn<CryptoApproveAllowance> {
    crypto_approve_allowance()
        .add_delegated_nft_allowance(owner, "card", spender, by, [serial])
        .paying_with(by)
        .signed_by(by)
}

/// `spender` moves a card of `owner`'s, and signs alone.
fn take(serial: i64, owner: &SpecAccount, spender: &SpecAccount) -> Txn<CryptoTransfer> {
    crypto_transfer(send("card".serial(serial)).from_allowance(owner).to(spender))
        .paying_with(spender)
        .signed_by(spender)
}

/// `owner` takes back who may move this card.
fn forbid(owner: &SpecAccount, serial: i64) -> Txn<CryptoDeleteAllowance> {
    crypto_delete_allowance().add_nft_delete_allowance(owner, "card", [serial]).paying_with(owner)
}

/// An NFT shows who may move it; a new spender takes the place of the one before
#[hapi_test]
fn spenders_of_single_ones(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        allow(&alice, &bob, 1),
        get_token_nft_info("card", 1).has_account_id(&alice).has_spender_id(&bob),
        get_token_nft_info("card", 2).has_no_spender(),
        allow(&alice, &carol, 1),
        get_token_nft_info("card", 1).has_spender_id(&carol),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// Who may move an NFT moves that one, and no other
#[hapi_test]
fn spending(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        take(1, &alice, &bob).fails_with(SpenderDoesNotHaveAllowance),
        allow(&alice, &bob, 1),
        take(2, &alice, &bob).fails_with(SpenderDoesNotHaveAllowance),
        take(1, &alice, &bob),
        get_token_nft_info("card", 1).has_account_id(&bob).has_no_spender(),
    ]
}

/// An NFT is moved once; then the allowance is used up, also when the owner gets it back
#[hapi_test]
fn spending_again(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        allow(&alice, &bob, 1),
        take(1, &alice, &bob),
        give_card(1, &bob, &alice),
        take(1, &alice, &bob).fails_with(SpenderDoesNotHaveAllowance),
    ]
}

/// Approval for all is shown by the owner's details, and taken back
#[hapi_test]
fn approval_for_all(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        card(&alice),
        allow_all(&alice, &bob),
        allow_all(&alice, &bob),
        get_account_details(&alice).has(
            account_details_with()
                .nft_approved_for_all_allowances_count(1)
                .nft_approved_allowances_containing("card", &bob),
        ),
        alice.approve_nft_allowance("card", &bob, false, []),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// Who is approved for all moves whatever the owner has, also what it gets later
#[hapi_test]
fn approval_for_all_is_for_all(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        card(&alice),
        allow_all(&alice, &bob),
        three_cards(),
        token_associate(&bob, "card"),
        take(1, &alice, &bob),
        take(2, &alice, &bob),
    ]
}

/// Who is approved for all moves an NFT again when the owner gets it back
#[hapi_test]
fn approval_for_all_is_not_used_up(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        allow_all(&alice, &bob),
        take(1, &alice, &bob),
        give_card(1, &bob, &alice),
        take(1, &alice, &bob),
        take(1, &alice, &bob).fails_with(SenderDoesNotOwnNftSerialNo),
    ]
}

/// Who was approved for all moves nothing more once that is taken back
#[hapi_test]
fn approval_for_all_ends(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        allow_all(&alice, &bob),
        take(1, &alice, &bob),
        alice.approve_nft_allowance("card", &bob, false, []),
        take(3, &alice, &bob).fails_with(SpenderDoesNotHaveAllowance),
    ]
}

/// Who is approved for all passes on single NFTs that the owner has
#[hapi_test]
fn delegation(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &carol),
        pass_on(&alice, &bob, &carol, 1).fails_with(DelegatingSpenderDoesNotHaveApproveForAll),
        allow_all(&alice, &bob),
        pass_on(&alice, &bob, &carol, 1),
        get_token_nft_info("card", 1).has_spender_id(&carol),
        take(1, &alice, &carol),
        pass_on(&alice, &bob, &carol, 1).fails_with(SenderDoesNotOwnNftSerialNo),
    ]
}

/// Who is approved for all does not pass on approval for all
#[hapi_test]
fn approval_for_all_is_not_passed_on(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        allow_all(&alice, &bob),
        pass_on(&alice, &bob, &carol, 2)
            .with_body_mutation(for_all)
            .signed_by_payer_and(&alice)
            .fails_with(DelegatingSpenderCannotGrantApproveForAll),
    ]
}

/// Makes the first NFT allowance one for all.
fn for_all(_spec: &Spec, body: &mut TransactionBody) {
    let Some(Data::CryptoApproveAllowance(op)) = &mut body.data else { panic!("no approval") };
    op.nft_allowances[0].approved_for_all = Some(true);
}

/// A delegating spender exists
#[hapi_test]
fn delegating_spenders_exist(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let unknown = AccountId::from_num(999_999_999);
    hapi_spec![
        deck(&alice),
        crypto_approve_allowance()
            .add_delegated_nft_allowance(&alice, "card", &bob, unknown, [1])
            .paying_with(&alice)
            .fails_with(InvalidDelegatingSpender),
    ]
}

/// NFTs exist, the owner may have some, and allows them to others
#[hapi_test]
fn owners_allow_what_they_have(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        allow(&alice, &bob, 4).fails_with(InvalidTokenNftSerialNumber),
        allow(&alice, &bob, 0).fails_with(InvalidTokenNftSerialNumber),
        allow(&alice, &alice, 1).fails_with(SpenderAccountSameAsOwner),
        allow(&bob, &alice, 1).fails_with(TokenNotAssociatedToAccount),
    ]
}

/// NFTs belong to who allows them
#[hapi_test]
fn owners_allow_what_is_theirs(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        allow(&bob, &alice, 1).fails_with(SenderDoesNotOwnNftSerialNo),
        give_card(1, &alice, &bob),
        allow(&bob, &alice, 1),
        allow(&alice, &bob, 1).fails_with(SenderDoesNotOwnNftSerialNo),
    ]
}

/// Units of a fungible token are not allowed one by one
#[hapi_test]
fn units_have_no_serial_numbers(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        alice.approve_nft_allowance("coin", &bob, true, []).fails_with(FungibleTokenInNftAllowances),
        crypto_delete_allowance()
            .add_nft_delete_allowance(&alice, "coin", [1])
            .paying_with(&alice)
            .fails_with(FungibleTokenInNftAllowances),
    ]
}

/// A spender exists, unless all is taken from it
#[hapi_test]
fn spenders_exist(alice: SpecAccount) -> impl IntoSpec {
    let unknown = || AccountId::from_num(999_999_999);
    hapi_spec![
        deck(&alice),
        alice.approve_nft_allowance("card", unknown(), true, []).fails_with(InvalidAllowanceSpenderId),
        alice.approve_nft_allowance("card", unknown(), false, [1]).fails_with(InvalidAllowanceSpenderId),
        alice.approve_nft_allowance("card", unknown(), false, []),
    ]
}

/// Serial numbers count: twenty of them are all that a transaction allows, or takes back
#[hapi_test]
fn twenty_serial_numbers(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let allow = |serials: Vec<i64>| {
        crypto_approve_allowance().add_nft_allowance(&alice, "card", &bob, None, serials).paying_with(&alice)
    };
    hapi_spec![
        deck(&alice),
        allow(vec![1; 21]).fails_with(MaxAllowancesExceeded),
        allow(vec![1; 20]),
        crypto_delete_allowance()
            .add_nft_delete_allowance(&alice, "card", vec![1; 21])
            .paying_with(&alice)
            .fails_with(MaxAllowancesExceeded),
    ]
}

/// Owners sign what they allow; for what is passed on, who passes it on does
#[hapi_test]
fn who_signs(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        crypto_approve_allowance()
            .add_nft_allowance(&alice, "card", &bob, Some(true), [])
            .paying_with(&bob)
            .signed_by(&bob)
            .has_known_status(InvalidSignature),
        allow_all(&alice, &bob),
        crypto_approve_allowance()
            .add_delegated_nft_allowance(&alice, "card", &carol, &bob, [1])
            .paying_with(&carol)
            .signed_by(&carol)
            .has_known_status(InvalidSignature),
        crypto_approve_allowance()
            .add_delegated_nft_allowance(&alice, "card", &carol, &bob, [1])
            .paying_with(&carol)
            .signed_by_payer_and(&bob),
    ]
}

/// An owner takes back who may move an NFT, and leaves the others
#[hapi_test]
fn deletion(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        alice.approve_nft_allowance("card", &bob, false, [1, 2]),
        forbid(&alice, 1),
        get_token_nft_info("card", 1).has_no_spender(),
        get_token_nft_info("card", 2).has_spender_id(&bob),
        forbid(&alice, 1),
    ]
}

/// The payer is the owner where a deletion names none
#[hapi_test]
fn the_payer_is_the_owner(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        alice.approve_nft_allowance("card", &bob, false, [1, 2]),
        crypto_delete_allowance()
            .missing_owner_nft_delete_allowance("card", [2])
            .paying_with(&alice)
            .via("last"),
        get_token_nft_info("card", 2).has_no_spender(),
        validate_charged_usd("last", 0.05),
    ]
}

/// Who is approved for all takes back allowances without the owner; others do not
#[hapi_test]
fn deletion_by_others(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let by_bob = || {
        crypto_delete_allowance()
            .add_nft_delete_allowance(&alice, "card", [1])
            .paying_with(&bob)
            .signed_by(&bob)
    };
    hapi_spec![
        deck(&alice),
        allow(&alice, &carol, 1),
        by_bob().has_known_status(InvalidSignature),
        allow_all(&alice, &bob),
        by_bob(),
        get_token_nft_info("card", 1).has_no_spender(),
    ]
}

/// What is taken back is something that exists, of an owner who exists
#[hapi_test]
fn deletions_are_of_something(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        crypto_delete_allowance().has_precheck(EmptyAllowances),
        crypto_delete_allowance()
            .missing_owner_nft_delete_allowance("card", [])
            .has_precheck(EmptyAllowances),
        crypto_delete_allowance()
            .add_nft_delete_allowance(AccountId::from_num(999_999_999), "card", [1])
            .has_known_status(InvalidAllowanceOwnerId),
        forbid(&alice, 4).fails_with(InvalidTokenNftSerialNumber),
    ]
}

/// What is taken back belongs to the owner
#[hapi_test]
fn deletions_are_by_owners(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        forbid(&bob, 1).fails_with(TokenNotAssociatedToAccount),
        token_associate(&bob, "card"),
        forbid(&bob, 1).fails_with(SenderDoesNotOwnNftSerialNo),
    ]
}

/// Nothing of a deleted token is allowed or taken back
#[hapi_test]
fn deleted_tokens_have_no_allowances(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        card(&alice).admin_key(&alice),
        three_cards(),
        token_delete("card"),
        forbid(&alice, 1).fails_with(TokenWasDeleted),
        allow(&alice, &bob, 1).fails_with(TokenWasDeleted),
    ]
}

/// An approval says something
#[hapi_test]
fn approvals_are_of_something(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_approve_allowance().has_precheck(EmptyAllowances),
        card(&alice),
        alice
            .approve_nft_allowance("card", &bob, true, [])
            .with_body_mutation(without_spender)
            .has_precheck(InvalidAllowanceSpenderId),
        alice
            .approve_nft_allowance("card", &bob, true, [])
            .with_body_mutation(without_token)
            .has_precheck(InvalidTokenId),
    ]
}

/// Takes the spender out of an NFT allowance.
fn without_spender(_spec: &Spec, body: &mut TransactionBody) {
    let Some(Data::CryptoApproveAllowance(op)) = &mut body.data else { panic!("no approval") };
    op.nft_allowances[0].spender = None;
}

/// Takes the token out of an NFT allowance.
fn without_token(_spec: &Spec, body: &mut TransactionBody) {
    let Some(Data::CryptoApproveAllowance(op)) = &mut body.data else { panic!("no approval") };
    op.nft_allowances[0].token_id = None;
}
