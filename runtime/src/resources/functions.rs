//! Functionalities by their names.

use hapi_proto::services::HederaFunctionality;
use serde::{Deserialize, Deserializer, de::Error};

/// A functionality, as files write it: by its name in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Function(pub(super) HederaFunctionality);

impl<'de> Deserialize<'de> for Function {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = HederaFunctionality::from_str_name(&name);
        known.map(Self).ok_or_else(|| D::Error::custom(format!("there is no functionality `{name}`")))
    }
}
