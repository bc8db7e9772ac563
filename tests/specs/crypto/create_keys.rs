//! The keys that an account may have: every shape that could sign, and none that could not.

use hapi_test::prelude::*;

/// A primitive key inside so many lists.
fn nested_in(lists: usize) -> KeyShape {
    (0..lists).fold(ED25519, |inner, _| list_of([inner]))
}

/// An account may have a key of any shape, and all that it is made of can sign for it
#[hapi_test]
fn keys_have_many_shapes(
    #[case(
        ED25519,
        SECP256K1,
        list_of(1),
        list_of(3),
        thresh_of(2, 3),
        thresh_of(1, [list_of(2), SECP256K1]),
        list_of([thresh_of(1, [ED25519, SECP256K1]), thresh_of(2, 2)])
    )]
    shape: KeyShape,
) -> impl IntoSpec {
    let update = || crypto_update("carol").entity_memo("mine");
    hapi_spec![
        crypto_create("carol").key_shape(shape),
        get_account_info("carol").has(account_with().key("carol")),
        update().signed_by(DEFAULT_PAYER).has_known_status(InvalidSignature),
        update(),
        get_account_info("carol").has(account_with().memo("mine")),
    ]
}

/// All keys of a list sign, but of a threshold key only so many as it asks for
#[hapi_test]
fn lists_need_all_and_thresholds_need_enough() -> impl IntoSpec {
    let signed_as = |name: &str, control| crypto_update(name).sig_control(for_key(name, control));
    hapi_spec![
        crypto_create("all of three").key_shape(list_of(3)),
        crypto_create("two of three").key_shape(thresh_of(2, 3)),
        signed_as("all of three", sigs![ON, ON, OFF]).has_known_status(InvalidSignature),
        signed_as("all of three", sigs![ON, ON, ON]),
        signed_as("two of three", sigs![OFF, ON, OFF]).has_known_status(InvalidSignature),
        signed_as("two of three", sigs![OFF, ON, ON]),
    ]
}

/// A creation need not be signed by the new account's key
#[hapi_test]
fn new_keys_need_not_sign(#[key_spec(kind = thresh_of(2, 3))] offline: SpecKey) -> impl IntoSpec {
    hapi_spec![
        crypto_create("cold storage").key(&offline).signed_by(DEFAULT_PAYER),
        get_account_info("cold storage").has(account_with().key(&offline)),
    ]
}

/// A key in which nothing could ever sign is no key
#[hapi_test]
fn empty_keys_are_missing_keys(
    #[case(list_of(0), thresh_of(0, 0), thresh_of(1, 0), list_of([list_of(0)]), thresh_of(1, [list_of(0), list_of(0)]))]
    shape: KeyShape,
) -> impl IntoSpec {
    crypto_create("nobody").key_shape(shape).has_precheck(KeyRequired)
}

/// An account has a key from the start
#[hapi_test]
fn a_key_is_required() -> impl IntoSpec {
    (
        crypto_create("nobody").without_key().has_precheck(KeyRequired),
        crypto_create("nobody").key(Key::default()).has_precheck(BadEncoding),
    )
}

/// A key with an empty part is refused, though the rest of it could sign
#[hapi_test]
fn no_part_of_a_key_is_empty(
    #[case(list_of([ED25519, list_of(0)]), list_of([SECP256K1, thresh_of(1, 0)]), thresh_of(1, [ED25519, list_of(0)]))]
    shape: KeyShape,
) -> impl IntoSpec {
    crypto_create("nobody").key_shape(shape).has_known_status(InvalidAdminKey)
}

/// A threshold lies between one and the number of its keys
#[hapi_test]
fn thresholds_lie_within_their_keys() -> impl IntoSpec {
    let nobody_with = |shape: KeyShape| crypto_create("nobody").key_shape(shape);
    hapi_spec![
        nobody_with(thresh_of(0, 2)).has_known_status(InvalidAdminKey),
        nobody_with(thresh_of(3, 2)).has_known_status(InvalidAdminKey),
        nobody_with(list_of([ED25519, thresh_of(3, 2)])).has_known_status(InvalidAdminKey),
        crypto_create("carol").key_shape(thresh_of(2, 2)),
    ]
}

/// Ed25519 keys have 32 bytes and ECDSA keys 33, also inside other keys
#[hapi_test]
fn keys_have_the_length_of_their_kind() -> impl IntoSpec {
    // lint: allow(operations): a table of lengths
    let nobody_with = |key: Key| crypto_create("nobody").key(key);
    let short = || Key::ed25519(vec![7; 31]);
    hapi_spec![
        nobody_with(Key::ed25519(vec![])).has_precheck(BadEncoding),
        nobody_with(Key::ecdsa(vec![])).has_precheck(BadEncoding),
        nobody_with(short()).has_known_status(InvalidAdminKey),
        nobody_with(Key::ed25519(vec![7; 33])).has_known_status(InvalidAdminKey),
        nobody_with(Key::ecdsa(vec![2; 32])).has_known_status(InvalidAdminKey),
        nobody_with(Key::ecdsa(vec![2; 65])).has_known_status(InvalidAdminKey),
        nobody_with(Key::list(vec![short()])).has_known_status(InvalidAdminKey),
        nobody_with(Key::threshold(1, vec![short()])).has_known_status(InvalidAdminKey),
    ]
}

/// A key is nested at most fifteen levels deep
#[hapi_test]
fn keys_are_nested_fifteen_levels_deep() -> impl IntoSpec {
    hapi_spec![
        crypto_create("deep").key_shape(nested_in(14)),
        crypto_update("deep").entity_memo("signed at the bottom"),
        get_account_info("deep").has(account_with().memo("signed at the bottom")),
        crypto_create("deeper").key_shape(nested_in(15)).has_known_status(BadEncoding),
    ]
}

/// A contract as a key signs by running, so that no signature moves what it guards
#[hapi_test]
fn contracts_do_not_sign_transactions() -> impl IntoSpec {
    let contract = Key::contract(hapi_test::proto::services::ContractId::from_num(5_005));
    hapi_spec![
        crypto_create("vault").key(contract).balance(5.hbar()),
        crypto_transfer(send(1.hbar()).from("vault").to(GENESIS)).has_known_status(InvalidSignature),
        get_account_balance("vault").has_hbar(5.hbar()),
    ]
}
