//! Accounts created with an EVM address as their alias (HIP-583).
//!
//! - <https://hips.hedera.com/hip/hip-32>
//! - <https://hips.hedera.com/hip/hip-583>

use hapi_test::prelude::*;

/// An account may take the EVM address of its own key; nobody needs to sign for that
#[hapi_test]
fn the_address_of_the_own_key_is_free(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol").key(&key).evm_address_of(&key).signed_by(DEFAULT_PAYER),
        get_account_info("carol").has(account_with().key(&key).evm_address_of(&key)),
        get_account_info(by_evm_address_of(&key)).has_expected_account_id("carol"),
    ]
}

/// What is sent to the EVM address of an account arrives there
#[hapi_test]
fn an_address_stands_for_its_account(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[key_spec(kind = ecdsa)] key: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol").key(&key).evm_address_of(&key).balance(1.hbar()),
        alice.transfer_hbars_to(by_evm_address_of(&key), 4.hbar()).via("transfer"),
        empty_child_records_check("transfer", Success).has_hbar_amount("carol", 4.hbar()),
        get_account_balance(by_evm_address_of(&key)).has_hbar(5.hbar()).has_expected_account_id("carol"),
        crypto_transfer(send(2.hbar()).from(by_evm_address_of(&key)).to(&alice)),
        get_account_balance("carol").has_hbar(3.hbar()),
    ]
}

/// An account may take the EVM address of another key, of any kind itself, once that key signed and showed itself whole
#[hapi_test]
fn the_address_of_another_key_is_signed_for(
    #[key_spec(kind = ecdsa)] claimed: SpecKey,
    #[case(ED25519, SECP256K1)] own: KeyShape,
) -> impl IntoSpec {
    let claim = || crypto_create("carol").key_shape(own.clone()).evm_address_of(&claimed);
    hapi_spec![
        claim().signed_by(DEFAULT_PAYER).has_known_status(InvalidSignature),
        // The beginning of a public key does not tell its address.
        claim().sig_map_prefixes(UNIQUE_PREFIXES).has_known_status(InvalidSignature),
        claim().sig_map_prefixes(FULL_PREFIXES),
        get_account_info(by_evm_address_of(&claimed))
            .has_expected_account_id("carol")
            .has(account_with().key("carol").evm_address_of(&claimed)),
    ]
}

/// A payer may give away the EVM address of its own key: it signs anyway
#[hapi_test]
fn the_address_of_the_payer_is_signed_for(
    #[account_spec(balance = 100.hbar(), key = ecdsa)] payer: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol")
            .key_shape(ED25519)
            .evm_address_of(&payer)
            .paying_with(&payer)
            .signed_by(&payer),
        get_account_info(by_evm_address_of(&payer)).has_expected_account_id("carol"),
    ]
}

/// An EVM address belongs to one account at a time
#[hapi_test]
fn a_taken_address_is_refused(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    let claim = |name| crypto_create(name).key(&key).evm_address_of(&key);
    hapi_spec![
        claim("first"),
        claim("second").has_known_status(AliasAlreadyAssigned),
        get_account_info(by_evm_address_of(&key)).has_expected_account_id("first"),
    ]
}

/// The EVM address of a deleted account is free again
#[hapi_test]
fn the_address_of_a_deleted_account_can_be_taken(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    let claim = |name| crypto_create(name).key(&key).evm_address_of(&key);
    hapi_spec![
        claim("first"),
        crypto_delete("first").transfer(DEFAULT_PAYER),
        get_account_info(by_evm_address_of(&key)).fails_with(InvalidAccountId),
        claim("second"),
        get_account_info(by_evm_address_of(&key)).has_expected_account_id("second"),
    ]
}

/// An address that spells out an entity number is no alias: no key is behind it that could sign for it (HIP-583)
#[hapi_test]
fn numbers_are_no_aliases(alice: SpecAccount) -> impl IntoSpec {
    let nobody = long_zero_address(&AccountId::from_num(987_654_321)).unwrap_or_default();
    hapi_spec![
        with_long_zero_address(&alice, |taken| {
            crypto_create("nobody").evm_address(taken).has_known_status(InvalidSignature)
        }),
        crypto_create("nobody").evm_address(nobody).has_known_status(InvalidSignature),
    ]
}

/// Clients create accounts by key alias with a transfer only (HIP-32)
#[hapi_test]
fn key_aliases_come_from_transfers(#[case(ED25519, SECP256K1)] kind: KeyShape) -> impl IntoSpec {
    hapi_spec![
        new_key_named("key").shape(kind),
        crypto_create("nobody").key("key").key_alias("key").has_known_status(InvalidAliasKey),
        crypto_create("nobody").key_alias("key").has_known_status(InvalidAliasKey),
        get_account_info(by_alias("key")).fails_with(InvalidAccountId),
    ]
}

/// An alias has 20 bytes
#[hapi_test]
fn aliases_have_the_length_of_an_address(#[case(1, 19, 21, 32, 33)] length: usize) -> impl IntoSpec {
    crypto_create("nobody").alias(vec![0xab; length]).has_precheck(InvalidAliasKey)
}

/// An account with an alias still needs a key
#[hapi_test]
fn an_alias_is_no_key(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    let claim = || crypto_create("nobody").evm_address_of(&key).sig_map_prefixes(FULL_PREFIXES);
    hapi_spec![
        claim().without_key().has_precheck(InvalidAliasKey),
        claim().key_shape(list_of(0)).has_precheck(KeyRequired),
        get_account_info(by_evm_address_of(&key)).fails_with(InvalidAccountId),
    ]
}

/// An account with an ECDSA key has that key's EVM address only if its creation says so
#[hapi_test]
async fn addresses_are_not_taken_unasked(
    spec: &Spec,
    #[account_spec(key = ecdsa)] carol: SpecAccount,
) -> SpecResult {
    let by_number = long_zero_address(&carol.id(spec)?).unwrap_or_default();
    spec.run_all(hapi_spec![
        carol.get_info().has(account_with().no_alias().evm_address(by_number.to_vec())),
        get_account_info(by_evm_address(by_number)).has_expected_account_id(&carol),
        get_account_info(by_evm_address_of(&carol)).fails_with(InvalidAccountId),
    ])
    .await
}
