//! How transactions are put together.

mod layout;
mod submission;
mod unknown;

use std::sync::atomic::{AtomicU64, Ordering};

pub use layout::Layout;
pub(crate) use layout::SignedParts;
pub use submission::SubmissionStrategy;
pub use unknown::UnknownFieldIn;
pub(crate) use unknown::{UNKNOWN_FIELD, body_bytes};

use crate::spec::WireForm;

/// Chooses what transactions leave open: the form on the wire.
#[derive(Debug)]
pub(crate) struct TxnFactory {
    form: WireForm,
    turn: AtomicU64,
}

impl TxnFactory {
    /// Forms that alternate begin with the one that the seed says.
    pub(crate) fn new(form: WireForm, seed: u64) -> Self {
        Self { form, turn: AtomicU64::new(seed) }
    }

    /// The layout of the next transaction.
    pub(crate) fn next_layout(&self) -> Layout {
        match self.form {
            WireForm::Signed => Layout::Signed,
            WireForm::BodyAndSigMap => Layout::BodyAndSigMap,
            WireForm::Alternate => {
                let turn = self.turn.fetch_add(1, Ordering::Relaxed);
                if turn.is_multiple_of(2) { Layout::Signed } else { Layout::BodyAndSigMap }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use Layout::{BodyAndSigMap, Signed};

    use super::*;

    #[test]
    fn forms_alternate_from_the_seed() {
        let layouts = |form, seed| {
            let factory = TxnFactory::new(form, seed);
            [(); 3].map(|()| factory.next_layout())
        };
        assert_eq!(layouts(WireForm::Alternate, 0), [Signed, BodyAndSigMap, Signed]);
        assert_eq!(layouts(WireForm::Alternate, 7), [BodyAndSigMap, Signed, BodyAndSigMap]);
        assert_eq!(layouts(WireForm::Signed, 7), [Signed; 3]);
    }
}
