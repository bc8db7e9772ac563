//! The names that every spec knows from its start.

use hapi_proto::services::{AccountId, FileId, Key};

use super::Registry;

/// The treasury: it holds all hbar at genesis, and pays for anything without limits.
pub const GENESIS: &str = "GENESIS";
/// Who pays for operations that do not say who does.
pub const DEFAULT_PAYER: &str = "DEFAULT_PAYER";
/// The account that gets what is left of fees once they are distributed.
pub const FUNDING: &str = "FUNDING";
/// The account of the node that operations go to, when they do not say.
pub const NODE: &str = "NODE";
/// The account that pays staking rewards.
pub const STAKING_REWARD: &str = "STAKING_REWARD";
/// The account that pays node rewards.
pub const NODE_REWARD: &str = "NODE_REWARD";
/// The account that receives the fees of transactions, until they are distributed (HIP-1259).
pub const FEE_COLLECTOR: &str = "FEE_COLLECTOR";

/// The system accounts by the roles that networks give them, all controlled by the treasury's key.
const SYSTEM_ACCOUNTS: &[(&str, u64)] = &[
    ("SYSTEM_ADMIN", 50),
    ("SOFTWARE_UPDATE_ADMIN", 54),
    ("ADDRESS_BOOK_CONTROL", 55),
    ("FEE_SCHEDULE_CONTROL", 56),
    ("EXCHANGE_RATES_CONTROL", 57),
    ("FREEZE_ADMIN", 58),
    ("SYSTEM_DELETE_ADMIN", 59),
    ("SYSTEM_UNDELETE_ADMIN", 60),
    (FUNDING, 98),
];

/// The accounts that no key controls.
const KEYLESS_ACCOUNTS: &[(&str, u64)] = &[(STAKING_REWARD, 800), (NODE_REWARD, 801), (FEE_COLLECTOR, 802)];

/// The system files; the treasury's key controls them too.
const SYSTEM_FILES: &[(&str, u64)] = &[
    ("ADDRESS_BOOK", 101),
    ("NODE_DETAILS", 102),
    ("FEE_SCHEDULE", 111),
    ("EXCHANGE_RATES", 112),
    ("SIMPLE_FEE_SCHEDULE", 113),
    ("APP_PROPERTIES", 121),
    ("API_PERMISSIONS", 122),
    ("THROTTLE_DEFINITIONS", 123),
    ("UPDATE_FEATURE", 150),
];

/// Whether a name is one that every spec knows, for an entity that is the same on every network.
pub(super) fn is_system_entity(name: &str) -> bool {
    let accounts = SYSTEM_ACCOUNTS.iter().chain(KEYLESS_ACCOUNTS);
    accounts.chain(SYSTEM_FILES).any(|(known, _)| *known == name) || name == GENESIS
}

impl Registry {
    /// A registry with the names of the entities that every network has at genesis.
    pub(crate) fn with_system_entities(genesis: (AccountId, Key), node: AccountId) -> Self {
        let registry = Self::default();
        let (genesis_account, genesis_key) = genesis;
        for (name, num) in SYSTEM_ACCOUNTS {
            registry.put(*name, AccountId::from_num(*num));
            registry.put(*name, genesis_key.clone());
        }
        for (name, num) in KEYLESS_ACCOUNTS {
            registry.put(*name, AccountId::from_num(*num));
        }
        for (name, num) in SYSTEM_FILES {
            registry.put(*name, FileId::from_num(*num));
            registry.put(*name, Key::list(vec![genesis_key.clone()]));
        }
        registry.put(NODE, node);
        registry.put(NODE, genesis_key.clone());
        registry.put(GENESIS, genesis_account);
        registry.put(GENESIS, genesis_key);
        registry
    }
}
