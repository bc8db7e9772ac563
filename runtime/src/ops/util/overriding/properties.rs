//! Network properties: file 0.0.121.

use std::{
    collections::BTreeMap,
    fmt::{self, Display},
    panic::Location,
};

use futures::{FutureExt, future::BoxFuture};
use hapi_node::Config;

use super::edit::{edit_settings, present_settings};
use crate::{
    ops::{exposed::Exposed, util::step::Step},
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
    system_files::{Settings, SystemFile, check_known, check_property, listing},
};

/// Gives a network property another value, for everybody and at once: `overriding("ledger.maxAutoAssociations", 1)`.
///
/// The test must be `#[leaky_test(PropertyOverrides)]`; what it overrides is restored after it. A name that no network
/// knows, and a value that the property cannot have, are errors before anything is sent. The ledger of this version goes
/// by some of the properties only: the trace says so of one that has no effect.
#[track_caller]
pub fn overriding(property: impl Into<String>, value: impl Display) -> Step<()> {
    overriding_as("overriding", [(property.into(), value.to_string())])
}

/// Gives two network properties other values; see [`overriding`].
#[track_caller]
pub fn overriding_two(
    property: impl Into<String>,
    value: impl Display,
    second: impl Into<String>,
    second_value: impl Display,
) -> Step<()> {
    let settings = [(property.into(), value.to_string()), (second.into(), second_value.to_string())];
    overriding_as("overriding_two", settings)
}

/// Gives three network properties other values; see [`overriding`].
#[track_caller]
pub fn overriding_three(
    property: impl Into<String>,
    value: impl Display,
    second: impl Into<String>,
    second_value: impl Display,
    third: impl Into<String>,
    third_value: impl Display,
) -> Step<()> {
    let settings = [
        (property.into(), value.to_string()),
        (second.into(), second_value.to_string()),
        (third.into(), third_value.to_string()),
    ];
    overriding_as("overriding_three", settings)
}

/// Gives these network properties other values, all at once: a map, or an array of pairs; see [`overriding`].
#[track_caller]
pub fn overriding_all_of<N: Into<String>, V: Display>(
    properties: impl IntoIterator<Item = (N, V)>,
) -> Step<()> {
    let settings = properties.into_iter().map(|(name, value)| (name.into(), value.to_string()));
    overriding_as("overriding_all_of", settings)
}

#[track_caller]
fn overriding_as(verb: &'static str, settings: impl IntoIterator<Item = (String, String)>) -> Step<()> {
    let settings: BTreeMap<String, String> = settings.into_iter().collect();
    Step::new(verb, listing(&settings), here(), move |spec| set_all(spec, settings).boxed())
}

async fn set_all(spec: &Spec, settings: BTreeMap<String, String>) -> OpResult {
    settings.iter().try_for_each(|(name, value)| check_property(name, value))?;
    let change = |present: &mut Settings| {
        for (name, value) in &settings {
            present.set(name, value);
        }
    };
    edit_settings(spec, SystemFile::Properties, change).await?;
    for name in settings.keys().filter(|name| !Config::PROPERTIES.contains(&name.as_str())) {
        spec.note(format!("{name} has no effect on the ledger of this version"));
    }
    Ok(())
}

/// Takes a network property out of file 0.0.121, so that it has the value that the network was started with.
#[track_caller]
pub fn restore_default(property: impl Into<String>) -> Step<()> {
    let property = property.into();
    Step::new("restore_default", property.clone(), here(), move |spec| {
        async move {
            check_known(&property)?;
            edit_settings(spec, SystemFile::Properties, |present| present.remove(&property)).await
        }
        .boxed()
    })
}

/// Finds out which values these network properties have: what [`Spec::run`] gives is a map that [`overriding_all_of`]
/// takes.
#[track_caller]
pub fn remembering<N: Into<String>>(properties: impl IntoIterator<Item = N>) -> Remembering {
    let properties = properties.into_iter().map(Into::into).collect();
    Remembering { properties, exposed: Exposed::default(), place: here() }
}

/// See [`remembering`].
#[derive(Clone)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct Remembering {
    properties: Vec<String>,
    exposed: Exposed<BTreeMap<String, String>>,
    place: &'static Location<'static>,
}

impl Remembering {
    /// Has `receiver` called with the values.
    pub fn exposing_to(
        mut self,
        receiver: impl Fn(BTreeMap<String, String>) + Send + Sync + 'static,
    ) -> Self {
        self.exposed.set(receiver);
        self
    }

    async fn values(&self, spec: &Spec) -> Result<BTreeMap<String, String>, OpError> {
        let present = present_settings(spec, SystemFile::Properties).await?;
        let mut values = BTreeMap::new();
        for name in &self.properties {
            let value = match present.get(name) {
                Some(value) => value.to_owned(),
                None => startup_value(spec, name)?,
            };
            values.insert(name.clone(), value);
        }
        spec.note(listing(&values));
        self.exposed.give(values.clone());
        Ok(values)
    }
}

/// What the network was started with; fails for a property that there is none of.
pub(super) fn startup_value(spec: &Spec, property: &str) -> Result<String, OpError> {
    if let Some(value) = spec.network().startup_property(property) {
        return Ok(value);
    }
    check_known(property)?;
    Err(OpError::new(format!("network {} does not tell its property `{property}`", spec.network().name())))
}

impl Operation for Remembering {
    type Output = BTreeMap<String, String>;

    fn describe(&self) -> OpDescription {
        OpDescription::new("remembering", self.properties.join(", "), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Self::Output, OpError>> {
        self.values(spec).boxed()
    }
}

impl fmt::Debug for Remembering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hapi_node::EmbeddedConfig;
    use tokio::runtime::Builder;

    use super::*;
    use crate::{
        networks::ConcurrentEmbeddedNetwork,
        spec::{SpecContext, SpecSetup, Target},
        test_case::Resources,
    };

    #[test]
    fn properties_without_an_effect_are_told_from_others() {
        let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
        let context = SpecContext::new(Target::new(Arc::new(network)), "overrides", SpecSetup::default());
        let spec = Spec::new(SpecContext { may_write: Resources::ALL, ..context }).expect("a spec");
        let settings = [("ledger.maxAutoAssociations", "1"), ("staking.perHbarRewardRate", "2")];
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(spec.run(overriding_all_of(settings))).expect("both are known");
        let trace = spec.trace();
        let told = &trace.steps.last().expect("it ran").notes;
        assert_eq!(*told, ["staking.perHbarRewardRate has no effect on the ledger of this version"]);
    }
}
