//! Which tokens an account may hold.
//!
//! - <https://hips.hedera.com/hip/hip-367>

use hapi_test::{
    prelude::*,
    proto::services::{TokenFreezeStatus, TokenKycStatus},
    registry::Subject,
};

/// A number that no entity has.
const UNKNOWN: TokenId = TokenId { shard_num: 0, realm_num: 0, token_num: 999_999_999 };

// Association

/// Who is associated may be given units
#[hapi_test]
fn who_is_associated_may_hold(gold: SpecFungibleToken, alice: SpecAccount) -> impl IntoSpec {
    let gift = || crypto_transfer(moving(1, &gold).between("goldTreasury", &alice));
    let (refused, taken) = (gift().has_known_status(TokenNotAssociatedToAccount), gift());
    hapi_spec![
        refused,
        get_account_info(&alice).has_no_token_relationship(&gold),
        token_associate(&alice, &gold),
        get_account_info(&alice).has_token(relationship_with(&gold).balance(0).automatic(false)),
        taken,
        get_account_info(&alice).has_token(relationship_with(&gold).balance(1)),
    ]
}

/// What an account is to a token begins as the token says
#[hapi_test]
fn relations_begin_as_tokens_say(
    #[fungible_token_spec(keys = [kyc, freeze], freeze_default = true, decimals = 3)] gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let held_back =
        relationship_with(&gold).kyc(TokenKycStatus::Revoked).freeze(TokenFreezeStatus::Frozen).decimals(3);
    let free = relationship_with(&silver)
        .kyc(TokenKycStatus::KycNotApplicable)
        .freeze(TokenFreezeStatus::FreezeNotApplicable);
    hapi_spec![
        token_associate(&alice, (&gold, &silver)),
        get_account_info(&alice).has_token(held_back.clone()).has_token(free.clone()),
        get_account_details(&alice).has_token(held_back).has_token(free).paying_with(GENESIS),
    ]
}

/// Each association costs
#[hapi_test]
fn each_association_costs(
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let associate = |tokens: Vec<Subject<TokenId>>| token_associate(&alice, tokens).paying_with(&alice);
    hapi_spec![
        associate(vec![(&gold).into()]).via("one"),
        associate(vec![(&silver).into(), (&art).into()]).via("two"),
        validate_charged_usd("one", 0.05),
        validate_charged_usd("two", 0.1),
        get_account_info(&alice).has_token_relationship_count(3),
    ]
}

/// Nobody is associated twice
#[hapi_test]
fn association_comes_once(
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, (&gold, &gold)).has_precheck(TokenIdRepeatedInTokenList),
        token_associate(&alice, &gold),
        token_associate(&alice, (&silver, &gold)).has_known_status(TokenAlreadyAssociatedToAccount),
        get_account_info(&alice).has_no_token_relationship(&silver),
        token_associate("goldTreasury", &gold).has_known_status(TokenAlreadyAssociatedToAccount),
    ]
}

/// An association needs a token that there is
#[hapi_test]
fn association_needs_tokens(
    #[fungible_token_spec(keys = [pause])] resting: SpecFungibleToken,
    gone: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, TokenId::default()).has_precheck(InvalidTokenId),
        token_associate(&alice, UNKNOWN).has_known_status(InvalidTokenId),
        token_pause(&resting),
        token_associate(&alice, &resting).has_known_status(TokenIsPaused),
        token_delete(&gone),
        token_associate(&alice, &gone).has_known_status(TokenWasDeleted),
        token_associate(&alice, Vec::<Subject<TokenId>>::new()),
    ]
}

/// An association needs an account that there is
#[hapi_test]
fn association_needs_accounts(
    gold: SpecFungibleToken,
    alice: SpecAccount,
    #[key_spec] key: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold).with_body_mutation(without_account).has_precheck(InvalidAccountId),
        token_associate(AccountId::from_num(0), &gold)
            .signed_by(DEFAULT_PAYER)
            .has_precheck(InvalidAccountId),
        token_associate(AccountId::from_num(999_999_999), &gold)
            .signed_by(DEFAULT_PAYER)
            .has_known_status(InvalidAccountId),
        crypto_delete(&alice),
        token_associate(&alice, &gold).has_known_status(AccountDeleted),
        crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_alias(&key))),
        token_associate_with_alias(&key, &gold).has_known_status(InvalidAccountId),
    ]
}

/// Takes the account out of a body.
fn without_account(_spec: &Spec, body: &mut TransactionBody) {
    match &mut body.data {
        Some(Data::TokenAssociate(op)) => op.account = None,
        Some(Data::TokenDissociate(op)) => op.account = None,
        other => panic!("{other:?} is about no association"),
    }
}

/// The account signs, and it alone
#[hapi_test]
fn the_account_signs(gold: SpecFungibleToken, alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold)
            .signed_by_payer_and(("gold_ADMIN_KEY", "goldTreasury"))
            .has_known_status(InvalidSignature),
        token_associate(&alice, &gold).signed_by_payer_and(&alice),
        token_dissociate(&alice, &gold)
            .signed_by_payer_and(("gold_ADMIN_KEY", "goldTreasury"))
            .has_known_status(InvalidSignature),
        token_dissociate(&alice, &gold).signed_by_payer_and(&alice),
    ]
}

/// Where accounts may hold only so many tokens, there is an end to associations (HIP-367)
#[leaky_test(PropertyOverrides, overrides = ["entities.limitTokenAssociations", "tokens.maxPerAccount"])]
fn associations_may_be_limited(
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        overriding_two("entities.limitTokenAssociations", true, "tokens.maxPerAccount", 1),
        token_associate(&alice, (&gold, &silver)).has_known_status(TokensPerAccountLimitExceeded),
        token_associate(&alice, &gold),
        token_associate(&alice, &silver).has_known_status(TokensPerAccountLimitExceeded),
        overriding("entities.limitTokenAssociations", false),
        token_associate(&alice, &silver),
    ]
}

/// There is an end to the associations of a network
#[leaky_test(PropertyOverrides, overrides = ["tokens.maxAggregateRels"])]
fn networks_have_so_many_associations(gold: SpecFungibleToken, alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_token_info(&gold),
        overriding("tokens.maxAggregateRels", 1),
        token_associate(&alice, &gold).has_known_status(MaxEntitiesInPriceRegimeHaveBeenCreated),
    ]
}

/// High volume has a price (HIP-1313)
///
/// <https://hips.hedera.com/hip/hip-1313>
#[hapi_test]
fn high_volume_associations_cost_more(gold: SpecFungibleToken, alice: SpecAccount) -> impl IntoSpec {
    // lint: allow(closures): a price is told as it is looked at
    let hurried = record_with().satisfies(|record| match record.high_volume_pricing_multiplier {
        4_000.. => Ok(()),
        multiplier => Err(format!("a multiplier of {multiplier} thousandths")),
    });
    hapi_spec![
        token_associate(&alice, &gold).paying_with(&alice).high_volume().fee(5.hbar()).via("association"),
        get_txn_record("association").has_priority(hurried),
        validate_charged_usd("association", 0.2),
    ]
}

/// A hollow account that is associated gets the key that signed (HIP-583)
///
/// <https://hips.hedera.com/hip/hip-583>
#[hapi_test]
fn association_completes_hollow_accounts(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        create_hollow(1, |_| "bob".to_owned()),
        token_associate("bob", &gold).sig_map_prefixes(FULL_PREFIXES),
        get_account_info("bob").is_not_hollow().has_token(relationship_with(&gold).automatic(false)),
    ]
}

// Dissociation

/// Who is dissociated holds nothing and may be given nothing
#[hapi_test]
fn who_is_dissociated_may_not_hold(gold: SpecFungibleToken, alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_dissociate(&alice, &gold).paying_with(&alice).via("dissociation"),
        get_account_info(&alice).has_no_token_relationship(&gold),
        crypto_transfer(moving(1, &gold).between("goldTreasury", &alice))
            .has_known_status(TokenNotAssociatedToAccount),
        validate_charged_usd("dissociation", 0.05),
        token_associate(&alice, &gold),
    ]
}

/// Whoever still has something of a token keeps it
#[hapi_test]
fn holders_stay_associated(
    gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, (&gold, &art)),
        crypto_transfer((
            moving(1, &gold).between("goldTreasury", &alice),
            moving_unique(&art, [1]).between("artTreasury", &alice),
        )),
        token_dissociate(&alice, &gold).has_known_status(TransactionRequiresZeroTokenBalances),
        token_dissociate(&alice, &art).has_known_status(AccountStillOwnsNfts),
        token_dissociate("goldTreasury", &gold).has_known_status(AccountIsTreasury),
    ]
}

/// Who is frozen stays so
#[hapi_test]
fn frozen_accounts_stay_associated(
    #[fungible_token_spec(keys = [freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_freeze(&gold, &alice),
        token_dissociate(&alice, &gold).has_known_status(AccountFrozenForToken),
        token_unfreeze(&gold, &alice),
        token_dissociate(&alice, &gold),
    ]
}

/// Nobody leaves a token that is paused
#[hapi_test]
fn nobody_leaves_during_a_pause(
    #[fungible_token_spec(keys = [pause])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_pause(&gold),
        token_dissociate(&alice, &gold).has_known_status(TokenIsPaused),
        token_unpause(&gold),
        token_dissociate(&alice, &gold),
    ]
}

/// What is left of a deleted token is lost with the association
#[hapi_test]
fn what_is_left_of_deleted_tokens_is_lost(
    gold: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 1)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    // lint: allow(operations): a token is used and deleted before it is left
    hapi_spec![
        token_associate(&alice, (&gold, &art)),
        crypto_transfer((
            moving(7, &gold).between("goldTreasury", &alice),
            moving_unique(&art, [1]).between("artTreasury", &alice),
        )),
        token_delete(&gold),
        token_delete(&art),
        token_dissociate(&alice, (&gold, &art)).via("dissociation"),
        get_txn_record("dissociation").has_priority(
            record_with().token_transfers(changing_fungible_balances().including(&gold, &alice, -7)),
        ),
        get_account_info(&alice).has_owned_nfts(0).has_token_relationship_count(0),
        get_token_nft_info(&art, 1).has_account_id(&alice),
        crypto_delete(&alice),
    ]
}

/// Even a treasury leaves a token that was deleted
#[hapi_test]
fn treasuries_leave_deleted_tokens(gold: SpecFungibleToken) -> impl IntoSpec {
    hapi_spec![
        token_dissociate("goldTreasury", &gold).has_known_status(AccountIsTreasury),
        token_delete(&gold),
        token_dissociate("goldTreasury", &gold),
        get_account_info("goldTreasury").has_no_token_relationship(&gold),
    ]
}

/// Who is not associated is not dissociated
#[hapi_test]
fn strangers_are_not_dissociated(
    gold: SpecFungibleToken,
    silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_dissociate(&alice, &gold).has_known_status(TokenNotAssociatedToAccount),
        token_associate(&alice, &gold),
        token_dissociate(&alice, (&gold, &silver)).has_known_status(TokenNotAssociatedToAccount),
        token_dissociate(&alice, UNKNOWN).has_known_status(TokenNotAssociatedToAccount),
        get_account_info(&alice).has_token(relationship_with(&gold)),
    ]
}

/// A dissociation names an account, and each token once
#[hapi_test]
fn dissociation_names_what_it_is_about(
    gold: SpecFungibleToken,
    alice: SpecAccount,
    #[key_spec] key: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        token_dissociate(&alice, &gold).with_body_mutation(without_account).has_precheck(InvalidAccountId),
        token_dissociate(&alice, TokenId::default()).has_precheck(InvalidTokenId),
        token_dissociate(&alice, (&gold, &gold)).has_precheck(TokenIdRepeatedInTokenList),
        token_dissociate(AccountId::from_num(999_999_999), &gold)
            .signed_by(DEFAULT_PAYER)
            .has_known_status(InvalidAccountId),
        crypto_delete(&alice),
        token_dissociate(&alice, &gold).has_known_status(AccountDeleted),
        token_dissociate_with_alias(&key, &gold).has_known_status(InvalidAccountId),
    ]
}

/// An automatic association gives its slot back
#[hapi_test]
fn slots_are_given_back(
    gold: SpecFungibleToken,
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(moving(1, &gold).between("goldTreasury", &alice)),
        get_account_info(&alice).has_token(relationship_with(&gold).automatic(true)),
        crypto_transfer(moving(1, &gold).between(&alice, "goldTreasury")),
        get_account_info(&alice).has_already_used_automatic_associations(1),
        token_dissociate(&alice, &gold),
        get_account_info(&alice).has_already_used_automatic_associations(0),
        crypto_transfer(moving(1, &gold).between("goldTreasury", &alice)),
    ]
}
