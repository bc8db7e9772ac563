//! What can be set about a ledger, with the defaults of the reference node (consensus node 0.77).

/// Properties of a ledger. Defaults are those of the reference's `application.properties`; names are its property
/// names in snake case, by section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `ledger.*`
    pub ledger: LedgerConfig,
    /// `hedera.transaction.*`
    pub transaction: TransactionConfig,
    /// `entities.*`, `accounts.*` limits
    pub entities: EntitiesConfig,
    /// `hooks.hooksEnabled`
    pub hooks_enabled: bool,
}

/// `ledger.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerConfig {
    /// Shard of every entity.
    pub shard: i64,
    /// Realm of every entity.
    pub realm: i64,
    /// The ledger id that info queries report and checksums use.
    pub id: alloc::vec::Vec<u8>,
    /// Most hbar adjustments of a transfer.
    pub transfers_max_len: usize,
    /// Largest allowed `maxAutomaticTokenAssociations`.
    pub max_auto_associations: i32,
    /// Shortest auto-renew period, seconds.
    pub auto_renew_period_min: i64,
    /// Longest auto-renew period, seconds.
    pub auto_renew_period_max: i64,
    /// All hbar there is, in tinybar.
    pub total_supply: i64,
}

/// `hedera.transaction.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionConfig {
    /// Largest serialized transaction of an ordinary payer, bytes.
    pub max_bytes: usize,
    /// Largest serialized transaction of a governance payer (HIP-1300) or jumbo type, bytes.
    pub governance_max_bytes: usize,
    /// Longest memo, UTF-8 bytes.
    pub max_memo_bytes: usize,
    /// Shortest valid duration, seconds.
    pub min_valid_duration: i64,
    /// Longest valid duration, seconds; receipts live as long.
    pub max_valid_duration: i64,
    /// How much earlier than its end a transaction counts as expired at ingest, seconds.
    pub min_validity_buffer: i64,
}

/// `entities.*` and `accounts.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntitiesConfig {
    /// Most accounts.
    pub max_accounts: u64,
    /// Longest time from now to an explicit expiry, seconds.
    pub max_lifetime: i64,
    /// Whether auto-created accounts get unlimited automatic associations.
    pub unlimited_auto_associations: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ledger: LedgerConfig {
                shard: 0,
                realm: 0,
                id: alloc::vec![3],
                transfers_max_len: 10,
                max_auto_associations: 5000,
                auto_renew_period_min: 2_592_000,
                auto_renew_period_max: 8_000_001,
                total_supply: 5_000_000_000_000_000_000,
            },
            transaction: TransactionConfig {
                max_bytes: 6144,
                governance_max_bytes: 133_120,
                max_memo_bytes: 100,
                min_valid_duration: 15,
                max_valid_duration: 180,
                min_validity_buffer: 10,
            },
            entities: EntitiesConfig {
                max_accounts: 100_000_000,
                max_lifetime: 8_000_001,
                unlimited_auto_associations: true,
            },
            hooks_enabled: false,
        }
    }
}
