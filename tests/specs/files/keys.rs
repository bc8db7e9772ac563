//! Who may change a file: all of its keys, but any one of them may delete it.

use hapi_test::prelude::*;

/// All keys of a file sign its creation
#[hapi_test]
fn keys_consent_to_be_used(
    #[case(sigs![ON, OFF], sigs![OFF, ON], sigs![OFF, OFF])] signing: SigControl,
    #[key_spec(kind = list_of(2))] wacl: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").key(&wacl).sig_control(for_key(&wacl, signing)).fails_with(InvalidSignature),
        file_create("notes").key(&wacl),
    ]
}

/// In a list of thresholds each must be met
#[hapi_test]
fn thresholds_are_met() -> impl IntoSpec {
    let shape = || list_of([SIMPLE, thresh_of(2, 3), thresh_of(1, 2)]);
    hapi_spec![
        file_create("enough").wacl_shape(shape().signed_with(sigs![ON, sigs![ON, OFF, ON], sigs![OFF, ON]])),
        file_append("enough").contents("more"),
        file_create("too few")
            .wacl_shape(shape().signed_with(sigs![ON, sigs![ON, OFF, OFF], sigs![ON, ON]]))
            .fails_with(InvalidSignature),
    ]
}

/// All keys of a file sign its changes
#[hapi_test]
fn all_keys_sign_changes(
    #[case(sigs![ON, OFF, ON], sigs![OFF, OFF, OFF])] signing: SigControl,
) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").wacl_shape(list_of(3)).contents("one"),
        file_update("notes")
            .contents("two")
            .sig_control(for_key("notes", signing.clone()))
            .fails_with(InvalidSignature),
        file_append("notes")
            .contents("two")
            .sig_control(for_key("notes", signing.clone()))
            .fails_with(InvalidSignature),
        file_update("notes")
            .entity_memo("two")
            .sig_control(for_key("notes", signing))
            .fails_with(InvalidSignature),
        get_file_contents("notes").has_contents("one"),
        file_update("notes").contents("two"),
        get_file_contents("notes").has_contents("two"),
    ]
}

/// A file without keys never changes, and is never deleted
#[hapi_test]
fn files_without_keys_stay(payer: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        file_create("carved in stone").unmodifiable().contents("forever"),
        get_file_info("carved in stone").is_unmodifiable(),
        file_update("carved in stone").contents("for now").paying_with(&payer).fails_with(Unauthorized),
        file_update("carved in stone").entity_memo("for now").paying_with(&payer).fails_with(Unauthorized),
        file_append("carved in stone").contents("and a day").paying_with(&payer).fails_with(Unauthorized),
        file_delete("carved in stone").paying_with(&payer).fails_with(Unauthorized),
        get_file_contents("carved in stone").has_contents("forever"),
    ]
}

/// Not even the treasury changes a user's file without keys
#[hapi_test]
fn superusers_have_no_power_over_users_files() -> impl IntoSpec {
    hapi_spec![
        file_create("stone").unmodifiable().contents("forever"),
        file_update("stone").contents("for now").paying_with(GENESIS).fails_with(Unauthorized),
        file_create("notes").contents("mine"),
        file_update("notes")
            .contents("ours")
            .paying_with(GENESIS)
            .signed_by(GENESIS)
            .fails_with(InvalidSignature),
    ]
}

/// The old and the new keys together change the keys
#[hapi_test]
fn rotation_needs_both(old: SpecKey, new: SpecKey) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").key(&old),
        file_update("notes").wacl(&new).signed_by_payer_and(&old).fails_with(InvalidSignature),
        file_update("notes").wacl(&new).signed_by_payer_and(&new).fails_with(InvalidSignature),
        file_update("notes").wacl(&new),
        get_file_info("notes").has_wacl(&new),
        file_append("notes").contents("!").signed_by_payer_and(&old).fails_with(InvalidSignature),
        file_append("notes").contents("!"),
    ]
}

/// Who takes all keys from a file makes it immutable
#[hapi_test]
fn empty_key_lists_end_changes() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("last words"),
        file_update("notes").use_empty_wacl(),
        get_file_info("notes").is_unmodifiable(),
        file_update("notes").contents("one more thing").fails_with(Unauthorized),
        get_file_contents("notes").has_contents("last words"),
    ]
}

/// A key list must hold keys
#[hapi_test]
fn key_lists_hold_keys() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("mine"),
        file_update("notes").use_bad_wacl().fails_with(BadEncoding),
        get_file_contents("notes").has_contents("mine"),
    ]
}

/// Any one of the keys of a file deletes it
#[hapi_test]
fn one_key_deletes(
    #[case(sigs![ON, OFF, OFF], sigs![OFF, ON, OFF], sigs![OFF, OFF, ON], sigs![ON, ON, ON])]
    signing: SigControl,
) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").wacl_shape(list_of(3)),
        file_delete("notes").sig_control(for_key("notes", sigs![OFF, OFF, OFF])).fails_with(InvalidSignature),
        file_delete("notes").sig_control(for_key("notes", signing)),
        get_file_info("notes").has_deleted(true),
    ]
}
