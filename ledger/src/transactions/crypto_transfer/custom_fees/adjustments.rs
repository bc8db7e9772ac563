//! Amounts by account.

use alloc::vec::Vec;

use smallvec::SmallVec;

use crate::{
    ResponseCode,
    state::EntityNum,
    transactions::crypto_transfer::movement::{Change, TokenMovement},
};

/// By how much balances change, in the order in which accounts were first named: who is asked first for what cannot be divided
/// depends on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjustments(SmallVec<[(EntityNum, i64); 4]>);

impl Adjustments {
    /// What these changes say.
    pub(super) fn of(changes: &[Change]) -> Self {
        Self(changes.iter().map(|change| (change.account, change.amount)).collect())
    }

    /// What an account gains or loses, if it is named.
    pub(super) fn get(&self, account: EntityNum) -> Option<i64> {
        self.0.iter().find(|(named, _)| *named == account).map(|(_, amount)| *amount)
    }

    /// Adds to what an account gains.
    ///
    /// # Errors
    /// `InsufficientSenderAccountBalanceForCustomFee` when that is no amount.
    pub(super) fn add(&mut self, account: EntityNum, amount: i64) -> Result<(), ResponseCode> {
        let Some((_, sum)) = self.0.iter_mut().find(|(named, _)| *named == account) else {
            self.0.push((account, amount));
            return Ok(());
        };
        let added = sum.checked_add(amount);
        *sum = added.ok_or(ResponseCode::InsufficientSenderAccountBalanceForCustomFee)?;
        Ok(())
    }

    /// Moves an amount from one account to another.
    ///
    /// # Errors
    /// As [`Adjustments::add`].
    pub(super) fn pay(&mut self, from: EntityNum, to: EntityNum, amount: i64) -> Result<(), ResponseCode> {
        self.add(from, -amount)?;
        self.add(to, amount)
    }

    /// Accounts and amounts, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (EntityNum, i64)> {
        self.0.iter().copied()
    }

    /// The changes that these were made of, with the amounts they have now; who was named since comes after.
    pub(super) fn revise<C: Extend<Change> + AsMut<[Change]>>(&self, mut changes: C) -> C {
        let before = changes.as_mut();
        for change in &mut *before {
            change.amount = self.get(change.account).unwrap_or(change.amount);
        }
        let named: SmallVec<[_; 8]> = before.iter().map(|change| change.account).collect();
        changes.extend(self.changes().filter(|change| !named.contains(&change.account)));
        changes
    }

    /// The changes that these amount to.
    pub(super) fn changes(&self) -> impl Iterator<Item = Change> {
        self.iter().map(|(account, amount)| Change::new(account, amount))
    }
}

/// By how much balances of tokens change, in the order in which tokens were first named.
#[derive(Clone, Debug, Default)]
pub(super) struct ByToken(Vec<(EntityNum, Adjustments)>);

impl ByToken {
    /// What these movements say of fungible tokens.
    pub(super) fn of(movements: &[TokenMovement]) -> Self {
        let fungible = movements.iter().filter(|movement| !movement.changes.is_empty());
        Self(fungible.map(|movement| (movement.token, Adjustments::of(&movement.changes))).collect())
    }

    /// The adjustments of a token, if it is named.
    pub(super) fn get(&self, token: EntityNum) -> Option<&Adjustments> {
        self.0.iter().find(|(named, _)| *named == token).map(|(_, adjustments)| adjustments)
    }

    /// The adjustments of a token, which is named now.
    pub(super) fn of_token(&mut self, token: EntityNum) -> &mut Adjustments {
        let at = self.0.iter().position(|(named, _)| *named == token).unwrap_or_else(|| {
            self.0.push((token, Adjustments::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Tokens and their adjustments, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (EntityNum, &Adjustments)> {
        self.0.iter().map(|(token, adjustments)| (*token, adjustments))
    }
}
