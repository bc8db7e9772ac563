//! Amounts of the ledger's currency.

use core::{
    fmt,
    iter::Sum,
    ops::{Add, Mul, Neg, Sub},
    str::FromStr,
};

/// An amount of hbar, exact to the tinybar (1 ℏ = 100 000 000 tℏ), or a change of such an amount: it may be
/// negative.
///
/// Code that must not panic uses the `checked_` methods. The operators are for tests and literals; like those of
/// [`core::time::Duration`] they panic on overflow, in every build profile.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hbar(i64);

/// Tinybars in one hbar.
const TINYBARS_PER_HBAR: i64 = 100_000_000;

impl Hbar {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The least amount that is not nothing: one tinybar.
    pub const TINYBAR: Self = Self(1);
    /// One hbar.
    pub const ONE: Self = Self(TINYBARS_PER_HBAR);
    /// The largest amount the wire can carry. (All hbar there is are 50 billion, a little more than half of it.)
    pub const MAX: Self = Self(i64::MAX);
    /// The largest debit the wire can carry.
    pub const MIN: Self = Self(i64::MIN);

    /// `tinybars` tinybars.
    pub const fn from_tinybars(tinybars: i64) -> Self {
        Self(tinybars)
    }

    /// `hbars` whole hbar, or `None` if that is more than [`Hbar::MAX`] or less than [`Hbar::MIN`].
    pub const fn from_hbars(hbars: i64) -> Option<Self> {
        Self::ONE.checked_mul(hbars)
    }

    /// The amount in tinybars.
    pub const fn tinybars(self) -> i64 {
        self.0
    }

    /// The sum, or `None` on overflow.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` on overflow. It may be negative.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// `factor` times the amount, or `None` on overflow.
    pub const fn checked_mul(self, factor: i64) -> Option<Self> {
        match self.0.checked_mul(factor) {
            Some(product) => Some(Self(product)),
            None => None,
        }
    }

    /// A debit for a credit and the reverse, or `None` for [`Hbar::MIN`], which has no counterpart.
    pub const fn checked_neg(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(negative) => Some(Self(negative)),
            None => None,
        }
    }

    /// Whether this is a debit.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl Add for Hbar {
    type Output = Self;

    #[track_caller]
    fn add(self, other: Self) -> Self {
        self.checked_add(other).expect("sum of hbar amounts exceeds i64 tinybars")
    }
}

impl Sub for Hbar {
    type Output = Self;

    #[track_caller]
    fn sub(self, other: Self) -> Self {
        self.checked_sub(other).expect("difference of hbar amounts exceeds i64 tinybars")
    }
}

impl Mul<i64> for Hbar {
    type Output = Self;

    #[track_caller]
    fn mul(self, factor: i64) -> Self {
        self.checked_mul(factor).expect("multiple of an hbar amount exceeds i64 tinybars")
    }
}

impl Neg for Hbar {
    type Output = Self;

    #[track_caller]
    fn neg(self) -> Self {
        self.checked_neg().expect("i64::MIN tinybars have no negative")
    }
}

impl Sum for Hbar {
    #[track_caller]
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Amounts from integer literals: `10.hbar()`, `5.tinybars()`.
pub trait HbarExt {
    /// So many whole hbar.
    ///
    /// # Panics
    /// When it is more than `i64::MAX` tinybars. For a number that is not a literal use [`Hbar::from_hbars`].
    #[track_caller]
    fn hbar(self) -> Hbar;

    /// So many tinybars.
    ///
    /// # Panics
    /// When it is more than `i64::MAX`. For a number that is not a literal use [`Hbar::from_tinybars`] or
    /// `Hbar::try_from`.
    #[track_caller]
    fn tinybars(self) -> Hbar;
}

macro_rules! hbar_ext {
    ($($int:ty)*) => {$(
        impl HbarExt for $int {
            #[track_caller]
            fn hbar(self) -> Hbar {
                i64::try_from(self).ok().and_then(Hbar::from_hbars).expect("amount exceeds i64 tinybars")
            }

            #[track_caller]
            fn tinybars(self) -> Hbar {
                i64::try_from(self).map(Hbar).expect("amount exceeds i64 tinybars")
            }
        }
    )*};
}

hbar_ext! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

/// An amount is outside of the range of the type it goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HbarRangeError;

impl fmt::Display for HbarRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("amount of tinybars is negative or above i64::MAX")
    }
}

impl core::error::Error for HbarRangeError {}

/// From unsigned tinybars, as `transaction_fee` and `initial_balance` are on the wire.
impl TryFrom<u64> for Hbar {
    type Error = HbarRangeError;

    fn try_from(tinybars: u64) -> Result<Self, HbarRangeError> {
        i64::try_from(tinybars).map(Self).map_err(|_| HbarRangeError)
    }
}

/// To unsigned tinybars; fails on debits.
impl TryFrom<Hbar> for u64 {
    type Error = HbarRangeError;

    fn try_from(amount: Hbar) -> Result<Self, HbarRangeError> {
        Self::try_from(amount.0).map_err(|_| HbarRangeError)
    }
}

/// To tinybars.
impl From<Hbar> for i64 {
    fn from(amount: Hbar) -> Self {
        amount.0
    }
}

/// `10.5 ℏ`, with no more decimals than needed.
impl fmt::Display for Hbar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // From its end, and by hand: what a test says of itself is full of amounts, and format strings are dear.
        let mut text = [0; 24];
        let mut at = text.len();
        let mut put = |byte| {
            at -= 1;
            text[at] = byte;
        };
        let mut rest = self.0.unsigned_abs();
        let mut has_fraction = false;
        for _ in 0..8 {
            has_fraction |= !rest.is_multiple_of(10);
            if has_fraction {
                put(digit(rest));
            }
            rest /= 10;
        }
        if has_fraction {
            put(b'.');
        }
        put(digit(rest));
        while rest >= 10 {
            rest /= 10;
            put(digit(rest));
        }
        if self.is_negative() {
            put(b'-');
        }
        f.write_str(core::str::from_utf8(&text[at..]).unwrap_or_default())?;
        f.write_str(" ℏ")
    }
}

/// The last digit of a number.
fn digit(number: u64) -> u8 {
    b'0' + (number % 10) as u8
}

impl fmt::Debug for Hbar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not an amount of hbar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseHbarError {
    /// It is not a decimal number, optionally followed by `ℏ` (or `tℏ` for tinybars).
    NotANumber,
    /// It is more exact than a tinybar: over eight decimals, or any with `tℏ`.
    TooExact,
    /// It does not fit into an `i64` of tinybars.
    OutOfRange,
}

impl fmt::Display for ParseHbarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "not an amount, expected a form like 10.5 ℏ or 5 tℏ",
            Self::TooExact => "amount has a fraction of a tinybar",
            Self::OutOfRange => "amount exceeds i64 tinybars",
        })
    }
}

impl core::error::Error for ParseHbarError {}

/// Reads `10.5`, `10.5 ℏ` and `5 tℏ`.
impl FromStr for Hbar {
    type Err = ParseHbarError;

    fn from_str(text: &str) -> Result<Self, ParseHbarError> {
        let text = text.trim();
        let (number, decimals) = match (text.strip_suffix("tℏ"), text.strip_suffix('ℏ')) {
            (Some(number), _) => (number.trim_end(), 0),
            (None, Some(number)) => (number.trim_end(), 8),
            (None, None) => (text, 8),
        };
        let (sign, digits) = match number.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, number),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if [whole, fraction].iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
            return Err(ParseHbarError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > decimals {
            return Err(ParseHbarError::TooExact);
        }
        let padding = core::iter::repeat_n(b'0', decimals - fraction.len());
        // Summing negative digits reaches i64::MIN too, which has no positive counterpart.
        let mut tinybars: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()).chain(padding) {
            let digit = sign * i64::from(digit - b'0');
            let next = tinybars.checked_mul(10).and_then(|shifted| shifted.checked_add(digit));
            tinybars = next.ok_or(ParseHbarError::OutOfRange)?;
        }
        Ok(Self(tinybars))
    }
}
