//! The module that tests stand in names their subject: it is one of a known list, or begins with one (`crypto_keys`).

use std::collections::BTreeSet;

use super::{Rule, Tell};
use crate::lint::Checked;

pub(super) const RULE: Rule = Rule { name: "modules", check };

/// What specs can be about; also in the plural.
const SUBJECTS: &[&str] = &[
    // The services and the network.
    "airdrop",
    "allowance",
    "consensus",
    "contract",
    "crypto",
    "ethereum",
    "evm",
    "file",
    "hook",
    "schedule",
    "staking",
    "state",
    "token",
    "topic",
    "address_book",
    "block",
    "fee",
    "genesis",
    "ingest",
    "net",
    "network",
    "node",
    "permission",
    "precheck",
    "property",
    "query",
    "rate",
    "receipt",
    "reconnect",
    "record",
    "restart",
    "stream",
    "system",
    "throttle",
    "upgrade",
    // The tests' own means.
    "dsl",
    "envelope",
    "example",
    "fixture",
    "flow",
    "leaky",
    "mode",
    "override",
    "report",
    "session",
    "suite",
    "tool",
];

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    let mut told = BTreeSet::new();
    for spec in &checked.specs {
        let Some((module, _)) = spec.name().split_once("::").filter(|_| !spec.module().is_empty()) else {
            continue;
        };
        let is_inner = spec.module().contains("::");
        if is_inner && !is_subject(module) && told.insert(module) {
            let message = format!(
                "nothing tells what the tests in `{module}` are about: begin its name with their subject, as in \
                 `crypto_{module}` ({})",
                SUBJECTS.join(", ")
            );
            tell(spec.case.place.file, spec.case.place.line, message);
        }
    }
}

/// Whether the name is a subject, or one and more.
fn is_subject(module: &str) -> bool {
    SUBJECTS.iter().any(|subject| {
        let plural = match subject.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{subject}s"),
        };
        [*subject, plural.as_str()].into_iter().any(|word| {
            module.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules::example::Example;

    #[test]
    fn subjects_are_known_alone_and_as_prefixes() {
        for module in ["crypto", "crypto_keys", "files", "queries", "query_payment", "address_book"] {
            assert!(is_subject(module), "{module}");
        }
        for module in ["cryptography", "misc", "helpers", "queryies", ""] {
            assert!(!is_subject(module), "{module}");
        }
    }

    #[test]
    fn a_module_names_its_subject() {
        let found = |module| {
            let source = "#[hapi_test]\nfn a() {}\n#[hapi_test]\nfn b() {}\n";
            Example::new(source).in_module(module).findings("modules")
        };
        let other = found("specs::misc");
        assert!(
            other.len() == 1 && other[0].starts_with("2: nothing tells what the tests in `misc`"),
            "{other:?}"
        );
        assert!(found("specs::token_fees::more").is_empty());
        assert!(found("specs").is_empty(), "the root has no name to judge");
    }
}
