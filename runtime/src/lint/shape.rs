//! What a function of a test is made of: lists of operations, and closures.

use std::ops::Range;

use super::source::{Function, Source, closing, is_word, punct};
use crate::harness::lexer::{Token, TokenKind};

/// A closure that is written where it is used, and not given a name first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closure {
    /// Where it begins.
    pub(super) line: u32,
    /// How many lines it has.
    pub(super) lines: u32,
}

/// The operations of the longest list in the function, each as a range of tokens.
pub(super) fn longest_list(source: &Source, function: &Function) -> Vec<Range<usize>> {
    let mut longest = Vec::new();
    let mut at = function.body.start;
    while at < function.body.end {
        let Some(open) = list_at(source, at) else {
            at += 1;
            continue;
        };
        let elements = elements(source, open);
        if elements.len() > longest.len() {
            longest = elements;
        }
        // A list within a list is one operation of it: a group.
        at = closing(&source.tokens, open) + 1;
    }
    longest
}

/// How many operations the function has: those of its list; for an `async fn`, those that it runs.
pub(super) fn operations(source: &Source, function: &Function) -> usize {
    if !function.is_async {
        return longest_list(source, function).len();
    }
    let tokens = &source.tokens;
    let runs = function.body.clone().filter(|&at| {
        punct(tokens.get(at)) == Some('.')
            && (is_word(tokens.get(at + 1), "run") || is_word(tokens.get(at + 1), "run_all"))
            && punct(tokens.get(at + 2)) == Some('(')
    });
    runs.map(|at| list_at(source, at + 3).map_or(1, |open| elements(source, open).len())).sum()
}

/// Where the list opens that `hapi_spec!` begins at `at`.
fn list_at(source: &Source, at: usize) -> Option<usize> {
    let tokens = &source.tokens;
    let is_list = is_word(tokens.get(at), "hapi_spec") && punct(tokens.get(at + 1)) == Some('!');
    let opens = matches!(punct(tokens.get(at + 2)), Some('[' | '(' | '{'));
    (is_list && opens).then_some(at + 2)
}

/// What stands between the commas of the list that opens at `open`.
fn elements(source: &Source, open: usize) -> Vec<Range<usize>> {
    let tokens = &source.tokens;
    let end = closing(tokens, open);
    let (mut elements, mut begin, mut at) = (Vec::new(), open + 1, open + 1);
    while at < end {
        match punct(tokens.get(at)) {
            Some('(' | '[' | '{') => at = closing(tokens, at) + 1,
            Some(',') => {
                elements.push(begin..at);
                at += 1;
                begin = at;
            }
            // The commas between the parameters of a closure are not the list's.
            Some('|') if is_closure(tokens, at) => at = parameters_end(tokens, at, end),
            _ => at += 1,
        }
    }
    if begin < end {
        elements.push(begin..end);
    }
    elements
}

/// The closures of the function that have no name, without those within others.
pub(super) fn closures(source: &Source, function: &Function) -> Vec<Closure> {
    let tokens = &source.tokens;
    let (mut closures, mut at) = (Vec::new(), function.body.start);
    while at < function.body.end {
        if punct(tokens.get(at)) != Some('|') || !is_closure(tokens, at) {
            at += 1;
            continue;
        }
        if has_name(tokens, at) {
            at = closure_end(tokens, at, function.body.end);
            continue;
        }
        let end = closure_end(tokens, at, function.body.end);
        let (first, last) = (tokens[at].line, tokens[end.max(at + 1) - 1].line);
        closures.push(Closure { line: first, lines: last - first + 1 });
        at = end.max(at + 1);
    }
    closures
}

/// Whether the bar at `at` opens a closure: it does where an expression can begin, and nowhere else.
fn is_closure(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return true };
    match &before.kind {
        TokenKind::Ident(word) => ["move", "return", "else", "in"].contains(&word.as_str()),
        TokenKind::Punct(before) => "(,=[{;>:&".contains(*before),
        TokenKind::Str(_) | TokenKind::Other => false,
    }
}

/// Whether the closure that opens at `at` is given a name: `let it = |..| ..`.
fn has_name(tokens: &[Token], at: usize) -> bool {
    let equals = at - 1 - usize::from(is_word(tokens.get(at - 1), "move"));
    let word = |back: usize, word| equals.checked_sub(back).is_some_and(|at| is_word(tokens.get(at), word));
    punct(tokens.get(equals)) == Some('=') && (word(2, "let") || word(2, "mut"))
}

/// The token after the parameters of the closure that opens at `at`.
fn parameters_end(tokens: &[Token], at: usize, end: usize) -> usize {
    let mut inside = at + 1;
    while inside < end {
        match punct(tokens.get(inside)) {
            Some('|') => return inside + 1,
            Some('(' | '[' | '{') => inside = closing(tokens, inside) + 1,
            _ => inside += 1,
        }
    }
    end
}

/// The token after the closure that opens at `at`.
fn closure_end(tokens: &[Token], at: usize, end: usize) -> usize {
    let mut inside = parameters_end(tokens, at, end);
    while inside < end {
        match punct(tokens.get(inside)) {
            Some('(' | '[' | '{') => inside = closing(tokens, inside) + 1,
            Some(',' | ';' | ')' | ']' | '}') => return inside,
            _ => inside += 1,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<T>(text: &str, judge: impl Fn(&Source, &Function) -> T) -> T {
        let source = Source::new(text);
        judge(&source, source.functions.first().expect("it has a function"))
    }

    #[test]
    fn the_elements_of_the_longest_list_are_the_operations() {
        for (body, count) in [
            ("hapi_spec![a(1, 2), b.c([1, 2]), d]", 3),
            ("hapi_spec![a, blocking_order(hapi_spec![b, c, d, e]), f,]", 3),
            ("let x = hapi_spec![a]; hapi_spec![b, c]", 2),
            ("hapi_spec![a(|x, y| x), with(move |a| (a, b)), c.d(|| e), |f, g| h]", 4),
            ("crypto_create(\"alice\")", 0),
            ("hapi_spec![]", 0),
        ] {
            assert_eq!(of(&format!("fn it() {{ {body} }}"), operations), count, "{body}");
        }
    }

    #[test]
    fn what_an_async_test_runs_are_its_operations() {
        let body = "spec.run(a).await?; spec.run_all(hapi_spec![b, c]).await?; spec.run_all(d).await";
        assert_eq!(of(&format!("async fn it() {{ {body} }}"), operations), 4);
    }

    #[test]
    fn closures_are_found_by_where_they_stand() {
        let lines = |text: &str| -> Vec<(u32, u32)> {
            let text = format!("fn it() {{\n{text}\n}}");
            of(&text, |source, function| {
                closures(source, function).iter().map(|closure| (closure.line, closure.lines)).collect()
            })
        };
        assert_eq!(lines("f(|x| x + 1, move || y)"), [(2, 1), (2, 1)]);
        assert_eq!(lines("f(|spec| {\n a();\n b(|x| x)\n}, 2)"), [(2, 4)]);
        assert_eq!(lines("a | b; c || d; matches!(x, A | B)"), []);
        assert_eq!(lines("match x { A => |y| y, _ => z }"), [(2, 1)]);
        assert_eq!(lines("let a = |x| {\n |y| y\n};\nlet mut b = move || z;\nf(|x| x)"), [(6, 1)]);
    }
}
