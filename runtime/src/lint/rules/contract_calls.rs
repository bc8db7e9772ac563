//! A call of a contract says nothing of what the contract does: a sentence above it does.

use super::{Rule, Tell};
use crate::{
    harness::lexer::{Token, TokenKind},
    lint::{
        Checked,
        source::{Function, Source, punct},
    },
};

pub(super) const RULE: Rule = Rule { name: "contract-calls", check };

fn check(checked: &Checked<'_>, tell: &mut Tell<'_>) {
    for (file, source) in checked.sources {
        for function in &source.functions {
            for at in function.body.clone().filter(|&at| is_call(&source.tokens, at)) {
                if let Some(wrong) = wrong(source, function, at) {
                    tell(file, source.tokens[at].line, wrong.to_owned());
                }
            }
        }
    }
}

/// `contract_call..(`, `ethereum_call..(`, `contract.call(` or `contract.static_call(`.
fn is_call(tokens: &[Token], at: usize) -> bool {
    let Some(Token { kind: TokenKind::Ident(word), .. }) = tokens.get(at) else { return false };
    let is_method = at > 0 && punct(tokens.get(at - 1)) == Some('.');
    let names_a_call = match word.as_str() {
        "call" | "static_call" => is_method,
        word => !is_method && (word.starts_with("contract_call") || word.starts_with("ethereum_call")),
    };
    names_a_call && punct(tokens.get(at + 1)) == Some('(')
}

/// What is wrong with the comment above a call, if anything is.
fn wrong(source: &Source, function: &Function, at: usize) -> Option<&'static str> {
    let (first, last) = (source.tokens[begin(source, function, at)].line, source.tokens[at].line);
    let comment = (first..=last).map(|line| source.comment_above(line)).find(|comment| !comment.is_empty());
    match comment {
        None => {
            Some("the call of a contract has no comment: say above it, in one sentence, what it is to do")
        }
        Some(comment) if sentences(&comment) > 1 => {
            Some("one sentence above the call of a contract is enough")
        }
        Some(_) => None,
    }
}

/// Where the operation or statement begins that the token is in.
fn begin(source: &Source, function: &Function, at: usize) -> usize {
    let mut depth = 0_usize;
    for before in (function.body.start..at).rev() {
        match punct(source.tokens.get(before)) {
            Some(')' | ']' | '}') => depth += 1,
            Some('(') => depth = depth.saturating_sub(1),
            Some('[' | '{' | ',' | ';') if depth == 0 => return before + 1,
            Some('[' | '{') => depth -= 1,
            _ => {}
        }
    }
    function.body.start
}

fn sentences(comment: &str) -> usize {
    let ends = comment.match_indices(['.', '!', '?']).filter(|(at, _)| {
        let rest = &comment[at + 1..];
        rest.trim_start().starts_with(char::is_uppercase) && rest.starts_with(' ')
    });
    ends.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules::example::Example;

    fn found(operations: &str) -> Vec<String> {
        let source = format!("#[hapi_test]\nfn it() -> impl IntoSpec {{\nhapi_spec![\n{operations}\n]\n}}\n");
        Example::new(&source).findings("contract-calls")
    }

    #[test]
    fn a_call_of_a_contract_is_explained() {
        let silent = found("a(),\ncontract_call(\"Bank\", \"deposit\").via(\"x\"),");
        assert!(
            silent.len() == 1 && silent[0].starts_with("5: the call of a contract has no comment"),
            "{silent:?}"
        );
        assert!(found("a(),\n// Puts half of it aside.\ncontract_call(\"Bank\", \"deposit\"),").is_empty());
        assert!(found("// Puts it aside, for a year.\nbank\n    .call(\"deposit\")").is_empty());
        assert!(found("a(),\nspec.run(\n// Asks for it\ncontract_call_local(\"Bank\")\n)").is_empty());
    }

    #[test]
    fn one_sentence_is_enough() {
        assert_eq!(found("// Puts it aside. Then waits.\ncontract_call(\"Bank\")").len(), 1);
        assert_eq!(sentences("pays 0.5 of it, e.g. half"), 1);
    }

    #[test]
    fn other_calls_explain_themselves() {
        assert!(found("crypto_create(\"a\"), call(), contract_create(\"Bank\")").is_empty());
    }
}
