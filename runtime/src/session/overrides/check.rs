//! What can be found wrong with the declarations of leaky tests before any of them runs.

use crate::{
    resources::{FeeChanges, ThrottleFile},
    system_files::check_known,
    test_case::{ContextRequirement, Leaky, Place, Resources, Suite, TestCase},
};

/// Checks what the tests that are to run, and the suites they are in, say of overrides.
///
/// # Errors
/// All that is wrong, a line each, with its place.
pub(crate) fn check(cases: &[&TestCase]) -> Result<(), String> {
    let tests = cases.iter().filter_map(|case| Some((case.place, case.name(), case.traits.leaky.as_ref()?)));
    let mut wrong: Vec<String> =
        tests.flat_map(|(place, name, leaky)| mistakes(place, name, leaky)).collect();
    let suites = inventory::iter::<Suite>.into_iter().filter(|suite| {
        let inside =
            |case: &&TestCase| case.path.strip_prefix(suite.path).is_some_and(|rest| rest.starts_with("::"));
        cases.iter().any(inside)
    });
    for suite in suites {
        wrong.extend(suite.leaky.iter().flat_map(|leaky| mistakes(suite.place, suite.path, leaky)));
    }
    // The cases of a test have one place.
    wrong.sort_unstable();
    wrong.dedup();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn mistakes(place: Place, name: &str, leaky: &Leaky) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for property in leaky.overrides {
        found.extend(check_known(property).err().map(|error| error.message().to_owned()));
    }
    let throttles = leaky.throttles.and_then(|file| ThrottleFile::read(file).err());
    found.extend(throttles.map(|error| error.to_string()));
    let fees = leaky.fees.and_then(|file| FeeChanges::read(file).err());
    found.extend(fees.map(|error| error.to_string()));
    let needed = [
        ("overrides = [..]", !leaky.overrides.is_empty(), ContextRequirement::PropertyOverrides),
        ("throttles = ..", leaky.throttles.is_some(), ContextRequirement::ThrottleOverrides),
        ("fees = ..", leaky.fees.is_some(), ContextRequirement::FeeScheduleOverrides),
    ];
    let declared = Resources::of(leaky.reasons);
    for (attribute, given, reason) in needed {
        if given && !declared.contains(reason) {
            found.push(format!("`{attribute}` needs the reason `{reason}`"));
        }
    }
    found.into_iter().map(|mistake| format!("{place}: {name}: {mistake}")).collect()
}
