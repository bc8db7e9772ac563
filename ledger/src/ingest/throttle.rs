//! A node's throttles: as wide as its share of what the definitions allow.

use alloc::sync::Arc;

use hapi_proto::services::{HederaFunctionality, Timestamp};

use crate::{
    Ledger,
    state::EntityNum,
    throttles::{Definitions, Demand, Throttles},
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
    /// Takes the capacity that is demanded, or nothing.
    pub(super) fn admit(
        &mut self,
        ledger: &Ledger,
        demand: Demand,
        now: Timestamp,
        payer: EntityNum,
    ) -> bool {
        self.current(ledger).admit(demand, now, payer)
    }

    /// Gives back what was taken for a demand.
    pub(super) fn give_back(&mut self, demand: Demand, payer: EntityNum) {
        if let Some(made) = &mut self.made {
            made.throttles.give_back(demand, payer);
        }
    }

    /// How full the fullest high-volume bucket of a functionality is, in basis points.
    pub(super) fn high_volume_utilisation(
        &mut self,
        ledger: &Ledger,
        function: HederaFunctionality,
        now: Timestamp,
    ) -> u32 {
        self.current(ledger).high_volume_utilisation(function, now)
    }

    fn current(&mut self, ledger: &Ledger) -> &mut Throttles {
        let settings = ledger.settings();
        let nodes = (ledger.state().nodes.len() as u64).max(1);
        let fits = |made: &Made| Arc::ptr_eq(&made.of, &settings.throttles) && made.nodes == nodes;
        if !self.made.as_ref().is_some_and(fits) {
            self.made = None;
        }
        let exempt = settings.config.accounts.last_throttle_exempt;
        let made = self.made.get_or_insert_with(|| Made {
            of: Arc::clone(&settings.throttles),
            nodes,
            throttles: Throttles::new(&settings.throttles, nodes),
        });
        made.throttles.set_exempt(exempt);
        &mut made.throttles
    }
}
