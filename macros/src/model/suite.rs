//! What a suite is.

use proc_macro2::TokenStream;
use syn::{Attribute, LitStr, Path, Result};

use super::{Leaky, attributes};
use crate::{
    errors::Errors,
    family::{LEAKY, SUITE, check_reasons},
    parse::Arguments,
};

/// A suite without anything wrong.
pub(crate) struct Suite {
    /// The doc comment in one line, empty when there is none.
    pub(crate) display: String,
    /// Where the facade is, when not at `::hapi_test`.
    pub(crate) crate_path: Option<Path>,
    pub(crate) tags: Vec<LitStr>,
    pub(crate) ordered_in_isolation: bool,
    pub(crate) leaky: Option<Leaky>,
}

impl Suite {
    /// Judges what is said of a suite: in its arguments, and in the attributes beside them.
    pub(crate) fn new(arguments: TokenStream, attributes: &[Attribute]) -> Result<Self> {
        let mut errors = Errors::default();
        let given = Arguments::parse(arguments, SUITE, false, &mut errors);
        let tags = given.texts("tags");
        attributes::check_tags(&tags, &mut errors);
        let leaky = given.nested("leaky").map(|(name, nested)| {
            check_reasons(&nested.reasons, &[&LEAKY], &mut errors);
            if nested.reasons.is_empty() {
                let listed = LEAKY.listed();
                errors.at(name, format_args!("a leaky suite needs {}: one or more of {listed}", LEAKY.what));
            }
            Leaky::new(nested.reasons.clone(), nested, &mut errors)
        });
        let suite = Self {
            display: attributes::documentation(attributes),
            crate_path: given.crate_path(),
            tags,
            ordered_in_isolation: given.flag("ordered_in_isolation").is_some(),
            leaky,
        };
        errors.finish(suite)
    }
}
