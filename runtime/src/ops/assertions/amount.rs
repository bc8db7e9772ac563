//! Amounts of tinybars that a spec expects.

use hapi_proto::Hbar;

/// An amount of tinybars: `10.hbar()`, `5.tinybars()`, or a plain number of tinybars.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount of tinybars",
    note = "write `10.hbar()`, `5.tinybars()` or a whole number of tinybars"
)]
pub trait IntoTinybars {
    /// So many tinybars.
    ///
    /// # Panics
    /// When it is more than `i64::MAX`, which no field of HAPI can carry.
    #[track_caller]
    fn into_tinybars(self) -> i64;
}

impl IntoTinybars for Hbar {
    fn into_tinybars(self) -> i64 {
        self.tinybars()
    }
}

macro_rules! numbers_of_tinybars {
    ($($number:ty)*) => {$(
        impl IntoTinybars for $number {
            #[track_caller]
            fn into_tinybars(self) -> i64 {
                i64::try_from(self).expect("amount exceeds i64 tinybars")
            }
        }
    )*};
}

numbers_of_tinybars!(u64 usize);

macro_rules! small_numbers_of_tinybars {
    ($($number:ty)*) => {$(
        impl IntoTinybars for $number {
            fn into_tinybars(self) -> i64 {
                self.into()
            }
        }
    )*};
}

small_numbers_of_tinybars!(i32 i64 u32);
