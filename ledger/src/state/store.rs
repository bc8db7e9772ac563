//! State, and the layered overlay that a transaction writes into.

mod tally;

use alloc::{boxed::Box, sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::Timestamp;

use super::{
    Account, Airdrop, AirdropKey, Alias, EntityNum, File, Map, Network, Nft, Node, Relation, Token, Upgrade,
    lthash::LtHash,
    pieces::Pieces,
    snapshot::{read_table, write_table},
    written::Written,
};
use crate::records::{History, TransactionKey};

/// Whether the hash of a state tells of a table. The times of transactions stand in their records as well: to hash them twice would
/// cost every transaction as much as its record does.
fn is_hashed(table: &str) -> bool {
    table != "handled"
}

/// Declares the tables of state once: the persistent map, its overlay, its accessors and the commit.
macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident($get:ident, $get_mut:ident, $put:ident, $remove:ident): $key:ty => $value:ty;)+) => {
        /// Everything a ledger remembers. A clone is O(1).
        #[derive(Clone, Debug)]
        pub struct State {
            $($(#[$doc])* pub $table: Map<$key, $value>,)+
            /// What there is one of.
            pub network: Network,
        }

        /// What a transaction changed.
        #[derive(Clone, Debug, Default)]
        pub struct Changes {
            $(pub(super) $table: Written<$key, $value>,)+
            /// The new singletons, when they changed. Few transactions change them, and all copy this struct.
            pub(super) network: Option<Box<Network>>,
        }

        impl State {
            /// The empty state around these singletons.
            pub fn new(network: Network) -> Self {
                Self { $($table: Map::default(),)+ network }
            }

            /// Makes the changes of a transaction permanent.
            pub fn apply(&mut self, changes: Changes) {
                $(for (key, value) in changes.$table.into_values() {
                    match value {
                        Some(value) => { self.$table.insert_shared(key, value); }
                        None => { self.$table.remove(&key); }
                    }
                })+
                if let Some(network) = changes.network {
                    self.network = *network;
                }
            }
        }

        /// What hashing and saving need of each table.
        impl State {
            pub(super) fn table_hashes(&self) -> Vec<(&'static str, LtHash)> {
                let mut hashes = Vec::new();
                $(if is_hashed(stringify!($table)) {
                    hashes.push((stringify!($table), self.$table.hash()));
                })+
                hashes
            }

            pub(super) fn rehash_tables(&mut self) -> Vec<(&'static str, LtHash)> {
                let mut hashes = Vec::new();
                $(if is_hashed(stringify!($table)) {
                    hashes.push((stringify!($table), self.$table.rehash()));
                })+
                hashes
            }

            pub(super) fn write_tables<E>(&self, out: &mut Pieces<'_, E>) -> Result<(), E> {
                $(write_table(&self.$table, out)?;)+
                Ok(())
            }

            pub(super) fn read_tables(&mut self, input: &mut &[u8]) -> Option<()> {
                $(read_table(&mut self.$table, input)?;)+
                Some(())
            }
        }

        impl Changes {
            fn absorb(&mut self, upper: Self) {
                $(self.$table.absorb(upper.$table);)+
                if upper.network.is_some() {
                    self.network = upper.network;
                }
            }
        }

        impl Store<'_> {
            $(
                #[doc = concat!("Reads from [`State::", stringify!($table), "`].")]
                pub fn $get(&self, key: &$key) -> Option<&$value> {
                    for layer in self.layers.iter().rev() {
                        if let Some(value) = layer.$table.get(key) {
                            return value.as_deref();
                        }
                    }
                    self.state.$table.get(key)
                }

                #[doc = concat!("Changes an entry of [`State::", stringify!($table), "`] in place.")]
                pub fn $get_mut(&mut self, key: &$key) -> Option<&mut $value> {
                    let (top, below) = self.layers.split_last_mut().expect(NO_LAYER);
                    top.$table.get_mut(key, || {
                        let layer = below.iter().rev().find_map(|layer| layer.$table.get(key));
                        layer.map_or_else(|| self.state.$table.get_shared(key).cloned(), Clone::clone)
                    })
                }

                #[doc = concat!("Adds or replaces an entry of [`State::", stringify!($table), "`].")]
                pub fn $put(&mut self, key: $key, value: $value) {
                    self.top().$table.put(key, Some(Arc::new(value)));
                }

                #[doc = concat!("Removes an entry of [`State::", stringify!($table), "`].")]
                pub fn $remove(&mut self, key: $key) {
                    self.top().$table.put(key, None);
                }
            )+
        }
    };
}

tables! {
    /// Accounts by number.
    accounts(account, account_mut, put_account, remove_account): EntityNum => Account;
    /// Account numbers by alias.
    aliases(alias, alias_mut, put_alias, remove_alias): Alias => EntityNum;
    /// Files by number.
    files(file, file_mut, put_file, remove_file): EntityNum => File;
    /// How large the contents of software updates are, by number.
    upgrades(upgrade, upgrade_mut, put_upgrade, remove_upgrade): EntityNum => Upgrade;
    /// The contents of software updates, by number and part.
    upgrade_parts(upgrade_part, upgrade_part_mut, put_upgrade_part, remove_upgrade_part): (EntityNum, u32) => Bytes;
    /// What system files held when they last were usable, while they hold the beginning of something else.
    in_force(in_force, in_force_mut, put_in_force, remove_in_force): EntityNum => Bytes;
    /// Tokens by number.
    tokens(token, token_mut, put_token, remove_token): EntityNum => Token;
    /// Which account is associated with which token, by the numbers of both.
    relations(relation, relation_mut, put_relation, remove_relation): (EntityNum, EntityNum) => Relation;
    /// NFTs by the number of their token and their serial number.
    nfts(nft, nft_mut, put_nft, remove_nft): (EntityNum, u64) => Nft;
    /// Airdrops that wait for their receivers.
    airdrops(airdrop, airdrop_mut, put_airdrop, remove_airdrop): AirdropKey => Airdrop;
    /// Nodes by id.
    nodes(node, node_mut, put_node, remove_node): u64 => Node;
    /// Records of the last transactions, by transaction id.
    histories(history, history_mut, put_history, remove_history): TransactionKey => History;
    /// Which transaction was handled at which consensus time, as long as its records are kept.
    handled(handled_at, handled_at_mut, put_handled, remove_handled): Timestamp => TransactionKey;
}

/// Never so: the first layer is taken away only with the store.
const NO_LAYER: &str = "a store has at least one layer";

/// A view of a state that can be written: each [`Store::begin`] opens a layer that the matching
/// [`Store::commit`] merges into the one below, and [`Store::rollback`] forgets.
#[derive(Debug)]
pub struct Store<'s> {
    state: &'s State,
    layers: Vec<Changes>,
}

impl<'s> Store<'s> {
    /// A view of `state` without changes.
    pub fn new(state: &'s State) -> Self {
        // A transaction opens two layers more, unless it has children. Room for a fourth would be more than a kilobyte, which allocators
        // have not at hand.
        let mut layers = Vec::with_capacity(3);
        layers.push(Changes::default());
        Self { state, layers }
    }

    /// The state below all changes.
    pub fn base(&self) -> &'s State {
        self.state
    }

    /// Opens a layer.
    pub fn begin(&mut self) {
        self.layers.push(Changes::default());
    }

    /// Merges the top layer into the one below.
    ///
    /// # Panics
    /// Without a matching [`Store::begin`].
    pub fn commit(&mut self) {
        let top = self.pop();
        self.top().absorb(top);
    }

    /// Forgets the top layer.
    ///
    /// # Panics
    /// Without a matching [`Store::begin`].
    pub fn rollback(&mut self) {
        self.pop();
    }

    /// All committed changes.
    pub fn into_changes(mut self) -> Changes {
        while self.layers.len() > 1 {
            self.commit();
        }
        self.pop_last()
    }

    /// The singletons.
    pub fn network(&self) -> &Network {
        self.layers.iter().rev().find_map(|layer| layer.network.as_deref()).unwrap_or(&self.state.network)
    }

    /// The singletons, to be changed.
    pub fn network_mut(&mut self) -> &mut Network {
        if self.top().network.is_none() {
            self.top().network = Some(Box::new(self.network().clone()));
        }
        self.top().network.as_mut().expect("set above")
    }

    /// Takes the number for a new entity.
    pub fn new_entity_num(&mut self) -> EntityNum {
        let next = &mut self.network_mut().next_entity;
        let num = *next;
        *next += 1;
        num
    }

    /// The node whose account this is (HIP-1299).
    pub fn node_of_account(&self, account: EntityNum) -> Option<&Node> {
        let written = self.layers.iter().flat_map(|layer| layer.nodes.keys());
        let mut ids = self.state.nodes.iter().map(|(id, _)| id).chain(written);
        ids.find_map(|id| self.node(id).filter(|node| node.account == account))
    }

    fn top(&mut self) -> &mut Changes {
        self.layers.last_mut().expect(NO_LAYER)
    }

    fn pop(&mut self) -> Changes {
        assert!(self.layers.len() > 1, "commit or rollback without begin");
        self.pop_last()
    }

    fn pop_last(&mut self) -> Changes {
        self.layers.pop().expect(NO_LAYER)
    }
}
