//! A node's throttles: as wide as its share of what the definitions allow.

use alloc::sync::Arc;

use hapi_proto::services::{HederaFunctionality, Timestamp};

use crate::{
    Ledger,
    state::EntityNum,
    throttles::{Definitions, Throttles},
};

/// Buckets that are made anew, and so are empty, when the definitions or the number of nodes change.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeThrottles {
    made: Option<Made>,
}

#[derive(Clone, Debug)]
struct Made {
    of: Arc<Definitions>,
    nodes: u64,
    throttles: Throttles,
}

impl NodeThrottles {
    /// Takes the capacity for some operations, or nothing.
    pub(super) fn allow(
        &mut self,
        ledger: &Ledger,
        function: HederaFunctionality,
        operations: u64,
        now: Timestamp,
        payer: EntityNum,
    ) -> bool {
        self.current(ledger).allow(function, operations, now, payer)
    }

    /// As [`NodeThrottles::allow`], for high-volume transactions.
    pub(super) fn allow_high_volume(
        &mut self,
        ledger: &Ledger,
        function: HederaFunctionality,
        now: Timestamp,
        payer: EntityNum,
    ) -> bool {
        self.current(ledger).allow_high_volume(function, 1, now, payer)
    }

    /// Gives back the capacity of one operation that was not submitted.
    pub(super) fn give_back(&mut self, function: HederaFunctionality) {
        if let Some(made) = &mut self.made {
            made.throttles.give_back(function, 1);
        }
    }

    fn current(&mut self, ledger: &Ledger) -> &mut Throttles {
        let settings = ledger.settings();
        let nodes = (ledger.state().nodes.len() as u64).max(1);
        let fits = |made: &Made| Arc::ptr_eq(&made.of, &settings.throttles) && made.nodes == nodes;
        if !self.made.as_ref().is_some_and(fits) {
            self.made = None;
        }
        let made = self.made.get_or_insert_with(|| Made {
            of: Arc::clone(&settings.throttles),
            nodes,
            throttles: Throttles::new(&settings.throttles, nodes)
                .exempting(settings.config.accounts.last_throttle_exempt),
        });
        &mut made.throttles
    }
}
