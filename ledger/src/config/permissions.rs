//! Who may ask for what (file 0.0.122).

use alloc::{collections::BTreeMap, string::String};
use hapi_proto::services::{HederaFunctionality, ServicesConfigurationList};

use super::{AccountRanges, property::Property};
use crate::{genesis::data, state::EntityNum};

/// For each functionality, the payers that may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    ranges: BTreeMap<HederaFunctionality, AccountRanges>,
}

/// A permission's value is not a range of account numbers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` of permission {name} is not a range like 2-50 or 0-*, nor a list of such")]
pub struct PermissionError {
    /// The permission's property name.
    pub name: String,
    /// What it was set to.
    pub value: String,
}

impl Permissions {
    /// The defaults, with what file 0.0.122 says instead. Unknown names are ignored.
    ///
    /// # Errors
    /// When a known permission is not a range.
    pub fn parse(overrides: &ServicesConfigurationList) -> Result<Self, PermissionError> {
        let overrides: BTreeMap<&str, &str> =
            overrides.name_value.iter().map(|setting| (&*setting.name, &*setting.value)).collect();
        let mut ranges = BTreeMap::new();
        for permission in data::permissions() {
            let value = overrides.get(permission.name).copied().unwrap_or(permission.range);
            let range = AccountRanges::parse(value)
                .ok_or_else(|| PermissionError { name: permission.name.into(), value: value.into() })?;
            ranges.extend(permission.functions.map(|function| (function, range.clone())));
        }
        Ok(Self { ranges })
    }

    /// Whether this payer may use this functionality. Nobody may use one that no permission names.
    pub fn allow(&self, payer: EntityNum, function: HederaFunctionality) -> bool {
        self.ranges.get(&function).is_some_and(|range| range.contains(payer))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hapi_proto::services::Setting;

    use super::*;

    #[test]
    fn defaults_reserve_what_is_privileged() {
        let permissions = Permissions::parse(&ServicesConfigurationList::default()).unwrap();
        assert!(permissions.allow(1001, HederaFunctionality::CryptoTransfer));
        assert!(permissions.allow(58, HederaFunctionality::Freeze));
        assert!(!permissions.allow(59, HederaFunctionality::Freeze));
        assert!(!permissions.allow(2, HederaFunctionality::HookDispatch));
        assert!(!permissions.allow(2, HederaFunctionality::UncheckedSubmit));
    }

    #[test]
    fn the_file_overrides_defaults() {
        let list = |value: &str| ServicesConfigurationList {
            name_value: vec![
                Setting { name: "createAccount".into(), value: value.into(), ..Setting::default() },
                Setting { name: "unknown".into(), value: "?".into(), ..Setting::default() },
            ],
        };
        let permissions = Permissions::parse(&list("2-1001")).unwrap();
        assert!(permissions.allow(1001, HederaFunctionality::CryptoCreate));
        assert!(!permissions.allow(1002, HederaFunctionality::CryptoCreate));
        let several = Permissions::parse(&list("2,1001-1002")).unwrap();
        assert!(several.allow(1002, HederaFunctionality::CryptoCreate));
        assert_eq!(Permissions::parse(&list("2-x")).unwrap_err().name, "createAccount");
    }
}
