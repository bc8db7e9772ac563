//! What a view of a state holds and changes as a whole.

use alloc::{collections::BTreeMap, vec::Vec};

use super::{Changes, NO_LAYER, Store};
use crate::state::{Account, EntityNum, Map, Nft, Relation, Token, written::Written};

/// An entry that changed: its key, and what it was and is.
type Change<'a, K, V> = (&'a K, Option<&'a V>, Option<&'a V>);

impl<'s> Store<'s> {
    /// How many accounts there are, deleted ones included.
    pub fn account_count(&self) -> u64 {
        self.count(&self.state.accounts, |changes| &changes.accounts)
    }

    /// How many files there are, deleted ones included.
    pub fn file_count(&self) -> u64 {
        self.count(&self.state.files, |changes| &changes.files)
    }

    /// How many tokens there are, deleted ones included.
    pub fn token_count(&self) -> u64 {
        self.count(&self.state.tokens, |changes| &changes.tokens)
    }

    /// How many associations of accounts with tokens there are.
    pub fn relation_count(&self) -> u64 {
        self.count(&self.state.relations, |changes| &changes.relations)
    }

    /// How many NFTs there are, of all tokens.
    pub fn nft_count(&self) -> u64 {
        self.count(&self.state.nfts, |changes| &changes.nfts)
    }

    /// How many airdrops wait for their receivers.
    pub fn airdrop_count(&self) -> u64 {
        self.count(&self.state.airdrops, |changes| &changes.airdrops)
    }

    /// The tokens that an account is associated with, the latest first.
    pub fn relations_of(&self, account: EntityNum) -> Vec<(EntityNum, &Relation)> {
        let first = (account, 0);
        let below = self.state.relations.iter_from(&first).take_while(|((of, _), _)| *of == account);
        let mut found: BTreeMap<_, _> = below.map(|((_, token), relation)| (*token, relation)).collect();
        for layer in &self.layers {
            for ((_, token), _, relation) in layer.relations.iter().filter(|((of, _), ..)| *of == account) {
                match relation {
                    Some(relation) => found.insert(*token, relation),
                    None => found.remove(token),
                };
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(|(_, relation)| core::cmp::Reverse(relation.since));
        found
    }

    /// By how much the top layer changed hbar balances, in the order of account numbers.
    pub fn balance_changes(&self) -> impl Iterator<Item = (EntityNum, i64)> {
        let balance = |account: Option<&Account>| account.map_or(0, |account| account.balance);
        self.account_changes().map(move |(num, before, after)| (num, balance(after) - balance(before)))
    }

    /// The accounts that the top layer changed, in the order of their numbers: as they were below it, and as they are.
    pub fn account_changes(&self) -> impl Iterator<Item = (EntityNum, Option<&Account>, Option<&Account>)> {
        self.changes(&self.state.accounts, |changes| &changes.accounts)
            .map(|(num, before, after)| (*num, before, after))
    }

    /// The tokens that the top layer changed, as [`Store::account_changes`].
    pub fn token_changes(&self) -> impl Iterator<Item = (EntityNum, Option<&Token>, Option<&Token>)> {
        self.changes(&self.state.tokens, |changes| &changes.tokens)
            .map(|(num, before, after)| (*num, before, after))
    }

    /// The relations that the top layer wrote, by account and token, as [`Store::account_changes`].
    pub fn relation_changes(&self) -> impl Iterator<Item = Change<'_, (EntityNum, EntityNum), Relation>> {
        self.changes(&self.state.relations, |changes| &changes.relations)
    }

    /// The NFTs that the top layer changed, by token and serial number, as [`Store::account_changes`].
    pub fn nft_changes(&self) -> impl Iterator<Item = Change<'_, (EntityNum, u64), Nft>> {
        self.changes(&self.state.nfts, |changes| &changes.nfts)
    }

    fn count<K: Ord + Clone, V: Clone>(
        &self,
        base: &Map<K, V>,
        table: impl Fn(&Changes) -> &Written<K, V>,
    ) -> u64 {
        // The later layer has the last word.
        let written = self.layers.iter().flat_map(|layer| table(layer).iter());
        let written: BTreeMap<_, _> = written.map(|(key, _, value)| (key, value.is_some())).collect();
        let before = |key| i64::from(base.get(key).is_some());
        let change: i64 = written.into_iter().map(|(key, there)| i64::from(there) - before(key)).sum();
        (base.len() as u64).saturating_add_signed(change)
    }

    fn changes<'a, K: Ord + Clone + 'a, V: Clone + 'a>(
        &'a self,
        base: &'s Map<K, V>,
        table: impl Fn(&Changes) -> &Written<K, V> + Copy + 'a,
    ) -> impl Iterator<Item = Change<'a, K, V>>
    where
        's: 'a,
    {
        let (top, below) = self.layers.split_last().expect(NO_LAYER);
        let look_up = move |key: &K| {
            let layer = below.iter().rev().find_map(|layer| table(layer).get(key));
            layer.map_or_else(|| base.get(key), Option::as_deref)
        };
        table(top).iter().map(move |(key, before, after)| (key, before.or_else(|| look_up(key)), after))
    }
}
