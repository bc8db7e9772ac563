//! Names that a registry learns when they are first asked for.

use super::Registry;

/// What stands behind a registry for names that nothing was entered for yet: the static fixtures.
pub(crate) trait Source: Send + Sync {
    /// Enters into `registry` what `name` stands for, unless that was done before. `Ok(false)` if the name is none of this
    /// source's; an error if it is, but there is nothing to enter: why.
    fn enter(&self, name: &str, registry: &Registry) -> Result<bool, String>;
}
