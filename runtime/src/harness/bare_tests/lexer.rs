//! Rust source as a flat list of tokens: just enough to tell an attribute from a comment or a string that looks like one.

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Counted from 1.
    pub(crate) line: u32,
    /// Counted from 1, in characters.
    pub(crate) column: u32,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// An identifier or keyword, without `r#`.
    Ident(String),
    /// The contents of a string literal without escapes; of one with escapes, what its source says.
    Str(String),
    /// A character, byte or number literal, or a lifetime.
    Other,
    /// Any other character.
    Punct(char),
}

/// Splits `source` into tokens. Comments and white space are left out; broken source gives fewer tokens, never an error.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source.strip_prefix('\u{feff}').unwrap_or(source), line: 1, column: 1 };
    lexer.skip_shebang();
    let mut tokens = Vec::new();
    while let Some(first) = lexer.rest.chars().next() {
        let (line, column) = (lexer.line, lexer.column);
        if let Some(kind) = lexer.token(first) {
            tokens.push(Token { kind, line, column });
        }
    }
    tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: u32,
    column: u32,
}

impl<'a> Lexer<'a> {
    /// `#!` opens a shebang unless it opens an inner attribute.
    fn skip_shebang(&mut self) {
        if self.rest.starts_with("#!") && !self.rest[2..].trim_start().starts_with('[') {
            self.line_rest();
        }
    }

    /// Takes one token, or one stretch of what is none.
    fn token(&mut self, first: char) -> Option<TokenKind> {
        if first.is_whitespace() {
            self.take_while(char::is_whitespace);
            return None;
        }
        if self.rest.starts_with("//") {
            self.line_rest();
            return None;
        }
        if self.rest.starts_with("/*") {
            self.block_comment();
            return None;
        }
        if let Some(literal) = self.prefixed_literal() {
            return Some(literal);
        }
        Some(match first {
            '"' => self.string(),
            '\'' => self.char_or_lifetime(),
            _ if is_ident_start(first) => self.ident(),
            _ if first.is_ascii_digit() => self.number(),
            _ => {
                self.take(first.len_utf8());
                TokenKind::Punct(first)
            }
        })
    }

    /// Moves past `bytes` bytes and returns them.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        for c in taken.chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    fn line_rest(&mut self) {
        self.take_while(|c| c != '\n');
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
            } else if let Some(c) = self.rest.chars().next() {
                self.take(c.len_utf8());
            } else {
                return;
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// `r".."`, `r#".."#`, `b".."`, `br".."`, `c".."`, `cr".."`, `b'.'`.
    fn prefixed_literal(&mut self) -> Option<TokenKind> {
        let prefix = ["br", "cr", "b", "c", "r"].into_iter().find(|prefix| self.rest.starts_with(prefix))?;
        let after = &self.rest[prefix.len()..];
        if prefix.ends_with('r') {
            let hashes = after.len() - after.trim_start_matches('#').len();
            if !after[hashes..].starts_with('"') {
                return None;
            }
            self.take(prefix.len() + hashes + 1);
            return Some(self.raw_string(hashes));
        }
        match after.chars().next() {
            Some('"') => {
                self.take(prefix.len());
                Some(self.string())
            }
            Some('\'') if prefix == "b" => {
                self.take(prefix.len());
                Some(self.char_or_lifetime())
            }
            _ => None,
        }
    }

    fn raw_string(&mut self, hashes: usize) -> TokenKind {
        let end = format!("\"{}", "#".repeat(hashes));
        let at = self.rest.find(&end).unwrap_or(self.rest.len());
        let contents = self.take(at).to_owned();
        self.take(end.len().min(self.rest.len()));
        TokenKind::Str(contents)
    }

    fn string(&mut self) -> TokenKind {
        self.take(1);
        let end = closing(self.rest, '"');
        let contents = self.take(end).to_owned();
        self.take(usize::from(!self.rest.is_empty()));
        TokenKind::Str(contents)
    }

    fn char_or_lifetime(&mut self) -> TokenKind {
        self.take(1);
        let mut chars = self.rest.chars();
        match (chars.next(), chars.next()) {
            // `'\n'`, `'\''`, `'\u{1f600}'`
            (Some('\\'), _) => {
                let end = closing(self.rest, '\'');
                self.take(end);
                self.take(usize::from(!self.rest.is_empty()));
            }
            // `'x'`
            (Some(c), Some('\'')) => {
                self.take(c.len_utf8() + 1);
            }
            // `'static`
            _ => {
                self.take_while(is_ident_continue);
            }
        }
        TokenKind::Other
    }

    fn ident(&mut self) -> TokenKind {
        if let Some(raw) = self.rest.strip_prefix("r#")
            && raw.starts_with(is_ident_start)
        {
            self.take(2);
        }
        TokenKind::Ident(self.take_while(is_ident_continue).to_owned())
    }

    /// Digits, suffix and exponent letters; the dots and signs between them may be tokens of their own.
    fn number(&mut self) -> TokenKind {
        self.take_while(is_ident_continue);
        TokenKind::Other
    }
}

/// Where the unescaped `quote` is, or the end.
fn closing(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at;
        }
    }
    text.len()
}

fn is_ident_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_ident_continue(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, tokens};

    fn shown(source: &str) -> String {
        let show = |kind: TokenKind| match kind {
            TokenKind::Ident(name) => name,
            TokenKind::Str(text) => format!("{text:?}"),
            TokenKind::Other => "_".to_owned(),
            TokenKind::Punct(c) => c.to_string(),
        };
        tokens(source).into_iter().map(|token| show(token.kind)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_vanish_and_nest() {
        assert_eq!(shown("a // #[test]\nb /* x /* #[test] */ y */ c /// d\n"), "a b c");
        assert_eq!(shown("a /* open"), "a");
    }

    #[test]
    fn strings_swallow_what_they_hold() {
        assert_eq!(shown(r#""a \" #[test]" b"#), r#""a \\\" #[test]" b"#);
        assert_eq!(shown(r##"r#"x " #[test]"# y"##), r#""x \" #[test]" y"#);
        assert_eq!(shown(r#"b"x" c"y" br"z\" cr"w" q"#), r#""x" "y" "z\\" "w" q"#);
        assert_eq!(shown("\"two\nlines\" \"open"), "\"two\\nlines\" \"open\"");
    }

    #[test]
    fn characters_and_lifetimes_are_told_apart() {
        assert_eq!(shown(r#"'"' x '\'' y '\\' z"#), "_ x _ y _ z");
        assert_eq!(shown("&'a str 'outer: loop b'\\'' 'é' '\\u{1f600}'"), "& _ str _ : loop _ _ _");
    }

    #[test]
    fn identifiers_lose_their_raw_prefix() {
        assert_eq!(shown("r#mod r#type br cr r"), "mod type br cr r");
        assert_eq!(shown("1.5e3_f64 0xff 1..2"), "_ . _ _ _ . . _");
    }

    #[test]
    fn places_count_from_one() {
        let found: Vec<_> = tokens("a\n  é b").iter().map(|t| (t.line, t.column)).collect();
        assert_eq!(found, [(1, 1), (2, 3), (2, 5)]);
    }

    #[test]
    fn a_shebang_is_not_an_attribute() {
        assert_eq!(shown("#!/usr/bin/env run\na"), "a");
        assert_eq!(shown("#![allow(x)]"), "# ! [ allow ( x ) ]");
    }
}
