//! Deletion of users' files by those who run the network, and its undoing.

use hapi_test::{prelude::*, proto::services::FileId};

/// The admins delete and restore a file without its keys, and pay nothing
#[hapi_test]
fn admins_delete_and_restore(
    #[case(
        ("SYSTEM_DELETE_ADMIN", "SYSTEM_UNDELETE_ADMIN"),
        ("SYSTEM_ADMIN", "SYSTEM_ADMIN"),
        (GENESIS, GENESIS)
    )]
    admins: (&'static str, &'static str),
) -> impl IntoSpec {
    // lint: allow(operations): there and back again
    hapi_spec![
        file_create("notes").contents("questionable").lifetime(3_000_000),
        get_file_info("notes").save_to_registry("before"),
        system_file_delete("notes").paying_with(admins.0).fee(0).via("deletion"),
        get_file_info("notes").has_deleted(true),
        file_append("notes").contents("!").fails_with(FileDeleted),
        system_file_undelete("notes").paying_with(admins.1).fee(0).via("restoration"),
        get_file_info("notes").has_deleted(false).has_wacl("notes").has_size(12),
        get_file_contents("notes").has_contents("questionable"),
        file_append("notes").contents("!"),
        get_txn_record("deletion").has_priority(record_with().fee(0)),
        get_txn_record("restoration").has_priority(record_with().fee(0)),
    ]
}

/// A restored file expires when it would have before
#[hapi_test]
async fn expiry_is_restored(spec: &Spec) -> SpecResult {
    spec.run(file_create("notes").lifetime(3_000_000)).await?;
    let before = spec.run(get_file_info("notes")).await?.expiration_time.unwrap_or_default().seconds;
    let soon = spec.consensus_time().seconds + 1_000;
    spec.run(system_file_delete("notes").updating_expiry(soon).paying_with(GENESIS)).await?;
    spec.run(get_file_info("notes").has_expiry(soon)).await?;
    spec.run(system_file_undelete("notes").paying_with(GENESIS)).await?;
    spec.run(get_file_info("notes").has_expiry(before)).await?;
    Ok(())
}

/// With an expiry that has passed, a file is gone for good
#[hapi_test]
fn expired_files_are_gone() -> impl IntoSpec {
    hapi_spec![
        file_create("notes"),
        system_file_delete("notes").updating_expiry(1).paying_with(GENESIS),
        get_file_info("notes").fails_with(InvalidFileId),
        system_file_undelete("notes").paying_with(GENESIS).fails_with(InvalidFileId),
    ]
}

/// Users neither delete nor restore like that: their node does not even take the transaction
#[hapi_test]
fn users_are_turned_down(payer: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").key(&payer),
        system_file_delete("notes").paying_with(&payer).has_precheck(NotSupported),
        system_file_undelete("notes").paying_with(&payer).has_precheck(NotSupported),
    ]
}

/// Other system accounts have not the privilege
#[hapi_test]
fn other_admins_are_not_authorized(
    #[case("ADDRESS_BOOK_CONTROL", "FEE_SCHEDULE_CONTROL", "EXCHANGE_RATES_CONTROL", "FREEZE_ADMIN")]
    payer: &'static str,
) -> impl IntoSpec {
    hapi_spec![
        file_create("notes"),
        fund_an_account(payer),
        system_file_delete("notes").paying_with(payer).fails_with(AuthorizationFailed),
        system_file_undelete("notes").paying_with(payer).fails_with(AuthorizationFailed),
        get_file_info("notes").has_deleted(false),
    ]
}

/// What runs the network is out of reach
#[hapi_test]
fn system_files_stay(#[case("APP_PROPERTIES", "UPDATE_FEATURE")] file: &'static str) -> impl IntoSpec {
    hapi_spec![
        system_file_delete(file).paying_with("SYSTEM_DELETE_ADMIN").fails_with(EntityNotAllowedToDelete),
        system_file_delete(file).paying_with(GENESIS).fails_with(EntityNotAllowedToDelete),
        system_file_undelete(file).paying_with(GENESIS).fails_with(EntityNotAllowedToDelete),
    ]
}

/// There must be a file to delete, and it must not be deleted yet
#[hapi_test]
fn there_must_be_a_file() -> impl IntoSpec {
    hapi_spec![
        system_file_delete(FileId::from_num(999_999)).paying_with(GENESIS).fails_with(InvalidFileId),
        file_create("stone").unmodifiable(),
        system_file_delete("stone").paying_with(GENESIS).fails_with(Unauthorized),
        file_create("notes"),
        file_delete("notes"),
        system_file_delete("notes").paying_with(GENESIS).fails_with(FileDeleted),
    ]
}
