//! New keys.

use std::panic::Location;

use futures::future::{BoxFuture, FutureExt, ready};
use hapi_proto::services::Key;

use crate::{
    keys::{ControlledShape, KeyGenerator, KeyLabels, PrivateKey, SIMPLE},
    ops::exposed::Exposed,
    spec::{OpDescription, OpError, Operation, Spec, here},
};

/// Generates a key and gives it a name: a simple one, unless [`shape`](NewKeyNamed::shape) says otherwise.
#[track_caller]
pub fn new_key_named(name: impl Into<String>) -> NewKeyNamed {
    NewKeyNamed {
        name: name.into(),
        shape: SIMPLE.into(),
        generator: KeyGenerator::default(),
        labels: None,
        exposed: Exposed::default(),
        private: Exposed::default(),
        place: here(),
    }
}

/// See [`new_key_named`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct NewKeyNamed {
    name: String,
    shape: ControlledShape,
    generator: KeyGenerator,
    labels: Option<KeyLabels>,
    exposed: Exposed<Key>,
    private: Exposed<PrivateKey>,
    place: &'static Location<'static>,
}

impl NewKeyNamed {
    /// Generates this shape; `.shape(s.signed_with(sigs![..]))` says who of it signs from now on.
    pub fn shape(mut self, shape: impl Into<ControlledShape>) -> Self {
        self.shape = shape.into();
        self
    }

    /// Takes the primitive keys from this generator.
    pub fn generator(mut self, generator: KeyGenerator) -> Self {
        self.generator = generator;
        self
    }

    /// Labels the primitive keys of the shape: equal labels, the same key.
    pub fn labels(mut self, labels: impl Into<KeyLabels>) -> Self {
        self.labels = Some(labels.into());
        self
    }

    /// Has `receiver` called with the key.
    pub fn exposing_key_to(mut self, receiver: impl Fn(Key) + Send + Sync + 'static) -> Self {
        self.exposed.set(receiver);
        self
    }

    /// Has `receiver` called with the private key, which knows its PEM and DER forms; the key must be primitive.
    pub fn exporting_to(mut self, receiver: impl Fn(PrivateKey) + Send + Sync + 'static) -> Self {
        self.private.set(receiver);
        self
    }

    fn generate(&self, spec: &Spec) -> Result<Key, OpError> {
        let Self { name, shape, generator, labels, .. } = self;
        let key = spec.keys().generate(spec.registry(), shape, *generator, labels.as_ref())?;
        spec.keys().set_control(name, shape.clone().into());
        spec.registry().put(name, key.clone());
        self.exposed.give(key.clone());
        if self.private.is_wanted() {
            self.private.give(spec.keys().private_of(name, &key)?);
        }
        Ok(key)
    }
}

impl Operation for NewKeyNamed {
    type Output = Key;

    fn describe(&self) -> OpDescription {
        OpDescription::new("new_key_named", &self.name, self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Key, OpError>> {
        ready(self.generate(spec)).boxed()
    }
}
