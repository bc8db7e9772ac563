//! Where the contents of a file come from.

use std::{fmt, fs, path::PathBuf, sync::Arc};

use bytes::Bytes;

use crate::{
    resources,
    spec::{OpError, Spec},
};

/// Where the contents of a file come from.
#[derive(Clone, Default)]
pub(super) enum Contents {
    /// Nowhere: the field is left out.
    #[default]
    Absent,
    /// The spec says.
    Given(Bytes),
    /// The registry has them under this name.
    Named(String),
    /// A file of the crate, or of the machine.
    Path(PathBuf),
    /// They are found out when the transaction is built.
    Made(Arc<Make>),
}

type Make = dyn Fn(&Spec) -> Result<Bytes, OpError> + Send + Sync;

impl Contents {
    /// The contents themselves; `None` if there are none to send.
    pub(super) fn resolve(&self, spec: &Spec) -> Result<Option<Bytes>, OpError> {
        match self {
            Self::Absent => Ok(None),
            Self::Given(bytes) => Ok(Some(bytes.clone())),
            Self::Named(name) => Ok(Some(spec.registry().get(name)?)),
            Self::Path(path) => {
                let path = resources::path_of(path);
                let read = fs::read(&path);
                let read =
                    read.map_err(|error| OpError::new(format!("cannot read {}: {error}", path.display())))?;
                Ok(Some(read.into()))
            }
            Self::Made(make) => make(spec).map(Some),
        }
    }

    /// Whether there are any to send.
    pub(super) fn are_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("none"),
            Self::Given(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Named(name) => write!(f, "those called `{name}`"),
            Self::Path(path) => write!(f, "those of {}", path.display()),
            Self::Made(_) => f.write_str("made later"),
        }
    }
}

/// The modifiers that set the contents of a transaction.
macro_rules! contents_modifiers {
    ($op:ty) => {
        impl Txn<$op> {
            /// Has these contents: text or bytes.
            pub fn contents(self, contents: impl Into<Bytes>) -> Self {
                self.with_op(|op| op.contents = Contents::Given(contents.into()))
            }

            /// Has the contents that the registry has under this name.
            pub fn named_contents(self, name: impl Into<String>) -> Self {
                self.with_op(|op| op.contents = Contents::Named(name.into()))
            }

            /// Has the contents of the file at this path; a relative one begins at the crate's `Cargo.toml`.
            pub fn path(self, path: impl Into<PathBuf>) -> Self {
                self.with_op(|op| op.contents = Contents::Path(path.into()))
            }

            /// Has the contents that `make` gives when the transaction is built.
            pub fn contents_from(
                self,
                make: impl Fn(&Spec) -> Result<Bytes, OpError> + Send + Sync + 'static,
            ) -> Self {
                self.with_op(|op| op.contents = Contents::Made(Arc::new(make)))
            }
        }
    };
}
pub(super) use contents_modifiers;
