//! Shapes of keys.

use super::{ControlledShape, SigControl};

/// The shape of a key: what [`new_key_named`](crate::ops::new_key_named) is to generate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyShape {
    /// A primitive key; the algorithm is the setup's, or else alternates within a structure.
    Simple,
    /// An Ed25519 key.
    Ed25519,
    /// An ECDSA key on secp256k1.
    Secp256k1,
    /// A key list: all must sign.
    List(Vec<KeyShape>),
    /// A threshold key: so many must sign.
    Threshold(u32, Vec<KeyShape>),
    /// The registry's key of the name that [`KeyShape::signed_with`] gives.
    Predefined,
    /// The contract of the name that [`KeyShape::signed_with`] gives, as a key.
    Contract,
    /// The contract of the name that [`KeyShape::signed_with`] gives, as a delegatable key.
    DelegatableContract,
}

/// A primitive key of either algorithm.
pub const SIMPLE: KeyShape = KeyShape::Simple;
/// An Ed25519 key.
pub const ED25519: KeyShape = KeyShape::Ed25519;
/// An ECDSA key on secp256k1.
pub const SECP256K1: KeyShape = KeyShape::Secp256k1;
/// A contract, named in [`KeyShape::signed_with`].
pub const CONTRACT: KeyShape = KeyShape::Contract;
/// A contract as a delegatable key, named in [`KeyShape::signed_with`].
pub const DELEGATE_CONTRACT: KeyShape = KeyShape::DelegatableContract;
/// A key of the registry, named in [`KeyShape::signed_with`].
pub const PREDEFINED: KeyShape = KeyShape::Predefined;

/// A list of so many simple keys, or of these shapes: `list_of(3)`, `list_of([ED25519, thresh_of(1, 2)])`.
pub fn list_of(shapes: impl Into<Shapes>) -> KeyShape {
    KeyShape::List(shapes.into().0)
}

/// A threshold key of so many simple keys, or of these shapes, of which `threshold` must sign.
pub fn thresh_of(threshold: u32, shapes: impl Into<Shapes>) -> KeyShape {
    KeyShape::Threshold(threshold, shapes.into().0)
}

impl KeyShape {
    /// The shape, with who of its primitive keys signs and what its other leaves are called:
    /// `thresh_of(1, [ED25519, CONTRACT]).signed_with(sigs![OFF, "vault"])`.
    pub fn signed_with(self, control: impl Into<SigControl>) -> ControlledShape {
        ControlledShape { shape: self, control: Some(control.into()) }
    }
}

/// The parts of a shape: a number of simple keys, or shapes.
#[derive(Clone, Debug)]
pub struct Shapes(pub(super) Vec<KeyShape>);

impl From<usize> for Shapes {
    fn from(count: usize) -> Self {
        Self(vec![KeyShape::Simple; count])
    }
}

impl<const N: usize> From<[KeyShape; N]> for Shapes {
    fn from(shapes: [KeyShape; N]) -> Self {
        Self(shapes.into())
    }
}

impl From<Vec<KeyShape>> for Shapes {
    fn from(shapes: Vec<KeyShape>) -> Self {
        Self(shapes)
    }
}
