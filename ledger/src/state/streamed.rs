//! State, and what changes in it, as the block stream tells it (HIP-1056).
//!
//! Told are accounts, aliases, tokens and what accounts have to do with them, files, nodes, the queues of software updates,
//! and the singletons that a ledger has. What it keeps for itself is not: the records of the last transactions, which the
//! reference keeps as a queue of receipts, and what system files held before. Nor are the links of lists that the reference
//! keeps inside of its entities, of an account's relations, NFTs and airdrops: here there are none.

use alloc::vec::Vec;

use hapi_proto::{
    block::output::{
        MapChangeKey, MapChangeValue, MapDeleteChange, MapUpdateChange, QueuePopChange, QueuePushChange,
        SingletonUpdateChange, StateChange, StateIdentifier, map_change_key::KeyChoice,
        map_change_value::ValueChoice, queue_push_change::Value as Pushed, singleton_update_change::NewValue,
        state_change::ChangeOperation,
    },
    node::state::{
        addressbook,
        entity::EntityCounts,
        token::{NodePayment, NodePayments},
    },
    services::{
        self as hapi, AccountApprovalForAllAllowance, AccountCryptoAllowance, AccountFungibleTokenAllowance,
        CongestionLevelStarts, FileId, Timestamp, account, key::Key as Kind,
    },
};

use super::{
    Account, Alias, Changes, EntityNum, File, Node, StakedId, State, TokenAllowance, streamed_tokens,
    written::Written,
};
use crate::{
    config::{Config, system_file},
    handle::{account_id, token_id},
    keys::Key,
};

/// What a transaction changed in the maps and queues of a state. Cheap to make: it shares the values with the state. Telling
/// it, which costs more, can wait and be done elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet {
    pub(super) changes: Changes,
    /// How many parts of which software updates were taken away.
    popped: Vec<(EntityNum, u32)>,
}

impl ChangeSet {
    pub(crate) fn new(before: &State, changes: &Changes) -> Self {
        let popped = changes.upgrades.keys().filter_map(|num| {
            let parts = before.upgrades.get(num).map_or(0, |upgrade| upgrade.parts);
            // An upgrade begins anew when its first part is written or removed.
            changes.upgrade_parts.get(&(*num, 0)).filter(|_| parts > 0).map(|_| (*num, parts))
        });
        let changes = Changes {
            accounts: changes.accounts.after(),
            aliases: changes.aliases.after(),
            files: changes.files.after(),
            upgrade_parts: changes.upgrade_parts.after(),
            tokens: changes.tokens.after(),
            relations: changes.relations.after(),
            nfts: changes.nfts.after(),
            airdrops: changes.airdrops.after(),
            nodes: changes.nodes.after(),
            ..Changes::default()
        };
        Self { popped: popped.collect(), changes }
    }

    /// The changes as the block stream tells them.
    pub fn to_stream(&self, config: &Config) -> Vec<StateChange> {
        let mut told = Vec::new();
        tell(&mut told, &self.changes.accounts, |num, account| account_change(config, *num, account));
        told.extend(self.without_accounts(config));
        told
    }

    /// All but the accounts.
    pub(super) fn without_accounts(&self, config: &Config) -> Vec<StateChange> {
        let Changes { aliases, files, upgrade_parts, nodes, tokens, relations, nfts, airdrops, .. } =
            &self.changes;
        let mut told = Vec::new();
        tell(&mut told, aliases, |alias, num| alias_change(config, alias, num));
        tell(&mut told, tokens, |num, token| streamed_tokens::token(config, *num, token));
        tell(&mut told, relations, |key, relation| streamed_tokens::relation(config, *key, relation));
        tell(&mut told, nfts, |key, nft| streamed_tokens::nft(config, *key, nft));
        tell(&mut told, airdrops, |key, airdrop| streamed_tokens::airdrop(config, *key, airdrop));
        tell(&mut told, files, |num, file| file_change(config, *num, file));
        tell(&mut told, nodes, |id, node| node_change(config, *id, node));
        for (num, parts) in &self.popped {
            told.extend((0..*parts).map(|_| queue(*num, ChangeOperation::QueuePop(QueuePopChange {}))));
        }
        for ((num, _), _, part) in upgrade_parts.iter() {
            told.extend(part.map(|part| push(*num, part)));
        }
        told
    }
}

fn tell<K: Ord, V>(
    told: &mut Vec<StateChange>,
    table: &Written<K, V>,
    change: impl Fn(&K, Option<&V>) -> StateChange,
) {
    told.extend(table.iter().map(|(key, _, value)| change(key, value)));
}

impl State {
    /// All maps and queues, as changes of an empty state: what the first block of a network tells.
    pub fn to_stream(&self, config: &Config) -> Vec<StateChange> {
        let accounts = self.accounts.iter().map(|(num, account)| account_change(config, *num, Some(account)));
        let aliases = self.aliases.iter().map(|(alias, num)| alias_change(config, alias, Some(num)));
        let files = self.files.iter().map(|(num, file)| file_change(config, *num, Some(file)));
        let tokens = self.tokens.iter().map(|(num, token)| streamed_tokens::token(config, *num, Some(token)));
        let relations = self.relations.iter();
        let relations = relations.map(|(key, it)| streamed_tokens::relation(config, *key, Some(it)));
        let nfts = self.nfts.iter().map(|(key, nft)| streamed_tokens::nft(config, *key, Some(nft)));
        let airdrops = self.airdrops.iter();
        let airdrops = airdrops.map(|(key, it)| streamed_tokens::airdrop(config, *key, Some(it)));
        let nodes = self.nodes.iter().map(|(id, node)| node_change(config, *id, Some(node)));
        let parts = self.upgrade_parts.iter().map(|((num, _), part)| push(*num, part));
        let of_tokens = tokens.chain(relations).chain(nfts).chain(airdrops);
        accounts.chain(aliases).chain(of_tokens).chain(files).chain(nodes).chain(parts).collect()
    }

    /// All singletons. A block that ends tells those that changed.
    pub fn singletons(&self, config: &Config) -> Vec<StateChange> {
        let network = &self.network;
        let counts = EntityCounts {
            num_accounts: self.accounts.len() as u64,
            num_aliases: self.aliases.len() as u64,
            num_tokens: self.tokens.len() as u64,
            num_token_relations: self.relations.len() as u64,
            num_nfts: self.nfts.len() as u64,
            num_airdrops: self.airdrops.len() as u64,
            num_files: self.files.len() as u64,
            num_nodes: self.nodes.len() as u64,
            ..EntityCounts::default()
        };
        let payments = network.node_payments.iter().map(|(account, fees)| NodePayment {
            node_account_id: Some(account_id(config, *account)),
            fees: *fees,
        });
        let payments = NodePayments {
            last_node_fee_distribution_time: network
                .last_fee_distribution
                .map(|seconds| Timestamp::new(seconds, 0)),
            payments: payments.collect(),
        };
        let starts = network.congestion.since().iter().map(|since| since.unwrap_or_default());
        let congestion =
            CongestionLevelStarts { generic_level_starts: starts.collect(), gas_level_starts: Vec::new() };
        [
            // The protocol keeps the last number that was given.
            (
                StateIdentifier::StateIdEntityId,
                NewValue::EntityNumberValue(network.next_entity.saturating_sub(1)),
            ),
            (
                StateIdentifier::StateIdThrottleUsageSnapshots,
                NewValue::ThrottleUsageSnapshotsValue((*network.throttle_usage).clone()),
            ),
            (StateIdentifier::StateIdCongestionLevelStarts, NewValue::CongestionLevelStartsValue(congestion)),
            (StateIdentifier::StateIdMidnightRates, NewValue::ExchangeRateSetValue(network.midnight_rates)),
            (StateIdentifier::StateIdEntityCounts, NewValue::EntityCountsValue(counts)),
            (StateIdentifier::StateIdNodePayments, NewValue::NodePaymentsValue(payments)),
        ]
        .map(|(id, value)| {
            let update = SingletonUpdateChange { new_value: Some(value) };
            change(id.into(), ChangeOperation::SingletonUpdate(update))
        })
        .into()
    }
}

fn change(id: i32, operation: ChangeOperation) -> StateChange {
    StateChange { state_id: id.unsigned_abs(), change_operation: Some(operation) }
}

pub(super) fn map(id: StateIdentifier, key: KeyChoice, value: Option<ValueChoice>) -> StateChange {
    let key = Some(MapChangeKey { key_choice: Some(key) });
    let operation = match value {
        Some(value) => {
            let value = Some(MapChangeValue { value_choice: Some(value) });
            ChangeOperation::MapUpdate(MapUpdateChange { key, value, identical: false })
        }
        None => ChangeOperation::MapDelete(MapDeleteChange { key }),
    };
    change(id.into(), operation)
}

/// A change of the queue that a software update is.
fn queue(num: EntityNum, operation: ChangeOperation) -> StateChange {
    let at = num.saturating_sub(*system_file::SOFTWARE_UPDATES.start());
    let first = i32::from(StateIdentifier::StateIdUpgradeData150);
    change(first.saturating_add(i32::try_from(at).unwrap_or(i32::MAX)), operation)
}

fn push(num: EntityNum, part: &[u8]) -> StateChange {
    queue(
        num,
        ChangeOperation::QueuePush(QueuePushChange { value: Some(Pushed::ProtoBytesElement(part.to_vec())) }),
    )
}

pub(super) fn account_change(config: &Config, num: EntityNum, account: Option<&Account>) -> StateChange {
    let value = account.map(|account| ValueChoice::AccountValue(account_value(config, account)));
    map(StateIdentifier::StateIdAccounts, KeyChoice::AccountIdKey(account_id(config, num)), value)
}

fn account_value(config: &Config, account: &Account) -> hapi::Account {
    let id = |num| Some(account_id(config, num));
    let token = |num| Some(token_id(config, num));
    let count = |count| i32::try_from(count).unwrap_or(i32::MAX);
    let allowances = account.hbar_allowances.iter();
    let nft_allowances = account.tokens.nft_allowances.iter().map(|allowance| {
        AccountApprovalForAllAllowance { token_id: token(allowance.token), spender_id: id(allowance.spender) }
    });
    let token_allowances = account.tokens.token_allowances.iter().map(|allowance| {
        let TokenAllowance { spender, token: of, amount } = *allowance;
        AccountFungibleTokenAllowance { token_id: token(of), spender_id: id(spender), amount }
    });
    hapi::Account {
        account_id: id(account.num),
        alias: account.alias.clone(),
        key: Some(account.key.to_proto()),
        expiration_second: account.expiry,
        tinybar_balance: account.balance,
        memo: (&*account.memo).into(),
        deleted: account.deleted,
        staked_to_me: account.staked_to_me,
        stake_period_start: account.stake_period_start,
        decline_reward: account.decline_reward,
        receiver_sig_required: account.receiver_sig_required,
        max_auto_associations: account.max_auto_associations,
        used_auto_associations: account.used_auto_associations,
        smart_contract: account.smart_contract,
        ethereum_nonce: account.ethereum_nonce,
        // No rewards are paid yet.
        stake_at_start_of_last_rewarded_period: -1,
        auto_renew_seconds: account.auto_renew_period,
        crypto_allowances: allowances
            .map(|allowance| AccountCryptoAllowance {
                spender_id: id(allowance.spender),
                amount: allowance.amount,
            })
            .collect(),
        number_owned_nfts: i64::try_from(account.tokens.owned_nfts).unwrap_or(i64::MAX),
        number_associations: count(account.tokens.associations),
        number_positive_balances: count(account.tokens.positive_balances),
        approve_for_all_nft_allowances: nft_allowances.collect(),
        token_allowances: token_allowances.collect(),
        number_treasury_titles: account.tokens.treasury_titles,
        number_pending_airdrops: account.tokens.pending_airdrops.into(),
        staked_id: account.staked_to.map(|staked| match staked {
            StakedId::Account(num) => account::StakedId::StakedAccountId(account_id(config, num)),
            StakedId::Node(node) => account::StakedId::StakedNodeId(i64::try_from(node).unwrap_or(i64::MAX)),
        }),
        ..hapi::Account::default()
    }
}

fn alias_change(config: &Config, alias: &Alias, num: Option<&EntityNum>) -> StateChange {
    let value = num.map(|num| ValueChoice::AccountIdValue(account_id(config, *num)));
    map(StateIdentifier::StateIdAliases, KeyChoice::ProtoBytesKey(alias.to_vec()), value)
}

fn file_change(config: &Config, num: EntityNum, file: Option<&File>) -> StateChange {
    let file_num = i64::try_from(num).unwrap_or(i64::MAX);
    let id = FileId { shard_num: config.ledger.shard, realm_num: config.ledger.realm, file_num };
    let value = file.map(|file| {
        ValueChoice::FileValue(hapi::File {
            file_id: Some(id),
            expiration_second: file.expiry,
            keys: file.keys.as_deref().map(key_list),
            contents: file.contents.clone(),
            memo: (&*file.memo).into(),
            deleted: file.deleted,
            pre_system_delete_expiration_second: file.pre_delete_expiry,
        })
    });
    map(StateIdentifier::StateIdFiles, KeyChoice::FileIdKey(id), value)
}

fn key_list(key: &Key) -> hapi::KeyList {
    match key.to_proto() {
        hapi::Key { key: Some(Kind::KeyList(list)) } => list,
        key => hapi::KeyList { keys: alloc::vec![key] },
    }
}

fn node_change(config: &Config, id: u64, node: Option<&Node>) -> StateChange {
    let value = node.map(|node| ValueChoice::NodeValue(node_value(config, node)));
    map(StateIdentifier::StateIdNodes, KeyChoice::EntityNumberKey(id), value)
}

fn node_value(config: &Config, node: &Node) -> addressbook::Node {
    #[expect(deprecated, reason = "the weight is still told there")]
    addressbook::Node {
        node_id: node.id,
        account_id: Some(account_id(config, node.account)),
        description: node.description.clone(),
        gossip_endpoint: node.gossip_endpoints.clone(),
        service_endpoint: node.service_endpoints.clone(),
        gossip_ca_certificate: node.gossip_ca_certificate.clone(),
        grpc_certificate_hash: node.grpc_certificate_hash.clone(),
        weight: node.weight,
        admin_key: Some(node.admin_key.to_proto()),
        decline_reward: node.decline_reward,
        ..addressbook::Node::default()
    }
}
