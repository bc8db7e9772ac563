//! From what changed of tokens to what a record shows.

use alloc::{collections::BTreeMap, vec::Vec};

use hapi_proto::services::{AccountAmount, AccountId, NftTransfer, TokenTransferList};

use crate::{
    config::Config,
    handle::{account_id, token_id},
    state::{EntityNum, Nft, Relation, Store},
};

/// What stands for all NFTs of a treasury, when a token gets another.
const ALL_OF_TREASURY: i64 = -1;

/// Where minted NFTs come from, and burned and wiped ones go to.
const NOWHERE: EntityNum = 0;

/// Who gained and lost how much of which token, and which NFTs changed hands.
#[derive(Debug, Default)]
pub(super) struct TokenMoves {
    /// By token and account.
    units: BTreeMap<(EntityNum, EntityNum), i64>,
    /// By token, sender, receiver and serial number.
    nfts: BTreeMap<EntityNum, Vec<(EntityNum, EntityNum, i64)>>,
}

impl TokenMoves {
    /// What the top layer of a store changed. Of a transfer, balances that were written and came out as they had been are
    /// shown, too.
    pub(super) fn of(store: &Store<'_>, is_transfer: bool) -> Self {
        let mut moves = Self::default();
        let balance = |relation: Option<&Relation>| relation.map_or(0, |relation| relation.balance);
        for ((account, token), before, after) in store.relation_changes() {
            let change = balance(after) - balance(before);
            if change != 0 || is_transfer {
                moves.units.insert((*token, *account), change);
            }
        }
        for ((token, serial), before, after) in store.nft_changes() {
            let treasury = store.token(token).map_or(NOWHERE, |token| token.treasury);
            let owner = |nft: Option<&Nft>| nft.map_or(NOWHERE, |nft| nft.owner.unwrap_or(treasury));
            moves.nft(*token, owner(before), owner(after), i64::try_from(*serial).unwrap_or(i64::MAX));
        }
        for (num, before, after) in store.token_changes() {
            if let (Some(before), Some(after)) = (before, after)
                && after.is_non_fungible()
            {
                moves.nft(num, before.treasury, after.treasury, ALL_OF_TREASURY);
            }
        }
        moves.nfts.values_mut().for_each(|moves| moves.sort_unstable());
        moves
    }

    /// An NFT that moved is shown as such, and not as a balance.
    fn nft(&mut self, token: EntityNum, from: EntityNum, to: EntityNum, serial: i64) {
        if from == to {
            return;
        }
        self.nfts.entry(token).or_default().push((from, to, serial));
        if from == NOWHERE || to == NOWHERE || serial == ALL_OF_TREASURY {
            self.units.remove(&(token, from));
            self.units.remove(&(token, to));
        } else {
            self.add((token, to), -1);
            self.add((token, from), 1);
        }
    }

    fn add(&mut self, key: (EntityNum, EntityNum), change: i64) {
        let sum = self.units.entry(key).or_default();
        *sum = sum.saturating_add(change);
        if *sum == 0 {
            self.units.remove(&key);
        }
    }

    /// Takes out what the record of a child shows.
    pub(super) fn deduct(&mut self, shown: &[TokenTransferList]) {
        for list in shown {
            let token = list.token.map_or(NOWHERE, |token| u64::try_from(token.token_num).unwrap_or(NOWHERE));
            for amount in &list.transfers {
                self.add((token, num(amount.account_id.as_ref())), amount.amount.saturating_neg());
            }
            let Some(moved) = self.nfts.get_mut(&token) else { continue };
            moved.retain(|(_, to, serial)| {
                let last = list.nft_transfers.iter().rfind(|nft| nft.serial_number == *serial);
                last.is_none_or(|nft| num(nft.receiver_account_id.as_ref()) != *to)
            });
        }
    }

    /// The lists of a record, by token.
    pub(super) fn into_lists(self, config: &Config) -> Vec<TokenTransferList> {
        let mut lists: BTreeMap<EntityNum, TokenTransferList> = BTreeMap::new();
        let blank = |num| TokenTransferList { token: Some(token_id(config, num)), ..Default::default() };
        for ((token, account), amount) in self.units {
            let account_id = Some(account_id(config, account));
            let list = lists.entry(token).or_insert_with(|| blank(token));
            list.transfers.push(AccountAmount { account_id, amount, ..Default::default() });
        }
        for (token, moved) in self.nfts.into_iter().filter(|(_, moved)| !moved.is_empty()) {
            let list = lists.entry(token).or_insert_with(|| blank(token));
            list.nft_transfers.extend(moved.into_iter().map(|(from, to, serial_number)| NftTransfer {
                sender_account_id: Some(account_id(config, from)),
                receiver_account_id: Some(account_id(config, to)),
                serial_number,
                ..Default::default()
            }));
        }
        lists.into_values().collect()
    }
}

fn num(id: Option<&AccountId>) -> EntityNum {
    id.and_then(|id| EntityNum::try_from(id.num()?).ok()).unwrap_or(NOWHERE)
}

#[cfg(test)]
mod tests;
