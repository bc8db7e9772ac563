//! Sets of accounts, as permissions and properties write them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::ops::RangeInclusive;

use super::property::Property;
use crate::state::EntityNum;

/// Accounts by number: `7`, `2-50`, `0-*`, or several of these with commas in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRanges(Vec<RangeInclusive<EntityNum>>);

impl AccountRanges {
    /// These numbers.
    pub fn new(ranges: Vec<RangeInclusive<EntityNum>>) -> Self {
        Self(ranges)
    }

    /// Whether an account is among them.
    pub fn contains(&self, num: EntityNum) -> bool {
        self.0.iter().any(|range| range.contains(&num))
    }
}

impl Property for AccountRanges {
    fn parse(value: &str) -> Option<Self> {
        value.split(',').map(range).collect::<Option<_>>().map(Self)
    }

    fn show(&self) -> String {
        let ranges: Vec<_> = self.0.iter().map(show).collect();
        ranges.join(",")
    }
}

fn range(text: &str) -> Option<RangeInclusive<EntityNum>> {
    let text = text.trim();
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let to = if to == "*" { EntityNum::MAX } else { to.parse().ok()? };
    Some(from.parse().ok()?..=to).filter(|range| !range.is_empty())
}

fn show(range: &RangeInclusive<EntityNum>) -> String {
    let (from, to) = (range.start(), range.end());
    match *to {
        EntityNum::MAX => format!("{from}-*"),
        to if to == *from => from.to_string(),
        to => format!("{from}-{to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_shown() {
        for text in ["7", "2-50", "0-*", "2,42-799", "1,3-4,9-*"] {
            assert_eq!(AccountRanges::parse(text).unwrap().show(), text);
        }
        for bad in ["", "-", "5-2", "a", "1-", "2,,3", "*"] {
            assert_eq!(AccountRanges::parse(bad), None, "{bad}");
        }
        let governance = AccountRanges::parse("2,42-799").unwrap();
        assert_eq!(
            [1, 2, 3, 41, 42, 799, 800].map(|num| governance.contains(num)),
            [false, true, false, false, true, true, false]
        );
    }
}
