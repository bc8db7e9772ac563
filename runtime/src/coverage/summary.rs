//! The counters as figures, and as text for a terminal.

use std::{collections::BTreeMap, fmt};

use hapi_proto::services::{HederaFunctionality, ResponseCodeEnum};
use serde::Serialize;

use super::tally::Counts;

/// The highest number that a function of HAPI, or a response code, has or will have in the life of this version.
const HIGHEST: i32 = 1000;

/// How much of HAPI was called.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Every function, called or not, in the order of their numbers.
    pub functions: Vec<FunctionCoverage>,
    /// Every response code, seen or not, in the order of their numbers.
    pub codes: Vec<CodeCount>,
}

/// One function: a kind of transaction or of query.
#[derive(Clone, Debug, Serialize)]
pub struct FunctionCoverage {
    /// As the schema names it: `CryptoTransfer`.
    pub name: &'static str,
    /// How often it was called.
    pub calls: u64,
    /// What came of the calls: prechecks, answers and statuses, the most frequent first.
    pub codes: Vec<CodeCount>,
}

/// How often a response code was met.
#[derive(Clone, Debug, Serialize)]
pub struct CodeCount {
    /// As the schema names it: `INSUFFICIENT_TX_FEE`.
    pub name: &'static str,
    /// How often.
    pub count: u64,
}

impl Coverage {
    pub(super) fn of(counts: &Counts) -> Self {
        let functions = (1..HIGHEST).filter_map(|number| HederaFunctionality::try_from(number).ok());
        let codes = (0..HIGHEST).filter_map(|number| ResponseCodeEnum::try_from(number).ok());
        let seen = |code: ResponseCodeEnum| {
            counts.iter().filter(|((_, _, met), _)| *met == code).map(|(_, count)| count).sum()
        };
        Self {
            functions: functions.map(|function| FunctionCoverage::of(function, counts)).collect(),
            codes: codes.map(|code| CodeCount { name: code.as_str_name(), count: seen(code) }).collect(),
        }
    }

    /// The share of functions that were called, in percent.
    pub fn percent(&self) -> f64 {
        let (called, all) = self.called();
        #[expect(clippy::cast_precision_loss, reason = "there are about a hundred functions")]
        let percent = called as f64 * 100.0 / all.max(1) as f64;
        percent
    }

    /// How many functions were called, and how many there are.
    fn called(&self) -> (usize, usize) {
        (self.functions.iter().filter(|function| function.calls > 0).count(), self.functions.len())
    }
}

impl FunctionCoverage {
    fn of(function: HederaFunctionality, counts: &Counts) -> Self {
        let mut codes = BTreeMap::<ResponseCodeEnum, u64>::new();
        let mut calls = 0;
        for ((_, stage, code), count) in counts.iter().filter(|((of, ..), _)| *of == function) {
            *codes.entry(*code).or_default() += count;
            if stage.is_call() {
                calls += count;
            }
        }
        let mut codes: Vec<_> =
            codes.into_iter().map(|(code, count)| CodeCount { name: code.as_str_name(), count }).collect();
        codes.sort_by_key(|code| std::cmp::Reverse(code.count));
        Self { name: function.as_str_name(), calls, codes }
    }
}

/// How many codes of a function a line of text shows.
const SHOWN: usize = 4;

/// How wide a line of text is at most.
const WIDTH: usize = 100;

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, all) = self.called();
        let seen = self.codes.iter().filter(|code| code.count > 0).count();
        writeln!(
            f,
            "coverage: {called} of {all} functions called ({:.0} %), {seen} of {} response codes met",
            self.percent(),
            self.codes.len()
        )?;
        for function in self.functions.iter().filter(|function| function.calls > 0) {
            write!(f, "  {:<28}{:>8}  ", function.name, function.calls)?;
            let shown = function.codes.iter().take(SHOWN);
            let shown: Vec<_> = shown.map(|code| format!("{} {}", code.name, code.count)).collect();
            let more = function.codes.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            writeln!(f, "{}{more}", shown.join(", "))?;
        }
        let missing = self.functions.iter().filter(|function| function.calls == 0);
        write_list(f, "  not called:", missing.map(|function| function.name))
    }
}

/// Words in lines of a limited width.
fn write_list<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    words: impl Iterator<Item = &'a str>,
) -> fmt::Result {
    let mut line = title.to_owned();
    let mut any = false;
    for word in words {
        if line.len() + 1 + word.len() > WIDTH {
            writeln!(f, "{line}")?;
            "    ".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(word);
        any = true;
    }
    if any { writeln!(f, "{line}") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tally::{Stage, Tally},
        *,
    };

    #[test]
    fn a_status_is_no_further_call() {
        let tally = Tally::new();
        let function = HederaFunctionality::CryptoTransfer;
        tally.count(function, Stage::Precheck, ResponseCodeEnum::Ok);
        tally.count(function, Stage::Precheck, ResponseCodeEnum::Ok);
        tally.count(function, Stage::Status, ResponseCodeEnum::Success);
        let coverage = Coverage::of(&tally.counts());
        let transfer = coverage.functions.iter().find(|function| function.name == "CryptoTransfer").unwrap();
        assert_eq!(transfer.calls, 2);
        let codes: Vec<_> = transfer.codes.iter().map(|code| (code.name, code.count)).collect();
        assert_eq!(codes, [("OK", 2), ("SUCCESS", 1)]);
        assert_eq!(coverage.called().0, 1);
    }

    #[test]
    fn the_text_names_what_was_not_called() {
        let text = Coverage::of(&Tally::new().counts()).to_string();
        assert!(text.starts_with("coverage: 0 of "), "{text}");
        assert!(text.contains(" CryptoTransfer") && text.contains(" TokenCreate"), "{text}");
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}
