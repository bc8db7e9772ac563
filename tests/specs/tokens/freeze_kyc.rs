//! Who is kept from using a token, and who has to be known first.

use hapi_test::{
    prelude::*,
    proto::services::{TokenFreezeStatus, TokenKycStatus},
};

/// A number that no entity has.
const UNKNOWN: u64 = 999_999_999;

// Freezing

/// Who is frozen neither gets nor gives units, until a thaw
#[hapi_test]
fn frozen_accounts_move_nothing(
    #[fungible_token_spec(keys = [freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let gift = || crypto_transfer(moving(1, &gold).between("goldTreasury", &alice));
    let (refused, taken) = (gift().has_known_status(AccountFrozenForToken), gift());
    hapi_spec![
        token_associate(&alice, &gold),
        token_freeze(&gold, &alice).via("freeze"),
        refused,
        token_unfreeze(&gold, &alice).via("unfreeze"),
        taken,
        validate_charged_usd("freeze", 0.0011),
        validate_charged_usd("unfreeze", 0.0011),
    ]
}

/// What an account is to a token tells whether it is frozen
#[hapi_test]
fn frost_is_told(
    #[fungible_token_spec(keys = [freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let told = |status| get_account_info(&alice).has_token(relationship_with(&gold).freeze(status));
    let (before, after) = (told(TokenFreezeStatus::Unfrozen), told(TokenFreezeStatus::Unfrozen));
    let frozen = told(TokenFreezeStatus::Frozen);
    hapi_spec![
        token_associate(&alice, &gold),
        before,
        token_freeze(&gold, &alice),
        frozen,
        token_unfreeze(&gold, &alice),
        after,
    ]
}

/// Who is frozen is not frozen again; a thaw may be repeated
#[hapi_test]
fn frost_comes_once(
    #[fungible_token_spec(keys = [freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_unfreeze(&gold, &alice),
        token_freeze(&gold, &alice),
        token_freeze(&gold, &alice).has_known_status(AccountFrozenForToken),
        token_unfreeze(&gold, &alice),
        token_unfreeze(&gold, &alice),
    ]
}

/// A token may freeze accounts from the beginning, but not its treasury
#[hapi_test]
fn accounts_may_begin_frozen(
    #[fungible_token_spec(keys = [freeze], freeze_default = true)] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let frozen = relationship_with(&gold).freeze(TokenFreezeStatus::Frozen);
    let thawed = relationship_with(&gold).freeze(TokenFreezeStatus::Unfrozen);
    hapi_spec![
        token_associate(&alice, &gold),
        get_account_info(&alice).has_token(frozen),
        get_account_info("goldTreasury").has_token(thawed),
        token_unfreeze(&gold, &alice),
        crypto_transfer(moving(1, &gold).between("goldTreasury", &alice)),
    ]
}

/// A treasury is frozen like any other account
#[hapi_test]
fn treasuries_are_frozen_too(
    #[fungible_token_spec(keys = [freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_freeze(&gold, "goldTreasury"),
        crypto_transfer(moving(1, &gold).between("goldTreasury", &alice))
            .has_known_status(AccountFrozenForToken),
    ]
}

/// Freezing takes the freeze key, and a token that has one
#[hapi_test]
fn the_freeze_key_signs(
    gold: SpecFungibleToken,
    #[fungible_token_spec(keys = [admin, freeze])] silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, (&gold, &silver)),
        token_freeze(&gold, &alice).has_known_status(TokenHasNoFreezeKey),
        token_unfreeze(&gold, &alice).has_known_status(TokenHasNoFreezeKey),
        token_freeze(&silver, &alice)
            .signed_by_payer_and((&alice, "silver_ADMIN_KEY"))
            .has_known_status(InvalidSignature),
        token_unfreeze(&silver, &alice).signed_by_payer_and(&alice).has_known_status(InvalidSignature),
        token_freeze(&silver, &alice).signed_by_payer_and("silver_FREEZE_KEY"),
        token_unfreeze(&silver, &alice).signed_by_payer_and("silver_FREEZE_KEY"),
    ]
}

// KYC

/// Where a token has to know its holders, nobody gets or gives units before that
#[hapi_test]
fn unknown_accounts_move_nothing(
    #[fungible_token_spec(keys = [kyc])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let gift = || crypto_transfer(moving(1, &gold).between("goldTreasury", &alice));
    let refused = || gift().has_known_status(AccountKycNotGrantedForToken);
    // lint: allow(operations): there and back again
    let (before, taken, after) = (refused(), gift(), refused());
    hapi_spec![
        token_associate(&alice, &gold),
        before,
        grant_token_kyc(&gold, &alice).via("grant"),
        taken,
        revoke_token_kyc(&gold, &alice).via("revoke"),
        after,
        validate_charged_usd("grant", 0.0011),
        validate_charged_usd("revoke", 0.0011),
    ]
}

/// What an account is to a token tells whether it passed KYC
#[hapi_test]
fn knowledge_is_told(
    #[fungible_token_spec(keys = [kyc])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    let told = |status| relationship_with(&gold).kyc(status);
    let (unknown, known) = (told(TokenKycStatus::Revoked), told(TokenKycStatus::Granted));
    hapi_spec![
        token_associate(&alice, &gold),
        get_account_info(&alice).has_token(unknown),
        get_account_info("goldTreasury").has_token(known.clone()),
        grant_token_kyc(&gold, &alice),
        get_account_info(&alice).has_token(known),
    ]
}

/// Both grants and revocations may be repeated
#[hapi_test]
fn knowledge_may_be_repeated(
    #[fungible_token_spec(keys = [kyc])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        revoke_token_kyc(&gold, &alice),
        grant_token_kyc(&gold, &alice),
        grant_token_kyc(&gold, &alice),
        revoke_token_kyc(&gold, &alice),
        revoke_token_kyc(&gold, &alice),
    ]
}

/// Of a frozen account nothing is said
#[hapi_test]
fn frozen_accounts_stay_as_they_are(
    #[fungible_token_spec(keys = [kyc, freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        token_freeze(&gold, &alice),
        grant_token_kyc(&gold, &alice).has_known_status(AccountFrozenForToken),
        revoke_token_kyc(&gold, &alice).has_known_status(AccountFrozenForToken),
        token_unfreeze(&gold, &alice),
        grant_token_kyc(&gold, &alice),
    ]
}

/// KYC takes the KYC key, and a token that has one
#[hapi_test]
fn the_kyc_key_signs(
    gold: SpecFungibleToken,
    #[fungible_token_spec(keys = [admin, kyc])] silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, (&gold, &silver)),
        grant_token_kyc(&gold, &alice).has_known_status(TokenHasNoKycKey),
        revoke_token_kyc(&gold, &alice).has_known_status(TokenHasNoKycKey),
        grant_token_kyc(&silver, &alice)
            .signed_by_payer_and((&alice, "silver_ADMIN_KEY"))
            .has_known_status(InvalidSignature),
        revoke_token_kyc(&silver, &alice).signed_by_payer_and(&alice).has_known_status(InvalidSignature),
        grant_token_kyc(&silver, &alice).signed_by_payer_and("silver_KYC_KEY"),
        revoke_token_kyc(&silver, &alice).signed_by_payer_and("silver_KYC_KEY"),
    ]
}

// Both

/// Takes the token out of a body.
fn without_token(_spec: &Spec, body: &mut TransactionBody) {
    match &mut body.data {
        Some(Data::TokenFreeze(op)) => op.token = None,
        Some(Data::TokenUnfreeze(op)) => op.token = None,
        Some(Data::TokenGrantKyc(op)) => op.token = None,
        Some(Data::TokenRevokeKyc(op)) => op.token = None,
        other => panic!("{other:?} says nothing of an account"),
    }
}

/// Takes the account out of a body.
fn without_account(_spec: &Spec, body: &mut TransactionBody) {
    match &mut body.data {
        Some(Data::TokenFreeze(op)) => op.account = None,
        Some(Data::TokenUnfreeze(op)) => op.account = None,
        Some(Data::TokenGrantKyc(op)) => op.account = None,
        Some(Data::TokenRevokeKyc(op)) => op.account = None,
        other => panic!("{other:?} says nothing of an account"),
    }
}

/// Each of the four names a token
#[hapi_test]
fn a_token_is_named(alice: SpecAccount) -> impl IntoSpec {
    // lint: allow(operations): the four side by side
    let nothing = TokenId::from_num(UNKNOWN);
    hapi_spec![
        token_freeze(nothing, &alice).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        token_unfreeze(nothing, &alice).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        grant_token_kyc(nothing, &alice).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        revoke_token_kyc(nothing, &alice).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        token_freeze(nothing, &alice).has_known_status(InvalidTokenId),
        token_unfreeze(nothing, &alice).has_known_status(InvalidTokenId),
        grant_token_kyc(nothing, &alice).has_known_status(InvalidTokenId),
        revoke_token_kyc(nothing, &alice).has_known_status(InvalidTokenId),
    ]
}

/// Each of the four names an account
#[hapi_test]
fn an_account_is_named(
    #[fungible_token_spec(keys = [freeze, kyc])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    // lint: allow(operations): the four side by side
    let nobody = &AccountId::from_num(UNKNOWN);
    hapi_spec![
        token_freeze(&gold, nobody).with_body_mutation(without_account).has_precheck(InvalidAccountId),
        token_unfreeze(&gold, nobody).with_body_mutation(without_account).has_precheck(InvalidAccountId),
        grant_token_kyc(&gold, nobody).with_body_mutation(without_account).has_precheck(InvalidAccountId),
        revoke_token_kyc(&gold, nobody).with_body_mutation(without_account).has_precheck(InvalidAccountId),
        token_freeze(&gold, nobody).has_known_status(InvalidAccountId),
        token_unfreeze(&gold, nobody).has_known_status(InvalidAccountId),
        grant_token_kyc(&gold, nobody).has_known_status(InvalidAccountId),
        revoke_token_kyc(&gold, nobody).has_known_status(InvalidAccountId),
    ]
}

/// The account is named by its number: aliases name nobody here
#[hapi_test]
fn accounts_are_named_by_number(
    #[fungible_token_spec(keys = [freeze, kyc])] gold: SpecFungibleToken,
    #[key_spec] key: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_alias(&key))),
        token_freeze_with_alias(&gold, &key).has_known_status(InvalidAccountId),
        token_unfreeze_with_alias(&gold, &key).has_known_status(InvalidAccountId),
        grant_token_kyc_with_alias(&gold, &key).has_known_status(InvalidAccountId),
        revoke_token_kyc_with_alias(&gold, &key).has_known_status(InvalidAccountId),
    ]
}

/// Nothing is said of an account that was deleted
#[hapi_test]
fn deleted_accounts_are_left_alone(
    #[fungible_token_spec(keys = [freeze, kyc])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&alice),
        token_freeze(&gold, &alice).has_known_status(AccountDeleted),
        token_unfreeze(&gold, &alice).has_known_status(AccountDeleted),
        grant_token_kyc(&gold, &alice).has_known_status(AccountDeleted),
        revoke_token_kyc(&gold, &alice).has_known_status(AccountDeleted),
    ]
}

/// Nothing is said of an account that may not hold the token
#[hapi_test]
fn strangers_are_left_alone(
    #[fungible_token_spec(keys = [freeze, kyc])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_freeze(&gold, &alice).has_known_status(TokenNotAssociatedToAccount),
        token_unfreeze(&gold, &alice).has_known_status(TokenNotAssociatedToAccount),
        grant_token_kyc(&gold, &alice).has_known_status(TokenNotAssociatedToAccount),
        revoke_token_kyc(&gold, &alice).has_known_status(TokenNotAssociatedToAccount),
    ]
}

/// While a token is paused, accounts stay to it what they are
#[hapi_test]
fn pauses_hold_for_all(
    #[fungible_token_spec(keys = [freeze, kyc, pause])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_pause(&gold),
        token_freeze(&gold, "goldTreasury").has_known_status(TokenIsPaused),
        token_unfreeze(&gold, "goldTreasury").has_known_status(TokenIsPaused),
        grant_token_kyc(&gold, "goldTreasury").has_known_status(TokenIsPaused),
        revoke_token_kyc(&gold, "goldTreasury").has_known_status(TokenIsPaused),
        token_unpause(&gold),
        token_freeze(&gold, "goldTreasury"),
    ]
}

/// To a deleted token accounts stay what they were
#[hapi_test]
fn deletions_hold_for_all(
    #[fungible_token_spec(keys = [admin, freeze, kyc])] gold: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        token_delete(&gold),
        token_freeze(&gold, "goldTreasury").has_known_status(TokenWasDeleted),
        token_unfreeze(&gold, "goldTreasury").has_known_status(TokenWasDeleted),
        grant_token_kyc(&gold, "goldTreasury").has_known_status(TokenWasDeleted),
        revoke_token_kyc(&gold, "goldTreasury").has_known_status(TokenWasDeleted),
    ]
}
