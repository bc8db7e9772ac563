//! The files that software updates are uploaded to.

use std::num::NonZeroUsize;

use hapi_test::prelude::*;

/// An upgrade file is uploaded in pieces; what it holds is told by its hash alone, which is its memo
#[leaky_test(UpgradeFileContent)]
fn memos_are_hashes() -> impl IntoSpec {
    let package: Vec<u8> = (0..3_000_u16).flat_map(u16::to_le_bytes).collect();
    hapi_spec![
        update_special_file("UPDATE_FEATURE", package.clone())
            .paying_with("SOFTWARE_UPDATE_ADMIN")
            .in_pieces_of(NonZeroUsize::new(1_000).expect("not zero")),
        get_file_info("UPDATE_FEATURE").has_size(6_000).has_memo_hash_of(package),
        update_special_file("UPDATE_FEATURE", "another"),
        get_file_info("UPDATE_FEATURE").has_size(7).has_memo_hash_of("another"),
        get_file_contents("UPDATE_FEATURE").has_contents(""),
    ]
}

/// An upgrade file may be larger than other files
#[leaky_test(UpgradeFileContent, PropertyOverrides)]
fn upgrades_may_be_large() -> impl IntoSpec {
    hapi_spec![
        overriding("files.maxSizeKb", 1),
        file_create("full").contents(vec![1; 1_024]),
        file_create("too much").contents(vec![1; 1_025]).fails_with(MaxFileSizeExceeded),
        file_append("full").contents("1").fails_with(MaxFileSizeExceeded),
        file_update("full").contents(vec![1; 1_025]).fails_with(MaxFileSizeExceeded),
        update_special_file("UPDATE_FEATURE", vec![1; 5_000]),
        get_file_info("UPDATE_FEATURE").has_size(5_000),
    ]
}
