//! The table of properties against what was read off the reference node.
//!
//! `HAPI_FACTS` names the directory with the facts; without it `shared/hapi` beside the workspace is tried. Where there are
//! none, this says so and passes: they are no part of the repository.

use std::{env, fs, path::PathBuf};

use hapi_ledger::config::{known, known_permissions};

/// Properties that the reference node had in the version of the facts, but no longer has in 0.77.
const GONE: [&str; 15] = [
    "blockNode.blockNodeConfigFile",
    "blockNode.endOfStreamScheduleDelay",
    "blockNode.shutdownNodeOnNoBlockNodes",
    "blockStream.blockItemBatchSize",
    "blockStream.buffer.blockTtl",
    "blockStream.hashCombineBatchSize",
    "contracts.ops.duration.opsDurations129_to_192",
    "contracts.ops.duration.opsDurations193_to_256",
    "contracts.ops.duration.opsDurations1_to_64",
    "contracts.ops.duration.opsDurations65_to_128",
    "hedera.hooksEnabled",
    "hooks.maxLambdaSStoreUpdates",
    "lambdaSStore",
    "networkAdmin.configTxtPath",
    "tss.initialCrsParties",
];

/// Permissions of messages between nodes that are gone with them.
const GONE_PERMISSIONS: [&str; 4] = ["tssEncryptionKey", "tssMessage", "tssShareSignature", "tssVote"];

#[test]
fn every_property_and_permission_of_the_services_is_known() {
    let directory = env::var_os("HAPI_FACTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/hapi"), PathBuf::from);
    let Ok(table) = fs::read_to_string(directory.join("config_defaults.tsv")) else {
        eprintln!("no facts at {}: set HAPI_FACTS to compare with them", directory.display());
        return;
    };
    let permissions: Vec<_> = known_permissions().map(|(name, _)| name).collect();
    let mut unknown = Vec::new();
    for row in table.lines().skip(1) {
        let [name, _, _, _, layer, record] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let is_known = if record == "ApiPermissionConfig" {
            permissions.contains(&name) || GONE_PERMISSIONS.contains(&name)
        } else {
            layer != "services" || known(name).is_some()
        };
        if !is_known && !GONE.contains(&name) {
            unknown.push(name);
        }
    }
    assert_eq!(unknown, Vec::<&str>::new());
}
