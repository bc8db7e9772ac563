//! Movements that say first what is moved, then between whom.

use hapi_proto::services::TokenId;

use super::{AccountRef, Movement, Sendable, Sending, Sent, Serials, UnitsExt, by_alias, send};
use crate::{
    keys::Signer,
    ops::assertions::IntoTinybars,
    registry::{IntoMany, Subject},
};

/// Moves so much hbar; say `.between(a, b)` or `.distributing(a, [b, c])`.
#[track_caller]
pub fn moving_hbar(amount: impl IntoTinybars) -> Moving {
    Moving::new(amount.into_tinybars())
}

/// Moves so many units of a fungible token; say `.between(a, b)` or `.distributing(a, [b, c])`.
pub fn moving(units: i64, token: impl Into<Subject<TokenId>>) -> Moving {
    Moving::new(units.of(token))
}

/// The same as [`moving`], by an allowance that the payer has from the giver (HIP-336).
pub fn moving_with_allowance(units: i64, token: impl Into<Subject<TokenId>>) -> Moving {
    moving(units, token).with_allowance()
}

/// The same as [`moving`], of a token that is expected to have so many decimals.
pub fn moving_with_decimals(units: i64, token: impl Into<Subject<TokenId>>, decimals: u32) -> Moving {
    Moving::new(units.of(token).with_decimals(decimals))
}

/// Moves the NFTs with these serial numbers; say `.between(a, b)`.
pub fn moving_unique(token: impl Into<Subject<TokenId>>, serials: impl IntoIterator<Item = i64>) -> Moving {
    Moving::new(Serials::new(token, serials))
}

/// The same as [`moving_unique`], by an allowance that the payer has from the giver (HIP-336).
pub fn moving_unique_with_allowance(
    token: impl Into<Subject<TokenId>>,
    serials: impl IntoIterator<Item = i64>,
) -> Moving {
    moving_unique(token, serials).with_allowance()
}

/// What is moved, by whom and to whom yet to be told: see [`moving`], [`moving_hbar`] and [`moving_unique`].
#[derive(Clone, Debug)]
#[must_use = "say `.between(..)` or `.distributing(..)`"]
pub struct Moving {
    sent: Sent,
    by_allowance: bool,
}

impl Moving {
    #[track_caller]
    fn new(what: impl Sendable) -> Self {
        Self { sent: what.into_sent(), by_allowance: false }
    }

    /// By an allowance that the payer has from the giver.
    pub fn with_allowance(mut self) -> Self {
        self.by_allowance = true;
        self
    }

    /// From one account to another.
    pub fn between(self, from: impl Into<AccountRef>, to: impl Into<AccountRef>) -> Movement {
        self.sending(from.into()).to(to)
    }

    /// From one account to several, in equal shares. Of NFTs, there are as many as receivers, and each receives one.
    pub fn distributing(self, from: impl Into<AccountRef>, to: impl IntoMany<AccountRef>) -> Movement {
        self.sending(from.into()).distributing(to)
    }

    /// From nobody to nobody: an empty list of this token's transfers. Nodes reject that.
    pub fn empty(self) -> Movement {
        send(self.sent).none()
    }

    /// From an account, whoever receives: `.from(a).to(b)`.
    pub fn from(self, from: impl Into<AccountRef>) -> Sending {
        self.sending(from.into())
    }

    fn sending(self, from: AccountRef) -> Sending {
        let sending = send(self.sent);
        if self.by_allowance { sending.from_allowance(from) } else { sending.from(from) }
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
