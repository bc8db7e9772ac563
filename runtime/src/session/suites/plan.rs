//! Which suites there are, and what belongs to each: known before anything runs.

use std::collections::BTreeMap;

use crate::test_case::{ContextRequirement, Hook, Leaky, Moment, Suite};

/// The suites of a program that have hooks or a declaration, by path.
#[derive(Debug, Default)]
pub(super) struct Plan(BTreeMap<&'static str, Planned>);

/// A module that is a suite.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) path: &'static str,
    declared: Option<Suite>,
    before: Vec<Hook>,
    after: Vec<Hook>,
}

impl Plan {
    /// The plan of what the attributes have registered.
    pub(super) fn registered() -> Self {
        Self::of(inventory::iter::<Suite>.into_iter().copied(), inventory::iter::<Hook>.into_iter().copied())
    }

    pub(super) fn of(suites: impl Iterator<Item = Suite>, hooks: impl Iterator<Item = Hook>) -> Self {
        let mut plan = Self::default();
        for suite in suites {
            plan.at(suite.path).declared = Some(suite);
        }
        for hook in hooks {
            let planned = plan.at(hook.suite);
            match hook.moment {
                Moment::BeforeAll => planned.before.push(hook),
                Moment::AfterAll => planned.after.push(hook),
            }
        }
        for planned in plan.0.values_mut() {
            // Registrations come in no order; the hooks of a suite run in that of their source.
            planned.before.sort_by_key(|hook| hook.place);
            planned.after.sort_by_key(|hook| hook.place);
        }
        plan
    }

    fn at(&mut self, path: &'static str) -> &mut Planned {
        self.0.entry(path).or_insert_with(|| Planned { path, ..Planned::default() })
    }

    /// The suites around the test or the module at `path`, outermost first. A module is around itself.
    pub(super) fn around(&self, path: &str) -> Vec<&Planned> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
        ends.filter_map(|end| self.0.get(&path[..end])).collect()
    }
}

impl Planned {
    /// The hooks of that moment, in the order in which they run.
    pub(super) fn hooks(&self, moment: Moment) -> &[Hook] {
        match moment {
            Moment::BeforeAll => &self.before,
            Moment::AfterAll => &self.after,
        }
    }

    /// Whether there is anything to do before its first test or after its last.
    pub(super) fn is_set_up(&self) -> bool {
        let has_hooks = !(self.before.is_empty() && self.after.is_empty());
        has_hooks || self.leaky().is_some()
    }

    /// What the suite says that it changes for others.
    pub(super) fn leaky(&self) -> Option<Leaky> {
        self.declared.as_ref().and_then(|suite| suite.leaky)
    }

    /// What to add to the suite, so that its hooks may change this.
    pub(super) fn advice(&self, missing: ContextRequirement) -> String {
        match &self.declared {
            None => format!(
                "declare module `{}` as a suite that is leaky: `suite! {{ leaky({missing}) }}` at its top, or \
                 `#[hapi_suite(leaky({missing}))]` on it",
                self.path
            ),
            Some(Suite { leaky: None, place, .. }) => {
                format!("add `leaky({missing})` to the suite at {place}")
            }
            Some(Suite { leaky: Some(_), place, .. }) => {
                format!("add `{missing}` to the reasons in `leaky(..)` of the suite at {place}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_case::Place;

    fn hook(suite: &'static str, name: &'static str, line: u32, moment: Moment) -> Hook {
        let place = Place { file: "suites.rs", line, column: 1 };
        Hook { suite, name, place, moment, body: |_| Box::pin(async { Ok(()) }) }
    }

    fn suite(path: &'static str, leaky: Option<Leaky>) -> Suite {
        Suite {
            path,
            display: "",
            place: Place { file: "suites.rs", line: 7, column: 1 },
            tags: &[],
            ordered_in_isolation: false,
            leaky,
        }
    }

    fn paths(plan: &Plan, path: &str) -> Vec<&'static str> {
        plan.around(path).iter().map(|planned| planned.path).collect()
    }

    #[test]
    fn a_test_belongs_to_every_suite_around_it() {
        let suites = ["a::b", "a::b::c::d", "a::bb", "z"].map(|path| suite(path, None));
        let plan = Plan::of(suites.into_iter(), [hook("a", "up", 1, Moment::BeforeAll)].into_iter());
        assert_eq!(paths(&plan, "a::b::c::d::test"), ["a", "a::b", "a::b::c::d"]);
        assert_eq!(paths(&plan, "a::b::test::case"), ["a", "a::b"]);
        assert_eq!(paths(&plan, "a::b"), ["a", "a::b"]);
        assert_eq!(paths(&plan, "b::test"), <[&str; 0]>::default());
    }

    #[test]
    fn hooks_run_in_the_order_of_their_source() {
        let hooks = [
            hook("a", "second", 9, Moment::BeforeAll),
            hook("a", "after", 5, Moment::AfterAll),
            hook("a", "first", 3, Moment::BeforeAll),
        ];
        let plan = Plan::of([].into_iter(), hooks.into_iter());
        let planned = plan.around("a::test")[0];
        let names = |moment| planned.hooks(moment).iter().map(|hook| hook.name).collect::<Vec<_>>();
        assert_eq!(names(Moment::BeforeAll), ["first", "second"]);
        assert_eq!(names(Moment::AfterAll), ["after"]);
    }

    #[test]
    fn advice_says_what_to_write_where() {
        const PROPERTIES: &[ContextRequirement] = &[ContextRequirement::PropertyOverrides];
        let missing = ContextRequirement::FeeScheduleOverrides;
        let advice = |suites: Vec<Suite>| {
            let hooks = [hook("a", "up", 1, Moment::BeforeAll)];
            Plan::of(suites.into_iter(), hooks.into_iter()).around("a::test")[0].advice(missing)
        };
        assert!(advice(vec![]).contains("declare module `a` as a suite"));
        let plain = advice(vec![suite("a", None)]);
        assert_eq!(plain, "add `leaky(FeeScheduleOverrides)` to the suite at suites.rs:7:1");
        let leaky = advice(vec![suite("a", Some(Leaky::new(PROPERTIES)))]);
        assert!(leaky.starts_with("add `FeeScheduleOverrides` to the reasons"), "{leaky}");
    }
}
