//! `TokenDelete`, `TokenPause` and `TokenUnpause`: the end of tokens, and their rest.
//!
//! - <https://hips.hedera.com/hip/hip-24>

use hapi_test::{ops::BlockingOrder, prelude::*};

/// All that would change `gold`, or who has it, is refused with this code.
fn all_is_refused(code: ResponseCodeEnum, alice: &SpecAccount, bob: &SpecAccount) -> Operations {
    hapi_spec![
        mint_token("gold", 1).fails_with(code),
        burn_token("gold", 1).fails_with(code),
        wipe_token_account("gold", alice, 1).fails_with(code),
        token_freeze("gold", alice).fails_with(code),
        token_unfreeze("gold", alice).fails_with(code),
        grant_token_kyc("gold", alice).fails_with(code),
        revoke_token_kyc("gold", alice).fails_with(code),
        token_associate(bob, "gold").fails_with(code),
        crypto_transfer(send(1.of("gold")).from(alice).to(DEFAULT_PAYER)).fails_with(code),
        token_airdrop(send(1.of("gold")).from(alice).to(bob)).fails_with(code),
        token_reject(rejecting_token("gold")).owner(alice).fails_with(code),
        token_fee_schedule_update("gold").with_custom(fixed_hbar_fee(1, alice)).fails_with(code),
        token_update("gold").name("Silver").fails_with(code),
    ]
}

/// A token with a key for each role, of which `alice` has some units.
fn gold_of(alice: &SpecAccount, seal: &SpecKey) -> Operations {
    let create = TokenRole::ALL.into_iter().fold(token_create("gold"), |create, role| create.key(role, seal));
    hapi_spec![
        create,
        token_associate(alice, "gold"),
        grant_token_kyc("gold", alice),
        crypto_transfer(send(5.of("gold")).from(DEFAULT_PAYER).to(alice)),
    ]
}

/// The same token, paused.
fn paused_gold_of(alice: &SpecAccount, seal: &SpecKey) -> BlockingOrder {
    blocking_order((gold_of(alice, seal), token_pause("gold")))
}

/// Nothing about a deleted token can be changed; who has some keeps it
#[hapi_test]
fn a_deleted_token_rests_for_ever(alice: SpecAccount, bob: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        blocking_order(gold_of(&alice, &seal)),
        token_delete("gold"),
        get_token_info("gold").is_deleted().has_total_supply(10_000),
        blocking_order(all_is_refused(TokenWasDeleted, &alice, &bob)),
        token_delete("gold").fails_with(TokenWasDeleted),
        token_pause("gold").fails_with(TokenWasDeleted),
        token_unpause("gold").fails_with(TokenWasDeleted),
    ]
}

/// Only the admin deletes
#[hapi_test]
fn only_the_admin_deletes(admin: SpecKey, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).supply_key(&seal),
        token_delete("gold").signed_by_payer_and(&seal).fails_with(InvalidSignature),
        get_token_info("gold").is_not_deleted(),
        token_delete("gold").signed_by_payer_and(&admin),
        get_token_info("gold").is_deleted(),
    ]
}

/// Nobody deletes a token without admin, or one that was never made
#[hapi_test]
fn what_cannot_be_deleted(seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").supply_key(&seal),
        token_delete("gold").signed_by_payer_and(&seal).fails_with(TokenIsImmutable),
        token_delete("0.0.999999").fails_with(InvalidTokenId),
    ]
}

/// The treasury of a deleted token is free to go
#[hapi_test]
fn treasuries_are_released(alice: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").treasury(&alice).admin_key(&admin).initial_supply(0),
        crypto_delete(&alice).transfer(FUNDING).fails_with(AccountIsTreasury),
        token_delete("gold"),
        crypto_delete(&alice).transfer(FUNDING),
    ]
}

/// Who has units of a deleted token may be rid of them
#[hapi_test]
fn holders_forget_deleted_tokens(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        blocking_order(gold_of(&alice, &seal)),
        token_dissociate(&alice, "gold").fails_with(TransactionRequiresZeroTokenBalances),
        token_delete("gold"),
        token_dissociate(&alice, "gold"),
        get_account_info(&alice).has_no_token_relationship("gold"),
    ]
}

/// Nothing about a paused token can be changed, not even its end
#[hapi_test]
fn a_paused_token_rests(alice: SpecAccount, bob: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        paused_gold_of(&alice, &seal),
        get_token_info("gold").has_pause_status(TokenPauseStatus::Paused),
        blocking_order(all_is_refused(TokenIsPaused, &alice, &bob)),
        token_dissociate(&alice, "gold").fails_with(TokenIsPaused),
        token_delete("gold").fails_with(TokenIsPaused),
        get_account_balance(&alice).has_token_balance("gold", 5),
    ]
}

/// Unpausing lets a token go on where it stopped
#[hapi_test]
fn a_token_goes_on(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        paused_gold_of(&alice, &seal),
        token_unpause("gold"),
        get_token_info("gold").has_pause_status(TokenPauseStatus::Unpaused),
        crypto_transfer(send(5.of("gold")).from(&alice).to(DEFAULT_PAYER)),
        mint_token("gold", 1),
    ]
}

/// What rests already may be told to rest, and what goes on to go on
#[hapi_test]
fn pauses_are_idempotent(seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").pause_key(&seal),
        get_token_info("gold").has_pause_status(TokenPauseStatus::Unpaused),
        token_unpause("gold"),
        token_pause("gold"),
        token_pause("gold"),
        get_token_info("gold").has_pause_status(TokenPauseStatus::Paused),
    ]
}

/// Only the holder of the pause key pauses and unpauses, not even the admin does
#[hapi_test]
fn only_the_pauser_pauses(admin: SpecKey, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).pause_key(&seal),
        token_pause("gold").signed_by_payer_and(&admin).fails_with(InvalidSignature),
        token_pause("gold").signed_by_payer_and(&seal),
        token_unpause("gold").signed_by_payer_and(&admin).fails_with(InvalidSignature),
        token_unpause("gold").signed_by_payer_and(&seal),
    ]
}

/// A token that nobody can pause is not paused, and says so
#[hapi_test]
fn what_cannot_be_paused(admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin),
        get_token_info("gold").has_no_pause_key().has_pause_status(TokenPauseStatus::PauseNotApplicable),
        token_pause("gold").signed_by_payer_and(&admin).fails_with(TokenHasNoPauseKey),
        token_unpause("gold").signed_by_payer_and(&admin).fails_with(TokenHasNoPauseKey),
        token_pause("0.0.999999").fails_with(InvalidTokenId),
        token_unpause("0.0.999999").fails_with(InvalidTokenId),
    ]
}

/// A payer may allow others what it has of a paused token
#[hapi_test]
fn allowances_do_not_rest(alice: SpecAccount, bob: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        paused_gold_of(&alice, &seal),
        crypto_approve_allowance().add_token_allowance(&alice, "gold", &bob, 3).paying_with(&alice),
    ]
}

/// The end, the pause and its end cost a tenth of a cent each
#[hapi_test]
fn prices(#[account_spec(balance = 100.hbar(), key = ed25519)] payer: SpecAccount) -> impl IntoSpec {
    // lint: allow(operations): a list of prices
    hapi_spec![
        token_create("gold").admin_key(&payer).pause_key(&payer),
        token_pause("gold").paying_with(&payer).via("pause"),
        token_unpause("gold").paying_with(&payer).via("unpause"),
        token_delete("gold").paying_with(&payer).via("deletion"),
        validate_charged_usd_within("pause", 0.001, 0.01),
        validate_charged_usd_within("unpause", 0.001, 0.01),
        validate_charged_usd_within("deletion", 0.001, 0.01),
    ]
}

/// Each id is needed: without it, the operation fails with that id's own code
#[hapi_test]
fn cleared_ids_are_missed(seal: SpecKey) -> impl IntoSpec {
    let pause = || token_pause("gold");
    let unpause = || token_unpause("gold");
    let delete = || token_delete("gold");
    hapi_spec![
        token_create("gold").admin_key(&seal).pause_key(&seal),
        submit_modified(with_successively_varied_body_ids(), pause),
        submit_modified(with_successively_varied_body_ids(), unpause),
        submit_modified(with_successively_varied_body_ids(), delete),
    ]
}
