//! Accounts.

use alloc::{sync::Arc, vec::Vec};

use super::{Alias, EntityNum, Holdings, Nothing, Rare};
use crate::keys::Key;

/// An account as state holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts of the protocol")]
pub struct Account {
    /// Its number.
    pub num: EntityNum,
    /// Who controls it. An empty key list marks a hollow account, if there is an alias, or an immutable one.
    pub key: Arc<Key>,
    /// What it owns, in tinybar; never negative.
    pub balance: i64,
    /// Its alias, empty when there is none.
    pub alias: Alias,
    /// Free text of at most 100 bytes.
    pub memo: Arc<str>,
    /// Whether a credit needs its signature.
    pub receiver_sig_required: bool,
    /// Whether it was deleted; it stays known by its number.
    pub deleted: bool,
    /// When it expires, in seconds of consensus time.
    pub expiry: i64,
    /// By how much its expiry is extended when it renews, in seconds.
    pub auto_renew_period: i64,
    /// Slots for automatic token associations; -1 is unlimited.
    pub max_auto_associations: i32,
    /// How many of these slots are used.
    pub used_auto_associations: i32,
    /// What it stakes to.
    pub staked_to: Option<StakedId>,
    /// Whether it declines staking rewards.
    pub decline_reward: bool,
    /// When its present stake began: a staking period, -1 when it does not stake to a node.
    pub stake_period_start: i64,
    /// What others stake to it, in tinybar.
    pub staked_to_me: i64,
    /// Its nonce for Ethereum transactions (HIP-410).
    pub ethereum_nonce: i64,
    /// Whether it is a smart contract.
    pub smart_contract: bool,
    /// Who may spend how much of its hbar, by spender number.
    pub hbar_allowances: Rare<Vec<HbarAllowance>>,
    /// What it has to do with tokens.
    pub tokens: Rare<Holdings>,
}

/// What an account stakes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakedId {
    /// Another account, by number.
    Account(EntityNum),
    /// A node, by its id.
    Node(u64),
}

/// Hbar that a spender may transfer out of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HbarAllowance {
    /// Who may spend.
    pub spender: EntityNum,
    /// How much is left, in tinybar; always positive.
    pub amount: i64,
}

impl Nothing for Vec<HbarAllowance> {
    const NOTHING: &'static Self = &Self::new();
}

impl Account {
    /// An account that owns nothing, with defaults for all that is optional.
    pub fn new(num: EntityNum, key: Arc<Key>) -> Self {
        Self {
            num,
            key,
            balance: 0,
            alias: Alias::new(),
            memo: Arc::default(),
            receiver_sig_required: false,
            deleted: false,
            expiry: 0,
            auto_renew_period: 0,
            max_auto_associations: 0,
            used_auto_associations: 0,
            staked_to: None,
            decline_reward: false,
            stake_period_start: -1,
            staked_to_me: 0,
            ethereum_nonce: 0,
            smart_contract: false,
            hbar_allowances: Rare::default(),
            tokens: Rare::default(),
        }
    }

    /// Whether it was created by a transfer to an EVM address and nobody has shown its key yet (HIP-583).
    pub fn is_hollow(&self) -> bool {
        self.key.is_empty_list() && self.alias.len() == 20
    }
}
