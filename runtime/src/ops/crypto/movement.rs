//! Movements of value: what transfers are put together from.

use hapi_proto::{
    Hbar,
    services::{AccountId, TokenId},
};

use super::{AccountRef, Sendable, Sent, by_alias};
use crate::{
    keys::Signer,
    ops::assertions::IntoTinybars,
    registry::{IntoMany, Subject},
};

/// A movement of value from accounts to accounts.
#[derive(Clone, Debug)]
pub struct Movement {
    pub(super) what: What,
    /// With the amounts that change, in the order in which the transfer lists them.
    pub(super) changes: Vec<Change>,
}

/// What a movement is of.
#[derive(Clone, Debug)]
pub(super) enum What {
    Tinybars,
    Units { token: Subject<TokenId>, decimals: Option<u32> },
    Serials { token: Subject<TokenId>, serials: Vec<i64> },
}

/// One account of a movement.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) account: AccountRef,
    /// Negative for who gives. Of serial numbers it counts only the sign.
    pub(super) amount: i64,
    pub(super) by_allowance: bool,
}

/// A movement that is still to be told from whom and to whom: `send(10.hbar()).from(&alice).to(&bob)`.
#[derive(Clone, Debug)]
#[must_use = "say `.from(..)` and `.to(..)`"]
pub struct Sending {
    sent: Sent,
    from: Option<(AccountRef, bool)>,
}

/// Moves hbar, units of a token or NFTs: `send(10.hbar())`, `send(10.of(&token))`, `send(nft.serial(1))`.
#[track_caller]
pub fn send(what: impl Sendable) -> Sending {
    Sending { sent: what.into_sent(), from: None }
}

impl Sending {
    /// Who gives.
    pub fn from(mut self, account: impl Into<AccountRef>) -> Self {
        self.from = Some((account.into(), false));
        self
    }

    /// Who gives, by an allowance that the payer has from them (HIP-336).
    pub fn from_allowance(mut self, account: impl Into<AccountRef>) -> Self {
        self.from = Some((account.into(), true));
        self
    }

    /// Who receives. Without a giver, value comes from nowhere: nodes reject that.
    pub fn to(self, account: impl Into<AccountRef>) -> Movement {
        self.distributing([account.into()])
    }

    fn distributing(self, receivers: impl IntoIterator<Item = AccountRef>) -> Movement {
        let receivers: Vec<_> = receivers.into_iter().collect();
        let (what, total) = match self.sent {
            Sent::Tinybars(amount) => (What::Tinybars, amount),
            Sent::Units { token, units, decimals } => (What::Units { token, decimals }, units),
            Sent::Serials { token, serials } => (What::Serials { token, serials }, 1),
        };
        let shares = shares(total, receivers.len());
        let given = self.from.map(|(account, by_allowance)| Change {
            account,
            // A total that has no negative is left as it is, for the node to reject.
            amount: total.checked_neg().unwrap_or(total),
            by_allowance,
        });
        let received = receivers.into_iter().zip(shares).map(|(account, amount)| Change {
            account,
            amount,
            by_allowance: false,
        });
        Movement { what, changes: given.into_iter().chain(received).collect() }
    }
}

/// Equal shares of a total; what does not divide goes to the last.
fn shares(total: i64, count: usize) -> Vec<i64> {
    let Ok(divisor @ 1..) = i64::try_from(count) else { return Vec::new() };
    let share = total / divisor;
    let mut shares = vec![share; count];
    if let Some(last) = shares.last_mut() {
        *last += total - share * divisor;
    }
    shares
}

/// Moves so much hbar; say `.between(a, b)` or `.distributing(a, [b, c])`.
#[track_caller]
pub fn moving_hbar(amount: impl IntoTinybars) -> MovingHbar {
    MovingHbar { amount: Hbar::from_tinybars(amount.into_tinybars()), by_allowance: false }
}

/// See [`moving_hbar`].
#[derive(Clone, Copy, Debug)]
#[must_use = "say `.between(..)` or `.distributing(..)`"]
pub struct MovingHbar {
    amount: Hbar,
    by_allowance: bool,
}

impl MovingHbar {
    /// By an allowance that the payer has from the giver.
    pub fn with_allowance(mut self) -> Self {
        self.by_allowance = true;
        self
    }

    /// From one account to another.
    pub fn between(self, from: impl Into<AccountRef>, to: impl Into<AccountRef>) -> Movement {
        self.send(from.into()).to(to)
    }

    /// From one account to several, in equal shares.
    pub fn distributing(
        self,
        from: impl Into<AccountRef>,
        to: impl IntoMany<Subject<AccountId>>,
    ) -> Movement {
        self.send(from.into()).distributing(to.into_many().into_iter().map(AccountRef::Known))
    }

    fn send(self, from: AccountRef) -> Sending {
        let send = send(self.amount);
        if self.by_allowance { send.from_allowance(from) } else { send.from(from) }
    }
}

/// So much hbar from one account to another.
#[track_caller]
pub fn tiny_bars_from_to(
    from: impl Into<AccountRef>,
    to: impl Into<AccountRef>,
    amount: impl IntoTinybars,
) -> Movement {
    send(amount.into_tinybars()).from(from).to(to)
}

/// So much hbar from an account to the one whose alias is the key of this name, which they create if need be.
#[track_caller]
pub fn tiny_bars_from_account_to_alias(
    from: impl Into<AccountRef>,
    key: impl Into<Signer>,
    amount: impl IntoTinybars,
) -> Movement {
    tiny_bars_from_to(from, by_alias(key), amount)
}

/// So much hbar between the accounts whose aliases are the keys of these names.
#[track_caller]
pub fn tiny_bars_from_to_with_alias(
    from: impl Into<Signer>,
    to: impl Into<Signer>,
    amount: impl IntoTinybars,
) -> Movement {
    tiny_bars_from_to(by_alias(from), by_alias(to), amount)
}

/// One or several movements: what [`crypto_transfer`](super::crypto_transfer) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no movement of value",
    note = "a transfer takes `send(10.hbar()).from(&alice).to(&bob)`, or an array or tuple of such"
)]
pub trait IntoMovements {
    /// The movements, in order.
    fn into_movements(self) -> Vec<Movement>;
}

impl<T: IntoMany<Movement>> IntoMovements for T {
    fn into_movements(self) -> Vec<Movement> {
        self.into_many()
    }
}

crate::registry::one_of_many!(Movement: Movement);

#[cfg(test)]
mod tests {
    use hapi_proto::HbarExt;

    use super::*;

    fn told(movement: &Movement) -> Vec<(String, i64, bool)> {
        let told = |change: &Change| (change.account.to_string(), change.amount, change.by_allowance);
        movement.changes.iter().map(told).collect()
    }

    #[test]
    fn movements_balance() {
        let movement = send(10.tinybars()).from("a").to("b");
        assert_eq!(told(&movement), [("a".into(), -10, false), ("b".into(), 10, false)]);
        let movement = moving_hbar(10.tinybars()).with_allowance().distributing("a", ["b", "c", "d"]);
        let expected = [("a", -10, true), ("b", 3, false), ("c", 3, false), ("d", 4, false)];
        assert_eq!(
            told(&movement),
            expected.map(|(name, amount, allowed)| (name.to_owned(), amount, allowed))
        );
    }

    #[test]
    fn shares_never_lose_anything() {
        for (total, count) in [(0, 3), (7, 2), (-7, 2), (i64::MIN, 3), (i64::MAX, 1)] {
            assert_eq!(shares(total, count).iter().sum::<i64>(), total);
        }
        assert!(shares(5, 0).is_empty());
    }
}
