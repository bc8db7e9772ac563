//! Which parts of a key sign.

use serde::{Deserialize, Serialize};

use super::{KeyShape, Signer};

/// Which parts of a key sign, in the structure of the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SigControl {
    /// All primitive keys below here sign.
    On,
    /// None below here signs.
    Off,
    /// The leaf here is this contract or this key of the registry; it signs if it can.
    Named(String),
    /// The parts of a list or threshold key, one by one.
    Nested(Vec<SigControl>),
}

/// This part signs.
pub const ON: SigControl = SigControl::On;
/// This part does not sign.
pub const OFF: SigControl = SigControl::Off;

/// Who signs of a list or threshold key, part by part: `sigs![ON, OFF, sigs![ON, ON], "vault"]`.
#[macro_export]
macro_rules! sigs {
    ($($part:expr),* $(,)?) => {
        $crate::keys::SigControl::Nested(::std::vec![$(::std::convert::Into::into($part)),*])
    };
}

/// For this operation, `control` says who of the named key, or of the key of an entity, signs: for `.sig_control(..)`.
pub fn for_key(key: impl Into<Signer>, control: impl Into<SigControl>) -> ControlForKey {
    ControlForKey { name: key.into().label(), control: control.into() }
}

/// Who signs of one named key: see [`for_key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlForKey {
    pub(crate) name: String,
    pub(crate) control: SigControl,
}

/// A shape, and who of it signs: see [`KeyShape::signed_with`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlledShape {
    pub(crate) shape: KeyShape,
    pub(crate) control: Option<SigControl>,
}

impl From<KeyShape> for ControlledShape {
    fn from(shape: KeyShape) -> Self {
        Self { shape, control: None }
    }
}

impl From<ControlledShape> for SigControl {
    fn from(controlled: ControlledShape) -> Self {
        controlled.control.unwrap_or(Self::On)
    }
}

impl From<&str> for SigControl {
    fn from(name: &str) -> Self {
        Self::Named(name.into())
    }
}

impl From<String> for SigControl {
    fn from(name: String) -> Self {
        Self::Named(name)
    }
}

impl SigControl {
    /// The control of the part at `index` of `count`; the error says how the structures differ.
    pub(super) fn part(&self, index: usize, count: usize) -> Result<&Self, String> {
        match self {
            Self::On | Self::Off => Ok(self),
            Self::Nested(parts) if parts.len() == count => Ok(&parts[index]),
            Self::Nested(parts) => {
                Err(format!("the control names {} parts of a key that has {count}", parts.len()))
            }
            Self::Named(name) => Err(format!("`{name}` stands where the key has {count} parts")),
        }
    }
}
