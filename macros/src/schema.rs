//! What each fixture attribute can set, and which values can be told to be wrong before the types are known.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, UnOp};

use crate::{errors::Errors, nearest::hint};

/// An attribute that describes a fixture.
pub(crate) struct Schema {
    /// The attribute: `account_spec`.
    pub(crate) attribute: &'static str,
    /// The type of the fixture it describes: `SpecAccount`.
    pub(crate) entity: &'static str,
    /// What it can set, each a public field of the fixture's attributes. `name` is everyone's, and no field.
    fields: &'static [(&'static str, Kind)],
}

/// Every attribute that describes a fixture.
pub(crate) const SCHEMAS: &[Schema] = &[
    Schema {
        attribute: "account_spec",
        entity: "SpecAccount",
        fields: &[
            ("balance", Kind::Amount),
            ("cents", Kind::I64 { min: 0 }),
            ("key", Kind::Key),
            ("memo", Kind::Text),
            ("max_auto_associations", Kind::I32 { min: -1 }),
            ("receiver_sig_required", Kind::Bool),
            ("decline_reward", Kind::Bool),
            ("staked_node_id", Kind::I64 { min: 0 }),
        ],
    },
    Schema { attribute: "key_spec", entity: "SpecKey", fields: &[("kind", Kind::KeyKind)] },
];

/// The kinds of key that can be named: as written, and the variant of the runtime's `KeyKind`.
const KEY_KINDS: &[(&str, &str)] = &[("ed25519", "Ed25519"), ("ecdsa", "Ecdsa")];

/// What kind of value a field takes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// An amount of hbar, with its unit.
    Amount,
    /// A 32-bit integer, not under `min`.
    I32 { min: i32 },
    /// A 64-bit integer, not under `min`.
    I64 { min: i64 },
    /// `true` or `false`.
    Bool,
    /// A string.
    Text,
    /// One of [`KEY_KINDS`].
    KeyKind,
    /// One of [`KEY_KINDS`], or any other expression for a key.
    Key,
}

impl Schema {
    /// The attribute of that name.
    pub(crate) fn of(attribute: &Ident) -> Option<&'static Self> {
        SCHEMAS.iter().find(|schema| attribute == schema.attribute)
    }

    /// The kind of the field called `name`; an error with the valid names when there is none.
    pub(crate) fn field(&self, name: &Ident, errors: &mut Errors) -> Option<Kind> {
        let found = self.fields.iter().find(|(field, _)| name == field);
        if found.is_none() {
            let mut choices = vec!["name"];
            choices.extend(self.fields.iter().map(|(field, _)| field));
            let hint = hint(&name.to_string(), &choices);
            errors.at(name, format_args!("`{}` has no `{name}`, {hint}", self.attribute));
        }
        found.map(|(_, kind)| *kind)
    }
}

impl Kind {
    /// The value as an expression to convert into the field's type, after reporting what is visibly wrong with it.
    pub(crate) fn check(self, name: &Ident, value: &Expr, errors: &mut Errors) -> TokenStream {
        let literal = literal(value);
        let wrong = |errors: &mut Errors, wanted: &str| {
            let found = literal.map_or("something else", |(_, literal)| describe(literal));
            errors.at(value, format_args!("`{name}` takes {wanted}, found {found}"));
        };
        match (self, literal) {
            (Self::Amount, _) if is_negative(value) => {
                errors.at(value, format_args!("`{name}` cannot be negative"))
            }
            (Self::Amount, Some(_)) => wrong(errors, "an amount with its unit such as `100.hbar()`"),
            (Self::Bool, Some((_, literal))) if !matches!(literal, Lit::Bool(_)) => {
                wrong(errors, "`true` or `false`")
            }
            (Self::Text, Some((_, literal))) if !matches!(literal, Lit::Str(_)) => wrong(errors, "a string"),
            (Self::Key, Some(_)) => wrong(errors, "`ed25519`, `ecdsa` or an expression for a key"),
            (Self::I32 { min }, Some((negative, literal))) => {
                return integer(name, value, negative, literal, (min.into(), i32::MAX.into()), errors);
            }
            (Self::I64 { min }, Some((negative, literal))) => {
                return integer(name, value, negative, literal, (min, i64::MAX), errors);
            }
            (Self::KeyKind, _) => return key_kind(name, value, errors),
            (Self::Key, None) if is_word(value) => {
                let kind = KEY_KINDS.iter().any(|(kind, _)| word(value).is_some_and(|word| word == kind));
                if kind {
                    return key_kind(name, value, errors);
                }
            }
            _ => {}
        }
        value.to_token_stream()
    }
}

/// The integer with its type spelt out, so that it converts without guessing.
fn integer(
    name: &Ident,
    value: &Expr,
    negative: bool,
    literal: &Lit,
    (min, max): (i64, i64),
    errors: &mut Errors,
) -> TokenStream {
    let Lit::Int(digits) = literal else {
        let found = describe(literal);
        errors.at(value, format_args!("`{name}` takes an integer, found {found}"));
        return value.to_token_stream();
    };
    let number = digits.base10_parse::<i128>().ok().map(|number| if negative { -number } else { number });
    let Some(number) = number.filter(|number| (min.into()..=max.into()).contains(number)) else {
        errors.at(value, format_args!("`{name}` takes an integer from {min} to {max}"));
        return value.to_token_stream();
    };
    if !digits.suffix().is_empty() {
        return value.to_token_stream();
    }
    let mut typed = match i32::try_from(number) {
        Ok(number) if max == i32::MAX.into() => Literal::i32_suffixed(number),
        _ => Literal::i64_suffixed(i64::try_from(number).unwrap_or(max)),
    };
    typed.set_span(digits.span());
    typed.to_token_stream()
}

/// The variant for a named kind of key.
fn key_kind(name: &Ident, value: &Expr, errors: &mut Errors) -> TokenStream {
    let choices: Vec<&str> = KEY_KINDS.iter().map(|(kind, _)| *kind).collect();
    let Some(word) = word(value) else {
        let all = choices.join("` or `");
        errors.at(value, format_args!("`{name}` takes one of the words `{all}`"));
        return TokenStream::new();
    };
    let Some((_, variant)) = KEY_KINDS.iter().find(|(kind, _)| word == kind) else {
        let hint = hint(&word.to_string(), &choices);
        errors.at(value, format_args!("unknown kind of key `{word}`, {hint}"));
        return TokenStream::new();
    };
    let variant = Ident::new(variant, word.span());
    quote!(__hapi::KeyKind::#variant)
}

/// The value's single word.
fn word(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

fn is_word(value: &Expr) -> bool {
    word(value).is_some()
}

/// The literal that the value is, and whether a minus stands before it.
fn literal(value: &Expr) -> Option<(bool, &Lit)> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => Some((false, lit)),
        Expr::Group(group) => literal(&group.expr),
        Expr::Paren(paren) => literal(&paren.expr),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => {
            literal(expr).map(|(negative, literal)| (!negative, literal))
        }
        _ => None,
    }
}

/// Whether a minus stands before the value, or before the number that its method is called on.
fn is_negative(value: &Expr) -> bool {
    match value {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), .. }) => true,
        Expr::Group(group) => is_negative(&group.expr),
        Expr::Paren(paren) => is_negative(&paren.expr),
        Expr::MethodCall(call) => is_negative(&call.receiver),
        _ => false,
    }
}

/// A literal in words.
fn describe(literal: &Lit) -> &'static str {
    match literal {
        Lit::Str(_) => "a string",
        Lit::ByteStr(_) | Lit::CStr(_) => "a byte string",
        Lit::Byte(_) => "a byte",
        Lit::Char(_) => "a character",
        Lit::Int(_) => "an integer without a unit",
        Lit::Float(_) => "a float",
        Lit::Bool(_) => "a bool",
        _ => "another literal",
    }
}
