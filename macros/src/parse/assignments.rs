//! `name = value, ..`, as in `#[account_spec(balance = 100.hbar(), memo = "hi")]`.

use syn::{Attribute, Error, Expr, Ident, Meta, Result, Token, ext::IdentExt, parse::ParseStream};

use super::skip_to_comma;
use crate::errors::Errors;

/// One `name = value`.
pub(crate) struct Assignment {
    pub(crate) name: Ident,
    pub(crate) value: Expr,
}

/// Reads the assignments of an attribute; none when it is bare. Those that are no assignments are reported and left out.
pub(crate) fn assignments(attribute: &Attribute, errors: &mut Errors) -> Vec<Assignment> {
    let list = match &attribute.meta {
        Meta::Path(_) => return Vec::new(),
        Meta::List(list) => list,
        Meta::NameValue(pair) => {
            errors.at(&pair.value, "expected attribute values in parentheses: `(name = value, ..)`");
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    let read = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match one(input) {
                Ok(assignment) => found.push(assignment),
                Err(error) => {
                    errors.push(error);
                    skip_to_comma(input);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = list.parse_args_with(read) {
        errors.push(error);
    }
    found
}

fn one(input: ParseStream<'_>) -> Result<Assignment> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("expected `name = value`"));
    }
    let name = input.call(Ident::parse_any)?;
    let is_over = || input.is_empty() || input.peek(Token![,]);
    let assigns = !is_over() && input.parse::<Token![=]>().map(|_| true)?;
    if !assigns || is_over() {
        return Err(Error::new(name.span(), format!("`{name}` needs a value: `{name} = ..`")));
    }
    Ok(Assignment { name, value: input.parse()? })
}
