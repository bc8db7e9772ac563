//! The committed stubs are what the `.proto` files of `hapi-proto` say.
//!
//! `HAPI_PROTO_REGENERATE=1 cargo test -p hapi-grpc --test generated` rewrites them.

use std::{collections::BTreeMap, env, fs, path::Path};

#[path = "../../proto/tests/protos/mod.rs"]
mod protos;

#[test]
fn committed_stubs_match_the_schema() {
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
            "{name} is stale; run `HAPI_PROTO_REGENERATE=1 cargo test -p hapi-grpc --test generated`"
        );
    }
}

/// The Rust modules in which `hapi-proto` has the packages of the schema.
const PACKAGES: [(&str, &str); 7] = [
    (".com.hedera.hapi.block.stream", "::hapi_proto::block"),
    (".com.hedera.hapi.node", "::hapi_proto::node"),
    (".com.hedera.hapi.platform", "::hapi_proto::platform"),
    (".com.hedera.hapi.services.auxiliary", "::hapi_proto::auxiliary"),
    (".com.hedera.mirror.api.proto", "::hapi_proto::mirror"),
    (".org.hiero.hapi.support.fees", "::hapi_proto::fees"),
    (".proto", "::hapi_proto::services"),
];

fn generate() -> BTreeMap<String, String> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).unwrap();
    let builder =
        tonic_prost_build::configure().out_dir(&out).build_transport(false).emit_rerun_if_changed(false);
    let with_packages =
        PACKAGES.iter().fold(builder, |builder, (proto, rust)| builder.extern_path(*proto, *rust));
    with_packages.compile_fds(protos::descriptors()).unwrap();
    // Packages without services leave empty files.
    read_dir(&out).into_iter().filter(|(_, code)| code.contains("pub mod")).collect()
}

fn read_dir(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).into_iter().flatten().map(Result::unwrap);
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap())).collect()
}
