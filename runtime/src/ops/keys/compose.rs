//! Keys made of named keys.

use std::panic::Location;

use futures::future::{BoxFuture, FutureExt, ready};
use hapi_proto::services::Key;

use crate::{
    keys::{SigControl, Signer},
    registry::IntoMany,
    spec::{OpDescription, OpError, Operation, Spec, here},
};

/// Gives a list of known keys a name: all must sign.
#[track_caller]
pub fn new_key_list_named(name: impl Into<String>, keys: impl IntoMany<Signer>) -> NewKeyGroup {
    NewKeyGroup { name: name.into(), threshold: None, keys: keys.into_many(), place: here() }
}

/// Gives a threshold key over known keys a name: `threshold` of them must sign.
#[track_caller]
pub fn new_threshold_key_named(
    name: impl Into<String>,
    threshold: u32,
    keys: impl IntoMany<Signer>,
) -> NewKeyGroup {
    NewKeyGroup { name: name.into(), threshold: Some(threshold), keys: keys.into_many(), place: here() }
}

/// See [`new_key_list_named`] and [`new_threshold_key_named`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct NewKeyGroup {
    name: String,
    threshold: Option<u32>,
    keys: Vec<Signer>,
    place: &'static Location<'static>,
}

impl NewKeyGroup {
    fn compose(&self, spec: &Spec) -> Result<Key, OpError> {
        let (mut keys, mut controls) = (Vec::new(), Vec::new());
        for signer in &self.keys {
            let (key, control) = signer.resolve(spec)?;
            keys.push(key);
            controls.push(control);
        }
        let key = match self.threshold {
            Some(threshold) => Key::threshold(threshold, keys),
            None => Key::list(keys),
        };
        spec.keys().set_control(&self.name, SigControl::Nested(controls));
        spec.registry().put(&self.name, key.clone());
        Ok(key)
    }
}

impl Operation for NewKeyGroup {
    type Output = Key;

    fn describe(&self) -> OpDescription {
        let verb = if self.threshold.is_some() { "new_threshold_key_named" } else { "new_key_list_named" };
        OpDescription::new(verb, &self.name, self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Key, OpError>> {
        ready(self.compose(spec)).boxed()
    }
}
