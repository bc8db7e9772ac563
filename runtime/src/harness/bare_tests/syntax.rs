//! What a source file says that matters here: attributes that make tests of functions, and further files.

use std::path::PathBuf;

use super::lexer::{Token, TokenKind, tokens};

/// An attribute that rustc drops without `--test`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BareTest {
    /// The path in the attribute: `test`, `tokio::test`.
    pub(super) attribute: String,
    /// The function below it, when that can be told.
    pub(super) function: Option<String>,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// A file that this one brings in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// `mod name;`, inside these inline modules.
    Module { name: String, inside: Vec<String>, path: Option<PathBuf>, conditional: bool },
    /// `include!("path")`.
    Include(PathBuf),
}

/// What one file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    pub(super) bare: Vec<BareTest>,
    pub(super) links: Vec<Link>,
}

/// Reads one file.
pub(super) fn read(source: &str) -> Findings {
    let tokens = tokens(source);
    let mut reader = Reader { tokens: &tokens, at: 0, blocks: Vec::new(), findings: Findings::default() };
    while reader.at < tokens.len() {
        reader.step();
    }
    reader.findings
}

/// Attributes that stand before an item.
#[derive(Default)]
struct Attributes {
    bare: Vec<BareTest>,
    path: Option<PathBuf>,
    conditional: bool,
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    /// The open braces; of an inline module with its name.
    blocks: Vec<Option<String>>,
    findings: Findings,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.punct(self.at, '#') {
            let attributes = self.attributes();
            return self.item(attributes);
        }
        if self.ident(self.at) == Some("mod") && self.ident(self.at + 1).is_some() {
            return self.item(Attributes::default());
        }
        if self.ident(self.at) == Some("include") && self.punct(self.at + 1, '!') {
            return self.include();
        }
        match self.tokens[self.at].kind {
            TokenKind::Punct('{') => self.blocks.push(None),
            TokenKind::Punct('}') => {
                self.blocks.pop();
            }
            _ => {}
        }
        self.at += 1;
    }

    /// All attributes in a row, from the present `#`.
    fn attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::default();
        while self.punct(self.at, '#') {
            let place = self.at;
            self.at += 1;
            if self.punct(self.at, '!') {
                self.at += 1;
            }
            if !self.punct(self.at, '[') {
                break;
            }
            let end = self.matching(self.at);
            self.attribute(place, self.at + 1, end, &mut attributes);
            self.at = end + 1;
        }
        attributes
    }

    /// The attribute whose `#` is at `place` and whose contents are `from..to`.
    fn attribute(&self, place: usize, from: usize, to: usize, into: &mut Attributes) {
        let (path, after) = self.path(from, to);
        match path.as_str() {
            "path" if self.punct(after, '=') => {
                if let Some(TokenKind::Str(file)) = self.tokens.get(after + 1).map(|token| &token.kind) {
                    into.path = Some(PathBuf::from(file));
                }
            }
            "cfg" => into.conditional = true,
            "cfg_attr" => self.cfg_attr(place, after, to, into),
            "unsafe" if self.punct(after, '(') => self.attribute(place, after + 1, to, into),
            _ if path == "test" || path.ends_with("::test") => {
                let Token { line, column, .. } = self.tokens[place];
                into.bare.push(BareTest { attribute: path, function: None, line, column });
            }
            _ => {}
        }
    }

    /// `cfg_attr(predicate, attribute, ..)`. What editors alone see is no test; what any other predicate guards may be one.
    fn cfg_attr(&self, place: usize, open: usize, to: usize, into: &mut Attributes) {
        let for_editors = |range: &[Token]| {
            range.iter().any(|token| matches!(&token.kind, TokenKind::Ident(name) if name == "rust_analyzer"))
        };
        let mut parts = self.comma_separated(open + 1, to.saturating_sub(1)).into_iter();
        let Some((from, end)) = parts.next() else { return };
        if for_editors(&self.tokens[from..end]) {
            return;
        }
        into.conditional = true;
        for (from, end) in parts {
            self.attribute(place, from, end, into);
        }
    }

    /// The parts of `from..to` between commas at the outermost level.
    fn comma_separated(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let (mut start, mut at) = (from, from);
        while at < to {
            match self.tokens[at].kind {
                TokenKind::Punct('(' | '[' | '{') => at = self.matching(at),
                TokenKind::Punct(',') => {
                    parts.push((start, at));
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        if start < to {
            parts.push((start, to));
        }
        parts
    }

    /// The path that begins at `from`, and the index after it.
    fn path(&self, from: usize, to: usize) -> (String, usize) {
        let mut path = String::new();
        let mut at = from;
        while at < to {
            match &self.tokens[at].kind {
                TokenKind::Ident(name) => path.push_str(name),
                TokenKind::Punct(':') => path.push(':'),
                _ => break,
            }
            at += 1;
        }
        (path, at)
    }

    /// What follows attributes: a module, or some item whose name helps to find a test.
    fn item(&mut self, attributes: Attributes) {
        let mut at = self.skip_visibility(self.at);
        if self.ident(at) == Some("mod")
            && let Some(name) = self.ident(at + 1).map(str::to_owned)
        {
            self.at = at + 3;
            if self.punct(at + 2, ';') {
                let inside = self.blocks.iter().flatten().cloned().collect();
                let Attributes { path, conditional, .. } = attributes;
                self.findings.links.push(Link::Module { name, inside, path, conditional });
            } else if self.punct(at + 2, '{') {
                // `#[path]` on an inline module replaces its directory.
                let directory = attributes.path.map_or(name, |path| path.to_string_lossy().into_owned());
                self.blocks.push(Some(directory));
            }
            return;
        }
        while matches!(self.ident(at), Some("async" | "const" | "unsafe" | "extern")) {
            at += 1;
            at += usize::from(matches!(self.tokens.get(at), Some(Token { kind: TokenKind::Str(_), .. })));
        }
        let function =
            (self.ident(at) == Some("fn")).then(|| self.ident(at + 1).map(str::to_owned)).flatten();
        let bare = attributes.bare.into_iter().map(|bare| BareTest { function: function.clone(), ..bare });
        self.findings.bare.extend(bare);
    }

    /// Past `pub` and `pub(..)`.
    fn skip_visibility(&self, at: usize) -> usize {
        if self.ident(at) != Some("pub") {
            return at;
        }
        if self.punct(at + 1, '(') { self.matching(at + 1) + 1 } else { at + 1 }
    }

    /// `include!("file")`; any other argument is computed, and out of reach.
    fn include(&mut self) {
        self.at += 2;
        if let Some(Token { kind: TokenKind::Str(path), .. }) = self.tokens.get(self.at + 1) {
            self.findings.links.push(Link::Include(PathBuf::from(path)));
        }
    }

    /// The index of the bracket that closes the one at `open`, or the end.
    fn matching(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(open) {
            match token.kind {
                TokenKind::Punct('(' | '[' | '{') => depth += 1,
                TokenKind::Punct(')' | ']' | '}') => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    fn punct(&self, at: usize, c: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Punct(c))
    }

    fn ident(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            TokenKind::Ident(name) => Some(name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(source: &str) -> Vec<String> {
        read(source)
            .bare
            .into_iter()
            .map(|b| format!("{}:{} {} {}", b.line, b.column, b.attribute, b.function.unwrap_or_default()))
            .collect()
    }

    fn links(source: &str) -> Vec<Link> {
        read(source).links
    }

    fn module(name: &str, inside: &[&str], path: Option<&str>, conditional: bool) -> Link {
        Link::Module {
            name: name.to_owned(),
            inside: inside.iter().map(ToString::to_string).collect(),
            path: path.map(PathBuf::from),
            conditional,
        }
    }

    #[test]
    fn a_bare_test_is_found_with_its_function() {
        assert_eq!(bare("use a;\n\n#[test]\nfn lost() {}\n"), ["3:1 test lost"]);
        assert_eq!(bare("  #[test] #[ignore] pub(crate) async fn lost() {}"), ["1:3 test lost"]);
        assert_eq!(bare("#[ignore]\n#[test]\nextern \"C\" fn lost() {}"), ["2:1 test lost"]);
    }

    #[test]
    fn whatever_ends_in_test_becomes_a_bare_test() {
        assert_eq!(bare("#[tokio::test(flavor = \"x\")] async fn a() {}"), ["1:1 tokio::test a"]);
        assert_eq!(bare("#[::core::prelude::v1::test] fn b() {}"), ["1:1 ::core::prelude::v1::test b"]);
        assert_eq!(bare("# [ r#test ] fn c() {}"), ["1:1 test c"]);
    }

    #[test]
    fn our_own_and_other_attributes_are_let_be() {
        let source =
            "#[hapi_test] fn a() {} #[hapi_test(tags(\"test\"))] fn b() {} #[hapi_test::hapi_test] fn c() {}
            #[doc = \"#[test]\"] #[cfg(test)] #[test_only] #[derive(test)] fn d() {}";
        assert!(bare(source).is_empty());
    }

    #[test]
    fn comments_and_strings_hold_no_tests() {
        let source = r###"
            // #[test]
            /* #[test] fn a() {} /* #[test] */ */
            /// #[test]
            const S: &str = "#[test] fn b() {}";
            const R: &str = r##"#[test] "# fn c() {}"##;
            const Q: char = '"'; // "
            fn d<'a>(x: &'a str) -> &'a str { x }
        "###;
        assert!(bare(source).is_empty());
        assert_eq!(bare(&format!("{source}#[test] fn real() {{}}")).len(), 1);
    }

    #[test]
    fn what_only_editors_see_is_no_test() {
        assert!(bare("#[cfg_attr(rust_analyzer, ::core::prelude::v1::test)] fn a() {}").is_empty());
        assert_eq!(bare("#[cfg_attr(not(loom), ignore = \"a, b\", test)] fn a() {}"), ["1:1 test a"]);
        assert!(bare("#[cfg_attr(not(loom), ignore)] fn a() {}").is_empty());
    }

    #[test]
    fn tests_inside_modules_functions_and_macros_are_found() {
        let source = "mod a { mod b { #[test] fn x() {} } }\nfn f() { #[test] fn y() {} }\nproptest! { #[test] fn z() {} }";
        assert_eq!(bare(source), ["1:17 test x", "2:10 test y", "3:13 test z"]);
    }

    #[test]
    fn modules_are_links_with_their_surroundings() {
        let source = "mod a; pub mod b; pub(crate) mod r#type;
            mod c { fn f() { struct S {} } mod d { pub mod e; } mod f; } mod g;";
        let expected = [
            module("a", &[], None, false),
            module("b", &[], None, false),
            module("type", &[], None, false),
            module("e", &["c", "d"], None, false),
            module("f", &["c"], None, false),
            module("g", &[], None, false),
        ];
        assert_eq!(links(source), expected);
    }

    #[test]
    fn attributes_of_modules_say_where_and_whether() {
        let source =
            "#[path = \"x/y.rs\"] mod a; #[cfg(unix)] mod b; #[cfg_attr(unix, path = \"u.rs\")] mod c;
            #[path = \"dir\"] mod d { mod e; }";
        let expected = [
            module("a", &[], Some("x/y.rs"), false),
            module("b", &[], None, true),
            module("c", &[], Some("u.rs"), true),
            module("e", &["dir"], None, false),
        ];
        assert_eq!(links(source), expected);
    }

    #[test]
    fn includes_are_links() {
        assert_eq!(
            links("include!(\"x.rs\"); include!(concat!(a, b)); include_str!(\"y\");"),
            [Link::Include("x.rs".into())]
        );
    }

    #[test]
    fn broken_source_ends_quietly() {
        for source in ["#", "#[", "#[test", "mod", "mod a", "}}}", "#[cfg_attr(", "include!", "pub(", "fn \""]
        {
            let _ = read(source);
        }
    }
}
