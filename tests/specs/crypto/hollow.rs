//! Hollow accounts: an EVM address and a balance, waiting for the key behind the address (HIP-583).
//!
//! - <https://hips.hedera.com/hip/hip-583>

use hapi_test::prelude::*;

/// A hollow account of this name, with 10 hbar; the key behind its address has the same name.
fn hollow(name: &'static str) -> impl SpecOperation {
    create_hollow(1, move |_| name.to_owned()).balance(10.hbar())
}

/// One hbar from an account, paid for by the default payer and signed with the whole public key.
fn spend(giver: &'static str) -> Txn<CryptoTransfer> {
    crypto_transfer(send(1.hbar()).from(giver).to(DEFAULT_PAYER)).sig_map_prefixes(FULL_PREFIXES)
}

/// Hbar sent to an EVM address creates an account with that address, and with no key at all
#[hapi_test]
fn a_transfer_to_an_address_creates_a_hollow_account(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[key_spec(kind = ecdsa)] bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(by_evm_address_of(&bob), 10.hbar()).via("transfer"),
        get_account_info(by_evm_address_of(&bob)).is_hollow().saving_id_as("hollow").has(
            account_with()
                .evm_address_of(&bob)
                .no_alias()
                .balance(10.hbar())
                .memo("")
                .auto_renew(7_776_000)
                .max_auto_associations(-1),
        ),
        child_records_check(
            "transfer",
            Success,
            [record_with().status(Success).target_account("hollow").memo("")]
        ),
        validate_charged_usd_with_child("transfer", 0.0501, 0.1),
    ]
}

/// A hollow account that pays gets the key that signed; the completion precedes what it paid for and costs nothing
#[hapi_test]
fn a_payer_completes_itself() -> impl IntoSpec {
    // lint: allow(operations): the steps follow from each other
    hapi_spec![
        hollow("bob"),
        spend("bob").paying_with("bob").via("payment"),
        child_records_check("payment", Success, [record_with().status(Success).target_account("bob").fee(0)]),
        get_account_info("bob").is_not_hollow().has(account_with().key("bob").evm_address_of("bob")),
        get_account_info(by_evm_address_of("bob")).has_expected_account_id("bob"),
        validate_charged_usd_within("payment", 0.0001, 0.1),
        spend("bob").via("next").sig_map_prefixes(UNIQUE_PREFIXES),
        empty_child_records_check("next", Success),
    ]
}

/// A hollow account that must sign gets the key that signed, whoever pays
#[hapi_test]
fn a_signer_completes_itself() -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        spend("bob").via("spending"),
        child_records_check("spending", Success, [record_with().status(Success).target_account("bob")]),
        get_account_info("bob").is_not_hollow().has(account_with().key("bob").balance(9.hbar())),
    ]
}

/// Payer and signer complete themselves in the same transaction
#[hapi_test]
fn several_accounts_complete_at_once() -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        hollow("carol"),
        spend("bob").paying_with("carol").via("both"),
        get_txn_record("both").has_non_staking_child_record_count(2),
        get_account_info("bob").is_not_hollow().has(account_with().key("bob")),
        get_account_info("carol").is_not_hollow().has(account_with().key("carol")),
    ]
}

/// The beginning of a public key does not tell its address: a hollow account signs with the whole key
#[hapi_test]
fn a_key_shows_itself_whole() -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        spend("bob").sig_map_prefixes(UNIQUE_PREFIXES).has_known_status(InvalidSignature),
        spend("bob").paying_with("bob").sig_map_prefixes(UNIQUE_PREFIXES).has_precheck(InvalidSignature),
        get_account_info("bob").is_hollow().has(account_with().balance(10.hbar())),
    ]
}

/// No other key moves what a hollow account has, and none completes it
#[hapi_test]
fn a_wrong_key_completes_nothing(
    #[key_spec(kind = ecdsa)] ecdsa: SpecKey,
    #[key_spec(kind = ed25519)] ed25519: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        spend("bob").signed_by([DEFAULT_PAYER, ecdsa.name()]).has_known_status(InvalidSignature),
        spend("bob").signed_by([DEFAULT_PAYER, ed25519.name()]).has_known_status(InvalidSignature),
        spend("bob").paying_with("bob").signed_by(&ecdsa).has_precheck(InvalidSignature),
        crypto_update("bob").key(&ecdsa).signed_by_payer_and(&ecdsa).has_known_status(InvalidSignature),
        get_account_info("bob").is_hollow().has(account_with().balance(10.hbar())),
    ]
}

/// A signature that nobody asked for completes nothing, nor does a credit
#[hapi_test]
fn a_bystander_stays_hollow(#[account_spec(balance = 100.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        alice
            .transfer_hbars_to(GENESIS, 1.hbar())
            .signed_by_payer_and("bob")
            .sig_map_prefixes(FULL_PREFIXES)
            .via("aside"),
        empty_child_records_check("aside", Success),
        alice.transfer_hbars_to("bob", 1.hbar()).signed_by_payer_and("bob").sig_map_prefixes(FULL_PREFIXES),
        get_account_info("bob").is_hollow().has(account_with().balance(11.hbar())),
    ]
}

/// A completion stays, even if the transaction that it precedes fails
#[hapi_test]
fn a_completion_outlives_a_failure(#[account_spec(balance = 5.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        crypto_transfer(send(6.hbar()).from(&alice).to(GENESIS))
            .paying_with("bob")
            .sig_map_prefixes(FULL_PREFIXES)
            .via("failure")
            .has_known_status(InsufficientAccountBalance),
        child_records_check(
            "failure",
            InsufficientAccountBalance,
            [record_with().status(Success).target_account("bob")]
        ),
        get_account_info("bob").is_not_hollow().has(account_with().key("bob")),
        alice.get_balance().has_hbar(5.hbar()),
    ]
}

/// The update that completes an account may change it as well, even its key
#[hapi_test]
fn an_update_completes_and_changes(#[key_spec(kind = ed25519)] other: SpecKey) -> impl IntoSpec {
    hapi_spec![
        hollow("bob"),
        crypto_update("bob")
            .key(&other)
            .entity_memo("grown up")
            .not_updating_registry_with_new_key()
            .sig_map_prefixes(FULL_PREFIXES)
            .via("update"),
        get_txn_record("update").has_non_staking_child_record_count(1),
        get_account_info("bob")
            .has(account_with().key(&other).memo("grown up").evm_address_of("bob").max_auto_associations(-1)),
    ]
}

/// A hollow account may have many lives: deleted once it has its key, its address creates another
#[hapi_test]
fn a_deleted_account_leaves_its_address(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    let gift = || crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_evm_address_of(&key)));
    hapi_spec![
        gift(),
        get_account_info(by_evm_address_of(&key)).saving_id_as("first"),
        crypto_delete("first")
            .transfer(DEFAULT_PAYER)
            .signed_by_payer_and(&key)
            .sig_map_prefixes(FULL_PREFIXES),
        gift().via("again"),
        get_txn_record("again").has_non_staking_child_record_count(1),
        get_account_info(by_evm_address_of(&key)).is_hollow().has(account_with().balance(1.hbar())),
    ]
}
