//! The arguments of the attributes themselves: `#[leaky_test(PropertyOverrides, overrides = ["a", "b"])]`.

use proc_macro2::{Delimiter, TokenStream};
use syn::{
    Error, Ident, Lit, LitStr, Path, Result, Token, braced, bracketed,
    ext::IdentExt,
    parenthesized,
    parse::{ParseStream, Parser},
};

use super::skip_to_comma;
use crate::{errors::Errors, nearest::hint};

/// How an argument is written.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// `reset`
    Flag,
    /// `crate = path::to::it`
    Path,
    /// `throttles = "file"`
    Text,
    /// `restart_type = SameVersion`
    Word,
    /// `tags("a", "b")`
    Strings,
    /// `needs(a, b)`
    Words,
    /// `overrides = ["a", "b"]`
    List,
    /// `reads = [A, B]`
    WordList,
    /// `overrides = {"a" = "1", "b" = "2"}`
    Pairs,
    /// `leaky(A, reads = [B])`: reasons and further arguments.
    Nested(&'static [(&'static str, Shape)]),
}

/// The arguments of an attribute.
#[derive(Default)]
pub(crate) struct Arguments {
    /// The words in front of, or between, the named ones: unchecked.
    pub(crate) reasons: Vec<Ident>,
    given: Vec<(Ident, Value)>,
}

enum Value {
    Flag,
    Path(Path),
    Texts(Vec<LitStr>),
    Words(Vec<Ident>),
    Pairs(Vec<(LitStr, LitStr)>),
    Nested(Arguments),
}

impl Arguments {
    /// Reads them all, reporting every one that is wrong. Bare words are reasons where there are any to give.
    pub(crate) fn parse(
        tokens: TokenStream,
        choices: &'static [(&'static str, Shape)],
        has_reasons: bool,
        errors: &mut Errors,
    ) -> Self {
        let mut read = Self::default();
        let outcome = (|input: ParseStream<'_>| read.all(input, choices, has_reasons, errors)).parse2(tokens);
        if let Err(error) = outcome {
            errors.push(error);
        }
        read
    }

    /// Where the facade is, when not at `::hapi_test`.
    pub(crate) fn crate_path(&self) -> Option<Path> {
        match self.get("crate") {
            Some((_, Value::Path(path))) => Some(path.clone()),
            _ => None,
        }
    }

    /// The name itself, if it is given.
    pub(crate) fn flag(&self, name: &str) -> Option<&Ident> {
        self.get(name).map(|(name, _)| name)
    }

    /// The strings of `name("a", "b")` or `name = ["a", "b"]`.
    pub(crate) fn texts(&self, name: &str) -> Vec<LitStr> {
        match self.get(name) {
            Some((_, Value::Texts(texts))) => texts.clone(),
            _ => Vec::new(),
        }
    }

    /// The string of `name = "a"`.
    pub(crate) fn text(&self, name: &str) -> Option<LitStr> {
        self.texts(name).into_iter().next()
    }

    /// The words of `name(a, b)`, `name = [A, B]` or `name = A`.
    pub(crate) fn words(&self, name: &str) -> Option<Vec<Ident>> {
        match self.get(name) {
            Some((_, Value::Words(words))) => Some(words.clone()),
            _ => None,
        }
    }

    /// The pairs of `name = {"a" = "1"}`.
    pub(crate) fn pairs(&self, name: &str) -> Vec<(LitStr, LitStr)> {
        match self.get(name) {
            Some((_, Value::Pairs(pairs))) => pairs.clone(),
            _ => Vec::new(),
        }
    }

    /// The arguments in `name(..)`.
    pub(crate) fn nested(&self, name: &str) -> Option<(&Ident, &Self)> {
        match self.get(name) {
            Some((name, Value::Nested(arguments))) => Some((name, arguments)),
            _ => None,
        }
    }

    fn get(&self, name: &str) -> Option<&(Ident, Value)> {
        self.given.iter().find(|(given, _)| given == name)
    }

    fn all(
        &mut self,
        input: ParseStream<'_>,
        choices: &[(&'static str, Shape)],
        has_reasons: bool,
        errors: &mut Errors,
    ) -> Result<()> {
        while !input.is_empty() {
            if let Err(error) = self.one(input, choices, has_reasons, errors) {
                errors.push(error);
                skip_to_comma(input);
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn one(
        &mut self,
        input: ParseStream<'_>,
        choices: &[(&'static str, Shape)],
        has_reasons: bool,
        errors: &mut Errors,
    ) -> Result<()> {
        let name = input.call(Ident::parse_any)?;
        let is_bare = input.is_empty() || input.peek(Token![,]);
        let Some((_, shape)) = choices.iter().find(|(choice, _)| name == choice) else {
            let word = name.to_string();
            // Reasons are written as the variants that they are.
            if has_reasons && is_bare && word.starts_with(|c: char| c.is_ascii_uppercase()) {
                self.reasons.push(name);
                return Ok(());
            }
            let choices: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            return Err(Error::new(
                name.span(),
                format!("unknown argument `{word}`, {}", hint(&word, &choices)),
            ));
        };
        let value = value(&name, *shape, input, errors)?;
        if self.given.iter().any(|(given, _)| *given == name) {
            errors.at(&name, format_args!("`{name}` specified more than once"));
        } else {
            self.given.push((name, value));
        }
        Ok(())
    }
}

fn value(name: &Ident, shape: Shape, input: ParseStream<'_>, errors: &mut Errors) -> Result<Value> {
    match shape {
        Shape::Flag => return Ok(Value::Flag),
        Shape::Strings => {
            let content = group(name, input, Delimiter::Parenthesis, "(\"..\", ..)")?;
            // The one thing in a list of strings here that is a word of its own.
            let advice =
                if name == "tags" { "a tag is a string: `tags(\"slow\")`" } else { "expected a string" };
            return Ok(Value::Texts(texts(&content, advice, errors)));
        }
        Shape::Words => {
            let content = group(name, input, Delimiter::Parenthesis, "(word, ..)")?;
            return Ok(Value::Words(words(&content, errors)));
        }
        Shape::Nested(choices) => {
            let content = group(name, input, Delimiter::Parenthesis, "(Reason, ..)")?;
            let mut nested = Arguments::default();
            nested.all(&content, choices, true, errors)?;
            return Ok(Value::Nested(nested));
        }
        _ => {}
    }
    if !input.peek(Token![=]) {
        let example = example(shape);
        return Err(Error::new(name.span(), format!("`{name}` needs a value: `{name} = {example}`")));
    }
    input.parse::<Token![=]>()?;
    match shape {
        Shape::Path if input.peek(Lit) => {
            Err(input.error("`crate` takes a path: `crate = path::to::hapi_test`"))
        }
        Shape::Path => Ok(Value::Path(input.call(Path::parse_mod_style)?)),
        Shape::Text if input.peek(LitStr) => {
            let text: LitStr = input.parse()?;
            if text.value().trim().is_empty() {
                errors.at(&text, format_args!("`{name}` cannot be empty"));
            }
            Ok(Value::Texts(vec![text]))
        }
        Shape::Text => Err(input.error(format_args!("`{name}` takes a string"))),
        Shape::Word if input.peek(Ident) => Ok(Value::Words(vec![input.parse()?])),
        Shape::Word => Err(input.error(format_args!("`{name}` takes a word"))),
        Shape::List => {
            let content = group(name, input, Delimiter::Bracket, " = [\"..\", ..]")?;
            Ok(Value::Texts(texts(&content, "expected a string", errors)))
        }
        Shape::WordList => {
            let content = group(name, input, Delimiter::Bracket, " = [Word, ..]")?;
            Ok(Value::Words(words(&content, errors)))
        }
        _ => {
            let content = group(name, input, Delimiter::Brace, " = {\"name\" = \"value\", ..}")?;
            Ok(Value::Pairs(pairs(&content, errors)))
        }
    }
}

/// What could stand after the `=`.
fn example(shape: Shape) -> &'static str {
    match shape {
        Shape::Path => "path::to::hapi_test",
        Shape::Text => "\"..\"",
        Shape::List => "[\"..\", ..]",
        Shape::WordList => "[Word, ..]",
        Shape::Pairs => "{\"name\" = \"value\", ..}",
        _ => "Word",
    }
}

/// The inside of the group that comes next; `form` says what should have been there.
fn group<'a>(
    name: &Ident,
    input: ParseStream<'a>,
    delimiter: Delimiter,
    form: &str,
) -> Result<syn::parse::ParseBuffer<'a>> {
    let content;
    match delimiter {
        Delimiter::Parenthesis if input.peek(syn::token::Paren) => {
            parenthesized!(content in input);
        }
        Delimiter::Bracket if input.peek(syn::token::Bracket) => {
            bracketed!(content in input);
        }
        Delimiter::Brace if input.peek(syn::token::Brace) => {
            braced!(content in input);
        }
        _ => return Err(Error::new(name.span(), format!("`{name}` is written `{name}{form}`"))),
    }
    Ok(content)
}

/// Entries between commas; those that are not wholly one are reported with `advice` and left out.
fn entries<T>(
    input: ParseStream<'_>,
    advice: &str,
    errors: &mut Errors,
    one: impl Fn(ParseStream<'_>) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    while !input.is_empty() {
        let entry = one(input);
        let is_whole = entry.is_some() && (input.is_empty() || input.peek(Token![,]));
        found.extend(entry);
        if !is_whole {
            errors.push(input.error(advice));
            skip_to_comma(input);
        }
        // There is nothing else here than a comma, or the end.
        let _: Option<Token![,]> = input.parse().ok();
    }
    found
}

fn text(input: ParseStream<'_>) -> Option<LitStr> {
    if input.peek(LitStr) { input.parse().ok() } else { None }
}

fn texts(input: ParseStream<'_>, advice: &str, errors: &mut Errors) -> Vec<LitStr> {
    entries(input, advice, errors, text)
}

fn words(input: ParseStream<'_>, errors: &mut Errors) -> Vec<Ident> {
    entries(input, "expected a word", errors, |input| input.call(Ident::parse_any).ok())
}

fn pairs(input: ParseStream<'_>, errors: &mut Errors) -> Vec<(LitStr, LitStr)> {
    let advice = "expected a property and its value, both strings: `\"name\" = \"value\"`";
    entries(input, advice, errors, |input| {
        let name = text(input)?;
        let _: Token![=] = input.peek(Token![=]).then(|| input.parse().ok())??;
        Some((name, text(input)?))
    })
}
