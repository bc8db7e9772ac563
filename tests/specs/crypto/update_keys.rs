//! Keys of accounts: who signs when one changes, which of its parts are enough, and how signatures name their keys.

use hapi_test::{prelude::*, proto::services::key};

/// The old and the new key together change a key; from then on the new one alone controls the account
#[hapi_test]
fn rotation(old: SpecKey, new: SpecKey) -> impl IntoSpec {
    hapi_spec![
        crypto_create("alice").key(&old),
        crypto_update("alice").key(&new).signed_by_payer_and((&old, &new)),
        get_account_info("alice").has(account_with().key(&new)),
        crypto_update("alice")
            .entity_memo("by the old key")
            .signed_by_payer_and(&old)
            .fails_with(InvalidSignature),
        crypto_update("alice").entity_memo("by the new key").signed_by_payer_and(&new),
        get_account_info("alice").has(account_with().memo("by the new key")),
    ]
}

/// A fixture signs with the key that it was told of last, whether or not an operation on it has set that
#[hapi_test]
async fn fixtures_are_told_of_keys(
    spec: &Spec,
    alice: SpecAccount,
    new: SpecKey,
    another: SpecKey,
) -> SpecResult {
    spec.run(crypto_update(&alice).key(&new)).await?;
    alice.update_key_from(&another, spec)?;
    assert_eq!(alice.key(spec)?, another.key(spec)?);
    spec.run(crypto_update(&alice).entity_memo("by another key").fails_with(InvalidSignature)).await?;
    alice.update_key_from(&new, spec)?;
    spec.run(crypto_update(&alice).entity_memo("by the new key")).await?;
    spec.run_all(get_account_info(&alice).has(account_with().key(&new).memo("by the new key"))).await
}

/// What a key consists of can be had, and what it cannot be had as says so
#[hapi_test]
async fn keys_are_there_as_bytes(
    spec: &Spec,
    alice: SpecAccount,
    #[key_spec(kind = ecdsa)] ecdsa: SpecKey,
    #[key_spec(kind = list_of(2))] list: SpecKey,
) -> SpecResult {
    let bytes = alice.ed25519_key_bytes(spec)?;
    assert_eq!(alice.key(spec)?.key, Some(key::Key::Ed25519(bytes.to_vec().into())));
    alice.update_key_from(&ecdsa, spec)?;
    let error = alice.ed25519_key_bytes(spec).expect_err("it is another curve's");
    assert!(error.message().contains("declare it with `#[account_spec(key = ed25519)]`"), "{error}");
    assert_eq!(ecdsa.raw_bytes(spec)?.len(), 33, "compressed");
    assert!(ecdsa.encoded(spec)?.ends_with(&ecdsa.raw_bytes(spec)?));
    assert!(list.raw_bytes(spec).is_err(), "it has two");
    Ok(())
}

/// Neither the old nor the new key alone changes a key
#[hapi_test]
fn rotation_needs_both_keys(
    #[case("old", "new")] only: &'static str,
    old: SpecKey,
    new: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("alice").key(&old),
        crypto_update("alice").key(&new).signed_by_payer_and(only).fails_with(InvalidSignature),
        get_account_info("alice").has(account_with().key(&old)),
    ]
}

/// Any two parts of a two-of-three threshold key are enough
#[hapi_test]
fn enough_of_a_threshold(
    #[case(sigs![ON, ON, OFF], sigs![ON, OFF, ON], sigs![OFF, ON, ON], sigs![ON, ON, ON])]
    signing: SigControl,
    #[account_spec(key = thresh_of(2, 3))] vault: SpecAccount,
) -> impl IntoSpec {
    (
        crypto_update(&vault).entity_memo("opened").sig_control(for_key(&vault, signing)),
        get_account_info(&vault).has(account_with().memo("opened")),
    )
}

/// One part of a two-of-three threshold key is not enough
#[hapi_test]
fn too_little_of_a_threshold(
    #[case(sigs![ON, OFF, OFF], sigs![OFF, ON, OFF], sigs![OFF, OFF, ON])] signing: SigControl,
    #[account_spec(key = thresh_of(2, 3))] vault: SpecAccount,
) -> impl IntoSpec {
    (
        crypto_update(&vault)
            .entity_memo("opened")
            .sig_control(for_key(&vault, signing))
            .fails_with(InvalidSignature),
        get_account_info(&vault).has(account_with().memo("")),
    )
}

/// Thresholds and lists nest: each part that counts must itself be signed for
#[hapi_test]
fn nested_keys(
    #[account_spec(key = thresh_of(2, [SIMPLE, thresh_of(1, 2), list_of(2)]))] vault: SpecAccount,
) -> impl IntoSpec {
    let update = |memo| crypto_update(&vault).entity_memo(memo);
    let enough = sigs![OFF, sigs![OFF, ON], sigs![ON, ON]];
    let half_a_list = sigs![OFF, sigs![ON, ON], sigs![ON, OFF]];
    hapi_spec![
        update("half a list").sig_control(for_key(&vault, half_a_list)).fails_with(InvalidSignature),
        update("enough").sig_control(for_key(&vault, enough)),
        get_account_info(&vault).has(account_with().memo("enough")),
    ]
}

/// Every part of a key list signs
#[hapi_test]
fn key_lists(
    #[case(sigs![OFF, ON, ON], sigs![ON, OFF, ON], sigs![ON, ON, OFF])] signing: SigControl,
    #[account_spec(key = list_of(3))] board: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&board)
            .entity_memo("decided")
            .sig_control(for_key(&board, signing))
            .fails_with(InvalidSignature),
        crypto_update(&board).entity_memo("decided"),
        get_account_info(&board).has(account_with().memo("decided")),
    ]
}

/// One signature counts for every part of a key that is the same
#[hapi_test]
fn one_signature_for_equal_parts() -> impl IntoSpec {
    hapi_spec![
        new_key_named("shared").shape(thresh_of(2, 3)).labels(["twice", "twice", "once"]),
        crypto_create("vault").key("shared"),
        crypto_update("vault")
            .entity_memo("by the part that is there once")
            .sig_control(for_key("vault", sigs![OFF, OFF, ON]))
            .fails_with(InvalidSignature),
        crypto_update("vault")
            .entity_memo("by the part that is there twice")
            .sig_control(for_key("vault", sigs![ON, OFF, OFF])),
        get_account_info("vault").has(account_with().memo("by the part that is there twice")),
    ]
}

/// A new key that is a threshold key is changed to by as many of its parts as it needs itself
#[hapi_test]
fn rotation_to_a_threshold(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        new_key_named("council").shape(thresh_of(2, 3)),
        crypto_update(&alice)
            .key("council")
            .sig_control(for_key("council", sigs![ON, OFF, OFF]))
            .fails_with(InvalidSignature),
        crypto_update(&alice).key("council").sig_control(for_key("council", sigs![OFF, ON, ON])),
        get_account_info(&alice).has(account_with().key("council")),
    ]
}

/// Keys that begin alike are told apart by prefixes as long as it takes
#[hapi_test]
fn overlapping_keys(#[case(UNIQUE_PREFIXES, FULL_PREFIXES)] prefixes: SigMapPrefixes) -> impl IntoSpec {
    hapi_spec![
        new_key_named("alike")
            .shape(list_of([ED25519, ED25519, ED25519]))
            .generator(KeyGenerator::Overlapping(1)),
        crypto_create("alice").key("alike"),
        crypto_update("alice").entity_memo("told apart").sig_map_prefixes(prefixes),
        get_account_info("alice").has(account_with().memo("told apart")),
    ]
}

/// No prefix in a signature map may begin with another one, and every one begins with an empty one
#[hapi_test]
fn ambiguous_prefixes(#[case(sigs![ON, ON], sigs![ON, OFF])] signing: SigControl) -> impl IntoSpec {
    hapi_spec![
        new_key_named("alike")
            .shape(thresh_of(1, [ED25519, ED25519]))
            .generator(KeyGenerator::Overlapping(1)),
        crypto_create("alice").key("alike"),
        // The prefixes are what the two have in common, and of the payer, which is not alike, nothing.
        crypto_update("alice")
            .entity_memo("mistaken")
            .sig_control(for_key("alice", signing))
            .sig_map_prefixes(AMBIGUOUS_PREFIXES)
            .has_precheck(KeyPrefixMismatch),
        get_account_info("alice").has(account_with().memo("")),
    ]
}

/// Where only one signs, its signature needs no prefix at all
#[hapi_test]
fn the_only_signature_needs_no_prefix(alice: SpecAccount) -> impl IntoSpec {
    (
        // Of a single key, an ambiguous prefix is the empty one.
        crypto_update(&alice)
            .entity_memo("it is me")
            .paying_with(&alice)
            .sig_map_prefixes(AMBIGUOUS_PREFIXES),
        get_account_info(&alice).has(account_with().memo("it is me")),
    )
}

/// A signature under the prefix of another key is none
#[hapi_test]
fn confused_prefixes(
    #[account_spec(key = ed25519)] alice: SpecAccount,
    #[account_spec(key = ed25519)] bob: SpecAccount,
) -> impl IntoSpec {
    (
        crypto_update(&alice)
            .entity_memo("mistaken")
            .paying_with(&bob)
            .sig_map_prefixes(CONFUSED_PREFIXES)
            .has_precheck(InvalidSignature),
        get_account_info(&alice).has(account_with().memo("")),
    )
}

/// A signature that nobody asked for is ignored, and paid for only when its prefix shows the whole key
#[hapi_test]
fn superfluous_signatures(
    #[case((UNIQUE_PREFIXES, 2), (FULL_PREFIXES, 3))] shown: (SigMapPrefixes, u32),
    alice: SpecAccount,
    bystander: SpecKey,
) -> impl IntoSpec {
    let (prefixes, verified) = shown;
    (
        crypto_update(&alice)
            .entity_memo("witnessed")
            .signed_by_payer_and((&alice, &bystander))
            .sig_map_prefixes(prefixes)
            .via("update"),
        get_account_info(&alice).has(account_with().memo("witnessed")),
        validate_charged_usd("update", 0.000_12 + 0.000_1 * f64::from(verified)),
    )
}

/// An account gets no key that cannot sign
#[hapi_test]
fn keys_that_cannot_sign(
    #[case(
        Key::list(vec![]),
        Key::threshold(1, vec![]),
        Key::list(vec![Key::list(vec![])]),
        Key::ed25519(vec![7; 31]),
        Key::ecdsa(vec![7; 33])
    )]
    key: Key,
    #[account_spec(memo = "untouched")] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).saving_snapshot("before"),
        crypto_update(&alice).key(key).signed_by_payer_and(&alice).fails_with(InvalidAdminKey),
        get_account_info(&alice).has(account_with().no_changes_from_snapshot("before")),
    ]
}

/// A simple key within so many levels, itself one.
fn nested(levels: u32) -> KeyShape {
    (1..levels).fold(SIMPLE, |inner, _| list_of([inner]))
}

/// Keys nest fifteen levels deep, and not one more
#[hapi_test]
fn deepest_keys(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        new_key_named("deepest").shape(nested(15)),
        new_key_named("deeper").shape(nested(16)),
        crypto_update(&alice).key("deeper").fails_with(BadEncoding),
        crypto_update(&alice).key("deepest"),
        get_account_info(&alice).has(account_with().key("deepest")),
    ]
}

/// A superuser changes the key of a system account without its signature or the new key's, and for free
#[hapi_test]
fn superusers(
    #[case((GENESIS, "0.0.731"), ("SYSTEM_ADMIN", "0.0.732"))] who_and_whom: (&'static str, &'static str),
    new: SpecKey,
) -> impl IntoSpec {
    let (superuser, account) = who_and_whom;
    hapi_spec![
        crypto_update(account).key(&new).paying_with(superuser).signed_by(superuser).via("update"),
        get_account_info(account).has(account_with().key(&new)),
        get_txn_record("update").has_priority(record_with().fee(0)).shows_no_transfers(),
    ]
}

/// Anybody else needs the key of a system account to change it, and pays for that
#[hapi_test]
fn system_accounts_for_others(alice: SpecAccount) -> impl IntoSpec {
    let update = |memo| crypto_update("0.0.733").entity_memo(memo).paying_with(&alice).via("update");
    hapi_spec![
        update("no signature").signed_by(&alice).fails_with(InvalidSignature),
        update("signed").signed_by((&alice, GENESIS)),
        get_account_info("0.0.733").has(account_with().memo("signed")),
        validate_charged_usd("update", 0.000_32),
    ]
}

/// Only the treasury changes the treasury
#[hapi_test]
fn only_the_treasury_changes_itself(
    #[case("SYSTEM_ADMIN", DEFAULT_PAYER)] other: &'static str,
) -> impl IntoSpec {
    (
        crypto_update(GENESIS)
            .entity_memo("taken over")
            .paying_with(other)
            .signed_by((other, GENESIS))
            .fails_with(AuthorizationFailed),
        crypto_update(GENESIS).receiver_sig_required(false).paying_with(GENESIS),
    )
}

/// The new key of the treasury signs, even though the treasury is a superuser
#[hapi_test]
fn the_new_key_of_the_treasury_signs(new: SpecKey) -> impl IntoSpec {
    hapi_spec![
        crypto_update(GENESIS)
            .key(&new)
            .not_updating_registry_with_new_key()
            .paying_with(GENESIS)
            .signed_by(GENESIS)
            .fails_with(InvalidSignature),
        get_account_info(GENESIS).has(account_with().key(GENESIS)),
    ]
}
