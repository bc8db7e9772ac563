//! The custom fees of tokens (HIP-18): what holders pay to others when they transfer.

use hapi_proto::services::{
    AccountId, CustomFee, FixedFee, Fraction, FractionalFee, RoyaltyFee, TokenId, custom_fee::Fee,
};

use crate::{
    keys::Signer,
    ops::assertions::IntoTinybars,
    registry::{ReceiverSigRequired, Subject, one_of_many},
    spec::{OpError, Spec},
};

/// The token that is being created, as the denomination of its own fees: it has no number yet.
pub const THIS_TOKEN: &str = "0.0.0";

/// A custom fee of a token, and who collects it. [`token_create`](super::token_create) and
/// [`token_fee_schedule_update`](super::token_fee_schedule_update) take it.
///
/// ```
/// # use hapi_test_runtime::{hapi_spec, ops::*, spec::IntoSpec};
/// fn transfers_of_gold_cost() -> impl IntoSpec {
///     hapi_spec![
///         crypto_create("guild"),
///         token_create("gold").with_custom((
///             fixed_hbar_fee(100, "guild"),
///             fixed_hts_fee(1, THIS_TOKEN, "guild"),
///             fractional_fee(1, 10, "guild").min(2).max(20),
///         )),
///         get_token_info("gold").has_custom_fees_size(3),
///     ]
/// }
/// # assert_eq!(transfers_of_gold_cost().into_spec().len(), 3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "give it to `.with_custom(..)`"]
pub struct TokenFee {
    kind: Option<Kind>,
    collector: Option<Subject<AccountId>>,
    collectors_exempt: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Fixed(FixedTokenFee),
    Fractional(FractionalFee),
    Royalty { fraction: Fraction, fallback: Option<FixedTokenFee> },
}

/// An amount of hbar or of a fungible token: what a fixed fee is, and what falls due in place of a royalty where nothing
/// of value is exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedTokenFee {
    amount: i64,
    denomination: Option<Subject<TokenId>>,
}

/// A fractional fee that may still get limits: see [`fractional_fee`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "give it to `.with_custom(..)`"]
pub struct FractionalTokenFee {
    terms: FractionalFee,
    collector: Subject<AccountId>,
    collectors_exempt: bool,
}

/// So much hbar for each transfer.
#[track_caller]
pub fn fixed_hbar_fee(amount: impl IntoTinybars, collector: impl Into<Subject<AccountId>>) -> TokenFee {
    TokenFee::of(Kind::Fixed(fixed_hbar_fee_inheriting_royalty_collector(amount)), collector)
}

/// So many units of a fungible token for each transfer; [`THIS_TOKEN`] is the one that is being created.
pub fn fixed_hts_fee(
    units: i64,
    token: impl Into<Subject<TokenId>>,
    collector: impl Into<Subject<AccountId>>,
) -> TokenFee {
    TokenFee::of(Kind::Fixed(fixed_hts_fee_inheriting_royalty_collector(units, token)), collector)
}

/// So much hbar, for the collector of the royalty: its fallback.
#[track_caller]
pub fn fixed_hbar_fee_inheriting_royalty_collector(amount: impl IntoTinybars) -> FixedTokenFee {
    FixedTokenFee { amount: amount.into_tinybars(), denomination: None }
}

/// So many units of a fungible token, for the collector of the royalty: its fallback.
pub fn fixed_hts_fee_inheriting_royalty_collector(
    units: i64,
    token: impl Into<Subject<TokenId>>,
) -> FixedTokenFee {
    FixedTokenFee { amount: units, denomination: Some(token.into()) }
}

/// A fraction of the units that are transferred, which the receivers lose. Without
/// [`min`](FractionalTokenFee::min) and [`max`](FractionalTokenFee::max) it has no limits.
pub fn fractional_fee(
    numerator: i64,
    denominator: i64,
    collector: impl Into<Subject<AccountId>>,
) -> FractionalTokenFee {
    let fractional_amount = Some(Fraction { numerator, denominator });
    FractionalTokenFee {
        terms: FractionalFee { fractional_amount, ..FractionalFee::default() },
        collector: collector.into(),
        collectors_exempt: false,
    }
}

/// The same as [`fractional_fee`], but the sender pays it on top.
pub fn fractional_fee_net_of_transfers(
    numerator: i64,
    denominator: i64,
    collector: impl Into<Subject<AccountId>>,
) -> FractionalTokenFee {
    fractional_fee(numerator, denominator, collector).net_of_transfers()
}

/// A fraction of what is paid for an NFT; nothing where nothing is paid.
pub fn royalty_fee_no_fallback(
    numerator: i64,
    denominator: i64,
    collector: impl Into<Subject<AccountId>>,
) -> TokenFee {
    let fraction = Fraction { numerator, denominator };
    TokenFee::of(Kind::Royalty { fraction, fallback: None }, collector)
}

/// A fraction of what is paid for an NFT; where nothing is paid, the receiver pays `fallback`.
pub fn royalty_fee_with_fallback(
    numerator: i64,
    denominator: i64,
    fallback: FixedTokenFee,
    collector: impl Into<Subject<AccountId>>,
) -> TokenFee {
    let fraction = Fraction { numerator, denominator };
    TokenFee::of(Kind::Royalty { fraction, fallback: Some(fallback) }, collector)
}

/// A collector and no fee. Nodes reject that.
pub fn incomplete_custom_fee(collector: impl Into<Subject<AccountId>>) -> TokenFee {
    TokenFee { kind: None, collector: Some(collector.into()), collectors_exempt: false }
}

impl FractionalTokenFee {
    /// Never less than so many units.
    pub fn min(mut self, units: i64) -> Self {
        self.terms.minimum_amount = units;
        self
    }

    /// Never more than so many units; 0: no limit.
    pub fn max(mut self, units: i64) -> Self {
        self.terms.maximum_amount = units;
        self
    }

    /// The sender pays it on top of what is transferred; without this the receivers lose it.
    pub fn net_of_transfers(mut self) -> Self {
        self.terms.net_of_transfers = true;
        self
    }

    /// No collector of any fee of the token pays this one (HIP-573).
    pub fn all_collectors_exempt(mut self) -> Self {
        self.collectors_exempt = true;
        self
    }
}

impl TokenFee {
    fn of(kind: Kind, collector: impl Into<Subject<AccountId>>) -> Self {
        Self { kind: Some(kind), collector: Some(collector.into()), collectors_exempt: false }
    }

    /// No collector of any fee of the token pays this one (HIP-573).
    pub fn all_collectors_exempt(mut self) -> Self {
        self.collectors_exempt = true;
        self
    }

    /// Leaves out who collects it. Nodes reject that.
    pub fn without_collector(mut self) -> Self {
        self.collector = None;
        self
    }

    /// The fee as bodies and answers have it.
    pub(crate) fn resolve(&self, spec: &Spec) -> Result<CustomFee, OpError> {
        let fee = match &self.kind {
            Some(Kind::Fixed(fixed)) => Some(Fee::FixedFee(fixed.resolve(spec)?)),
            Some(Kind::Fractional(terms)) => Some(Fee::FractionalFee(*terms)),
            Some(Kind::Royalty { fraction, fallback }) => {
                let fallback_fee = fallback.as_ref().map(|fallback| fallback.resolve(spec)).transpose()?;
                Some(Fee::RoyaltyFee(RoyaltyFee { exchange_value_fraction: Some(*fraction), fallback_fee }))
            }
            None => None,
        };
        let fee_collector_account_id =
            self.collector.as_ref().map(|collector| collector.resolve(spec)).transpose()?;
        Ok(CustomFee { fee, fee_collector_account_id, all_collectors_are_exempt: self.collectors_exempt })
    }

    /// The collector, where it has to sign for a token to get this fee and the spec knows its key: one that must sign to be
    /// credited; and at the token's creation one that is associated with the new token by it, too.
    pub(super) fn signer(&self, spec: &Spec, at_creation: bool) -> Option<Signer> {
        let name = self.collector.as_ref()?.name(spec)?;
        let associated = match &self.kind {
            Some(Kind::Fixed(fixed)) => fixed.is_in_this_token(),
            Some(Kind::Fractional(_)) => true,
            Some(Kind::Royalty { .. }) | None => false,
        };
        let required = || spec.registry().find(&name).is_some_and(|ReceiverSigRequired(required)| required);
        let signs = (at_creation && associated) || required();
        let signer = Signer::Named(name.clone());
        (signs && signer.resolve(spec).is_ok()).then_some(signer)
    }
}

impl FixedTokenFee {
    fn is_in_this_token(&self) -> bool {
        self.denomination.as_ref().is_some_and(|token| match token {
            Subject::Name(name) => name == THIS_TOKEN || name == "0",
            Subject::Id(id) => *id == TokenId::from_num(0),
        })
    }

    pub(crate) fn resolve(&self, spec: &Spec) -> Result<FixedFee, OpError> {
        let denominating_token_id =
            self.denomination.as_ref().map(|token| token.resolve(spec)).transpose()?;
        Ok(FixedFee { amount: self.amount, denominating_token_id })
    }
}

impl From<FractionalTokenFee> for TokenFee {
    fn from(fee: FractionalTokenFee) -> Self {
        let FractionalTokenFee { terms, collector, collectors_exempt } = fee;
        Self { kind: Some(Kind::Fractional(terms)), collector: Some(collector), collectors_exempt }
    }
}

one_of_many!(TokenFee: TokenFee, FractionalTokenFee);
