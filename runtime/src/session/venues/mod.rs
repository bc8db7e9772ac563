//! Where a test runs: on the session's network, on a fork of it, or on a network of its own.

/// What keeps leaky tests from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// They wait until nobody is in their way.
    #[default]
    Lock,
    /// Each runs on its own fork of the ledger, beside the others.
    Fork,
}
