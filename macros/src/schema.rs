//! What each fixture attribute can set, and which values can be told to be wrong before the types are known.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, LitInt, UnOp};

use crate::{errors::Errors, nearest::hint};

/// An attribute that describes a fixture.
pub(crate) struct Schema {
    /// The attribute: `account_spec`.
    pub(crate) attribute: &'static str,
    /// The type of the fixture it describes: `SpecAccount`.
    pub(crate) entity: &'static str,
    /// What it can set, each a public field of the fixture's attributes. `name` is everyone's, and no field.
    fields: &'static [(&'static str, Kind)],
    /// Fields of which only one can be set, and what either sets.
    pub(crate) rivals: &'static [(&'static str, &'static str, &'static str)],
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
            ("staked_account", Kind::Account),
        ],
        rivals: &[
            ("balance", "cents", "the balance"),
            ("staked_node_id", "staked_account", "what it stakes to"),
        ],
    },
    Schema { attribute: "key_spec", entity: "SpecKey", fields: &[("kind", Kind::Key)], rivals: &[] },
    Schema {
        attribute: "file_spec",
        entity: "SpecFile",
        fields: &[
            ("contents", Kind::Bytes),
            ("memo", Kind::Text),
            ("key", Kind::Key),
            ("immutable", Kind::Bool),
            ("lifetime", Kind::I64 { min: 1 }),
            ("expiry", Kind::I64 { min: 1 }),
        ],
        rivals: &[("lifetime", "expiry", "the expiry"), ("key", "immutable", "who can change it")],
    },
    Schema {
        attribute: "fungible_token_spec",
        entity: "SpecFungibleToken",
        fields: &[
            ("keys", Kind::Roles),
            ("initial_supply", Kind::I64 { min: 0 }),
            ("max_supply", Kind::I64 { min: 0 }),
            ("decimals", Kind::U32),
            ("treasury", Kind::Account),
            ("use_auto_renew_account", Kind::Bool),
            ("auto_renew_account", Kind::Account),
            ("freeze_default", Kind::Bool),
            ("memo", Kind::Text),
        ],
        rivals: &[("use_auto_renew_account", "auto_renew_account", "who pays for its renewal")],
    },
    Schema {
        attribute: "non_fungible_token_spec",
        entity: "SpecNonFungibleToken",
        fields: &[
            ("keys", Kind::Roles),
            ("num_pre_mints", Kind::U32),
            ("max_supply", Kind::I64 { min: 0 }),
            ("treasury", Kind::Account),
            ("use_auto_renew_account", Kind::Bool),
            ("auto_renew_account", Kind::Account),
            ("freeze_default", Kind::Bool),
            ("memo", Kind::Text),
        ],
        rivals: &[("use_auto_renew_account", "auto_renew_account", "who pays for its renewal")],
    },
];

/// The keys that a token can have: as written, and the variant of the runtime's `TokenRole`.
const ROLES: &[(&str, &str)] = &[
    ("admin", "Admin"),
    ("kyc", "Kyc"),
    ("freeze", "Freeze"),
    ("wipe", "Wipe"),
    ("supply", "Supply"),
    ("fee_schedule", "FeeSchedule"),
    ("pause", "Pause"),
    ("metadata", "Metadata"),
];

/// The kinds of key that have a word of their own: as written, and the variant of the runtime's `KeyShape`.
const KEYS: &[(&str, &str)] = &[("ed25519", "Ed25519"), ("ecdsa", "Secp256k1")];

/// What kind of value a field takes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// An amount of hbar, with its unit.
    Amount,
    /// A natural number of 32 bits.
    U32,
    /// A 32-bit integer, not under `min`.
    I32 { min: i32 },
    /// A 64-bit integer, not under `min`.
    I64 { min: i64 },
    /// `true` or `false`.
    Bool,
    /// A string.
    Text,
    /// A string or a byte string.
    Bytes,
    /// One of [`KEYS`], or an expression for the shape of a key.
    Key,
    /// An expression for an account.
    Account,
    /// A list of [`ROLES`].
    Roles,
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
        let wanted = match (self, literal) {
            (Self::Amount, _) if is_negative(value) => {
                errors.at(value, format_args!("`{name}` cannot be negative"));
                None
            }
            (Self::Amount, Some(_)) => Some("an amount with its unit such as `100.hbar()`"),
            (Self::Bool, Some((_, literal))) if !matches!(literal, Lit::Bool(_)) => Some("`true` or `false`"),
            (Self::Bytes, Some((false, Lit::ByteStr(bytes)))) => return quote!(&#bytes[..]),
            (Self::Bytes, Some((_, literal))) if !matches!(literal, Lit::Str(_)) => {
                Some("a string or a byte string")
            }
            (Self::Text, Some((_, literal))) if !matches!(literal, Lit::Str(_)) => Some("a string"),
            (Self::U32 | Self::I32 { .. } | Self::I64 { .. }, Some((_, literal)))
                if !matches!(literal, Lit::Int(_)) =>
            {
                Some("an integer")
            }
            (Self::Key, Some(_)) => Some("`ed25519`, `ecdsa` or an expression for the shape of a key"),
            (Self::Key, None) => return key(value, errors),
            (Self::Account, Some(_)) => Some("an account such as `&ALICE`"),
            (Self::Roles, _) => return roles(name, value, errors),
            (Self::U32, Some((negative, Lit::Int(digits)))) => {
                return integer(name, value, negative, digits, (0, u32::MAX.into()), errors);
            }
            (Self::I32 { min }, Some((negative, Lit::Int(digits)))) => {
                return integer(name, value, negative, digits, (min.into(), i32::MAX.into()), errors);
            }
            (Self::I64 { min }, Some((negative, Lit::Int(digits)))) => {
                return integer(name, value, negative, digits, (min, i64::MAX), errors);
            }
            _ => None,
        };
        if let (Some(wanted), Some((_, literal))) = (wanted, literal) {
            errors.at(value, format_args!("`{name}` takes {wanted}, found {}", describe(literal)));
        }
        value.to_token_stream()
    }
}

/// The integer with its type spelt out, so that it converts without guessing.
fn integer(
    name: &Ident,
    value: &Expr,
    negative: bool,
    digits: &LitInt,
    (min, max): (i64, i64),
    errors: &mut Errors,
) -> TokenStream {
    let number = digits.base10_parse::<i128>().ok().map(|number| if negative { -number } else { number });
    let Some(number) =
        number.and_then(|number| i64::try_from(number).ok()).filter(|n| (min..=max).contains(n))
    else {
        errors.at(value, format_args!("`{name}` takes an integer from {min} to {max}"));
        return value.to_token_stream();
    };
    if !digits.suffix().is_empty() {
        return value.to_token_stream();
    }
    let mut typed = match (i32::try_from(number), u32::try_from(number)) {
        (Ok(number), _) if max == i32::MAX.into() => Literal::i32_suffixed(number),
        (_, Ok(number)) if max == u32::MAX.into() => Literal::u32_suffixed(number),
        _ => Literal::i64_suffixed(number),
    };
    typed.set_span(digits.span());
    typed.to_token_stream()
}

/// The shape that a word stands for, or the expression for a shape.
fn key(value: &Expr, errors: &mut Errors) -> TokenStream {
    variant("kind of key", KEYS, value, errors)
        .map_or_else(|| value.to_token_stream(), |variant| quote!(__hapi::KeyShape::#variant))
}

/// The array of the roles that the words stand for; where it is no list, the expression for one.
fn roles(name: &Ident, value: &Expr, errors: &mut Errors) -> TokenStream {
    let list = match value {
        Expr::Array(list) => list,
        Expr::Group(group) => return roles(name, &group.expr, errors),
        Expr::Path(path) if path.path.get_ident().is_none_or(|word| !is_word(word)) => {
            return value.to_token_stream();
        }
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_) => return value.to_token_stream(),
        other => {
            errors.at(
                other,
                format_args!("`{name}` takes a list of what keys are for, such as `[admin, supply]`"),
            );
            return other.to_token_stream();
        }
    };
    let mut seen: Vec<Ident> = Vec::new();
    let mut role = |element: &Expr| {
        let Some(variant) = variant("key of a token", ROLES, element, errors) else {
            if let Some((_, literal)) = literal(element) {
                let found = describe(literal);
                errors
                    .at(element, format_args!("a key of a token is a word such as `supply`, found {found}"));
            }
            return element.to_token_stream();
        };
        if seen.contains(&variant) {
            let word = element.to_token_stream();
            errors.at(element, format_args!("`{word}` specified more than once"));
        }
        seen.push(variant.clone());
        quote!(__hapi::TokenRole::#variant)
    };
    let roles: Vec<_> = list.elems.iter().map(&mut role).collect();
    quote!([#(#roles),*])
}

/// The variant that a word stands for. A word that stands for none is reported; what is no word of ours is `None`.
fn variant(what: &str, words: &[(&str, &str)], value: &Expr, errors: &mut Errors) -> Option<Ident> {
    let word = match value {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    };
    let word = word.filter(|word| is_word(word))?;
    let found = words.iter().find(|(known, _)| word == known);
    if found.is_none() {
        let choices: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        let hint = hint(&word.to_string(), &choices);
        errors.at(value, format_args!("unknown {what} `{word}`, {hint}"));
    }
    found.map(|(_, variant)| Ident::new(variant, word.span()))
}

/// Whether it can be a word of ours. Constants (`ED25519`, a shape of the user's) are none.
fn is_word(word: &Ident) -> bool {
    word.to_string().starts_with(|c: char| c.is_ascii_lowercase())
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
        Lit::Int(_) => "an integer",
        Lit::Float(_) => "a float",
        Lit::Bool(_) => "a bool",
        _ => "another literal",
    }
}
