//! The attributes of the function: its documentation, and what they say about running it.

use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitInt, LitStr, Meta};

use crate::{errors::Errors, family::FAMILIES, schema::Schema};

/// What the attributes say.
#[derive(Default)]
pub(crate) struct Attributes {
    /// The doc comment in one line, empty when there is none.
    pub(crate) display: String,
    /// Why the test is not run.
    pub(crate) ignore: Option<LitStr>,
    /// Its place in a suite that is ordered in isolation.
    pub(crate) order: Option<u32>,
}

/// Attributes of others that make a test, by their last word.
const TEST_ATTRIBUTES: &[&str] = &["test", "rstest", "test_case"];

impl Attributes {
    /// Reads the attributes, and takes away those that have no meaning on the function in the output.
    ///
    /// There are no `cfg` and `cfg_attr` among them: the compiler decides those first, wherever they stand.
    pub(crate) fn take(family: &str, attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Self {
        let mut read = Self { display: documentation(attributes), ..Self::default() };
        attributes.retain(|attribute| {
            let Some(word) = attribute.path().segments.last().map(|segment| &segment.ident) else {
                return true;
            };
            if word == "ignore" {
                read.ignore(attribute, word, errors);
                false
            } else if word == "order" {
                read.order(attribute, word, errors);
                false
            } else {
                !refuse(family, attribute, word, errors)
            }
        });
        read
    }

    fn order(&mut self, attribute: &Attribute, word: &Ident, errors: &mut Errors) {
        let number = match &attribute.meta {
            Meta::List(list) => syn::parse2::<LitInt>(list.tokens.clone()).ok(),
            Meta::Path(_) | Meta::NameValue(_) => None,
        };
        match number.and_then(|number| number.base10_parse().ok()) {
            Some(number) => errors.once(&mut self.order, number, word, "order"),
            None => errors.at(&attribute.meta, "the order is a number: `#[order(1)]`"),
        }
    }

    fn ignore(&mut self, attribute: &Attribute, word: &Ident, errors: &mut Errors) {
        match &attribute.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(reason), .. }) if reason.value().trim().is_empty() => {
                    errors.at(reason, "an ignored test needs a reason that says something");
                }
                Expr::Lit(ExprLit { lit: Lit::Str(reason), .. }) => {
                    errors.once(&mut self.ignore, reason.clone(), word, "ignore");
                }
                other => errors.at(other, "the reason is a string: `#[ignore = \"why\"]`"),
            },
            _ => errors.at(&attribute.meta, "an ignored test needs a reason: `#[ignore = \"why\"]`"),
        }
    }
}

/// Reports an attribute that a test cannot have.
fn refuse(family: &str, attribute: &Attribute, word: &Ident, errors: &mut Errors) -> bool {
    if word == "should_panic" {
        let advice = "the operation that must fail says so, with `.fails_with(..)`";
        errors.at(&attribute.meta, format_args!("`#[should_panic]` is not supported: {advice}"));
    } else if word == family {
        errors.at(word, format_args!("`{family}` specified more than once"));
    } else if TEST_ATTRIBUTES.iter().any(|name| word == name)
        || FAMILIES.iter().any(|other| word == other.name)
    {
        let name = attribute.path().to_token_stream().to_string().replace(' ', "");
        errors.at(&attribute.meta, format_args!("a `#[{family}]` is a test already: remove `#[{name}]`"));
    } else if word == "before_all" || word == "after_all" {
        errors.at(&attribute.meta, format_args!("a test is no hook of its suite: remove `#[{word}]`"));
    } else if word == "case" || Schema::of(word).is_some() {
        errors.at(&attribute.meta, format_args!("`#[{word}]` belongs on a parameter, not on the function"));
    } else {
        return false;
    }
    true
}

/// The lines of a doc attribute with text.
fn doc(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// All words of the doc comment in one line.
pub(crate) fn documentation(attributes: &[Attribute]) -> String {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let lines: Vec<String> = docs.filter_map(doc).collect();
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    words.join(" ")
}

/// The longest a tag can be: it is typed on command lines and shown in columns.
const MAX_TAG: usize = 32;

/// Reports tags that could not be typed after `--tag`.
pub(crate) fn check_tags(tags: &[LitStr], errors: &mut Errors) {
    for (at, tag) in tags.iter().enumerate() {
        let text = tag.value();
        let fits = (1..=MAX_TAG).contains(&text.len());
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        if !fits || !text.chars().all(letter) {
            let rule = format!("1 to {MAX_TAG} lower-case letters, digits, `_` and `-`");
            errors.at(tag, format_args!("a tag has {rule}"));
        } else if tags[..at].iter().any(|earlier| earlier.value() == text) {
            errors.at(tag, format_args!("`{text}` specified more than once"));
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn display_is_the_doc_comment_in_one_line() {
        let mut attributes = vec![
            parse_quote!(#[doc = " Moves the amount, "]),
            parse_quote!(#[doc = "   and no more."]),
            parse_quote!(#[doc = ""]),
            parse_quote!(#[doc = " See <https://hips.hedera.com/hip/hip-904>. "]),
            parse_quote!(#[doc(hidden)]),
        ];
        let read = Attributes::take("hapi_test", &mut attributes, &mut Errors::default());
        assert_eq!(read.display, "Moves the amount, and no more. See <https://hips.hedera.com/hip/hip-904>.");
        assert_eq!(attributes.len(), 5, "documentation stays on the function");
    }

    #[test]
    fn takes_what_is_for_the_listed_test() {
        let mut attributes =
            vec![parse_quote!(#[ignore = "later"]), parse_quote!(#[expect(unused_variables)])];
        let mut errors = Errors::default();
        let read = Attributes::take("hapi_test", &mut attributes, &mut errors);
        assert!(errors.finish(()).is_ok());
        assert_eq!(read.ignore.map(|reason| reason.value()).as_deref(), Some("later"));
        assert_eq!(attributes.len(), 1, "only the lint level stays");
    }
}
