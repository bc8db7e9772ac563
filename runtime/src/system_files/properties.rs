//! Lists of settings: files 0.0.121 and 0.0.122.

use std::{collections::BTreeMap, fmt};

use bytes::Bytes;
use hapi_node::{Config, known, known_permissions, known_properties};
use hapi_proto::services::{ServicesConfigurationList, Setting};
use prost::Message;

use crate::{registry::did_you_mean, spec::OpError};

/// The settings of a file, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings(ServicesConfigurationList);

impl Settings {
    /// What a file holds; the error names the file.
    pub(crate) fn parse(contents: &Bytes, file: impl fmt::Display) -> Result<Self, OpError> {
        let parsed = ServicesConfigurationList::decode(contents.clone());
        parsed.map(Self).map_err(|error| OpError::new(format!("file {file} is no list of settings: {error}")))
    }

    /// The value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        // Where a name comes twice, the ledger takes the last.
        let found = self.0.name_value.iter().rev().find(|setting| setting.name == name);
        found.map(|setting| &*setting.value)
    }

    /// Gives this name this value, at its place or at the end.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let settings = &mut self.0.name_value;
        if let Some(at) = settings.iter().rposition(|setting| setting.name == name) {
            settings[at].value = value.into();
        } else {
            settings.push(Setting { name: name.into(), value: value.into(), ..Setting::default() });
        }
    }

    /// Takes this name out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.0.name_value.retain(|setting| setting.name != name);
    }

    /// All of them, by name.
    pub(crate) fn to_map(&self) -> BTreeMap<String, String> {
        self.0.name_value.iter().map(|setting| (setting.name.clone(), setting.value.clone())).collect()
    }

    /// What a file with them holds.
    pub(crate) fn to_contents(&self) -> Bytes {
        self.0.encode_to_vec().into()
    }
}

/// Fails unless a property of this name exists; the error says which one could be meant.
pub(crate) fn check_known(name: &str) -> Result<(), OpError> {
    if known(name).is_some() {
        return Ok(());
    }
    let names = known_properties().map(|property| property.name);
    Err(OpError::new(format!("there is no property `{name}`{}", did_you_mean(name, names))))
}

/// Fails unless a property of this name can have this value.
pub(crate) fn check_property(name: &str, value: &str) -> Result<(), OpError> {
    check_known(name)?;
    Ok(Config::default().set(name, value)?)
}

/// Fails unless there is a permission of this name.
pub(crate) fn check_permission(name: &str) -> Result<(), OpError> {
    if known_permissions().any(|(known, _)| known == name) {
        return Ok(());
    }
    let names = known_permissions().map(|(name, _)| name);
    Err(OpError::new(format!("there is no permission `{name}`{}", did_you_mean(name, names))))
}

/// Names and values for the trace.
pub(crate) fn listing<'a>(settings: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let settings = settings.into_iter().map(|(name, value)| format!("{name} = {value}"));
    settings.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> Settings {
        let mut settings = Settings::default();
        for (name, value) in pairs {
            settings.set(name, value);
        }
        settings
    }

    #[test]
    fn settings_keep_their_places() {
        let mut changed = settings(&[("b", "1"), ("a", "2")]);
        changed.set("b", "3");
        changed.set("c", "4");
        assert_eq!(changed, settings(&[("b", "3"), ("a", "2"), ("c", "4")]));
        changed.remove("a");
        assert_eq!(changed.get("a"), None);
        assert_eq!(changed.get("b"), Some("3"));
        assert_eq!(Settings::parse(&changed.to_contents(), "x").unwrap(), changed);
        assert_eq!(settings(&[]).to_contents(), Bytes::new());
    }

    #[test]
    fn what_is_no_list_names_its_file() {
        let error = Settings::parse(&Bytes::from_static(b"\xff"), "0.0.121").unwrap_err();
        assert!(error.message().starts_with("file 0.0.121 is no list of settings"), "{error}");
    }

    #[test]
    fn misspelt_names_have_a_nearest_one() {
        assert!(check_known("ledger.maxAutoAssociations").is_ok());
        let error = check_known("ledger.maxAutoAsociations").unwrap_err();
        assert_eq!(
            error.message(),
            "there is no property `ledger.maxAutoAsociations`: did you mean `ledger.maxAutoAssociations`?"
        );
        let error = check_permission("createAcount").unwrap_err();
        assert!(error.message().contains("did you mean `createAccount`?"), "{error}");
    }

    #[test]
    fn values_are_of_the_property_s_kind() {
        assert!(check_property("ledger.maxAutoAssociations", "7").is_ok());
        let error = check_property("ledger.maxAutoAssociations", "many").unwrap_err();
        assert!(error.message().contains("`many`"), "{error}");
    }
}
