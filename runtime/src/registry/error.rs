//! A name that stands for nothing.

use super::Kind;
use crate::fixtures::StaticEntry;

/// A name stands for nothing of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RegistryError {
    name: String,
    message: String,
}

/// More names than this are no help.
const LISTED: usize = 8;

impl RegistryError {
    pub(super) fn missing<'a, K: Kind>(
        name: &str,
        known: impl Iterator<Item = &'a str> + Clone,
        stands_for_other: bool,
    ) -> Self {
        let hint = hint(K::NOUN, name, known, stands_for_other);
        Self { name: name.into(), message: format!("no {} is named `{name}`{hint}", K::NOUN) }
    }

    /// The name is that of something which is created when it is first named, but that failed.
    pub(super) fn not_made(name: &str, cause: &str) -> Self {
        Self { name: name.into(), message: format!("`{name}` could not be created: {cause}") }
    }

    /// The name that was asked for.
    pub fn name(&self) -> &str {
        &self.name
    }
}

fn hint<'a>(
    noun: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    stands_for_other: bool,
) -> String {
    if stands_for_other {
        return " (the name stands for something else)".into();
    }
    if let [path, ..] = StaticEntry::declared_as(name)[..] {
        return format!("; the static `{path}` is named by `&{name}`, and not by its name as text");
    }
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let near = near(name, known.clone());
    if !near.is_empty() {
        return format!(": did you mean {}?", quoted(&near));
    }
    let known: Vec<_> = known.collect();
    match known.len() {
        0 => format!("; no {noun} has a name yet"),
        count if count <= LISTED => format!("; the {noun}s are {}", quoted(&known)),
        count => format!("; {count} other names are known, none like it"),
    }
}

/// `: did you mean ..?` with the name that is most like it, or nothing where none is.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = near(name, known).first().copied();
    nearest.map_or_else(String::new, |nearest| format!(": did you mean `{nearest}`?"))
}

/// The names of `known` that could be typing errors of `name`, nearest first.
fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    let mut near: Vec<_> = known
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, candidate)| candidate).take(LISTED).collect()
}

/// The least number of letters to insert, delete, replace or swap with their neighbour that turns one word into the
/// other (optimal string alignment). Upper and lower case are the same.
fn distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|word| word.chars().flat_map(char::to_lowercase).collect::<Vec<_>>());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(letter != other);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, near};

    #[test]
    fn distances_count_edits() {
        let cases = [
            ("", "", 0),
            ("", "abc", 3),
            ("alice", "alice", 0),
            ("alice", "Alice", 0),
            ("alice", "alcie", 1),
        ];
        for (a, b, expected) in cases {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn near_names_come_nearest_first() {
        let known = ["treasury", "treasurer", "payer", "treasure"];
        assert_eq!(near("treasury", known.into_iter()), ["treasury", "treasure", "treasurer"]);
        assert!(near("x", known.into_iter()).is_empty());
    }
}
