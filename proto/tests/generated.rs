//! The committed Rust code is what the `.proto` files say.
//!
//! Code generation costs every user a build of `protox` and `prost-build`; committing its result costs one
//! test. `HAPI_PROTO_REGENERATE=1 cargo test -p hapi-proto --test generated` rewrites it.

use std::{collections::BTreeMap, env, fs, path::Path};

#[path = "protos/field_table.rs"]
mod field_table;
mod protos;

/// What has a natural order gets `Ord`, so that it can be the key of an ordered map. Times sort by time.
const ORDERED: [&str; 16] = [
    ".proto.AccountID",
    ".proto.ContractID",
    ".proto.Duration",
    ".proto.FileID",
    ".proto.HookEntityId",
    ".proto.HookId",
    ".proto.NftID",
    ".proto.PendingAirdropId",
    ".proto.RealmID",
    ".proto.ScheduleID",
    ".proto.ShardID",
    ".proto.Timestamp",
    ".proto.TimestampSeconds",
    ".proto.TokenID",
    ".proto.TopicID",
    ".proto.TransactionID",
];

/// What is large and mostly absent, or large beside what else may stand in its place, has a place of its own: every
/// transaction and every query would be as large otherwise, and is moved often.
const BOXED: [&str; 10] = [
    ".proto.SchedulableTransactionBody.data.tokenCreation",
    ".proto.SchedulableTransactionBody.data.tokenUpdate",
    ".proto.ScheduleCreateTransactionBody.scheduledTransactionBody",
    ".proto.ScheduleInfo.scheduledTransactionBody",
    ".proto.TokenGetInfoResponse.tokenInfo",
    ".proto.Transaction.body",
    ".proto.TransactionBody.data.tokenCreation",
    ".proto.TransactionBody.data.tokenUpdate",
    ".proto.TransactionGetFastRecordResponse.transactionRecord",
    ".proto.TransactionGetRecordResponse.transactionRecord",
];

#[test]
fn committed_code_matches_the_schema() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/generated");
    let fresh = generate();
    if env::var_os("HAPI_PROTO_REGENERATE").is_some() {
        let _ = fs::remove_dir_all(&committed);
        fs::create_dir_all(&committed).unwrap();
        for (name, code) in &fresh {
            fs::write(committed.join(name), code).unwrap();
        }
    }
    assert_eq!(read_dir(&committed).keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
    for (name, code) in read_dir(&committed) {
        assert!(
            fresh[&name] == code,
            "{name} is stale; run `HAPI_PROTO_REGENERATE=1 cargo test -p hapi-proto --test generated`"
        );
    }
}

fn generate() -> BTreeMap<String, String> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).unwrap();
    let descriptors = protos::descriptors();
    let field_table = field_table::generate(&descriptors);
    let mut config = prost_build::Config::new();
    for path in ORDERED {
        config.type_attribute(path, "#[derive(PartialOrd, Ord)]");
    }
    for path in BOXED {
        config.boxed(path);
    }
    config
        .out_dir(&out)
        .include_file("mod.rs")
        .bytes(["."])
        .btree_map(["."])
        .compile_fds(descriptors)
        .unwrap();
    fs::write(out.join("field_table.rs"), field_table).unwrap();
    read_dir(&out)
}

fn read_dir(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).into_iter().flatten().map(Result::unwrap);
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap())).collect()
}
