//! `TokenUpdate`: what of a token changes, and who has to sign for that.
//!
//! - <https://hips.hedera.com/hip/hip-540>
//! - <https://hips.hedera.com/hip/hip-646>

use hapi_test::prelude::*;

/// A change of everything that is no key.
fn renamed(token: &str) -> Txn<TokenUpdate> {
    token_update(token).name("Silver").symbol("AG").entity_memo("tarnished").new_metadata("47")
}

/// An update changes what it mentions, and leaves the rest
#[hapi_test]
fn an_update_changes_what_it_says(admin: SpecKey, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).supply_key(&seal).initial_supply(5).decimals(2).symbol("AU"),
        token_update("gold").name("Gold"),
        get_token_info("gold").has_name("Gold").has_symbol("AU").has_entity_memo("").has_metadata(""),
        renamed("gold"),
        get_token_info("gold")
            .has_name("Silver")
            .has_symbol("AG")
            .has_entity_memo("tarnished")
            .has_metadata("47")
            .has_total_supply(5)
            .has_decimals(2)
            .has_treasury(DEFAULT_PAYER)
            .has_supply_key(&seal),
    ]
}

/// Memo and metadata can be emptied; empty names and symbols change nothing
#[hapi_test]
fn what_can_be_emptied(admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).symbol("AU").entity_memo("shining").metadata("79"),
        token_update("gold").name("").symbol("").entity_memo("").new_metadata(""),
        get_token_info("gold").has_name("gold").has_symbol("AU").has_entity_memo("").has_metadata(""),
    ]
}

/// Only the admin changes what a token is called and says
#[hapi_test]
fn only_the_admin_describes_it(
    #[case(
        token_update("gold").name("Silver"),
        token_update("gold").symbol("AG"),
        token_update("gold").entity_memo("tarnished"),
        token_update("gold").auto_renew_period(3_000_000),
        token_update("gold").new_metadata("47")
    )]
    update: Txn<TokenUpdate>,
    admin: SpecKey,
    seal: SpecKey,
) -> impl IntoSpec {
    let keyed = token_create("gold").admin_key(&admin).supply_key(&seal).auto_renew_account(DEFAULT_PAYER);
    hapi_spec![
        keyed,
        update.clone().signed_by_payer_and(&seal).fails_with(InvalidSignature),
        update.signed_by_payer_and(&admin),
    ]
}

/// A token without admin is what it is
#[hapi_test]
fn without_an_admin_it_stays(
    #[case(
        token_update("gold").name("Silver"),
        token_update("gold").symbol("AG"),
        token_update("gold").entity_memo("tarnished"),
        token_update("gold").new_metadata("47"),
        token_update("gold").treasury(GENESIS),
        token_update("gold").auto_renew_account(GENESIS),
        token_update("gold").properly_emptying_supply_key(),
        token_update("gold").admin_key(GENESIS),
        token_update("gold").pause_key(GENESIS)
    )]
    update: Txn<TokenUpdate>,
    seal: SpecKey,
) -> impl IntoSpec {
    (
        token_create("gold").supply_key(&seal),
        update.signed_by_payer_and((&seal, GENESIS)).fails_with(TokenIsImmutable),
    )
}

/// Anybody may prolong a token's life, and nobody shorten it
#[hapi_test]
async fn anybody_prolongs_its_life(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let now = spec.consensus_time().seconds;
    let until = |seconds| token_update("gold").expiry(seconds).paying_with(&alice).signed_by(&alice);
    spec.run(token_create("gold").expiry(now + 4_000_000)).await?;
    spec.run(until(now + 5_000_000)).await?;
    spec.run(get_token_info("gold").has_expiry(now + 5_000_000)).await?;
    spec.run(until(now + 4_999_999).fails_with(ExpirationReductionNotAllowed)).await?;
    spec.run(until(now - 1_000).fails_with(InvalidExpirationTime)).await?;
    spec.run(until(now + 100_000_000).fails_with(InvalidExpirationTime)).await?;
    Ok(())
}

/// The old and the new admin together pass the office on
#[hapi_test]
fn both_admins_sign(old: SpecKey, new: SpecKey) -> impl IntoSpec {
    // lint: allow(operations): before and after
    let pass = || token_update("gold").admin_key(&new);
    hapi_spec![
        token_create("gold").admin_key(&old),
        pass().signed_by_payer_and(&old).fails_with(InvalidSignature),
        pass().signed_by_payer_and(&new).fails_with(InvalidSignature),
        pass(),
        get_token_info("gold").has_admin_key(&new),
        token_update("gold").name("by the old").signed_by_payer_and(&old).fails_with(InvalidSignature),
        token_update("gold").name("by the new").signed_by_payer_and(&new),
    ]
}

/// An admin may leave; then nobody changes the token any more
#[hapi_test]
fn an_admin_may_leave(admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin),
        token_update("gold").properly_emptying_admin_key(),
        get_token_info("gold").has_no_admin_key(),
        renamed("gold").signed_by_payer_and(&admin).fails_with(TokenIsImmutable),
        token_delete("gold").signed_by_payer_and(&admin).fails_with(TokenIsImmutable),
    ]
}

/// Every role, and the codes of its key: when it is none, and when the token has none.
const ROLES: [(TokenRole, ResponseCodeEnum, ResponseCodeEnum); 7] = [
    (TokenRole::Kyc, InvalidKycKey, TokenHasNoKycKey),
    (TokenRole::Freeze, InvalidFreezeKey, TokenHasNoFreezeKey),
    (TokenRole::Wipe, InvalidWipeKey, TokenHasNoWipeKey),
    (TokenRole::Supply, InvalidSupplyKey, TokenHasNoSupplyKey),
    (TokenRole::FeeSchedule, InvalidCustomFeeScheduleKey, TokenHasNoFeeScheduleKey),
    (TokenRole::Pause, InvalidPauseKey, TokenHasNoPauseKey),
    (TokenRole::Metadata, InvalidMetadataKey, TokenHasNoMetadataKey),
];

/// The roles with the key of one.
fn one_by_one(of: impl Fn(TokenRole, ResponseCodeEnum, ResponseCodeEnum) -> Operations) -> Operations {
    ROLES.into_iter().flat_map(|(role, invalid, missing)| of(role, invalid, missing)).collect()
}

/// The admin gives a role to another key.
fn gives_role(role: TokenRole, admin: &SpecKey, old: &SpecKey, new: &SpecKey) -> Operations {
    hapi_spec![
        token_create("gold").admin_key(admin).key(role, old),
        token_update("gold").key(role, new).signed_by_payer_and(admin),
    ]
}

/// Who has a role passes it on to a key, and both of them have to sign.
fn passes_role_on(role: TokenRole, admin: &SpecKey, old: &SpecKey, new: &SpecKey) -> Operations {
    let pass = || token_update("gold").key(role, new);
    hapi_spec![
        token_create("gold").admin_key(admin).key(role, old),
        pass().signed_by_payer_and(new).fails_with(InvalidSignature),
        pass().signed_by_payer_and(old).fails_with(InvalidSignature),
        pass().signed_by_payer_and((old, new)),
    ]
}

/// The admin takes a role away, which its holder cannot; then nobody gives it again, as this code says.
fn takes_role_away(
    role: TokenRole,
    missing: ResponseCodeEnum,
    admin: &SpecKey,
    seal: &SpecKey,
) -> Operations {
    let take = || token_update("gold").properly_emptying(role);
    hapi_spec![
        token_create("gold").admin_key(admin).key(role, seal),
        take().signed_by_payer_and(seal).fails_with(InvalidSignature),
        take().signed_by_payer_and(admin),
        token_update("gold").key(role, seal).signed_by_payer_and((admin, seal)).fails_with(missing),
    ]
}

/// The admin alone gives each role to another key, which need not sign
#[hapi_test]
fn the_admin_gives_roles(admin: SpecKey, old: SpecKey, new: SpecKey) -> impl IntoSpec {
    one_by_one(|role, _, _| gives_role(role, &admin, &old, &new))
}

/// Who has a role passes it on without the admin, to a key that signs too
#[hapi_test]
fn holders_pass_their_roles_on(admin: SpecKey, old: SpecKey, new: SpecKey) -> impl IntoSpec {
    one_by_one(|role, _, _| passes_role_on(role, &admin, &old, &new))
}

/// Without validation the new key of a role need not sign
#[hapi_test]
fn keys_that_are_not_validated(old: SpecKey, new: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").supply_key(&old),
        token_update("gold").supply_key(&new).signed_by_payer_and(&old).fails_with(InvalidSignature),
        token_update("gold").supply_key(&new).apply_no_validation_to_keys().signed_by_payer_and(&old),
        get_token_info("gold").has_supply_key(&new),
    ]
}

/// A role may be given up for good by a key that nobody has
#[hapi_test]
fn a_role_may_be_given_up(seal: SpecKey) -> impl IntoSpec {
    let nobodys = Key::ed25519(vec![0; 32]);
    hapi_spec![
        token_create("gold").supply_key(&seal),
        token_update("gold").supply_key(nobodys).apply_no_validation_to_keys().signed_by_payer_and(&seal),
        mint_token("gold", 1).signed_by_payer_and(&seal).fails_with(InvalidSignature),
    ]
}

/// The admin takes a role away, and with it what it is for; its holder cannot
#[hapi_test]
fn the_admin_takes_roles_away(admin: SpecKey, seal: SpecKey) -> impl IntoSpec {
    one_by_one(|role, _, missing| takes_role_away(role, missing, &admin, &seal))
}

/// A role that nobody has had cannot be given
#[hapi_test]
fn roles_are_given_at_creation(admin: SpecKey, seal: SpecKey) -> impl IntoSpec {
    let attempts =
        one_by_one(|role, _, missing| hapi_spec![token_update("gold").key(role, &seal).fails_with(missing)]);
    blocking_order((token_create("gold").admin_key(&admin), blocking_order(attempts)))
}

/// Each new key is one, and has a code of its own if it is not
#[hapi_test]
fn keys_are_keys(admin: SpecKey) -> impl IntoSpec {
    let attempts = one_by_one(|role, invalid, _| {
        hapi_spec![token_update("gold").using_invalid(role).fails_with(invalid)]
    });
    hapi_spec![
        token_create("gold").admin_key(&admin),
        token_update("gold").using_invalid_admin_key().fails_with(InvalidAdminKey),
        blocking_order(attempts),
    ]
}

/// The holder of the metadata key changes the metadata, and so does the admin
#[hapi_test]
fn who_changes_metadata(admin: SpecKey, scribe: SpecKey, mallory: SpecKey) -> impl IntoSpec {
    let write = |metadata| token_update("gold").new_metadata(metadata);
    hapi_spec![
        token_create("gold").admin_key(&admin).metadata_key(&scribe),
        write("by the scribe").signed_by_payer_and(&scribe),
        write("by the admin").signed_by_payer_and(&admin),
        write("by mallory").signed_by_payer_and(&mallory).fails_with(InvalidSignature),
        get_token_info("gold").has_metadata("by the admin"),
    ]
}

/// A metadata key is enough without an admin
#[hapi_test]
fn scribes_need_no_admin(scribe: SpecKey) -> impl IntoSpec {
    (
        token_create("gold").metadata_key(&scribe),
        token_update("gold").new_metadata("by the scribe").signed_by_payer_and(&scribe),
        get_token_info("gold").has_metadata("by the scribe"),
    )
}

/// A new treasury gets all that the old one has, and the record tells
#[hapi_test]
fn a_new_treasury_gets_the_units(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    admin: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).treasury(&alice).initial_supply(70),
        token_update("gold").treasury(&bob).via("handover"),
        get_token_info("gold").has_treasury(&bob).has_total_supply(70),
        get_account_balance(&alice).has_token_balance("gold", 0),
        get_account_balance(&bob).has_token_balance("gold", 70),
        get_txn_record("handover").has_token_amount("gold", &bob, 70).has_token_amount("gold", &alice, -70),
        crypto_delete(&alice).transfer(FUNDING),
    ]
}

/// The NFTs of a treasury are those of the next one
#[hapi_test]
fn a_new_treasury_gets_the_nfts(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    admin: SpecKey,
) -> impl IntoSpec {
    // lint: allow(operations): before and after
    hapi_spec![
        token_create("cards").non_fungible().admin_key(&admin).supply_key(&admin).treasury(&alice),
        token_associate(&bob, "cards"),
        token_associate(&carol, "cards"),
        mint_token("cards", ["one", "two"]),
        crypto_transfer(send("cards".serial(2)).from(&alice).to(&carol)),
        token_update("cards").treasury(&bob),
        get_token_nft_info("cards", 1).has_account_id(&bob),
        get_token_nft_info("cards", 2).has_account_id(&carol),
        get_account_info(&bob).has_owned_nfts(1),
        token_update("cards").treasury(&carol).fails_with(TransactionRequiresZeroTokenBalances),
    ]
}

/// Admin and new treasury sign for a change of treasury
#[hapi_test]
fn treasuries_agree(alice: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    let change = || token_update("gold").treasury(&alice);
    hapi_spec![
        token_create("gold").admin_key(&admin),
        token_associate(&alice, "gold"),
        change().signed_by_payer_and(&admin).fails_with(InvalidSignature),
        change().signed_by_payer_and(&alice).fails_with(InvalidSignature),
        change().signed_by_payer_and((&admin, &alice)),
    ]
}

/// A new treasury exists, and has room for the token
#[hapi_test]
fn treasuries_have_room(alice: SpecAccount, gone: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    let change = |treasury: &str| token_update("gold").treasury(treasury);
    hapi_spec![
        token_create("gold").admin_key(&admin),
        change(alice.name()).fails_with(NoRemainingAutomaticAssociations),
        change("0.0.999999").signed_by_payer_and(&admin).fails_with(InvalidAccountId),
        crypto_delete(&gone),
        change(gone.name()).fails_with(AccountDeleted),
    ]
}

/// The new treasury may use the token, whatever held for it before
#[hapi_test]
fn new_treasuries_may_use_it(alice: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).kyc_key(&admin).freeze_key(&admin).freeze_default(true),
        token_associate(&alice, "gold"),
        token_update("gold").treasury(&alice),
        get_account_info(&alice).has_token(
            relationship_with("gold").kyc(TokenKycStatus::Granted).freeze(TokenFreezeStatus::Unfrozen)
        ),
    ]
}

/// What names, memos and metadata may be holds for updates too
#[hapi_test]
fn texts_have_limits(admin: SpecKey) -> impl IntoSpec {
    // lint: allow(operations): a table of texts
    let long = "x".repeat(101);
    let update = || token_update("gold");
    hapi_spec![
        token_create("gold").admin_key(&admin),
        update().name(long.as_str()).fails_with(TokenNameTooLong),
        update().symbol(long.as_str()).fails_with(TokenSymbolTooLong),
        update().entity_memo(long.as_str()).fails_with(MemoTooLong),
        update().new_metadata(long).fails_with(MetadataTooLong),
        update().name("\0").fails_with(InvalidZeroByteInString),
        update().symbol("\0").fails_with(InvalidZeroByteInString),
        update().entity_memo("\0").fails_with(InvalidZeroByteInString),
    ]
}

/// Who pays for renewals agrees to it
#[hapi_test]
fn renewers_agree(alice: SpecAccount, gone: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    // lint: allow(operations): a table of renewers
    let update = |account: &str| token_update("gold").auto_renew_account(account);
    let by_alice = || update(alice.name()).auto_renew_period(3_000_000);
    hapi_spec![
        token_create("gold").admin_key(&admin),
        by_alice().signed_by_payer_and(&admin).fails_with(InvalidSignature),
        by_alice(),
        get_token_info("gold").has_auto_renew_account(&alice).has_auto_renew_period(3_000_000),
        update("0.0.999999").signed_by_payer_and(&admin).fails_with(InvalidAutorenewAccount),
        crypto_delete(&gone),
        update(gone.name()).fails_with(InvalidAutorenewAccount),
        token_update("gold").auto_renew_period(1).fails_with(AutorenewDurationNotInRange),
    ]
}

/// What is deleted, paused or was never made does not change
#[hapi_test]
fn only_usable_tokens_change(seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&seal).pause_key(&seal),
        token_pause("gold"),
        renamed("gold").fails_with(TokenIsPaused),
        token_unpause("gold"),
        token_delete("gold"),
        renamed("gold").fails_with(TokenWasDeleted),
        renamed("0.0.999999").fails_with(InvalidTokenId),
    ]
}

/// An update costs a tenth of a cent, and a cent for each key beyond the first
#[hapi_test]
fn updates_are_priced_by_keys(
    #[account_spec(balance = 100.hbar(), key = ed25519)] payer: SpecAccount,
) -> impl IntoSpec {
    let update = || token_update("gold").paying_with(&payer).signed_by(&payer);
    hapi_spec![
        token_create("gold").admin_key(&payer).supply_key(&payer).pause_key(&payer),
        update().name("Gold").via("plain"),
        update().supply_key(&payer).pause_key(&payer).via("keyed"),
        validate_charged_usd_within("plain", 0.001, 0.01),
        validate_charged_usd_within("keyed", 0.011, 0.01),
    ]
}

/// Each id in an update is needed: without it, the update fails with that id's own code
#[hapi_test]
fn cleared_ids_are_missed(alice: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin),
        token_associate(&alice, "gold"),
        submit_modified(with_successively_varied_body_ids(), move || {
            token_update("gold").treasury(&alice).auto_renew_account(&alice).auto_renew_period(3_000_000)
        }),
    ]
}
