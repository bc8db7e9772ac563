//! What can be set about a ledger, with the defaults of the reference node (consensus node 0.77).
//!
//! [`Config`] is what code asks; [`Settings`] is all that the system files of a state control, each parsed once.

mod known;
mod permissions;
mod property;
mod ranges;
mod settings;

pub use known::{KnownProperty, PropertyKind, known, known_permissions, known_properties};
pub use permissions::{PermissionError, Permissions};
use property::Property;
pub use property::{CongestionLevels, Functions, ScaleFactor};
pub use ranges::AccountRanges;
pub use settings::{Settings, SettingsError, system_file};

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use hapi_proto::services::HederaFunctionality;

/// Declares each section once: its struct, its defaults, and under which property name file 0.0.121 sets a field.
macro_rules! config {
    ($($(#[$section_doc:meta])* $section:ident: $type:ident {
        $($(#[$doc:meta])* $name:literal $field:ident: $field_type:ty = $default:expr;)+
    })+) => {
        /// Properties of a ledger. Defaults are those of the reference's `application.properties`.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Config {
            $($(#[$section_doc])* pub $section: $type,)+
            /// What was set of the known properties that have no effect here.
            others: BTreeMap<&'static str, String>,
        }

        $(
            $(#[$section_doc])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $type {
                $($(#[$doc])* #[doc = concat!("\n\nProperty `", $name, "`.")] pub $field: $field_type,)+
            }

            impl Default for $type {
                fn default() -> Self {
                    Self { $($field: $default,)+ }
                }
            }
        )+

        impl Config {
            /// Sets a property by name. A name that is not [`known`] is accepted and ignored, as the reference does; one
            /// that is known but has no effect here is remembered.
            ///
            /// # Errors
            /// When the value does not parse as the property's type.
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), PropertyError> {
                let value = value.trim();
                match name {
                    $($($name => {
                        self.$section.$field = Property::parse(value).ok_or_else(|| PropertyError {
                            name: name.into(),
                            value: value.into(),
                        })?;
                    })+)+
                    _ => {
                        if let Some(name) = known::check(name, value)? {
                            self.others.insert(name, value.into());
                        }
                    }
                }
                Ok(())
            }

            /// The value of a property, as a file would write it; `None` when the name is not [`known`].
            pub fn get(&self, name: &str) -> Option<String> {
                match name {
                    $($($name => Some(Property::show(&self.$section.$field)),)+)+
                    _ => {
                        let other = self.others.get(name).cloned();
                        other.or_else(|| known(name).map(|property| property.default.to_string()))
                    }
                }
            }

            /// The names of all properties that have an effect.
            pub const PROPERTIES: &'static [&'static str] = &[$($($name,)+)+];
        }
    };
}

config! {
    /// `ledger.*`
    ledger: LedgerConfig {
        /// Shard of every entity.
        "hedera.shard" shard: i64 = 0;
        /// Realm of every entity.
        "hedera.realm" realm: i64 = 0;
        /// The ledger id that info queries report and checksums use.
        "ledger.id" id: Vec<u8> = alloc::vec![3];
        /// Most hbar adjustments of a transfer.
        "ledger.transfers.maxLen" transfers_max_len: usize = 10;
        /// Most fungible token adjustments of a transfer.
        "ledger.tokenTransfers.maxLen" token_transfers_max_len: usize = 10;
        /// Most changes of NFT ownership of a transfer.
        "ledger.nftTransfers.maxLen" nft_transfers_max_len: usize = 10;
        /// Most changes of balance that a transfer makes together with its custom fees.
        "ledger.xferBalanceChanges.maxLen" balance_changes_max_len: usize = 20;
        /// Most tokens and NFTs that a rejection sends back.
        "ledger.tokenRejects.maxLen" token_rejects_max_len: usize = 10;
        /// Largest allowed `maxAutomaticTokenAssociations`.
        "ledger.maxAutoAssociations" max_auto_associations: i32 = 5000;
        /// Shortest auto-renew period, seconds.
        "ledger.autoRenewPeriod.minDuration" auto_renew_period_min: i64 = 2_592_000;
        /// Longest auto-renew period, seconds.
        "ledger.autoRenewPeriod.maxDuration" auto_renew_period_max: i64 = 8_000_001;
        /// All hbar there is, in tinybar.
        "ledger.totalTinyBarFloat" total_supply: i64 = 5_000_000_000_000_000_000;
        /// The account that receives what is left of network and service fees.
        "ledger.fundingAccount" funding_account: u64 = 98;
        /// Most records in an answer about those of an account.
        "ledger.records.maxQueryableByAccount" max_queryable_records: usize = 180;
        /// Accounts 1 to this exist from genesis on, with the treasury's key.
        "ledger.numSystemAccounts" system_accounts: u64 = 100;
        /// Entity numbers 1 to this are system entities for privilege checks.
        "ledger.numReservedSystemEntities" reserved_system_entities: u64 = 750;
    }
    /// `accounts.*`: which account has which role
    accounts: AccountsConfig {
        /// The superuser that owns all hbar at genesis.
        "accounts.treasury" treasury: u64 = 2;
        /// The other superuser; it pays for system transactions.
        "accounts.systemAdmin" system_admin: u64 = 50;
        /// It may change files 150-159.
        "accounts.softwareUpdateAdmin" software_update_admin: u64 = 54;
        /// It may change files 101, 102, 121, 122 and 123, and create nodes.
        "accounts.addressBookAdmin" address_book_admin: u64 = 55;
        /// It may change files 111 and 113.
        "accounts.feeSchedulesAdmin" fee_schedules_admin: u64 = 56;
        /// It may change files 112, 121, 122 and 123.
        "accounts.exchangeRatesAdmin" exchange_rates_admin: u64 = 57;
        /// It may freeze the network.
        "accounts.freezeAdmin" freeze_admin: u64 = 58;
        /// It may delete by system delete.
        "accounts.systemDeleteAdmin" system_delete_admin: u64 = 59;
        /// It may undo system deletes.
        "accounts.systemUndeleteAdmin" system_undelete_admin: u64 = 60;
        /// Whether nodes refuse what exceeds their share of the throttles, before it reaches consensus.
        "hedera.ingestThrottle.enabled" ingest_throttle: bool = true;
        /// Accounts 1 to this are not throttled.
        "accounts.lastThrottleExempt" last_throttle_exempt: u64 = 100;
        /// It pays staking rewards.
        "accounts.stakingRewardAccount" staking_reward: u64 = 800;
        /// It pays node rewards.
        "accounts.nodeRewardAccount" node_reward: u64 = 801;
        /// It collects all fees until the staking period ends (HIP-1259).
        "accounts.feeCollectionAccount" fee_collection: u64 = 802;
    }
    /// `hedera.transaction.*`
    transaction: TransactionConfig {
        /// Largest serialized transaction of an ordinary payer, bytes.
        "hedera.transaction.maxBytes" max_bytes: usize = 6144;
        /// Whether governance payers may send larger transactions (HIP-1300).
        "governanceTransactions.isEnabled" governance_enabled: bool = true;
        /// Who these are.
        "governanceTransactions.accountsRange" governance_accounts: AccountRanges =
            AccountRanges::new(alloc::vec![2..=2, 42..=799]);
        /// Largest serialized transaction of theirs, bytes.
        "governanceTransactions.maxTxnSize" governance_max_bytes: usize = 133_120;
        /// Whether some types of transactions may be larger (HIP-1086).
        "jumboTransactions.isEnabled" jumbo_enabled: bool = true;
        /// Which these are.
        "jumboTransactions.allowedHederaFunctionalities" jumbo_functions: Functions =
            Functions::new(alloc::vec![HederaFunctionality::EthereumTransaction]);
        /// Largest serialized transaction of such a type, bytes.
        "jumboTransactions.maxTxnSize" jumbo_max_bytes: usize = 133_120;
        /// How many children may precede a transaction.
        "consensus.handle.maxPrecedingRecords" max_preceding: usize = 3;
        /// Longest memo, UTF-8 bytes.
        "hedera.transaction.maxMemoUtf8Bytes" max_memo_bytes: usize = 100;
        /// Shortest valid duration, seconds.
        "hedera.transaction.minValidDuration" min_valid_duration: i64 = 15;
        /// Longest valid duration, seconds; receipts live as long.
        "hedera.transaction.maxValidDuration" max_valid_duration: i64 = 180;
        /// How much earlier than its end a transaction counts as expired at ingest, seconds.
        "hedera.transaction.minValidityBufferSecs" min_validity_buffer: i64 = 10;
    }
    /// `hedera.allowances.*`
    allowances: AllowancesConfig {
        /// Most allowances of a transaction; every NFT serial counts.
        "hedera.allowances.maxTransactionLimit" max_per_transaction: usize = 20;
        /// Most allowances that an account has granted.
        "hedera.allowances.maxAccountLimit" max_per_account: usize = 100;
    }
    /// `entities.*` and the limits of `accounts.*`
    entities: EntitiesConfig {
        /// Most accounts.
        "accounts.maxNumber" max_accounts: u64 = 100_000_000;
        /// Longest time from now to an explicit expiry, seconds.
        "entities.maxLifetime" max_lifetime: i64 = 8_000_001;
        /// Whether auto-created accounts get unlimited automatic associations.
        "entities.unlimitedAutoAssociationsEnabled" unlimited_auto_associations: bool = true;
        /// Whether accounts may be associated with so many tokens only.
        "entities.limitTokenAssociations" limit_associations: bool = false;
        /// The first number that a user's entity gets.
        "hedera.firstUserEntity" first_user_entity: u64 = 1001;
    }
    /// `tokens.*`
    tokens: TokensConfig {
        /// Most tokens.
        "tokens.maxNumber" max_number: u64 = 1_000_000;
        /// Most associations of accounts with tokens.
        "tokens.maxAggregateRels" max_relations: u64 = 200_000_000;
        /// Most tokens that an account is associated with, where that is limited.
        "tokens.maxPerAccount" max_per_account: u64 = 1000;
        /// Most associations that an answer about an account shows.
        "tokens.maxRelsPerInfoQuery" max_relations_shown: usize = 1000;
        /// Whether answers about accounts show their balances of tokens.
        "tokens.balancesInQueries.enabled" balances_in_queries: bool = true;
        /// Whether a question for a balance counts to the throttles as often as it shows balances.
        "tokens.countingGetBalanceThrottleEnabled" counting_balance_throttle: bool = true;
        /// Longest symbol, UTF-8 bytes.
        "tokens.maxSymbolUtf8Bytes" max_symbol_bytes: usize = 100;
        /// Longest name, UTF-8 bytes.
        "tokens.maxTokenNameUtf8Bytes" max_name_bytes: usize = 100;
        /// Longest metadata of a token, bytes.
        "tokens.maxMetadataBytes" max_metadata_bytes: usize = 100;
        /// Most custom fees of a token.
        "tokens.maxCustomFeesAllowed" max_custom_fees: usize = 10;
        /// How many times custom fees may be due on custom fees.
        "tokens.maxCustomFeeDepth" max_custom_fee_depth: usize = 2;
        /// Whether tokens may be rejected (HIP-904).
        "tokens.reject.enabled" reject_enabled: bool = true;
    }
    /// `tokens.nfts.*`
    nfts: NftsConfig {
        /// Most NFTs of all tokens.
        "tokens.nfts.maxAllowedMints" max_number: u64 = 100_000_000;
        /// Longest metadata of an NFT, bytes.
        "tokens.nfts.maxMetadataBytes" max_metadata_bytes: usize = 100;
        /// Most NFTs that a transaction mints.
        "tokens.nfts.maxBatchSizeMint" max_batch_mint: usize = 10;
        /// Most NFTs that a transaction burns.
        "tokens.nfts.maxBatchSizeBurn" max_batch_burn: usize = 10;
        /// Most NFTs that a transaction wipes.
        "tokens.nfts.maxBatchSizeWipe" max_batch_wipe: usize = 10;
        /// Most NFTs whose metadata a transaction changes.
        "tokens.nfts.maxBatchSizeUpdate" max_batch_update: usize = 10;
        /// How much more a throttle counts for a minted NFT than for a transaction.
        "tokens.nfts.mintThrottleScaleFactor" mint_throttle_scale: ScaleFactor = ScaleFactor::new(5, 2);
    }
    /// `tokens.airdrops.*` and what else concerns airdrops
    airdrops: AirdropsConfig {
        /// Whether there are airdrops (HIP-904).
        "tokens.airdrops.enabled" enabled: bool = true;
        /// Whether they may be cancelled.
        "tokens.airdrops.cancel.enabled" cancel_enabled: bool = true;
        /// Whether they may be claimed.
        "tokens.airdrops.claim.enabled" claim_enabled: bool = true;
        /// Most airdrops that wait for their receivers.
        "tokens.maxAllowedPendingAirdrops" max_pending: u64 = 20_000_000;
        /// Most airdrops that a transaction claims.
        "tokens.maxAllowedPendingAirdropsToClaim" max_claims: usize = 10;
        /// Most airdrops that a transaction cancels.
        "tokens.maxAllowedPendingAirdropsToCancel" max_cancels: usize = 10;
        /// Most fungible adjustments, and most changes of NFT ownership, of an airdrop.
        "tokens.maxAllowedAirdropTransfersPerTx" max_transfers: usize = 10;
    }
    /// `nodes.*`
    nodes: NodesConfig {
        /// Whether fees go to the fee collection account (HIP-1259).
        "nodes.feeCollectionAccountEnabled" fee_collection_enabled: bool = true;
        /// Whether nodes are rewarded (HIP-1064).
        "nodes.nodeRewardsEnabled" rewards_enabled: bool = true;
        /// Whether all fees go to the node reward account while it is low.
        "nodes.preserveMinNodeRewardBalance" preserve_min_reward_balance: bool = true;
        /// Up to which balance the node reward account is low, in tinybar.
        "nodes.minNodeRewardBalance" min_reward_balance: i64 = 100_000_000_000_000;
        /// Most nodes.
        "nodes.maxNumber" max_number: u64 = 100;
    }
    /// `staking.*`
    staking: StakingConfig {
        /// Length of a staking period, minutes.
        "staking.periodMins" period_minutes: i64 = 1440;
        /// Part of network and service fees that node rewards get, percent.
        "staking.fees.nodeRewardPercentage" node_reward_percentage: i64 = 10;
        /// Part of network and service fees that staking rewards get, percent.
        "staking.fees.stakingRewardPercentage" staking_reward_percentage: i64 = 10;
    }
    /// `fees.*`, `rates.*` and `networkAdmin.*` as they concern fees
    fees: FeesConfig {
        /// How far file 0.0.112 may move a rate from the one at midnight, percent.
        "rates.intradayChangeLimitPercent" intraday_change_limit: i64 = 25;
        /// How long congestion lasts before it multiplies fees, seconds.
        "fees.minCongestionPeriod" min_congestion_period: i64 = 60;
        /// From which utilisation fees are multiplied by what.
        "fees.percentCongestionMultipliers" congestion: CongestionLevels = CongestionLevels::default();
        /// Whether high-volume transactions are accepted (HIP-1313).
        "networkAdmin.highVolumeThrottlesEnabled" high_volume: bool = true;
    }
    /// `files.*`
    files: FilesConfig {
        /// Most files, system files included.
        "files.maxNumber" max_number: u64 = 1_000_000;
        /// Most contents of a file, in units of 1024 bytes; software updates may have more.
        "files.maxSizeKb" max_size_kb: usize = 1024;
    }
    /// `bootstrap.rates.*`: file 0.0.112 at genesis
    bootstrap: BootstrapConfig {
        /// So many hbar are worth [`Self::current_cents`].
        "bootstrap.rates.currentHbarEquiv" current_hbar: i32 = 1;
        /// What [`Self::current_hbar`] are worth, in cents.
        "bootstrap.rates.currentCentEquiv" current_cents: i32 = 12;
        /// Until when that is so, in seconds; the default is in the year 2100.
        "bootstrap.rates.currentExpiry" current_expiry: i64 = 4_102_444_800;
        /// Then so many hbar are worth [`Self::next_cents`].
        "bootstrap.rates.nextHbarEquiv" next_hbar: i32 = 1;
        /// What [`Self::next_hbar`] are worth, in cents.
        "bootstrap.rates.nextCentEquiv" next_cents: i32 = 15;
        /// Until when that is so, in seconds.
        "bootstrap.rates.nextExpiry" next_expiry: i64 = 4_102_444_800;
    }
    /// `hooks.*`
    hooks: HooksConfig {
        /// Whether hooks are accepted (HIP-1195).
        "hooks.hooksEnabled" enabled: bool = false;
    }
}

/// A property's value does not parse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not a value of property {name}")]
pub struct PropertyError {
    /// The property.
    pub name: String,
    /// What it was set to.
    pub value: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_set_by_its_name() {
        let mut config = Config::default();
        config.set("ledger.maxAutoAssociations", "1").unwrap();
        config.set("ledger.id", "0x0102").unwrap();
        config.set("nodes.feeCollectionAccountEnabled", "false").unwrap();
        assert_eq!(config.ledger.max_auto_associations, 1);
        assert_eq!(config.ledger.id, [1, 2]);
        assert!(!config.nodes.fee_collection_enabled);
    }

    #[test]
    fn an_unknown_property_changes_nothing_and_a_bad_value_is_an_error() {
        let mut config = Config::default();
        config.set("contracts.maxRefundPercentOfGasLimits", "?").unwrap();
        for name in ["staking.periodMins", "contracts.maxRefundPercentOfGasLimit"] {
            assert_eq!(config.set(name, "a day").unwrap_err().name, name);
        }
        assert_eq!(config, Config::default());
    }

    #[test]
    fn every_known_property_has_a_value() {
        let mut config = Config::default();
        assert_eq!(config.get("ledger.id").as_deref(), Some("0x03"), "local networks have this");
        assert_eq!(config.get("contracts.maxRefundPercentOfGasLimit").as_deref(), Some("100"));
        config.set("contracts.maxRefundPercentOfGasLimit", " 20 ").unwrap();
        assert_eq!(config.get("contracts.maxRefundPercentOfGasLimit").as_deref(), Some("20"));
        assert_eq!(config.get("no.such"), None);
        for name in Config::PROPERTIES {
            let value = config.get(name).unwrap();
            config.set(name, &value).unwrap();
            assert_eq!(config.get(name), Some(value), "{name}");
        }
    }
}
