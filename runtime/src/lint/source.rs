//! A source file as the rules see it: its lines, its tokens, and the functions in it.

use std::ops::Range;

use crate::harness::lexer::{Token, TokenKind, tokens};

/// A file of Rust. Broken source gives fewer functions, never an error.
#[derive(Debug)]
pub(super) struct Source {
    lines: Vec<String>,
    pub(super) tokens: Vec<Token>,
    /// The free functions, in their order; none within another function, an `impl` or a macro.
    pub(super) functions: Vec<Function>,
    /// How many lines stand before the first item.
    head: usize,
}

/// A free function.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: String,
    /// The line with `fn`.
    pub(super) line: u32,
    /// From its docs to its last brace.
    pub(super) lines: Range<u32>,
    /// The tokens between its braces.
    pub(super) body: Range<usize>,
    /// The last words of its attributes: `hapi_test`.
    pub(super) attributes: Vec<String>,
    /// Its doc comment, in one line.
    pub(super) docs: String,
    /// Whether it is an `async fn`.
    pub(super) is_async: bool,
}

impl Function {
    /// Whether an attribute makes it a test, or a hook of a suite.
    pub(super) fn is_registered(&self) -> bool {
        let registers = |word: &String| word.ends_with("test") || word == "before_all" || word == "after_all";
        self.attributes.iter().any(registers)
    }
}

impl Source {
    pub(super) fn new(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let tokens = tokens(text);
        let is_head = |line: &&String| line.trim().is_empty() || line.trim_start().starts_with("//");
        let is_doc = |line: &String| line.trim_start().starts_with("///");
        let head = lines.iter().take_while(|line| is_head(line) && !is_doc(line)).count();
        let functions = Reader { tokens: &tokens, lines: &lines, at: 0, functions: Vec::new() }.read();
        Self { lines, tokens, functions, head }
    }

    /// The documentation of the file itself.
    pub(super) fn docs(&self) -> String {
        let lines = self.lines[..self.head].iter().filter_map(|line| line.trim().strip_prefix("//!"));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }

    /// The function whose attribute, or which itself, stands in this line.
    pub(super) fn function_at(&self, line: u32) -> Option<&Function> {
        self.functions.iter().find(|function| function.lines.start <= line && line <= function.line)
    }

    /// Whether a comment near this line, or at the head of the file, says why `rule` does not hold there.
    pub(super) fn allows(&self, rule: &str, line: u32) -> bool {
        let allow = format!("lint: allow({rule}): ");
        let silences = |line: &String| {
            let comment = line.trim_start();
            let reason = comment.starts_with("//").then(|| comment.split_once(&allow)).flatten();
            reason.is_some_and(|(_, reason)| !reason.trim().is_empty())
        };
        let around = self.functions.iter().find(|function| function.lines.contains(&line));
        let near = around.map_or(&[][..], |function| self.lines_in(&function.lines));
        self.lines[..self.head].iter().chain(near).any(silences)
    }

    fn lines_in(&self, lines: &Range<u32>) -> &[String] {
        let index = |line: u32| (line as usize).saturating_sub(1).min(self.lines.len());
        &self.lines[index(lines.start)..index(lines.end)]
    }

    /// The words of the comment that ends right above this line; empty when there is none.
    pub(super) fn comment_above(&self, line: u32) -> String {
        let above = self.lines_in(&(1..line)).iter().rev();
        let comment = above.map_while(|line| line.trim().strip_prefix("//"));
        let mut words: Vec<&str> = comment.map(|line| line.trim_start_matches(['/', '!']).trim()).collect();
        words.reverse();
        words.join(" ")
    }

    /// What these tokens say, with single blanks.
    pub(super) fn text(&self, range: &Range<usize>) -> String {
        let Some(first) = self.tokens.get(range.start) else { return String::new() };
        let end = self.tokens.get(range.end);
        let mut text = String::new();
        for number in first.line..=end.map_or(first.line, |token| token.line) {
            let line = self.lines.get(number as usize - 1).map_or("", String::as_str);
            let from = if number == first.line { first.column as usize - 1 } else { 0 };
            let to = end.filter(|end| end.line == number).map_or(usize::MAX, |end| end.column as usize - 1);
            text.extend(line.chars().skip(from).take(to.saturating_sub(from)).chain([' ']));
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether the token is this word.
pub(super) fn is_word(token: Option<&Token>, word: &str) -> bool {
    matches!(token, Some(Token { kind: TokenKind::Ident(found), .. }) if found == word)
}

/// The token's character, if it is one.
pub(super) fn punct(token: Option<&Token>) -> Option<char> {
    match token {
        Some(Token { kind: TokenKind::Punct(found), .. }) => Some(*found),
        _ => None,
    }
}

/// Where the bracket that opens at `open` closes, or where the tokens end.
pub(super) fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match punct(Some(token)) {
            Some('(' | '[' | '{') => depth += 1,
            Some(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Finds the functions.
struct Reader<'a> {
    tokens: &'a [Token],
    lines: &'a [String],
    at: usize,
    functions: Vec<Function>,
}

impl Reader<'_> {
    fn read(mut self) -> Vec<Function> {
        // Where the item begins that is being read, and its attributes.
        let (mut begin, mut attributes) = (self.at, Vec::new());
        while let Some(token) = self.tokens.get(self.at) {
            match &token.kind {
                TokenKind::Punct('#') => {
                    attributes.extend(self.attribute());
                    continue;
                }
                TokenKind::Ident(word) if word == "fn" => {
                    self.function(begin, std::mem::take(&mut attributes));
                    begin = self.at;
                    continue;
                }
                TokenKind::Ident(word)
                    if word == "mod" && punct(self.tokens.get(self.at + 2)) == Some('{') =>
                {
                    // What is in it is read as if it stood outside.
                    self.at += 3;
                }
                TokenKind::Punct('{') => self.at = closing(self.tokens, self.at) + 1,
                // Of a list that ends with it, as of the module that is left.
                TokenKind::Punct(';' | '}') => self.at += 1,
                TokenKind::Punct('(' | '[') => {
                    self.at = closing(self.tokens, self.at) + 1;
                    continue;
                }
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            begin = self.at;
            attributes.clear();
        }
        self.functions
    }

    /// Moves past an attribute; its last word.
    fn attribute(&mut self) -> Option<String> {
        let open = self.at + 1 + usize::from(punct(self.tokens.get(self.at + 1)) == Some('!'));
        if punct(self.tokens.get(open)) != Some('[') {
            self.at += 1;
            return None;
        }
        let end = closing(self.tokens, open);
        let path = self.tokens[open + 1..end.min(self.tokens.len())].iter();
        let words = path.take_while(|token| !matches!(punct(Some(token)), Some('(' | '=' | '[' | '{')));
        let word = words.filter_map(|token| match &token.kind {
            TokenKind::Ident(word) => Some(word.clone()),
            _ => None,
        });
        self.at = end + 1;
        word.last()
    }

    /// Reads a function whose item began at the token `begin`, and moves past it.
    fn function(&mut self, begin: usize, attributes: Vec<String>) {
        let head = self.at;
        let Some(TokenKind::Ident(name)) = self.tokens.get(head + 1).map(|token| &token.kind) else {
            // The type of a function.
            self.at += 1;
            return;
        };
        let name = name.clone();
        let mut open = head + 2;
        while let Some(token) = self.tokens.get(open) {
            match punct(Some(token)) {
                Some('(' | '[') => open = closing(self.tokens, open) + 1,
                Some('{' | ';') => break,
                _ => open += 1,
            }
        }
        if punct(self.tokens.get(open)) != Some('{') {
            self.at = open + 1;
            return;
        }
        let end = closing(self.tokens, open).min(self.tokens.len());
        let line = self.tokens[head].line;
        let last = self.tokens.get(end).or(self.tokens.last()).map_or(line, |token| token.line);
        let (first, docs) = self.docs(self.tokens[begin].line, line);
        let documented = attributes.iter().any(|word| word == "doc");
        self.functions.push(Function {
            name,
            line,
            lines: first..last + 1,
            body: open + 1..end,
            docs: if docs.is_empty() && documented { "documented".to_owned() } else { docs },
            attributes,
            is_async: self.tokens[begin..head].iter().any(|token| is_word(Some(token), "async")),
        });
        self.at = end + 1;
    }

    /// The doc comment of an item whose tokens begin in line `first` and whose `fn` is in line `last`, and the line in
    /// which it begins.
    fn docs(&self, first: u32, last: u32) -> (u32, String) {
        let doc = |line: u32| self.lines.get(line as usize - 1)?.trim().strip_prefix("///");
        let begin = (1..first).rev().take_while(|&line| doc(line).is_some()).last().unwrap_or(first);
        let docs: Vec<&str> = (begin..last).filter_map(doc).map(str::trim).collect();
        (begin, docs.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "//! About it.\n//! See <https://hips.hedera.com/hip/hip-1>.\n\nuse a::{b, c};\n\n/// Does it\n#[hapi_test(tags(\"x\"))]\npub(crate) async fn first(a: [u8; 2]) -> R {\n    inner! { fn no() {} }\n}\n\nimpl A {\n    fn method() {}\n}\n\nmod inner {\n    fn second() -> R {\n        x(1,\n          2)\n    }\n}\n\nconst F: fn(u8) -> u8 = |x| x;\n// Why\nfn third() {}\n";

    #[test]
    fn free_functions_are_found_with_what_belongs_to_them() {
        let source = Source::new(FILE);
        let names: Vec<_> = source.functions.iter().map(|function| function.name.as_str()).collect();
        assert_eq!(names, ["first", "second", "third"]);
        let [first, second, third] = &source.functions[..] else { unreachable!("there are three") };
        assert_eq!((first.line, first.lines.clone(), first.docs.as_str()), (8, 6..11, "Does it"));
        assert_eq!(first.attributes, ["hapi_test"]);
        assert!(first.is_async && first.is_registered());
        assert!(!second.is_async && !second.is_registered() && second.docs.is_empty());
        assert_eq!(second.lines, 17..21);
        assert_eq!(source.text(&second.body), "x(1, 2)");
        assert_eq!(source.comment_above(third.line), "Why");
        assert_eq!(source.docs(), "About it. See <https://hips.hedera.com/hip/hip-1>.");
    }

    #[test]
    fn a_place_leads_to_its_function() {
        let source = Source::new(FILE);
        let at = |line| source.function_at(line).map(|function| function.name.as_str());
        assert_eq!((at(7), at(8), at(13), at(25)), (Some("first"), Some("first"), None, Some("third")));
    }

    #[test]
    fn broken_source_is_no_error() {
        for text in ["fn", "fn a(", "fn a() {", "#[", "mod a {", "#!", "fn a() { ) ] }"] {
            let _ = Source::new(text);
        }
    }
}
