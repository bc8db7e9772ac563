//! What a test is: everything the expansion needs to know, and everything that can be wrong with it.

mod attributes;
mod cases;
mod fixture;
mod hook;
mod parameters;
mod signature;
mod statics;
mod suite;
mod traits;

pub(crate) use self::{
    attributes::Attributes,
    cases::Case,
    fixture::{Field, Fixture},
    hook::Hook,
    parameters::Argument,
    signature::Form,
    statics::StaticFixture,
    suite::Suite,
    traits::{Leaky, Need, Traits, Venue},
};

use proc_macro2::TokenStream;
use syn::{Ident, LitStr, Path, Result};

use self::signature::Subject;
use crate::{
    errors::Errors,
    family::Family,
    parse::{Arguments, Function},
};

/// A test without anything wrong.
pub(crate) struct Test {
    pub(crate) name: Ident,
    pub(crate) form: Form,
    /// Where the facade is, when not at `::hapi_test`.
    pub(crate) crate_path: Option<Path>,
    pub(crate) tags: Vec<LitStr>,
    pub(crate) attributes: Attributes,
    pub(crate) traits: Traits,
    /// The call's arguments after any `&Spec`.
    pub(crate) arguments: Vec<Argument>,
    /// The listed tests of this function; `None` when it is one test, and not a list of cases.
    pub(crate) cases: Option<Vec<Case>>,
}

impl Test {
    /// Judges a function, and takes from it the attributes that are for the macro.
    ///
    /// The function is left as it goes into the output, also when there are errors.
    pub(crate) fn new(family: &Family, arguments: TokenStream, function: &mut Function) -> Result<Self> {
        let mut errors = Errors::default();
        let given = Arguments::parse(arguments, family.arguments, !family.reasons.is_empty(), &mut errors);
        let tags = given.texts("tags");
        attributes::check_tags(&tags, &mut errors);
        let attributes = Attributes::take(family.name, &mut function.attributes, &mut errors);
        let form = signature::check(&function.signature, &Subject::TEST, &mut errors);
        let arguments = parameters::take(&mut function.signature, form, &Subject::TEST, &mut errors);
        let traits = Traits::new(family, &given, attributes.order, &arguments, &mut errors);
        let cases = cases::combine(&arguments, &mut errors);
        let name = function.signature.ident.clone();
        let crate_path = given.crate_path();
        errors.finish(Self { name, form, crate_path, tags, attributes, traits, arguments, cases })
    }
}
