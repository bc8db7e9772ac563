//! A network, with what the specs that run against it share.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use hapi_proto::services::{AccountId, Timestamp};
use tokio::sync::OnceCell;

use crate::{fees::FeesAndRates, keys::PrivateKey, networks::HederaNetwork};

/// A network, with what the specs that run against it share: the default payer, the fee schedule, and the clock
/// that makes transaction ids unique. Made once for each network of a session; cheap to clone.
#[derive(Clone)]
pub struct Target(Arc<Shared>);

struct Shared {
    network: Arc<dyn HederaNetwork>,
    payer: OnceCell<Payer>,
    fees: FeesAndRates,
    last_valid_start: AtomicI64,
}

/// An account that can pay.
#[derive(Clone, Debug)]
pub(crate) struct Payer {
    pub(crate) account: AccountId,
    pub(crate) key: PrivateKey,
}

impl Target {
    /// The target that `network` is.
    pub fn new(network: Arc<dyn HederaNetwork>) -> Self {
        Self(Arc::new(Shared {
            network,
            payer: OnceCell::new(),
            fees: FeesAndRates::default(),
            last_valid_start: AtomicI64::new(0),
        }))
    }

    /// The target that `fork` is, a network that starts with the state of this one: it has the same default payer.
    pub fn forked(&self, fork: Arc<dyn HederaNetwork>) -> Self {
        Self(Arc::new(Shared {
            network: fork,
            payer: self.0.payer.clone(),
            fees: FeesAndRates::default(),
            last_valid_start: AtomicI64::new(self.0.last_valid_start.load(Ordering::Relaxed)),
        }))
    }

    /// The network itself.
    pub fn network(&self) -> &dyn HederaNetwork {
        &*self.0.network
    }

    /// The fee schedule and the exchange rates of the network.
    pub fn fees(&self) -> &FeesAndRates {
        &self.0.fees
    }

    pub(crate) fn payer(&self) -> &OnceCell<Payer> {
        &self.0.payer
    }

    /// A valid start that no other transaction of this process has on this network: `offset_secs` from the present
    /// consensus time, or one nanosecond after the one given out last.
    pub(crate) fn next_valid_start(&self, offset_secs: i64) -> Timestamp {
        let wanted = self.network().now().plus_seconds(offset_secs).as_nanos();
        let wanted = i64::try_from(wanted).unwrap_or(i64::MAX - 1);
        let next = |last: i64| wanted.max(last.saturating_add(1));
        let last = self
            .0
            .last_valid_start
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
        let (Ok(last) | Err(last)) = last;
        Timestamp::from_nanos(next(last).into())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.0.network).finish()
    }
}
