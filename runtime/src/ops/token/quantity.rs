//! How much of a token is burned or wiped.

use std::fmt;

use hapi_proto::services::ResponseCodeEnum;

use crate::ops::Resolved;

/// So many units of a fungible token, or NFTs by their serial numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    pub(super) units: u64,
    pub(super) serials: Vec<i64>,
}

/// What [`burn_token`](super::burn_token) and [`wipe_token_account`](super::wipe_token_account) take: a number of units,
/// or serial numbers as an array, a vector, a slice or a range.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no quantity of a token",
    note = "give a number of units, or the serial numbers of NFTs: `5`, `[1, 2]` or `1..=9`"
)]
pub trait IntoQuantity {
    /// The quantity.
    fn into_quantity(self) -> Quantity;
}

impl IntoQuantity for Quantity {
    fn into_quantity(self) -> Quantity {
        self
    }
}

/// The number of units that goes on the wire. A negative number cannot be told there; nodes reject the one that its bits
/// mean.
pub(super) trait Units {
    fn units(self) -> u64;
}

macro_rules! units {
    ($($number:ty: $convert:expr;)*) => {$(
        impl Units for $number {
            fn units(self) -> u64 {
                $convert(self)
            }
        }

        impl IntoQuantity for $number {
            fn into_quantity(self) -> Quantity {
                Quantity { units: self.units(), serials: Vec::new() }
            }
        }
    )*};
}

units! {
    i32: |units| i64::from(units).cast_unsigned();
    i64: i64::cast_unsigned;
    u32: u64::from;
    u64: u64::from;
    usize: |units| units as u64;
}

macro_rules! serials {
    ($($number:ty)*) => {$(
        impl<const N: usize> IntoQuantity for [$number; N] {
            fn into_quantity(self) -> Quantity {
                self.as_slice().into_quantity()
            }
        }

        impl IntoQuantity for Vec<$number> {
            fn into_quantity(self) -> Quantity {
                self.as_slice().into_quantity()
            }
        }

        impl IntoQuantity for &[$number] {
            fn into_quantity(self) -> Quantity {
                Quantity { units: 0, serials: self.iter().copied().map(i64::from).collect() }
            }
        }

        impl IntoQuantity for std::ops::RangeInclusive<$number> {
            fn into_quantity(self) -> Quantity {
                self.collect::<Vec<_>>().into_quantity()
            }
        }
    )*};
}

serials!(i32 i64);

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.units, &*self.serials) {
            (units, []) => write!(f, "{units} units"),
            (0, serials) => write!(f, "{serials:?}"),
            (units, serials) => write!(f, "{units} units and {serials:?}"),
        }
    }
}

/// What comes of burning or wiping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplyChanged {
    /// How many units or NFTs there are now; 0 if the operation failed, as expected, or its status is not waited for.
    pub total_supply: u64,
    /// The status.
    pub status: ResponseCodeEnum,
}

impl SupplyChanged {
    pub(super) fn of(resolved: &Resolved) -> Self {
        Self { total_supply: resolved.receipt.new_total_supply, status: resolved.status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(quantity: impl IntoQuantity) -> (u64, Vec<i64>) {
        let Quantity { units, serials } = quantity.into_quantity();
        (units, serials)
    }

    #[test]
    fn numbers_are_units_and_lists_are_serial_numbers() {
        assert_eq!(told(5), (5, vec![]));
        assert_eq!(told(5_u64), (5, vec![]));
        assert_eq!(told([1, 2]), (0, vec![1, 2]));
        assert_eq!(told(vec![7_i64]), (0, vec![7]));
        assert_eq!(told(1..=3), (0, vec![1, 2, 3]));
        assert_eq!(told([3_i64, 4].as_slice()), (0, vec![3, 4]));
    }

    #[test]
    fn negative_units_keep_their_bits() {
        assert_eq!(told(-1), (u64::MAX, vec![]));
        assert_eq!(told(-2_i64), (u64::MAX - 1, vec![]));
    }
}
