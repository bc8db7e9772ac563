//! From what changed to what a record shows.

use hapi_proto::services::{AccountAmount, TransactionRecord, TransferList};
use smallvec::SmallVec;

use super::token_moves::TokenMoves;
use crate::{
    config::Config,
    handle::account_id,
    state::{EntityNum, Store},
};

/// The transfer list with these net changes. They come in the order of account numbers; accounts that changed by nothing
/// are left out.
pub(crate) fn transfer_list(
    config: &Config,
    changes: impl IntoIterator<Item = (EntityNum, i64)>,
) -> TransferList {
    let account_amounts = changes
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|(num, amount)| AccountAmount {
            account_id: Some(account_id(config, num)),
            amount,
            ..AccountAmount::default()
        })
        .collect();
    TransferList { account_amounts }
}

/// Who gained and lost what.
pub(crate) struct Moves {
    hbar: SmallVec<[(EntityNum, i64); 8]>,
    tokens: TokenMoves,
}

impl Moves {
    /// What the top layer of a store changed, for a transfer or something else.
    pub(crate) fn of(store: &Store<'_>, is_transfer: bool) -> Self {
        Self { hbar: store.balance_changes().collect(), tokens: TokenMoves::of(store, is_transfer) }
    }

    /// Takes what a child's record shows out of what its parent's will.
    pub(crate) fn deduct(&mut self, child: &TransactionRecord) {
        for entry in child.transfer_list.iter().flat_map(|list| &list.account_amounts) {
            let Some(num) = entry.account_id.as_ref().and_then(|id| EntityNum::try_from(id.num()?).ok())
            else {
                continue;
            };
            match self.hbar.binary_search_by_key(&num, |(num, _)| *num) {
                Ok(at) => self.hbar[at].1 -= entry.amount,
                Err(at) => self.hbar.insert(at, (num, -entry.amount)),
            }
        }
        self.tokens.deduct(&child.token_transfer_lists);
    }

    /// Has a record show them.
    pub(crate) fn show(self, config: &Config, record: &mut TransactionRecord) {
        record.transfer_list = Some(transfer_list(config, self.hbar));
        record.token_transfer_lists = self.tokens.into_lists(config);
    }
}
