//! Creation of files.

use std::num::NonZeroUsize;

use hapi_test::prelude::*;

/// A file is what it was created with
#[hapi_test]
fn files_are_as_created(wacl: SpecKey) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("dear diary").entity_memo("private").key(&wacl).lifetime(7_000_000),
        get_file_contents("notes").has_contents("dear diary"),
        get_file_info("notes").has_memo("private").has_size(10).has_wacl(&wacl).has_deleted(false),
    ]
}

/// Without further ado a file has some contents, one key, and the usual lifetime
#[hapi_test]
async fn defaults_are_usable(spec: &Spec) -> SpecResult {
    let created = spec.run(file_create("notes")).await?;
    let info = spec.run(get_file_info(&created)).await?;
    assert_eq!(info.file_id, Some(created.file_id));
    assert_eq!(info.keys.unwrap_or_default().keys.len(), 1);
    assert!(info.size > 0);
    let left = info.expiration_time.unwrap_or_default().seconds - spec.consensus_time().seconds;
    assert!((7_775_000..=7_776_000).contains(&left), "it expires in {left} s");
    Ok(())
}

/// A file may be empty
#[hapi_test]
fn files_may_be_empty() -> impl IntoSpec {
    hapi_spec![
        file_create("nothing").contents(""),
        get_file_contents("nothing").has_contents(""),
        get_file_info("nothing").has_size(0),
    ]
}

/// A file must say when it expires
#[hapi_test]
fn expiry_is_needed() -> impl IntoSpec {
    file_create("timeless").without_expiry().has_precheck(InvalidExpirationTime)
}

/// A file expires in the future, and not in a far one
#[hapi_test]
fn expiry_is_bounded(#[case(0, -1, 8_100_000, i64::MAX / 2)] lifetime: i64) -> impl IntoSpec {
    file_create("misplaced in time").lifetime(lifetime).fails_with(AutorenewDurationNotInRange)
}

/// Memos have at most 100 bytes, none of which is zero
#[hapi_test]
fn memos_are_bounded() -> impl IntoSpec {
    hapi_spec![
        file_create("longest").entity_memo("m".repeat(100)),
        file_create("too long").entity_memo("m".repeat(101)).fails_with(MemoTooLong),
        file_create("zero").entity_memo("a\0b").fails_with(InvalidZeroByteInString),
    ]
}

/// What does not fit into one transaction is refused at once
#[hapi_test]
fn transactions_have_a_size() -> impl IntoSpec {
    file_create("large").contents(vec![7; 6_144]).has_precheck(TransactionOversize)
}

/// A large file is created with its begin, and the rest is appended
#[hapi_test]
async fn large_files_come_in_pieces(spec: &Spec) -> SpecResult {
    let contents: Vec<u8> = (0..10_000_u32).flat_map(u32::to_le_bytes).collect();
    spec.run(create_large_file("large", contents.clone())).await?;
    spec.run(get_file_info("large").has_size(40_000)).await?;
    spec.run(get_file_contents("large").has_contents(contents.clone())).await?;
    let (begin, three) = (contents[..10].to_vec(), NonZeroUsize::new(3).expect("not zero"));
    spec.run(update_large_file("large", begin.clone()).in_pieces_of(three)).await?;
    spec.run(get_file_contents("large").has_contents(begin)).await?;
    Ok(())
}

/// Contents come from a file of the crate, too
#[hapi_test]
fn contents_of_the_crate() -> impl IntoSpec {
    hapi_spec![
        file_create("licence").path("tests/specs/files/mod.rs"),
        get_file_contents("licence").has_contents(include_str!("mod.rs")),
        file_create("missing").contents_from(|_| Ok("made now".into())),
        get_file_contents("missing").has_contents("made now"),
    ]
}

/// A file costs 0.05 US dollars with one key and a thousand bytes, each further key 0.01 and each further byte 0.0001
#[hapi_test]
fn creations_cost(payer: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        file_create("small").contents(vec![1; 1_000]).paying_with(&payer).key(&payer).via("small"),
        file_create("longer").contents(vec![1; 1_100]).paying_with(&payer).key(&payer).via("longer"),
        file_create("keyless").contents("1").unmodifiable().paying_with(&payer).via("keyless"),
        validate_charged_usd("small", 0.05),
        validate_charged_usd("longer", 0.06),
        validate_charged_usd("keyless", 0.05),
    ]
}

/// Each key after the first costs 0.01 US dollars, and each signature after the first as much as any
#[hapi_test]
fn keys_cost(payer: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        file_create("four").contents("1").wacl_shape(list_of(4)).paying_with(&payer).via("creation"),
        validate_charged_usd("creation", 0.0804),
    ]
}

/// A file comes as a parameter, with what its attribute says
#[hapi_test]
fn files_are_parameters(
    #[file_spec(contents = "dear diary", memo = "private", key = list_of(2), lifetime = 3_000_000)]
    notes: SpecFile,
    #[file_spec(contents = "forever", immutable = true)] stone: SpecFile,
    usual: SpecFile,
) -> impl IntoSpec {
    // lint: allow(operations): each file is looked at in its own way
    hapi_spec![
        notes.get_contents().has_contents("dear diary"),
        notes.get_info().has_memo("private").has_wacl(&notes),
        notes.append("..."),
        notes.get_contents().has_contents("dear diary..."),
        notes.update().contents("no more"),
        stone.get_info().is_unmodifiable().has_size(7),
        stone.append(" and a day").fails_with(Unauthorized),
        usual.delete(),
        usual.get_info().has_deleted(true),
    ]
}
