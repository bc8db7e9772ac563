//! Deletion of files.

use hapi_test::prelude::*;

/// Of a deleted file nothing is left but that there was one
#[hapi_test]
fn contents_are_gone() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("burn after reading").entity_memo("secret"),
        file_delete("notes"),
        get_file_info("notes").has_deleted(true).has_size(0).has_memo("secret"),
        get_file_contents("notes").has_contents(""),
    ]
}

/// What is deleted cannot be deleted again
#[hapi_test]
fn once_is_enough() -> impl IntoSpec {
    hapi_spec![file_create("notes"), file_delete("notes"), file_delete("notes").fails_with(FileDeleted),]
}

/// A purged name is free
#[hapi_test]
async fn names_are_freed(spec: &Spec) -> SpecResult {
    spec.run_all((file_create("notes"), file_delete("notes").purging())).await?;
    let error = spec.run(get_file_info("notes")).await.expect_err("nothing has this name");
    assert!(error.message().contains("no file is named `notes`"), "{error}");
    Ok(())
}

/// Nobody deletes the files that the network is run by
#[hapi_test]
fn system_files_are_not_deleted(
    #[case(
        "ADDRESS_BOOK",
        "NODE_DETAILS",
        "FEE_SCHEDULE",
        "EXCHANGE_RATES",
        "SIMPLE_FEE_SCHEDULE",
        "APP_PROPERTIES",
        "API_PERMISSIONS",
        "THROTTLE_DEFINITIONS",
        "UPDATE_FEATURE"
    )]
    file: &'static str,
) -> impl IntoSpec {
    hapi_spec![
        file_delete(file).fails_with(EntityNotAllowedToDelete),
        file_delete(file).paying_with(GENESIS).fails_with(EntityNotAllowedToDelete),
        get_file_info(file).has_deleted(false),
    ]
}
