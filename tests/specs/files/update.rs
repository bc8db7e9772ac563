//! Changes of files.

use hapi_test::{prelude::*, proto::services::FileId};

/// New contents replace the old ones, whatever their length
#[hapi_test]
fn contents_are_replaced() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("a long story"),
        file_update("notes").contents("short"),
        get_file_contents("notes").has_contents("short"),
        file_update("notes").contents("another long story"),
        get_file_contents("notes").has_contents("another long story"),
    ]
}

/// What a change does not name stays, and empty contents name none
#[hapi_test]
fn the_rest_stays() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("as ever").entity_memo("before"),
        file_update("notes").contents("").entity_memo("after"),
        get_file_contents("notes").has_contents("as ever"),
        get_file_info("notes").has_memo("after").has_wacl("notes"),
        file_update("notes").contents("changed"),
        get_file_info("notes").has_memo("after").has_size(7),
    ]
}

/// Anybody may give a file more time
#[hapi_test]
async fn time_is_free_to_give(spec: &Spec, stranger: SpecAccount) -> SpecResult {
    spec.run(file_create("notes").lifetime(3_000_000)).await?;
    let before = spec.run(get_file_info("notes")).await?.expiration_time.unwrap_or_default().seconds;
    let give = file_update("notes").extending_expiry_by(1_000_000);
    spec.run(give.paying_with(&stranger).signed_by(&stranger)).await?;
    spec.run(get_file_info("notes").has_expiry(before + 1_000_000)).await?;
    Ok(())
}

/// Nobody takes time from a file, though it is no error to try
#[hapi_test]
async fn time_is_never_taken(spec: &Spec) -> SpecResult {
    spec.run(file_create("notes").lifetime(7_000_000)).await?;
    let before = spec.run(get_file_info("notes")).await?.expiration_time.unwrap_or_default().seconds;
    spec.run(file_update("notes").extending_expiry_by(-1_000_000)).await?;
    spec.run(get_file_info("notes").has_expiry(before)).await?;
    Ok(())
}

/// A new expiry is at least 30 days, and at most 92 days and some, from now
#[hapi_test]
fn expiry_is_bounded(#[case(0, 2_500_000, 8_100_000)] lifetime: i64) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("as ever"),
        file_update("notes").lifetime(lifetime).fails_with(AutorenewDurationNotInRange),
        file_update("notes").lifetime(2_600_000),
        file_update("notes").lifetime(7_990_000),
    ]
}

/// Memos have at most 100 bytes, none of which is zero
#[hapi_test]
fn memos_are_bounded() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").entity_memo("before"),
        file_update("notes").entity_memo("m".repeat(101)).fails_with(MemoTooLong),
        file_update("notes").entity_memo("a\0b").fails_with(InvalidZeroByteInString),
        file_update("notes").entity_memo(""),
        get_file_info("notes").has_memo(""),
    ]
}

/// Where there is no file, there is nothing to change, add to or delete
#[hapi_test]
fn files_must_exist(
    #[case(FileId::from_num(999_999), FileId::from_num(2))] nowhere: FileId,
) -> impl IntoSpec {
    let user = nowhere.file_num > 1_000;
    let (refused, kept) =
        if user { (InvalidFileId, InvalidFileId) } else { (AuthorizationFailed, EntityNotAllowedToDelete) };
    hapi_spec![
        file_update(nowhere).contents("something").fails_with_one_of([refused, InvalidFileId]),
        file_append(nowhere).contents("something").fails_with_one_of([refused, InvalidFileId]),
        file_delete(nowhere).fails_with_one_of([kept, InvalidFileId]),
        get_file_info(nowhere).fails_with(InvalidFileId),
        get_file_contents(nowhere).fails_with(InvalidFileId),
    ]
}

/// Without the id of a file, a change is about none
#[hapi_test]
fn changes_name_their_file() -> impl IntoSpec {
    // lint: allow(closures): each builds one transaction again and again
    hapi_spec![
        file_create("notes").contents("one"),
        submit_modified(with_successively_varied_body_ids(), || file_update("notes").contents("two")),
        submit_modified(with_successively_varied_body_ids(), || file_append("notes").contents("three")),
        send_modified(with_successively_varied_query_ids(), || get_file_info("notes")),
        send_modified(with_successively_varied_query_ids(), || get_file_contents("notes")),
        submit_modified(with_successively_varied_body_ids(), || file_delete("notes")),
    ]
}

/// A change costs 0.05 US dollars with up to a thousand bytes, 0.0001 for each byte more
#[hapi_test]
fn changes_cost(payer: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").key(&payer),
        file_update("notes").contents(vec![1; 1_000]).paying_with(&payer).via("replaced"),
        file_append("notes").contents(vec![1; 1_100]).paying_with(&payer).via("appended"),
        file_delete("notes").paying_with(&payer).via("deleted"),
        validate_charged_usd("replaced", 0.05),
        validate_charged_usd("appended", 0.06),
        validate_charged_usd("deleted", 0.007),
    ]
}
