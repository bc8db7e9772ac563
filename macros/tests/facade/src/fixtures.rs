//! Fixtures that are their own description.

use std::{any::Any, fmt};

/// A type that can be a parameter of a test.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a test",
    label = "not a fixture",
    note = "a parameter is a fixture (`SpecAccount`, `SpecKey`, ..), a `#[case(..)]` value, or, first in an `async fn`, `&Spec`"
)]
pub trait Fixture: Clone + Send + Sync + 'static {
    type Attributes: Default;

    fn declare(name: &str, attributes: Self::Attributes) -> Self;
}

/// The fixtures of one test.
#[derive(Default)]
pub struct Fixtures {
    declared: Vec<Box<dyn Any + Send + Sync>>,
}

impl Fixtures {
    pub fn declare<F: Fixture>(&mut self, name: &str, set: fn(&mut F::Attributes)) {
        let mut attributes = F::Attributes::default();
        set(&mut attributes);
        self.declared.push(Box::new(F::declare(name, attributes)));
    }

    pub fn get<F: Fixture>(&self, index: usize) -> F {
        self.declared[index].downcast_ref::<F>().expect("the macro declared this parameter").clone()
    }
}

/// A number of hbar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hbar(pub i64);

pub trait HbarExt {
    fn hbar(self) -> Hbar;
}

impl HbarExt for i64 {
    fn hbar(self) -> Hbar {
        Hbar(self)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyShape {
    #[default]
    Ed25519,
    Secp256k1,
}

/// What `#[account_spec(..)]` sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountAttributes {
    pub balance: Option<Hbar>,
    pub cents: Option<i64>,
    pub key: KeyShape,
    pub memo: String,
    pub max_auto_associations: i32,
    pub receiver_sig_required: bool,
    pub decline_reward: bool,
    pub staked_node_id: Option<i64>,
}

/// What `#[key_spec(..)]` sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyAttributes {
    pub kind: KeyShape,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecAccount {
    pub name: String,
    pub attributes: AccountAttributes,
}

impl Fixture for SpecAccount {
    type Attributes = AccountAttributes;

    fn declare(name: &str, attributes: AccountAttributes) -> Self {
        Self { name: name.to_owned(), attributes }
    }
}

impl fmt::Display for SpecAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecKey {
    pub name: String,
    pub attributes: KeyAttributes,
}

impl Fixture for SpecKey {
    type Attributes = KeyAttributes;

    fn declare(name: &str, attributes: KeyAttributes) -> Self {
        Self { name: name.to_owned(), attributes }
    }
}

impl fmt::Display for SpecKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
