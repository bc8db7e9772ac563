//! The rules, each with an example that fails it and one that passes.

mod boilerplate;
mod closures;
mod contract_calls;
mod display;
mod docs;
#[cfg(test)]
pub(super) mod example;
mod hip_links;
mod leaky;
mod modules;
mod operations;

use super::Checked;

/// A rule of the checklist.
#[derive(Debug)]
pub(super) struct Rule {
    /// What it is called in findings and in comments that silence it.
    pub(super) name: &'static str,
    /// Tells what it does not like.
    pub(super) check: fn(&Checked<'_>, &mut Tell<'_>),
}

/// Takes the file, the line and the message of a finding.
pub(super) type Tell<'a> = dyn FnMut(&str, u32, String) + 'a;

/// All of them.
pub(super) const RULES: &[Rule] = &[
    display::RULE,
    operations::RULE,
    closures::RULE,
    hip_links::RULE,
    leaky::REASON,
    leaky::OVERRIDES,
    boilerplate::RULE,
    contract_calls::RULE,
    docs::RULE,
    modules::RULE,
];
