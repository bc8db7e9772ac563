//! The types that properties have, and how files write them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use hapi_proto::services::HederaFunctionality;

/// A type that properties have.
pub(super) trait Property: Sized {
    /// Reads a value as a file writes it.
    fn parse(value: &str) -> Option<Self>;

    /// Writes a value so that it can be read again.
    fn show(&self) -> String;
}

macro_rules! integers {
    ($($type:ty)+) => {
        $(impl Property for $type {
            fn parse(value: &str) -> Option<Self> {
                value.parse().ok()
            }

            fn show(&self) -> String {
                self.to_string()
            }
        })+
    };
}

integers!(i32 u64 usize);

/// A length of time, an amount or a percentage: never negative.
impl Property for i64 {
    fn parse(value: &str) -> Option<Self> {
        value.parse().ok().filter(|value| *value >= 0)
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

/// As in the reference, what is neither `true` in any case nor `1` is false.
impl Property for bool {
    fn parse(value: &str) -> Option<Self> {
        Some(value == "1" || value.eq_ignore_ascii_case("true"))
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

/// Hexadecimal, with or without `0x`.
impl Property for Vec<u8> {
    fn parse(value: &str) -> Option<Self> {
        hex::decode(value.strip_prefix("0x").unwrap_or(value)).ok()
    }

    fn show(&self) -> String {
        format!("0x{}", hex::encode(self))
    }
}

/// Some functionalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Functions(Vec<HederaFunctionality>);

impl Functions {
    /// These.
    pub fn new(functions: Vec<HederaFunctionality>) -> Self {
        Self(functions)
    }

    /// Whether one is among them.
    pub fn contains(&self, function: HederaFunctionality) -> bool {
        self.0.contains(&function)
    }
}

/// Names with commas in between, or nothing.
impl Property for Functions {
    fn parse(value: &str) -> Option<Self> {
        let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(HederaFunctionality::from_str_name).collect::<Option<_>>().map(Self)
    }

    fn show(&self) -> String {
        let names: Vec<_> = self.0.iter().map(HederaFunctionality::as_str_name).collect();
        names.join(",")
    }
}

/// A ratio of two whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleFactor {
    numerator: u64,
    denominator: u64,
}

impl ScaleFactor {
    /// `numerator` to `denominator`.
    ///
    /// # Panics
    /// When either is 0.
    pub const fn new(numerator: u64, denominator: u64) -> Self {
        assert!(numerator > 0 && denominator > 0, "a scale factor is positive");
        Self { numerator, denominator }
    }

    /// `value` times the ratio, at least 1; rounded down.
    pub fn scale(self, value: u64) -> u64 {
        let scaled = u128::from(value) * u128::from(self.numerator) / u128::from(self.denominator);
        u64::try_from(scaled).unwrap_or(u64::MAX).max(1)
    }
}

/// Written `5:2`.
impl Property for ScaleFactor {
    fn parse(value: &str) -> Option<Self> {
        let (numerator, denominator) = value.split_once(':')?;
        let part = |part: &str| part.trim().parse().ok().filter(|part| *part > 0);
        Some(Self { numerator: part(numerator)?, denominator: part(denominator)? })
    }

    fn show(&self) -> String {
        format!("{}:{}", self.numerator, self.denominator)
    }
}

/// From which bucket utilisation, in percent, fees are multiplied by what: ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CongestionLevels(Vec<(u32, u64)>);

impl CongestionLevels {
    /// The levels as (percent, multiplier).
    pub fn levels(&self) -> &[(u32, u64)] {
        &self.0
    }
}

impl Default for CongestionLevels {
    fn default() -> Self {
        Self(alloc::vec![(90, 10), (95, 25), (99, 100)])
    }
}

/// `90,10x,95,25x,99,100x`, both ascending.
impl Property for CongestionLevels {
    fn parse(value: &str) -> Option<Self> {
        let parts: Vec<&str> = value.split(',').map(str::trim).collect();
        let (pairs, []) = parts.as_chunks::<2>() else { return None };
        let levels = pairs
            .iter()
            .map(|[percent, times]| Some((percent.parse().ok()?, times.strip_suffix('x')?.parse().ok()?)))
            .collect::<Option<Vec<(u32, u64)>>>()?;
        let ascending = levels.is_sorted_by(|low, high| low.0 < high.0 && low.1 < high.1);
        (ascending && levels.iter().all(|(percent, times)| *percent <= 100 && *times > 0))
            .then_some(Self(levels))
    }

    fn show(&self) -> String {
        let levels: Vec<_> = self.0.iter().map(|(percent, times)| format!("{percent},{times}x")).collect();
        levels.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn congestion_levels_must_ascend() {
        let default = CongestionLevels::parse("90,10x,95,25x,99,100x");
        assert_eq!(default, Some(CongestionLevels::default()));
        for bad in ["90", "90,10", "95,10x,90,25x", "90,25x,95,10x", "101,2x", "90,0x"] {
            assert_eq!(CongestionLevels::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_shown_can_be_read() {
        fn same<T: Property + PartialEq + core::fmt::Debug>(value: &T) {
            assert_eq!(T::parse(&value.show()).as_ref(), Some(value));
        }
        same(&CongestionLevels::default());
        same(&ScaleFactor::new(5, 2));
        assert_eq!((ScaleFactor::parse("5:0"), ScaleFactor::parse("5")), (None, None));
        assert_eq!([0, 1, 3, u64::MAX].map(|value| ScaleFactor::new(5, 2).scale(value)), [1, 2, 7, u64::MAX]);
        same(&alloc::vec![0_u8, 3]);
        same(&Functions::new(alloc::vec![HederaFunctionality::FileCreate, HederaFunctionality::Freeze]));
        same(&Functions::new(Vec::new()));
        assert_eq!(Functions::parse("FileCreat"), None);
        same(&true);
        same(&false);
        same(&7_i64);
        same(&-1_i32);
        assert_eq!(bool::parse("1"), Some(true));
        assert_eq!(i64::parse("-1"), None);
    }
}
