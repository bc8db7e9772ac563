//! What is taken out of accounts, and with it out of what there is.

use hapi_test::prelude::*;

/// Nobody: what is wiped goes there.
const NOWHERE: &str = "0.0.0";

/// Gives an account so many units out of the treasury.
fn gift(token: &SpecFungibleToken, account: &SpecAccount, units: i64) -> Operations {
    spec_ops(hapi_spec![
        token_associate(account, token),
        crypto_transfer(moving(units, token).between("goldTreasury", account)),
    ])
}

/// Gives an account NFTs out of the treasury.
fn gift_of_nfts(token: &SpecNonFungibleToken, account: &SpecAccount, serials: &[i64]) -> Operations {
    let serials = serials.to_vec();
    spec_ops(hapi_spec![
        token_associate(account, token),
        crypto_transfer(moving_unique(token, serials).between("artTreasury", account)),
    ])
}

/// Wiped units are gone from the account and from the supply, and the treasury gets nothing
#[hapi_test]
fn wiped_units_are_gone(
    #[fungible_token_spec(keys = [wipe])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        gift(&gold, &alice, 10),
        wipe_token_account(&gold, &alice, 4).via("wipe"),
        get_account_balance(&alice).has_token_balance(&gold, 6),
        get_token_info(&gold).has_total_supply(96),
        get_account_balance("goldTreasury").has_token_balance(&gold, 90),
        get_txn_record("wipe").has_priority(
            record_with()
                .new_total_supply(96)
                .token_transfers(changing_fungible_balances().including(&gold, &alice, -4)),
        ),
        validate_charged_usd("wipe", 0.0011),
    ]
}

/// Wiped NFTs are gone
#[hapi_test]
fn wiped_nfts_are_gone(
    #[non_fungible_token_spec(keys = [supply, wipe], num_pre_mints = 3)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        gift_of_nfts(&art, &alice, &[1, 2]),
        wipe_token_account(&art, &alice, [2, 2]).via("wipe"),
        get_txn_record("wipe").has_priority(
            record_with()
                .new_total_supply(2)
                .token_transfers(changing_nft_owners().including(&art, &alice, NOWHERE, 2)),
        ),
        get_token_nft_info(&art, 2).has_cost_answer_precheck(InvalidNftId),
        get_account_info(&alice).has_owned_nfts(1),
    ]
}

/// Accounts are wiped by their alias, too
#[hapi_test]
fn wiped_by_alias(
    #[fungible_token_spec(keys = [wipe])] gold: SpecFungibleToken,
    #[key_spec] key: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(moving(5, &gold).between("goldTreasury", by_alias(&key))),
        wipe_token_account_with_alias(&gold, &key, 5),
        get_token_info(&gold).has_total_supply(95),
    ]
}

/// What is wiped is an amount, or NFTs, of an account
#[hapi_test]
fn quantities_are_checked_at_once(
    #[fungible_token_spec(keys = [wipe])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        wipe_token_account(&gold, &alice, -1).has_precheck(InvalidWipingAmount),
        invalid_wipe_token_account(&gold, &alice, [1], 1).has_precheck(InvalidTransactionBody),
        wipe_token_account(&gold, &alice, [0]).has_precheck(InvalidNftId),
        wipe_token_account(&gold, &alice, 1).with_body_mutation(without_token).has_precheck(InvalidTokenId),
        wipe_token_account(&gold, &alice, 1)
            .with_body_mutation(without_account)
            .has_precheck(InvalidAccountId),
    ]
}

/// Takes the token out of a body.
fn without_token(_spec: &Spec, body: &mut TransactionBody) {
    let Some(Data::TokenWipe(op)) = &mut body.data else { panic!("{body:?} wipes nothing") };
    op.token = None;
}

/// Takes the account out of a body.
fn without_account(_spec: &Spec, body: &mut TransactionBody) {
    let Some(Data::TokenWipe(op)) = &mut body.data else { panic!("{body:?} wipes nothing") };
    op.account = None;
}

/// It takes a token, and an account that has it
#[hapi_test]
fn who_is_wiped_holds_the_token(
    #[fungible_token_spec(keys = [wipe])] gold: SpecFungibleToken,
    alice: SpecAccount,
    gone: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_delete(&gone),
        wipe_token_account(TokenId::from_num(999_999_999), &alice, 1).has_known_status(InvalidTokenId),
        wipe_token_account(&gold, AccountId::from_num(999_999_999), 1).has_known_status(InvalidAccountId),
        wipe_token_account(&gold, &gone, 1).has_known_status(AccountDeleted),
        wipe_token_account(&gold, &alice, 1).has_known_status(TokenNotAssociatedToAccount),
        token_associate(&alice, &gold),
        wipe_token_account(&gold, &alice, 1).has_known_status(InvalidWipingAmount),
    ]
}

/// The treasury is not wiped: it can burn
#[hapi_test]
fn treasuries_are_not_wiped(#[fungible_token_spec(keys = [wipe])] gold: SpecFungibleToken) -> impl IntoSpec {
    wipe_token_account(&gold, "goldTreasury", 1).has_known_status(CannotWipeTokenTreasuryAccount)
}

/// NFTs are wiped by their numbers, which the account has, at most 10 at once
#[hapi_test]
fn nfts_are_wiped_by_number(
    #[non_fungible_token_spec(keys = [supply, wipe], num_pre_mints = 3)] art: SpecNonFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        gift_of_nfts(&art, &alice, &[1]),
        wipe_token_account(&art, &alice, 1).has_known_status(InvalidWipingAmount),
        wipe_token_account(&art, &alice, 0).has_known_status(InvalidWipingAmount),
        wipe_token_account(&art, &alice, [1, 2]).has_known_status(AccountDoesNotOwnWipedNft),
        wipe_token_account(&art, &alice, [1, 4]).has_known_status(InvalidNftId),
        wipe_token_account(&art, &alice, 1..=11).has_known_status(BatchSizeLimitExceeded),
    ]
}

/// Without a wipe key nothing is taken away, and with one it takes the key
#[hapi_test]
fn the_wipe_key_signs(
    #[fungible_token_spec(keys = [supply])] gold: SpecFungibleToken,
    #[fungible_token_spec(keys = [wipe])] silver: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, (&gold, &silver)),
        wipe_token_account(&gold, &alice, 0).has_known_status(TokenHasNoWipeKey),
        wipe_token_account(&silver, &alice, 0).signed_by_payer_and(&alice).has_known_status(InvalidSignature),
        wipe_token_account(&silver, &alice, 0).signed_by_payer_and("silver_WIPE_KEY"),
    ]
}

/// Who is frozen is wiped only after a thaw
#[hapi_test]
fn frozen_accounts_are_not_wiped(
    #[fungible_token_spec(keys = [wipe, freeze])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        gift(&gold, &alice, 1),
        token_freeze(&gold, &alice),
        wipe_token_account(&gold, &alice, 1).has_known_status(AccountFrozenForToken),
        token_unfreeze(&gold, &alice),
        wipe_token_account(&gold, &alice, 1),
    ]
}

/// Who has not passed KYC is not wiped
#[hapi_test]
fn unknown_accounts_are_not_wiped(
    #[fungible_token_spec(keys = [wipe, kyc])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        token_associate(&alice, &gold),
        wipe_token_account(&gold, &alice, 0).has_known_status(AccountKycNotGrantedForToken),
        grant_token_kyc(&gold, &alice),
        wipe_token_account(&gold, &alice, 0),
    ]
}

/// Nothing is wiped while the token is paused, nor once it is deleted
#[hapi_test]
fn only_usable_tokens_are_wiped(
    #[fungible_token_spec(keys = [admin, wipe, pause])] gold: SpecFungibleToken,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        gift(&gold, &alice, 1),
        token_pause(&gold),
        wipe_token_account(&gold, &alice, 1).has_known_status(TokenIsPaused),
        token_unpause(&gold),
        token_delete(&gold),
        wipe_token_account(&gold, &alice, 1).has_known_status(TokenWasDeleted),
    ]
}
