//! What sets a test apart from a plain one: everything its attribute says but its tags.

use std::collections::BTreeSet;

use syn::{Ident, LitStr, Type};

use super::Argument;
use crate::{
    errors::Errors,
    family::{EMBEDDED, Family, LEAKY, NEED_WORDS, REPEATABLE, RESTART_TYPES, check_reasons},
    nearest::hint,
    parse::Arguments,
};

/// What sets a test apart.
pub(crate) struct Traits {
    /// The attribute that made the test.
    pub(crate) attribute: &'static str,
    pub(crate) extended: bool,
    pub(crate) leaky: Option<Leaky>,
    pub(crate) needs: Vec<Need>,
    pub(crate) venue: Venue,
    pub(crate) order: Option<u32>,
}

/// What it changes for others.
pub(crate) struct Leaky {
    pub(crate) reasons: Vec<Ident>,
    pub(crate) overrides: Vec<LitStr>,
    pub(crate) throttles: Option<LitStr>,
    pub(crate) fees: Option<LitStr>,
    pub(crate) reads: Option<Vec<Ident>>,
}

/// What it needs of a network.
pub(crate) enum Need {
    /// An embedded network, for this reason.
    Embedded(Ident),
    /// A repeatable network, for this reason.
    Repeatable(Ident),
    /// A variant of the runtime's `Need`.
    Plain(&'static str),
}

/// Where it runs.
pub(crate) enum Venue {
    Shared,
    Reset,
    Genesis(Vec<(LitStr, LitStr)>),
    Restart { restart_type: Option<Ident>, setup: Vec<(LitStr, LitStr)>, restart: Vec<(LitStr, LitStr)> },
}

impl Traits {
    /// Judges what the attribute says.
    pub(crate) fn new(
        family: &Family,
        given: &Arguments,
        order: Option<u32>,
        arguments: &[Argument],
        errors: &mut Errors,
    ) -> Self {
        check_family(family, given, errors);
        let reasons = &given.reasons;
        let leaky = family.leaky.then(|| {
            let own = reasons.iter().filter(|reason| LEAKY.has(reason)).cloned().collect();
            Leaky::new(own, given, errors)
        });
        Self {
            attribute: family.name,
            extended: given.flag("extended").is_some(),
            leaky,
            needs: needs(family, given, arguments, errors),
            venue: venue(family, given, errors),
            order,
        }
    }

    /// Whether there is nothing that sets it apart.
    pub(crate) fn is_plain(&self) -> bool {
        let Self { attribute, extended, leaky, needs, venue, order } = self;
        *attribute == "hapi_test"
            && !extended
            && leaky.is_none()
            && needs.is_empty()
            && matches!(venue, Venue::Shared)
            && order.is_none()
    }
}

impl Leaky {
    /// Judges what a leaky test or suite says of what it changes.
    pub(crate) fn new(reasons: Vec<Ident>, given: &Arguments, errors: &mut Errors) -> Self {
        for (argument, what, reason) in [
            ("overrides", "properties", "PropertyOverrides"),
            ("throttles", "throttle definitions", "ThrottleOverrides"),
            ("fees", "fee schedules", "FeeScheduleOverrides"),
        ] {
            let Some(name) = given.flag(argument) else { continue };
            if !reasons.iter().any(|given| given == reason) {
                let advice = format!("add `{reason}` to the reasons");
                errors.at(name, format_args!("`{argument}` changes {what}: {advice}"));
            }
        }
        let overrides = given.texts("overrides");
        check_names(&overrides, errors);
        let reads = given.words("reads");
        for (at, read) in reads.iter().flatten().enumerate() {
            if reasons.contains(read) {
                let advice = "what it changes it has for itself";
                errors.at(read, format_args!("`{read}` is one of the reasons, too: {advice}"));
            } else if reads.iter().flatten().take(at).any(|earlier| earlier == read) {
                errors.at(read, format_args!("`{read}` specified more than once"));
            } else {
                LEAKY.check(std::slice::from_ref(read), errors);
            }
        }
        Self { reasons, overrides, throttles: given.text("throttles"), fees: given.text("fees"), reads }
    }
}

/// Reports reasons that are missing, unknown or there twice.
fn check_family(family: &Family, given: &Arguments, errors: &mut Errors) {
    check_reasons(&given.reasons, family.reasons, errors);
    // A word that is misspelt is reported, and most likely the one that is missing.
    let has_unknown = given.reasons.iter().any(|word| !family.reasons.iter().any(|list| list.has(word)));
    for list in family.reasons {
        if !has_unknown && !given.reasons.iter().any(|word| list.has(word)) {
            let message =
                format!("`#[{}(..)]` needs {}: one or more of {}", family.name, list.what, list.listed());
            errors.push(syn::Error::new(proc_macro2::Span::call_site(), message));
        }
    }
}

fn needs(family: &Family, given: &Arguments, arguments: &[Argument], errors: &mut Errors) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut plain = BTreeSet::new();
    for reason in &given.reasons {
        if family.name.ends_with("embedded_test") && EMBEDDED.has(reason) {
            needs.push(Need::Embedded(reason.clone()));
        } else if family.name.ends_with("repeatable_test") && REPEATABLE.has(reason) {
            needs.push(Need::Repeatable(reason.clone()));
        }
    }
    for word in given.words("needs").into_iter().flatten() {
        let Some((_, variant)) = NEED_WORDS.iter().find(|(need, _)| word == need) else {
            let choices: Vec<&str> = NEED_WORDS.iter().map(|(need, _)| *need).collect();
            let hint = hint(&word.to_string(), &choices);
            errors.at(&word, format_args!("unknown need `{word}`, {hint}"));
            continue;
        };
        if !plain.insert(*variant) {
            errors.at(&word, format_args!("`{word}` specified more than once"));
        }
    }
    if arguments.iter().any(is_endpoint) {
        plain.insert("Grpc");
    }
    if family.leaky && given.reasons.iter().any(|reason| reason == "NodeControl") {
        plain.insert("NodeControl");
    }
    needs.extend(plain.into_iter().map(Need::Plain));
    needs
}

/// Whether the argument is a `GrpcEndpoint`, which only some networks have.
fn is_endpoint(argument: &Argument) -> bool {
    let Argument::Fixture(fixture) = argument else { return false };
    let Type::Path(path) = &fixture.ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "GrpcEndpoint")
}

fn venue(family: &Family, given: &Arguments, errors: &mut Errors) -> Venue {
    let pairs = |name, errors: &mut Errors| {
        let pairs = given.pairs(name);
        let names: Vec<LitStr> = pairs.iter().map(|(name, _)| name.clone()).collect();
        check_names(&names, errors);
        pairs
    };
    match family.name {
        "genesis_test" => Venue::Genesis(pairs("overrides", errors)),
        "restart_test" => {
            let restart_type = given.words("restart_type").and_then(|words| words.into_iter().next());
            if let Some(word) = &restart_type
                && !RESTART_TYPES.iter().any(|choice| word == choice)
            {
                let hint = hint(&word.to_string(), RESTART_TYPES);
                errors.at(word, format_args!("unknown type of restart `{word}`, {hint}"));
            }
            let (setup, restart) = (pairs("setup_overrides", errors), pairs("restart_overrides", errors));
            Venue::Restart { restart_type, setup, restart }
        }
        _ if given.flag("reset").is_some() => Venue::Reset,
        _ => Venue::Shared,
    }
}

/// Reports names of properties that are empty, or there twice.
fn check_names(names: &[LitStr], errors: &mut Errors) {
    for (at, name) in names.iter().enumerate() {
        let text = name.value();
        if text.trim().is_empty() {
            errors.at(name, "the name of a property cannot be empty");
        } else if names[..at].iter().any(|earlier| earlier.value() == text) {
            errors.at(name, format_args!("`{text}` specified more than once"));
        }
    }
}
