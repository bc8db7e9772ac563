//! Where the value of each parameter comes from.

use std::collections::BTreeSet;

use syn::{Attribute, FnArg, Ident, Pat, PatIdent, PatType, Signature, Type, TypeReference};

use super::{Fixture, Form, cases, signature::Subject};
use crate::{
    errors::Errors,
    nearest::hint,
    parse::Function,
    schema::{SCHEMAS, Schema},
};

/// An argument of the call to the function.
pub(crate) enum Argument {
    /// An entity.
    Fixture(Box<Fixture>),
    /// The value of the case at hand, out of all values of this parameter.
    Case(Vec<syn::Expr>),
}

/// The attributes that the compiler itself takes on a parameter and that change nothing for us.
const LINT_LEVELS: &[&str] = &["allow", "deny", "expect", "forbid", "warn"];

/// Reads the parameters, and takes away their attributes that are for the macro.
pub(crate) fn take(
    signature: &mut Signature,
    form: Form,
    subject: &Subject,
    errors: &mut Errors,
) -> Vec<Argument> {
    let mut reader = Reader { form, subject, has_spec: false, arguments: Vec::new(), errors };
    for (at, parameter) in signature.inputs.iter_mut().enumerate() {
        reader.parameter(parameter, at == 0);
    }
    let Reader { has_spec, arguments, errors, .. } = reader;
    if form == Form::Async && !has_spec {
        let Subject { what, parameter, .. } = subject;
        let message = if subject.has_cases {
            format!(
                "an `async` test drives the spec itself: its first parameter is `{parameter}`, to run operations on"
            )
        } else {
            format!("the first parameter of {what} is `{parameter}`")
        };
        errors.at(&signature.ident, message);
    }
    check_names(&arguments, errors);
    arguments
}

struct Reader<'a> {
    form: Form,
    subject: &'a Subject,
    has_spec: bool,
    arguments: Vec<Argument>,
    errors: &'a mut Errors,
}

impl Reader<'_> {
    fn parameter(&mut self, parameter: &mut FnArg, is_first: bool) {
        let attributes = OurAttributes::take(Function::attributes_of(parameter), self.errors);
        let typed = match parameter {
            FnArg::Receiver(receiver) => {
                let what = self.subject.what;
                let message = format_args!("{what} is a free function: `self` is not supported");
                return self.errors.at(receiver, message);
            }
            FnArg::Typed(typed) => typed,
        };
        let drives = self.subject.drives;
        if let Some(case) = attributes.case.as_ref().filter(|_| !self.subject.has_cases) {
            let advice = "only a test has cases";
            return self
                .errors
                .at(&case.meta, format_args!("{} is one function: {advice}", self.subject.what));
        }
        match reference_to(drives, &typed.ty) {
            Some(reference) if attributes.case.is_none() => {
                self.spec(typed, reference, is_first);
                if let Some((schema, attribute)) = &attributes.spec {
                    let advice = format!("remove `#[{}]`", schema.attribute);
                    self.errors.at(&attribute.meta, format_args!("`&{drives}` is no fixture: {advice}"));
                }
            }
            _ => self.arguments.extend(argument(typed, &attributes, self.errors)),
        }
    }

    /// Notes the `&Spec`, and reports it if it cannot be given.
    fn spec(&mut self, typed: &PatType, reference: &TypeReference, is_first: bool) {
        let drives = self.subject.drives;
        if self.has_spec {
            self.errors.at(typed, format_args!("`&{drives}` specified more than once"));
        } else if self.form == Form::Operations {
            let advice = "write `async` before `fn`, and return `SpecResult`";
            self.errors.at(&typed.ty, format_args!("a test over `&Spec` is an `async fn`: {advice}"));
        } else if !is_first {
            self.errors.at(typed, format_args!("`&{drives}` must be the first parameter"));
        }
        self.has_spec = true;
        if let Some(mutability) = &reference.mutability {
            self.errors.at(mutability, format_args!("a {} is shared: take `&{drives}`", noun(drives)));
        }
        if let Some(lifetime) = &reference.lifetime {
            let owner = if drives == "Spec" { "test" } else { "suite" };
            self.errors.at(
                lifetime,
                format_args!("a {} lives as long as its {owner}: take `&{drives}`", noun(drives)),
            );
        }
    }
}

/// The attributes of one parameter that are for the macro.
#[derive(Default)]
struct OurAttributes {
    case: Option<Attribute>,
    spec: Option<(&'static Schema, Attribute)>,
}

impl OurAttributes {
    fn take(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Self {
        let mut ours = Self::default();
        attributes.retain(|attribute| {
            let Some(word) = attribute.path().segments.last().map(|segment| &segment.ident) else {
                return true;
            };
            if LINT_LEVELS.iter().any(|level| word == level) {
                return true;
            }
            ours.add(attribute, word, errors);
            false
        });
        if let (Some(case), Some((schema, _))) = (&ours.case, &ours.spec) {
            let attribute = schema.attribute;
            errors.at(
                &case.meta,
                format_args!("a parameter is a case or a fixture, not both: remove this or `#[{attribute}]`"),
            );
        }
        ours
    }

    fn add(&mut self, attribute: &Attribute, word: &Ident, errors: &mut Errors) {
        if word == "case" {
            errors.once(&mut self.case, attribute.clone(), word, "case");
        } else if let Some(schema) = Schema::of(word) {
            match &self.spec {
                Some((first, _)) if first.attribute != schema.attribute => {
                    errors.at(
                        word,
                        format_args!(
                            "a parameter is one fixture: `#[{}]` says already which",
                            first.attribute
                        ),
                    );
                }
                _ => errors.once(&mut self.spec, (schema, attribute.clone()), word, schema.attribute),
            }
        } else if word == "cfg" || word == "cfg_attr" {
            errors.at(&attribute.meta, format_args!("`#[{word}]` on a parameter of a test is not supported"));
        } else {
            let mut choices: Vec<&str> = SCHEMAS.iter().map(|schema| schema.attribute).collect();
            choices.push("case");
            let hint = hint(&word.to_string(), &choices);
            errors.at(word, format_args!("unknown parameter attribute `{word}`, {hint}"));
        }
    }
}

/// What messages call a value of the type that the function drives.
fn noun(drives: &str) -> &'static str {
    if drives == "Spec" { "spec" } else { "manager" }
}

/// The reference that this is, when it is one to a type of this name.
fn reference_to<'a>(name: &str, ty: &'a Type) -> Option<&'a TypeReference> {
    let reference = match ty {
        Type::Reference(reference) => reference,
        Type::Group(group) => return reference_to(name, &group.elem),
        Type::Paren(paren) => return reference_to(name, &paren.elem),
        _ => return None,
    };
    let Type::Path(path) = &*reference.elem else { return None };
    path.path.segments.last().is_some_and(|last| last.ident == name).then_some(reference)
}

/// Reports fixtures that the registry could not tell apart.
fn check_names(arguments: &[Argument], errors: &mut Errors) {
    let mut names = BTreeSet::new();
    for argument in arguments {
        let Argument::Fixture(fixture) = argument else { continue };
        let name = fixture.name.value();
        if !names.insert(name.clone()) {
            errors.at(&fixture.name, format_args!("`{name}` is the name of another fixture of this test"));
        }
    }
}

/// The argument for a parameter other than `&Spec`.
fn argument(typed: &PatType, attributes: &OurAttributes, errors: &mut Errors) -> Option<Argument> {
    let name = name(&typed.pat, errors);
    if let Some(case) = &attributes.case {
        refuse_impl_trait(&typed.ty, errors);
        return Some(Argument::Case(cases::values(case, errors)));
    }
    let fits = is_fixture_type(&typed.ty, errors);
    let spec = attributes.spec.as_ref().map(|(schema, attribute)| (*schema, attribute));
    let fixture = Fixture::new(name?, &typed.ty, spec, errors);
    fits.then_some(Argument::Fixture(Box::new(fixture)))
}

/// The parameter's name, which is what the fixture is called.
fn name<'a>(pattern: &'a Pat, errors: &mut Errors) -> Option<&'a Ident> {
    match pattern {
        Pat::Ident(PatIdent { by_ref: None, subpat: None, ident, .. }) => return Some(ident),
        Pat::Wild(wild) => {
            errors.at(wild, "a parameter needs a name, which the registry knows it by: `_alice`");
        }
        other => errors.at(other, "a parameter of a test is a plain name: patterns are not supported"),
    }
    None
}

/// Whether a value of the type could be a fixture, as far as syntax tells. Reports it if not.
fn is_fixture_type(ty: &Type, errors: &mut Errors) -> bool {
    match ty {
        Type::Path(_) | Type::Macro(_) => return true,
        Type::Group(group) => return is_fixture_type(&group.elem, errors),
        Type::Paren(paren) => return is_fixture_type(&paren.elem, errors),
        Type::Reference(reference) => {
            let inner = &reference.elem;
            let advice = format!("write `{}`", quote::quote!(#inner));
            errors.at(ty, format_args!("only `&Spec` is taken by reference, a fixture by value: {advice}"));
        }
        Type::ImplTrait(_) => refuse_impl_trait(ty, errors),
        other => errors.at(
            other,
            "not a fixture: a parameter is `&Spec`, a fixture such as `SpecAccount`, or a `#[case(..)]`",
        ),
    }
    false
}

fn refuse_impl_trait(ty: &Type, errors: &mut Errors) {
    if let Type::ImplTrait(ty) = ty {
        errors.at(ty, "`impl Trait` is not supported as a parameter: name the type");
    }
}
