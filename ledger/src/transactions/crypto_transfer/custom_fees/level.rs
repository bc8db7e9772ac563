//! One level of custom fees: what is moved, what is owed for it, and what that makes move in turn.

use alloc::vec::Vec;

use super::{
    Assessed,
    adjustments::{Adjustments, ByToken},
};
use crate::{
    ResponseCode,
    state::{EntityNum, Store},
    transactions::{
        checks::require,
        crypto_transfer::movement::{Movements, TokenMovement},
    },
};

/// A level while it is assessed.
#[derive(Debug)]
pub(super) struct Level<'a> {
    /// What is moved, as it came.
    pub(super) input: &'a Movements,
    /// What hbar it moves by now.
    pub(super) hbar: Adjustments,
    /// What of tokens it moves by now.
    pub(super) tokens: ByToken,
    /// What hbar is owed for it.
    pub(super) owed_hbar: Adjustments,
    /// What of other tokens is owed for it.
    pub(super) owed_tokens: ByToken,
    /// Of which token royalties were settled, and by whom: once is enough.
    pub(super) settled: Vec<(EntityNum, EntityNum)>,
    /// Who pays what.
    pub(super) fees: Vec<Assessed>,
}

impl<'a> Level<'a> {
    /// A level for which nothing is owed yet.
    pub(super) fn new(input: &'a Movements) -> Self {
        Self {
            input,
            hbar: Adjustments::of(&input.hbar),
            tokens: ByToken::of(&input.tokens),
            owed_hbar: Adjustments::default(),
            owed_tokens: ByToken::default(),
            settled: Vec::new(),
            fees: Vec::new(),
        }
    }

    /// What an account gains or loses of a token by what came.
    pub(super) fn came(&self, token: EntityNum, account: EntityNum) -> i64 {
        let changes = self.of_token(token).flat_map(|movement| &movement.changes);
        changes.filter(|change| change.account == account).map(|change| change.amount).next().unwrap_or(0)
    }

    /// What came of a token.
    pub(super) fn of_token(&self, token: EntityNum) -> impl Iterator<Item = &'a TokenMovement> {
        self.input.tokens.iter().filter(move |movement| movement.token == token)
    }

    /// Whether who owes can pay, and who is owed can receive, as far as associations go.
    ///
    /// # Errors
    /// `InsufficientSenderAccountBalanceForCustomFee` of who was named by alias, `TokenNotAssociatedToAccount`,
    /// `TokenNotAssociatedToFeeCollector`.
    pub(super) fn check(&self, store: &Store<'_>, aliased: &[EntityNum]) -> Result<(), ResponseCode> {
        let unaware = ResponseCode::InsufficientSenderAccountBalanceForCustomFee;
        let unaware_pays = self.owed_hbar.iter().any(|(num, amount)| amount < 0 && aliased.contains(&num));
        require(!unaware_pays, unaware)?;
        for (token, adjustments) in self.owed_tokens.iter() {
            for (num, amount) in adjustments.iter() {
                if amount == 0 || store.relation(&(num, token)).is_some() {
                    continue;
                }
                let slots = slots(store, num);
                if amount > 0 {
                    require(slots != Slots::None, ResponseCode::TokenNotAssociatedToFeeCollector)?;
                    continue;
                }
                require(!aliased.contains(&num), unaware)?;
                // Unlimited slots do not count here, in the reference either.
                let gets_first = self.came(token, num) > 0 && slots == Slots::Some;
                require(gets_first, ResponseCode::TokenNotAssociatedToAccount)?;
            }
        }
        Ok(())
    }

    /// What is moved in the end, what has to be moved for it, and who pays what.
    pub(super) fn finish(self) -> (Movements, Movements, Vec<Assessed>) {
        let mut changed = self.input.clone();
        changed.hbar = self.hbar.revise(changed.hbar);
        for movement in &mut changed.tokens {
            if let Some(adjustments) = self.tokens.get(movement.token) {
                movement.changes = adjustments.revise(core::mem::take(&mut movement.changes));
            }
        }
        let owed = Movements {
            hbar: self.owed_hbar.changes().collect(),
            tokens: self.owed_tokens.iter().map(|(token, adjustments)| owed(token, adjustments)).collect(),
        };
        (changed, owed, self.fees)
    }
}

fn owed(token: EntityNum, adjustments: &Adjustments) -> TokenMovement {
    TokenMovement { token, changes: adjustments.changes().collect(), ..TokenMovement::default() }
}

/// What is left for automatic associations.
#[derive(PartialEq, Eq)]
enum Slots {
    None,
    Some,
    Unlimited,
}

fn slots(store: &Store<'_>, num: EntityNum) -> Slots {
    match store.account(&num) {
        Some(account) if account.max_auto_associations > account.used_auto_associations => Slots::Some,
        Some(account) if account.max_auto_associations == -1 => Slots::Unlimited,
        _ => Slots::None,
    }
}
