//! The throttles that all nodes ask alike, at consensus.

use alloc::sync::Arc;

use hapi_proto::services::{HederaFunctionality, ThrottleUsageSnapshots, Timestamp};

use super::{Demand, Throttles};
use crate::{
    config::{Config, Settings},
    fees::Congestion,
    state::{EntityNum, Network},
};

/// Nobody: no payer that is exempt.
const NOBODY: EntityNum = 0;

/// The buckets of a ledger, undivided, and the congestion that they show. What is in them is part of state
/// ([`Network::throttle_usage`], [`Network::congestion`]), so that a node that starts from a state decides as those that
/// went through all that led to it.
#[derive(Clone, Debug)]
pub(crate) struct ConsensusThrottles {
    buckets: Throttles,
    congestion: Congestion,
}

impl ConsensusThrottles {
    /// The throttles as a state left them.
    pub(crate) fn new(settings: &Settings, network: &Network) -> Self {
        let exempt = settings.config.accounts.last_throttle_exempt;
        let mut buckets = Throttles::new(&settings.throttles, 1).exempting(exempt);
        buckets.restore(&network.throttle_usage);
        Self { buckets, congestion: network.congestion.clone() }
    }

    /// The throttles as they are right after their definitions changed: nothing has been used, and no congestion has
    /// lasted.
    pub(crate) fn empty(settings: &Settings) -> Self {
        let exempt = settings.config.accounts.last_throttle_exempt;
        let buckets = Throttles::new(&settings.throttles, 1).exempting(exempt);
        Self { buckets, congestion: Congestion::default() }
    }

    /// Follows changed properties: what has been used stays, but congestion is observed anew.
    pub(crate) fn reconfigure(&mut self, config: &Config) {
        self.buckets.set_exempt(config.accounts.last_throttle_exempt);
        self.congestion = Congestion::default();
    }

    /// Takes what is demanded, or nothing when there is too little. Either way the network is as congested as it then is.
    pub(crate) fn screen(
        &mut self,
        config: &Config,
        demand: Demand,
        now: Timestamp,
        payer: EntityNum,
    ) -> bool {
        let admitted = self.buckets.admit(demand, now, payer);
        let buckets = self.buckets.congestion_buckets().map(|bucket| (bucket.used(), bucket.capacity()));
        self.congestion.update(&config.fees.congestion, config.fees.min_congestion_period, now, buckets);
        admitted
    }

    /// Takes note of a transaction of which nothing came but that its fees were charged: it counts as a transfer.
    pub(crate) fn track_charge(&mut self, config: &Config, now: Timestamp) {
        self.screen(config, Demand::one(HederaFunctionality::CryptoTransfer), now, NOBODY);
    }

    /// Forgets what was taken since the usage was saved.
    pub(crate) fn reset(&mut self, saved: &ThrottleUsageSnapshots) {
        self.buckets.restore(saved);
    }

    /// How full the fullest high-volume bucket of a functionality is, in basis points.
    pub(crate) fn high_volume_utilisation(&self, function: HederaFunctionality, now: Timestamp) -> u32 {
        self.buckets.high_volume_utilisation(function, now)
    }

    /// What congestion multiplies fees by.
    pub(crate) fn congestion(&self) -> u64 {
        self.congestion.multiplier()
    }

    /// Writes what changed to state.
    pub(crate) fn save(&self, network: &mut Network) {
        if !self.buckets.are_as(&network.throttle_usage) {
            self.buckets.save(Arc::make_mut(&mut network.throttle_usage));
        }
        if network.congestion != self.congestion {
            network.congestion.clone_from(&self.congestion);
        }
    }
}
