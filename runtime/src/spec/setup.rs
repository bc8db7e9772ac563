//! The settings of a spec.

use std::{env, fs, io};

use hapi_proto::{Hbar, services::ResponseCodeEnum};
use serde::Deserialize;

use super::streamlined::STREAMLINED;

/// The settings of a spec. Each has a default; a TOML file (the environment's `HAPI_SETUP` names it) and then the
/// environment (`HAPI_SPEC_` and the field's name in capitals) override it, and code may set the public fields
/// ([`SpecSetup::with`]).
///
/// Amounts are in tinybars, times in the unit that the name ends in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SpecSetup {
    /// The account that holds the network's hbar, and its private key. The default is the treasury of a local network
    /// with the published development key.
    pub genesis: Operator,
    /// Who pays for operations that do not say who does. Without it, the first spec on a network creates an
    /// ordinary account (not one of the throttle-exempt, privileged system accounts) and all use it.
    pub default_payer: Option<Operator>,
    /// What the created default payer starts with.
    pub default_payer_balance: i64,
    /// The account of the node that operations go to, when they do not say; the network's first node by default.
    pub default_node: Option<String>,
    /// The fee offered when the network has no fee schedule to compute one from.
    pub default_fee: i64,
    /// Offer this in every transaction without `.fee(..)`, instead of computing it.
    pub fixed_fee_offer: Option<i64>,
    /// The offer, in percent of the computed fee: it covers congestion and what only consensus finds out.
    pub fee_offer_percent: u32,
    /// What a query pays its node when its cost is not asked for first.
    pub default_node_payment: i64,
    /// What a created account starts with.
    pub default_balance: i64,
    /// How many units a created fungible token starts with.
    pub default_token_initial_supply: u64,
    /// The decimals of a created fungible token.
    pub default_token_decimals: u32,
    /// The contents of a created file.
    pub default_file_contents: String,
    /// How long a transaction is valid.
    pub valid_duration_secs: i64,
    /// The valid start of transactions, from the present consensus time: before it, so that clocks may differ.
    pub start_offset_secs: i64,
    /// The memo of transactions that do not say; the name of the spec (at most 100 bytes of it) by default.
    pub memo: Option<String>,
    /// The renewal period of created entities: 92 days, the middle of what networks allow.
    pub auto_renew_secs: i64,
    /// How long to wait for the status of a transaction.
    pub receipt_wait_limit_ms: u64,
    /// The longest pause between two questions for a receipt. The first pauses are shorter.
    pub receipt_poll_interval_ms: u64,
    /// The longest pause before a transaction is sent again, for [`has_retry_precheck_from`](crate::ops::Txn).
    pub retry_pause_ms: u64,
    /// How the transactions are laid out on the wire.
    pub wire_form: WireForm,
    /// The algorithm of simple keys; without it they alternate between the two.
    pub key_algorithm: Option<KeyAlgorithm>,
    /// Seeds the keys, with the name of the spec. The session chooses one and reports it.
    pub seed: u64,
    /// Codes that are accepted from consensus where the spec expects them from precheck.
    #[serde(deserialize_with = "codes")]
    pub streamlined_ingest_checks: Vec<ResponseCodeEnum>,
}

/// An account and the private key that signs for it.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// The account's address, `shard.realm.num`.
    pub account: String,
    /// The private key in hexadecimal: DER as the SDKs print it, or 32 raw bytes of Ed25519.
    pub key: String,
}

/// How a transaction is laid out on the wire; every node accepts both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireForm {
    /// `signedTransactionBytes`.
    Signed,
    /// The deprecated `bodyBytes` and `sigMap`.
    BodyAndSigMap,
    /// One after the other, so that a suite covers both.
    #[default]
    Alternate,
}

/// An algorithm of primitive keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyAlgorithm {
    /// Ed25519.
    Ed25519,
    /// ECDSA on the curve secp256k1.
    Secp256k1,
}

impl Default for SpecSetup {
    fn default() -> Self {
        Self {
            genesis: Operator::default(),
            default_payer: None,
            default_payer_balance: 1_000_000_000 * Hbar::ONE.tinybars(),
            default_node: None,
            default_fee: Hbar::ONE.tinybars(),
            fixed_fee_offer: None,
            fee_offer_percent: 200,
            default_node_payment: 5_000,
            default_balance: 10 * Hbar::ONE.tinybars(),
            default_token_initial_supply: 10_000,
            default_token_decimals: 0,
            default_file_contents: "Hello, world!".into(),
            valid_duration_secs: 120,
            start_offset_secs: -10,
            memo: None,
            auto_renew_secs: 7_776_000,
            receipt_wait_limit_ms: 90_000,
            receipt_poll_interval_ms: 500,
            retry_pause_ms: 10,
            wire_form: WireForm::default(),
            key_algorithm: None,
            seed: 0,
            streamlined_ingest_checks: STREAMLINED.to_vec(),
        }
    }
}

/// 0.0.2 with the development key of local networks, which is public: see the Hedera documentation.
impl Default for Operator {
    fn default() -> Self {
        Self {
            account: "0.0.2".into(),
            key: "302e020100300506032b65700422042091132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137"
                .into(),
        }
    }
}

/// Does not show the key: reports print setups.
impl std::fmt::Debug for Operator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operator").field("account", &self.account).finish_non_exhaustive()
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The TOML text is not a setup.
    #[error("the spec setup is not valid: {0}")]
    Toml(#[from] toml::de::Error),
    /// The file that the environment names cannot be read.
    #[error("cannot read the spec setup {path}, which HAPI_SETUP names: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// A variable of the environment is not valid Unicode.
    #[error("the environment variable {0} is not valid unicode")]
    NotUnicode(String),
}

const ENV_PREFIX: &str = "HAPI_SPEC_";

const ENV_FILE: &str = "HAPI_SETUP";

impl SpecSetup {
    /// The setup in a TOML text; what it leaves out has its default.
    pub fn from_toml(text: &str) -> Result<Self, SetupError> {
        Ok(toml::from_str(text)?)
    }

    /// The setup of a session: the TOML file that `HAPI_SETUP` names, if it names one, and over it what the environment
    /// says.
    pub fn of_session() -> Result<Self, SetupError> {
        let Some(path) = env::var_os(ENV_FILE) else { return Self::with_env("") };
        let read = fs::read_to_string(&path);
        let text =
            read.map_err(|source| SetupError::Unreadable { path: path.display().to_string(), source })?;
        Self::with_env(&text)
    }

    /// The setup in a TOML text, and over it what the environment says.
    pub fn with_env(text: &str) -> Result<Self, SetupError> {
        let mut variables = Vec::new();
        for (name, value) in env::vars_os() {
            let Some(name) = name.to_str().filter(|name| name.starts_with(ENV_PREFIX)) else { continue };
            let value = value.into_string().map_err(|_| SetupError::NotUnicode(name.into()))?;
            variables.push((name.to_owned(), value));
        }
        Self::with_variables(text, variables)
    }

    /// The setup that `change` makes of this one.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The first of the settings that cannot change within a spec in which `other` differs.
    pub(super) fn settled_difference(&self, other: &Self) -> Option<&'static str> {
        let settled = [
            ("genesis", self.genesis == other.genesis),
            ("default_payer", self.default_payer == other.default_payer),
            ("default_payer_balance", self.default_payer_balance == other.default_payer_balance),
            ("key_algorithm", self.key_algorithm == other.key_algorithm),
            ("seed", self.seed == other.seed),
        ];
        settled.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
    }

    fn with_variables(
        text: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SetupError> {
        let mut table: toml::Table = toml::from_str(text)?;
        for (name, value) in variables {
            let Some(field) = name.strip_prefix(ENV_PREFIX) else { continue };
            // What is no TOML value (`0.0.3`, `some memo`) is the text that it looks like.
            let parsed = toml::from_str::<toml::Table>(&format!("value = {value}"));
            let parsed = parsed.ok().and_then(|mut table| table.remove("value"));
            table.insert(field.to_ascii_lowercase(), parsed.unwrap_or(toml::Value::String(value)));
        }
        Ok(table.try_into()?)
    }
}

fn codes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<ResponseCodeEnum>, D::Error> {
    let code = |name: String| {
        ResponseCodeEnum::from_str_name(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("there is no response code `{name}`")))
    };
    Vec::<String>::deserialize(deserializer)?.into_iter().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn what_a_text_leaves_out_has_its_default() {
        let setup = SpecSetup::from_toml("memo = \"cellar door\"\nwire_form = \"signed\"").unwrap();
        let expected = SpecSetup::default().with(|setup| {
            setup.memo = Some("cellar door".into());
            setup.wire_form = WireForm::Signed;
        });
        assert_eq!(setup, expected);
    }

    #[test]
    fn the_environment_overrides_the_text() {
        let variables = [
            variable("HAPI_SPEC_DEFAULT_NODE", "0.0.4"),
            variable("HAPI_SPEC_VALID_DURATION_SECS", "30"),
            variable("HAPI_SPEC_STREAMLINED_INGEST_CHECKS", "[\"BUSY\"]"),
            variable("HAPI_SPEC_GENESIS", "{ account = \"0.0.50\", key = \"ab\" }"),
            variable("HOME", "/"),
        ];
        let setup = SpecSetup::with_variables("valid_duration_secs = 60", variables).unwrap();
        assert_eq!(setup.default_node.as_deref(), Some("0.0.4"));
        assert_eq!(setup.valid_duration_secs, 30);
        assert_eq!(setup.streamlined_ingest_checks, [ResponseCodeEnum::Busy]);
        assert_eq!(setup.genesis, Operator { account: "0.0.50".into(), key: "ab".into() });
    }

    #[test]
    fn unknown_names_and_codes_are_errors() {
        let error = SpecSetup::from_toml("memmo = \"x\"").unwrap_err().to_string();
        assert!(error.contains("memmo") && error.contains("`memo`"), "{error}");
        let error = SpecSetup::from_toml("streamlined_ingest_checks = [\"FINE\"]").unwrap_err().to_string();
        assert!(error.contains("no response code `FINE`"), "{error}");
    }

    #[test]
    fn a_printed_setup_keeps_its_keys_secret() {
        let shown = format!("{:?}", SpecSetup::default());
        assert!(!shown.contains("91132178"), "{shown}");
    }
}
