//! An entity that a parameter asks for.

use proc_macro2::TokenStream;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Path, Type, ext::IdentExt};

use crate::{
    errors::Errors,
    parse::{Assignment, assignments},
    schema::{SCHEMAS, Schema},
};

/// A fixture: its type, and how it differs from the default one.
pub(crate) struct Fixture {
    /// What the registry calls it.
    pub(crate) name: LitStr,
    pub(crate) ty: Type,
    pub(crate) fields: Vec<Field>,
}

/// A field of the fixture's attributes, and the value to convert into it.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) value: TokenStream,
}

impl Fixture {
    /// The fixture for a parameter, with its attribute if it has one.
    pub(crate) fn new(
        parameter: &Ident,
        ty: &Type,
        spec: Option<(&'static Schema, &Attribute)>,
        errors: &mut Errors,
    ) -> Self {
        let name = LitStr::new(&parameter.unraw().to_string(), parameter.span());
        let mut fixture = Self { name, ty: ty.clone(), fields: Vec::new() };
        if let Some((schema, attribute)) = spec {
            check_entity(schema, attribute, parameter, ty, errors);
            fixture.set(schema, assignments(attribute, errors), errors);
        }
        fixture
    }

    /// The fixture of a static with this attribute, and where the facade is, when not at `::hapi_test`.
    pub(crate) fn of_static(
        ident: &Ident,
        ty: &Type,
        schema: &'static Schema,
        attribute: &Attribute,
        errors: &mut Errors,
    ) -> (Self, Option<Path>) {
        check_entity(schema, attribute, ident, ty, errors);
        let name = LitStr::new(&ident.unraw().to_string(), ident.span());
        let mut fixture = Self { name, ty: ty.clone(), fields: Vec::new() };
        let mut crate_path = None;
        let mut assignments = assignments(attribute, errors);
        // Nothing around a static says where the facade is, as the attribute of a test does.
        assignments.retain(|Assignment { name, value }| {
            if name != "crate" {
                return true;
            }
            match value {
                Expr::Path(path) if path.qself.is_none() => {
                    errors.once(&mut crate_path, path.path.clone(), name, "crate");
                }
                other => errors.at(other, "`crate` takes a path: `crate = path::to::hapi_test`"),
            }
            false
        });
        fixture.set(schema, assignments, errors);
        (fixture, crate_path)
    }

    fn set(&mut self, schema: &Schema, assignments: Vec<Assignment>, errors: &mut Errors) {
        let mut named = None;
        for Assignment { name, value } in assignments {
            if name == "name" {
                if let Some(literal) = registry_name(&value, errors) {
                    errors.once(&mut named, literal, &name, "name");
                }
                continue;
            }
            let Some(kind) = schema.field(&name, errors) else { continue };
            if self.fields.iter().any(|field| field.name == name) {
                errors.at(&name, format_args!("`{name}` specified more than once"));
            }
            for (a, b, what) in schema.rivals {
                let rival = if name == a { b } else { a };
                if (name == a || name == b) && self.fields.iter().any(|field| field.name == rival) {
                    errors.at(&name, format_args!("`{rival}` sets {what} already: remove one of the two"));
                }
            }
            let value = kind.check(&name, &value, errors);
            self.fields.push(Field { name, value });
        }
        if let Some(named) = named {
            self.name = named;
        }
    }
}

fn registry_name(value: &Expr, errors: &mut Errors) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) if !name.value().trim().is_empty() => {
            return Some(name.clone());
        }
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => {
            errors.at(name, "a name in the registry cannot be empty");
        }
        other => errors.at(other, "`name` takes a string literal"),
    }
    None
}

/// Reports an attribute that describes another of our entities than the parameter is.
fn check_entity(schema: &Schema, attribute: &Attribute, parameter: &Ident, ty: &Type, errors: &mut Errors) {
    let Type::Path(path) = ty else { return };
    let Some(last) = path.path.segments.last() else { return };
    // A type under another name is left to the compiler.
    let Some(right) = SCHEMAS.iter().find(|other| last.ident == other.entity) else { return };
    if right.attribute != schema.attribute {
        let (wrong, entity) = (schema.attribute, schema.entity);
        let advice = format!("write `#[{}]`", right.attribute);
        let is = &last.ident;
        errors.at(
            attribute.path(),
            format_args!("`#[{wrong}]` describes a `{entity}`, but `{parameter}` is a `{is}`: {advice}"),
        );
    }
}
