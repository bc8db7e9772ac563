//! Additions to files.

use hapi_test::prelude::*;

/// What is appended stands at the end
#[hapi_test]
fn contents_grow() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("once upon"),
        file_append("notes").contents(" a time"),
        file_append("notes").contents("..."),
        get_file_contents("notes").has_contents("once upon a time..."),
        get_file_info("notes").has_size(19),
    ]
}

/// To append nothing is no error
#[hapi_test]
fn nothing_may_be_appended() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("once"),
        file_append("notes"),
        get_file_contents("notes").has_contents("once"),
    ]
}

/// What the registry has can be appended, too
#[hapi_test]
fn named_contents_are_appended() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("twice "),
        get_file_contents("notes").save_to_registry("before"),
        file_append("notes").named_contents("before"),
        get_file_contents("notes").has_contents("twice twice "),
    ]
}

/// Nothing is added to what was deleted
#[hapi_test]
fn deleted_files_do_not_grow() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("once"),
        file_delete("notes"),
        file_append("notes").contents(" more").fails_with(FileDeleted),
        file_update("notes").contents("more").fails_with(FileDeleted),
    ]
}
