//! A fixture that a module declares: `#[account_spec(..)] static ALICE: SpecAccount;`.

use syn::{Attribute, Path, Result};

use super::Fixture;
use crate::{errors::Errors, parse::Static, schema::Schema};

/// A static fixture without anything wrong.
pub(crate) struct StaticFixture {
    /// Where the facade is, when not at `::hapi_test`.
    pub(crate) crate_path: Option<Path>,
    pub(crate) fixture: Fixture,
}

impl StaticFixture {
    /// Judges the static under `attribute`, which is one of the schema's.
    pub(crate) fn new(schema: &'static Schema, attribute: &Attribute, item: &Static) -> Result<Self> {
        let mut errors = Errors::default();
        if let Some(mutability) = &item.mutability {
            errors.at(mutability, "a static fixture is shared, and cannot be `mut`");
        }
        if let Some(value) = &item.value {
            let advice = "end it after its type";
            errors
                .at(value, format_args!("a static fixture has no value, for the session makes it: {advice}"));
        }
        for other in &item.attributes {
            let word = other.path().segments.last().map(|segment| &segment.ident);
            if let Some(other) = word.and_then(Schema::of) {
                let (first, other) = (schema.attribute, other.attribute);
                let message = if first == other {
                    format!("`{other}` specified more than once")
                } else {
                    format!("a static is one fixture: `#[{first}]` says already which")
                };
                errors.at(word, message);
            }
        }
        let (fixture, crate_path) = Fixture::of_static(&item.ident, &item.ty, schema, attribute, &mut errors);
        errors.finish(Self { crate_path, fixture })
    }
}
