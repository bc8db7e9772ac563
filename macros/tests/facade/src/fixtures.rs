//! Fixtures that are their own description.

use std::{any::Any, fmt};

use crate::{Place, spec::SpecManager};

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

/// The fixtures of a hook.
pub async fn fixtures_of(_: &SpecManager, declare: fn(&mut Fixtures)) -> Result<Fixtures, String> {
    let mut fixtures = Fixtures::default();
    declare(&mut fixtures);
    Ok(fixtures)
}

/// What the attribute of a static says.
pub struct StaticFixture<F: Fixture> {
    path: &'static str,
    place: Place,
    set: fn(&mut F::Attributes),
}

impl<F: Fixture> StaticFixture<F> {
    pub const fn new(path: &'static str, place: Place, set: fn(&mut F::Attributes)) -> Self {
        Self { path, place, set }
    }

    fn attributes(&self) -> F::Attributes {
        let mut attributes = F::Attributes::default();
        (self.set)(&mut attributes);
        attributes
    }
}

impl<F: Fixture> PartialEq for StaticFixture<F> {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl<F: Fixture> Eq for StaticFixture<F> {}

impl<F: Fixture> fmt::Debug for StaticFixture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

/// The registration of a static.
pub struct StaticEntry {
    pub path: &'static str,
    pub place: Place,
}

inventory::collect!(StaticEntry);

impl StaticEntry {
    pub const fn new<F: Fixture>(fixture: &'static StaticFixture<F>) -> Self {
        Self { path: fixture.path, place: fixture.place }
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
    /// What it is instead, where it is a static.
    fixture: Option<&'static StaticFixture<SpecAccount>>,
}

impl SpecAccount {
    pub const fn of_static(fixture: &'static StaticFixture<Self>) -> Self {
        let attributes = AccountAttributes {
            balance: None,
            cents: None,
            key: KeyShape::Ed25519,
            memo: String::new(),
            max_auto_associations: 0,
            receiver_sig_required: false,
            decline_reward: false,
            staked_node_id: None,
        };
        Self { name: String::new(), attributes, fixture: Some(fixture) }
    }

    /// The attributes, wherever they are.
    pub fn attributes(&self) -> AccountAttributes {
        self.fixture.map_or_else(|| self.attributes.clone(), StaticFixture::attributes)
    }
}

impl Fixture for SpecAccount {
    type Attributes = AccountAttributes;

    fn declare(name: &str, attributes: AccountAttributes) -> Self {
        Self { name: name.to_owned(), attributes, fixture: None }
    }
}

impl fmt::Display for SpecAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.fixture.map_or(&self.name, |fixture| fixture.path))
    }
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFile {
    pub attributes: FileAttributes,
}

/// What `#[file_spec(..)]` sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAttributes {
    pub contents: Vec<u8>,
    pub memo: String,
    pub key: Option<KeyShape>,
    pub immutable: bool,
    pub lifetime: Option<i64>,
    pub expiry: Option<i64>,
}

impl Fixture for SpecFile {
    type Attributes = FileAttributes;

    fn declare(_: &str, attributes: FileAttributes) -> Self {
        Self { attributes }
    }
}

/// What a key of a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRole {
    Admin,
    Kyc,
    Freeze,
    Wipe,
    Supply,
    FeeSchedule,
    Pause,
    Metadata,
}

/// The keys of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKeys(pub Vec<TokenRole>);

impl Default for TokenKeys {
    fn default() -> Self {
        Self(vec![TokenRole::Admin, TokenRole::Supply])
    }
}

impl<const N: usize> From<[TokenRole; N]> for TokenKeys {
    fn from(roles: [TokenRole; N]) -> Self {
        Self(roles.into())
    }
}

impl From<&SpecAccount> for Option<String> {
    fn from(account: &SpecAccount) -> Self {
        Some(account.to_string())
    }
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $token:ident $attributes:ident { $($field:ident: $ty:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $token {
            pub name: String,
            pub attributes: Option<$attributes>,
            fixture: Option<&'static StaticFixture<$token>>,
        }

        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $attributes {
            pub keys: TokenKeys,
            pub max_supply: i64,
            pub treasury: Option<String>,
            pub use_auto_renew_account: bool,
            pub auto_renew_account: Option<String>,
            pub freeze_default: bool,
            pub memo: String,
            $(pub $field: $ty,)*
        }

        impl $token {
            pub const fn of_static(fixture: &'static StaticFixture<Self>) -> Self {
                Self { name: String::new(), attributes: None, fixture: Some(fixture) }
            }

            /// The attributes, wherever they are.
            pub fn attributes(&self) -> $attributes {
                let own = || self.attributes.clone().expect("a parameter has its own");
                self.fixture.map_or_else(own, StaticFixture::attributes)
            }
        }

        impl Fixture for $token {
            type Attributes = $attributes;

            fn declare(name: &str, attributes: $attributes) -> Self {
                Self { name: name.to_owned(), attributes: Some(attributes), fixture: None }
            }
        }
    )*};
}

tokens! {
    /// A fungible token.
    SpecFungibleToken FungibleTokenAttributes { initial_supply: Option<i64>, decimals: u32, }
    /// A non-fungible token.
    SpecNonFungibleToken NonFungibleTokenAttributes { num_pre_mints: u32, }
}

/// Where the network is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrpcEndpoint;

impl Fixture for GrpcEndpoint {
    type Attributes = ();

    fn declare(_: &str, (): ()) -> Self {
        Self
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
