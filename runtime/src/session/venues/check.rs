//! What can be found wrong with the networks that tests ask for before any of them starts.

use crate::{
    networks::{NetworkChoice, start_private},
    test_case::{Restart, TestCase, Venue},
};

/// Checks the properties that tests start networks of their own with.
///
/// # Errors
/// All that is wrong, a line each, with its place.
pub(crate) fn check(cases: &[&TestCase]) -> Result<(), String> {
    let mut wrong = Vec::new();
    for case in cases {
        for properties in properties(case) {
            if let Err(error) = start_private(&NetworkChoice::Embedded, properties) {
                wrong.push(format!("{}: {}: {error}", case.place, case.name()));
            }
        }
    }
    // The cases of a test have one place.
    wrong.sort_unstable();
    wrong.dedup();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

type Properties = &'static [(&'static str, &'static str)];

fn properties(case: &TestCase) -> Vec<Properties> {
    match case.traits.venue {
        Venue::Shared | Venue::Reset => Vec::new(),
        Venue::Genesis { overrides } => vec![overrides],
        Venue::Restart(Restart { setup_overrides, restart_overrides, .. }) => {
            vec![setup_overrides, restart_overrides]
        }
    }
}
