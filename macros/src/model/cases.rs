//! The tests that a function with `#[case(..)]` parameters is: every combination of their values.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Expr, Lit, Meta, Token, punctuated::Punctuated};

use super::Argument;
use crate::errors::Errors;

/// One listed test of a function with cases.
pub(crate) struct Case {
    /// What follows the function's name: `case_3_i64_max`.
    pub(crate) name: String,
    /// For each `#[case(..)]` parameter in turn, which of its values it has.
    pub(crate) values: Vec<usize>,
}

/// How many tests one function may be. Each is listed, registered and run by itself: what needs more is a loop or a
/// property test inside one test.
const MAX_CASES: usize = 256;

/// How much of the values a name shows: names are typed, and shown in columns.
const MAX_SLUG: usize = 40;

/// Reads the values of a `#[case(..)]` attribute.
pub(crate) fn values(attribute: &Attribute, errors: &mut Errors) -> Vec<Expr> {
    let parsed = match &attribute.meta {
        Meta::List(list) => list.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated),
        Meta::Path(_) | Meta::NameValue(_) => Ok(Punctuated::new()),
    };
    match parsed {
        Ok(values) if values.is_empty() => {
            errors.at(&attribute.meta, "a case needs values: `#[case(value, ..)]`, one listed test each");
            Vec::new()
        }
        Ok(values) => values.into_iter().collect(),
        Err(error) => {
            errors.push(error);
            Vec::new()
        }
    }
}

/// Every combination of the case values among the arguments, the last parameter varying fastest. `None` without any.
pub(crate) fn combine(arguments: &[Argument], errors: &mut Errors) -> Option<Vec<Case>> {
    let lists: Vec<&Vec<Expr>> = arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Case(values) => Some(values),
            Argument::Fixture(_) => None,
        })
        .collect();
    let last = lists.last()?;
    let count = lists.iter().try_fold(1_usize, |count, list| count.checked_mul(list.len()));
    let Some(count) = count.filter(|count| *count <= MAX_CASES) else {
        let message =
            format!("more than {MAX_CASES} cases in one test: loop over the values inside it instead");
        errors.at(last.first(), message);
        return None;
    };
    Some((0..count).map(|number| case(&lists, number)).collect())
}

fn case(lists: &[&Vec<Expr>], number: usize) -> Case {
    let mut rest = number;
    let mut values = vec![0; lists.len()];
    for (value, list) in values.iter_mut().zip(lists).rev() {
        *value = rest % list.len();
        rest /= list.len();
    }
    let slugs = values.iter().zip(lists).map(|(value, list)| slug(&list[*value]));
    let words = slugs.filter(|slug| !slug.is_empty()).collect::<Vec<_>>().join("_");
    let name = format!("case_{}_{}", number + 1, shorten(&words));
    Case { name: name.trim_end_matches('_').to_owned(), values }
}

/// The value in the letters a Rust name can have, in lower case: `i64::MAX` is `i64_max`, `-1` is `minus_1`, and a
/// string without any such letter is nothing.
fn slug(value: &Expr) -> String {
    let mut words = String::new();
    spell(value.to_token_stream(), &mut words);
    let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

fn spell(tokens: TokenStream, words: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => spell(group.stream(), words),
            TokenTree::Ident(ident) => spell_text(&ident.to_string(), words),
            TokenTree::Punct(minus) if minus.as_char() == '-' && is_number(tokens.peek()) => {
                spell_text("minus", words);
            }
            TokenTree::Punct(_) => words.push('_'),
            TokenTree::Literal(literal) => match Lit::new(literal) {
                Lit::Str(text) => spell_text(&text.value(), words),
                Lit::Char(letter) => spell_text(&letter.value().to_string(), words),
                other => spell_text(&other.to_token_stream().to_string(), words),
            },
        }
        words.push('_');
    }
}

fn spell_text(text: &str, words: &mut String) {
    words.extend(text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }));
}

fn is_number(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Literal(_)))
}

/// The beginning of the words, cut between two of them where that is possible.
fn shorten(words: &str) -> &str {
    // All of it is ASCII, so any index is the start of a letter.
    if words.len() <= MAX_SLUG {
        return words;
    }
    let cut = &words[..=MAX_SLUG];
    cut.rfind('_').map_or(&words[..MAX_SLUG], |at| &words[..at])
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn names(lists: Vec<Vec<Expr>>) -> Vec<String> {
        let arguments: Vec<Argument> = lists.into_iter().map(Argument::Case).collect();
        let cases = combine(&arguments, &mut Errors::default()).expect("there are cases");
        cases.into_iter().map(|case| case.name).collect()
    }

    #[test]
    fn names_spell_the_value() {
        for (value, slug) in [
            (parse_quote!(1), "case_1_1"),
            (parse_quote!(-1), "case_1_minus_1"),
            (parse_quote!(1 - 1), "case_1_1_minus_1"),
            (parse_quote!(i64::MAX), "case_1_i64_max"),
            (parse_quote!(1.5), "case_1_1_5"),
            (parse_quote!(1_000u64), "case_1_1_000u64"),
            (parse_quote!("Hello,\nworld"), "case_1_hello_world"),
            (parse_quote!(""), "case_1"),
            (parse_quote!("é"), "case_1"),
            (parse_quote!('x'), "case_1_x"),
            (parse_quote!(true), "case_1_true"),
            (parse_quote!((1, [2, 3])), "case_1_1_2_3"),
            (parse_quote!(Some(10.hbar())), "case_1_some_10_hbar"),
            (parse_quote!(()), "case_1"),
        ] {
            assert_eq!(names(vec![vec![value]]), [slug]);
        }
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let words = vec![parse_quote!("the memo of an account can be a hundred bytes long")];
        assert_eq!(names(vec![words]), ["case_1_the_memo_of_an_account_can_be_a_hundred"]);
        let letters = vec![parse_quote!("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")];
        assert_eq!(names(vec![letters]), [format!("case_1_{}", "a".repeat(MAX_SLUG))]);
    }

    #[test]
    fn several_parameters_make_every_combination() {
        let lists = vec![vec![parse_quote!(1), parse_quote!(2)], vec![parse_quote!("a"), parse_quote!("b")]];
        assert_eq!(names(lists), ["case_1_1_a", "case_2_1_b", "case_3_2_a", "case_4_2_b"]);
    }

    #[test]
    fn the_number_of_cases_is_limited() {
        let many: Vec<Expr> = (0..17).map(|n: u8| parse_quote!(#n)).collect();
        let arguments = [Argument::Case(many.clone()), Argument::Case(many)];
        let mut errors = Errors::default();
        assert!(combine(&arguments, &mut errors).is_none());
        assert!(errors.finish(()).unwrap_err().to_string().starts_with("more than 256 cases"));
    }
}
