//! What the custom fees of tokens come to in a transfer (HIP-18, HIP-573).

use smallvec::SmallVec;

use crate::state::EntityNum;

/// A custom fee that somebody pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assessed {
    /// How much, in tinybar or the least unit of the token.
    pub(super) amount: i64,
    /// Of which token; `None` for hbar.
    pub(super) token: Option<EntityNum>,
    /// Who gets it.
    pub(super) collector: EntityNum,
    /// Whose balances it comes from.
    pub(super) payers: SmallVec<[EntityNum; 2]>,
}

impl Assessed {
    /// Whether this account paid it, in this token.
    pub(super) fn was_paid_by(&self, account: EntityNum, token: Option<EntityNum>) -> bool {
        self.token == token && self.payers.contains(&account)
    }
}
