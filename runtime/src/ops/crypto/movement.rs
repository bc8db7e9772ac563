//! Movements of value: what transfers are put together from.

use std::fmt::{self, Display as _};

use hapi_proto::{Hbar, services::TokenId};

use super::{AccountRef, Sendable, Sent};
use crate::registry::{IntoMany, Subject};

/// A movement of value from accounts to accounts.
#[derive(Clone, Debug)]
pub struct Movement {
    pub(crate) what: What,
    /// With the amounts that change, in the order in which the transfer lists them.
    pub(crate) changes: Vec<Change>,
}

/// What a movement is of.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Tinybars,
    Units { token: Subject<TokenId>, decimals: Option<u32> },
    Serials { token: Subject<TokenId>, serials: Vec<i64> },
}

/// One account of a movement.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) account: AccountRef,
    /// Negative for who gives. Of serial numbers it counts only the sign.
    pub(crate) amount: i64,
    pub(crate) by_allowance: bool,
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

    /// Who receives, in equal shares; what does not divide goes to the last. Of NFTs, there are as many as receivers, and
    /// each receives one, in order.
    pub fn distributing(self, receivers: impl IntoMany<AccountRef>) -> Movement {
        let receivers = receivers.into_many();
        let (what, total) = match self.sent {
            Sent::Tinybars(amount) => (What::Tinybars, amount),
            Sent::Units { token, units, decimals } => (What::Units { token, decimals }, units),
            Sent::Serials { token, serials } => {
                let receipts = i64::try_from(receivers.len()).unwrap_or(i64::MAX);
                (What::Serials { token, serials }, receipts.max(1))
            }
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

    /// Nobody gives or receives: the transfer has an empty list of this token's transfers, and nodes reject that.
    pub(super) fn none(self) -> Movement {
        let mut movement = self.distributing(Vec::<AccountRef>::new());
        movement.changes.clear();
        movement
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

impl Movement {
    /// The accounts that give, or those that receive.
    fn write_side(&self, gives: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut side = self.changes.iter().filter(|change| (change.amount < 0) == gives);
        let Some(first) = side.next() else { return f.write_str("nobody") };
        first.account.fmt(f)?;
        side.try_for_each(|change| {
            f.write_str(" and ")?;
            change.account.fmt(f)
        })
    }
}

impl fmt::Display for Movement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = || {
            let moved = self.changes.iter().map(|change| change.amount).find(|amount| *amount < 0);
            let amount = moved.or(self.changes.first().map(|change| change.amount)).unwrap_or(0);
            amount.checked_abs().unwrap_or(amount)
        };
        match &self.what {
            What::Tinybars => Hbar::from_tinybars(given()).fmt(f)?,
            What::Units { token, .. } => write!(f, "{} of {token}", given())?,
            What::Serials { token, serials } => write!(f, "{token} {serials:?}")?,
        }
        f.write_str(" from ")?;
        self.write_side(true, f)?;
        f.write_str(" to ")?;
        self.write_side(false, f)
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::HbarExt;

    use super::*;
    use crate::ops::crypto::{SerialsExt, UnitsExt, moving_hbar};

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
    fn tokens_move_as_hbar_does() {
        let movement = send(10.of("t").with_decimals(2)).from("a").distributing(["b", "c", "d"]);
        assert_eq!(movement.to_string(), "10 of t from a to b and c and d");
        assert!(matches!(&movement.what, What::Units { decimals: Some(2), .. }));
        assert_eq!(movement.changes.iter().map(|change| change.amount).sum::<i64>(), 0);
        let movement = send("n".serials([1, 2])).from_allowance("a").to("b");
        assert_eq!(movement.to_string(), "n [1, 2] from a to b");
        assert_eq!(told(&movement), [("a".into(), -1, true), ("b".into(), 1, false)]);
        let nobody = send(TokenId::from_num(7).serial(1)).none();
        assert_eq!(nobody.to_string(), "0.0.7 [1] from nobody to nobody");
    }

    #[test]
    #[should_panic = "amount exceeds i64"]
    fn units_fit_the_wire() {
        let _ = u64::MAX.of("t");
    }

    #[test]
    fn shares_never_lose_anything() {
        for (total, count) in [(0, 3), (7, 2), (-7, 2), (i64::MIN, 3), (i64::MAX, 1)] {
            assert_eq!(shares(total, count).iter().sum::<i64>(), total);
        }
        assert!(shares(5, 0).is_empty());
    }
}
