//! Which statics wait for which while they are being created.

use std::{collections::BTreeMap, fmt};

/// A graph of what waits for what, without circles.
#[derive(Debug, Default)]
pub(super) struct Needs(BTreeMap<&'static str, Vec<&'static str>>);

/// Statics of which each needs the next, and the last the first.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Circle(Vec<&'static str>);

impl Needs {
    /// From now on `waiting` waits for `needed`. Fails, and changes nothing, if `needed` waits for `waiting`, directly or
    /// through others: neither could ever be created.
    pub(super) fn add(&mut self, waiting: &'static str, needed: &'static str) -> Result<(), Circle> {
        if let Some(mut way) = self.way(needed, waiting) {
            way.push(needed);
            return Err(Circle(way));
        }
        self.0.entry(waiting).or_default().push(needed);
        Ok(())
    }

    /// `waiting` waits no longer for `needed`.
    pub(super) fn remove(&mut self, waiting: &'static str, needed: &'static str) {
        let Some(all) = self.0.get_mut(waiting) else { return };
        if let Some(at) = all.iter().position(|one| *one == needed) {
            all.swap_remove(at);
        }
        if all.is_empty() {
            self.0.remove(waiting);
        }
    }

    /// Those on the way from one to the other, both included, if the first waits for the other. Without circles, this ends.
    fn way(&self, from: &'static str, to: &'static str) -> Option<Vec<&'static str>> {
        if from == to {
            return Some(vec![from]);
        }
        let rest = self.0.get(from)?.iter().find_map(|next| self.way(next, to))?;
        Some([vec![from], rest].concat())
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(way) = self;
        write!(f, "statics need each other: {}", way.join(" needs "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_never_end_is_refused() {
        let mut needs = Needs::default();
        needs.add("a", "b").unwrap();
        needs.add("a", "c").unwrap();
        needs.add("c", "d").unwrap();
        // Two ways to the same are no circle.
        needs.add("b", "d").unwrap();
        let circle = needs.add("d", "a").unwrap_err();
        assert_eq!(circle.to_string(), "statics need each other: a needs b needs d needs a");
        assert_eq!(needs.add("e", "e").unwrap_err().to_string(), "statics need each other: e needs e");
        needs.remove("b", "d");
        needs.remove("c", "d");
        needs.add("d", "a").unwrap();
    }
}
