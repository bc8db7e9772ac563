//! The names of all properties there are, whether or not this ledger has a use for them.

use alloc::{borrow::ToOwned, string::String};

use super::PropertyError;
use crate::genesis::data;

/// One line for each property: name, kind, default.
const TABLE: &str = include_str!("known.tsv");

/// A property of the reference node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownProperty {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: PropertyKind,
    /// Its default in the reference's production profile. What a ledger was started with may be another value:
    /// [`Settings::startup`](super::Settings::startup).
    pub default: &'static str,
}

/// What the values of a property are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyKind {
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    Long,
    /// `true` or `1`; anything else is `false`.
    Boolean,
    /// A number with a fraction.
    Double,
    /// Anything else: lists, ranges, durations, names.
    Text,
}

impl PropertyKind {
    /// Whether a value is of this kind.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Self::Int => value.parse::<i32>().is_ok(),
            Self::Long => value.parse::<i64>().is_ok(),
            Self::Double => value.parse::<f64>().is_ok(),
            Self::Boolean | Self::Text => true,
        }
    }
}

/// All properties that file 0.0.121 may name, by name.
pub fn known_properties() -> impl Iterator<Item = KnownProperty> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (name, rest) = line.split_once('\t')?;
        let (kind, default) = rest.split_once('\t')?;
        let kind = match kind {
            "int" => PropertyKind::Int,
            "long" => PropertyKind::Long,
            "boolean" => PropertyKind::Boolean,
            "double" => PropertyKind::Double,
            _ => PropertyKind::Text,
        };
        Some(KnownProperty { name, kind, default })
    })
}

/// The property with this name; `None` when the reference node has none. A name that is not known has no effect in file
/// 0.0.121, so whoever meets one can tell that it was misspelt.
pub fn known(name: &str) -> Option<KnownProperty> {
    known_properties().find(|property| property.name == name)
}

/// All permissions that file 0.0.122 may name, each with the range of payers that it allows by default.
pub fn known_permissions() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::permissions().map(|permission| (permission.name, permission.range))
}

/// Checks a value of a property that this ledger has no use for. Says where it belongs when the name is known.
pub(super) fn check(name: &str, value: &str) -> Result<Option<&'static str>, PropertyError> {
    match known(name) {
        Some(property) if !property.kind.accepts(value) => {
            Err(PropertyError { name: name.to_owned(), value: String::from(value) })
        }
        property => Ok(property.map(|property| property.name)),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::config::Config;

    #[test]
    fn the_table_is_whole_sorted_and_of_its_kinds() {
        let all: Vec<_> = known_properties().collect();
        assert_eq!(all.len(), TABLE.lines().count() - 1, "each line is read");
        assert!(all.is_sorted_by(|one, two| one.name < two.name), "and none comes twice");
        for property in all {
            let blank = property.default.is_empty();
            assert!(blank || property.kind.accepts(property.default), "{}", property.name);
        }
    }

    #[test]
    fn it_has_all_properties_with_an_effect() {
        for name in Config::PROPERTIES {
            assert!(known(name).is_some(), "{name}");
        }
        assert_eq!(known("ledger.maxAutoAssociation"), None);
        let associations = known("ledger.maxAutoAssociations").unwrap();
        assert_eq!((associations.kind, associations.default), (PropertyKind::Int, "5000"));
    }

    #[test]
    fn permissions_have_their_ranges() {
        let ranges: Vec<_> = known_permissions().filter(|(name, _)| *name == "systemDelete").collect();
        assert_eq!(ranges, [("systemDelete", "2-59")]);
    }
}
