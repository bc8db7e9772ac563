//! The arguments of the attribute itself: `#[hapi_test(crate = path, tags("a", "b"))]`.

use proc_macro2::TokenStream;
use syn::{
    Error, Ident, Lit, LitStr, Path, Result, Token,
    ext::IdentExt,
    parenthesized,
    parse::{ParseStream, Parser},
};

use super::skip_to_comma;
use crate::{errors::Errors, nearest::hint};

/// What `#[hapi_test]` can be given.
const CHOICES: &[&str] = &["crate", "tags"];

/// The arguments of a test attribute.
#[derive(Default)]
pub(crate) struct Arguments {
    /// Where the facade is, when not at `::hapi_test`.
    pub(crate) crate_path: Option<Path>,
    /// The tags, unchecked.
    pub(crate) tags: Vec<LitStr>,
}

impl Arguments {
    /// Reads them all, reporting every one that is wrong.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut reader = Reader { errors, crate_path: None, tags: None };
        let outcome = (|input: ParseStream<'_>| reader.all(input)).parse2(tokens);
        let Reader { errors, crate_path, tags } = reader;
        if let Err(error) = outcome {
            errors.push(error);
        }
        Self { crate_path, tags: tags.unwrap_or_default() }
    }
}

struct Reader<'a> {
    errors: &'a mut Errors,
    crate_path: Option<Path>,
    tags: Option<Vec<LitStr>>,
}

impl Reader<'_> {
    fn all(&mut self, input: ParseStream<'_>) -> Result<()> {
        while !input.is_empty() {
            if let Err(error) = self.one(input) {
                self.errors.push(error);
                skip_to_comma(input);
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn one(&mut self, input: ParseStream<'_>) -> Result<()> {
        let name = input.call(Ident::parse_any)?;
        if name == "crate" {
            input.parse::<Token![=]>()?;
            if input.peek(Lit) {
                return Err(input.error("`crate` takes a path: `crate = path::to::hapi_test`"));
            }
            let path = input.call(Path::parse_mod_style)?;
            self.errors.once(&mut self.crate_path, path, name, "crate");
        } else if name == "tags" {
            let content;
            parenthesized!(content in input);
            let tags = self.tags(&content);
            self.errors.once(&mut self.tags, tags, name, "tags");
        } else {
            let word = name.to_string();
            return Err(Error::new(
                name.span(),
                format!("unknown argument `{word}`, {}", hint(&word, CHOICES)),
            ));
        }
        Ok(())
    }

    fn tags(&mut self, input: ParseStream<'_>) -> Vec<LitStr> {
        let mut tags = Vec::new();
        while !input.is_empty() {
            let tag: Option<LitStr> = if input.peek(LitStr) { input.parse().ok() } else { None };
            let is_whole = tag.is_some() && (input.is_empty() || input.peek(Token![,]));
            tags.extend(tag);
            if !is_whole {
                self.errors.push(input.error("a tag is a string: `tags(\"slow\")`"));
                skip_to_comma(input);
            }
            // There is nothing else here than a comma, or the end.
            let _: Option<Token![,]> = input.parse().ok();
        }
        tags
    }
}
