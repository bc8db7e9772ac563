//! A network, with what the specs that run against it share.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

use hapi_proto::services::{AccountId, Key, Timestamp};

use super::{Operator, SpecError};
use crate::{
    fees::FeesAndRates,
    keys::{KeyRing, PrivateKey},
    made_once::MadeOnce,
    networks::HederaNetwork,
    registry::{self, Registry},
    session::{
        Statics,
        link::{Attached, Lane, SessionLink},
    },
};

/// A network, with what the specs that run against it share: the default payer, the fee schedule, and the clock
/// that makes transaction ids unique. Made once for each network of a session; cheap to clone.
#[derive(Clone)]
pub struct Target(Arc<Shared>);

struct Shared {
    network: Arc<dyn HederaNetwork>,
    /// As long as there is no default payer, and since there is one.
    beginnings: [OnceLock<Known>; 2],
    payer: MadeOnce<Payer>,
    fees: FeesAndRates,
    statics: Statics,
    last_valid_start: AtomicI64,
    lane: Lane,
    /// The session of which the network is, where that is in another process.
    link: Option<Arc<dyn SessionLink>>,
}

/// What a spec begins with.
pub(crate) struct Beginning {
    /// The keys of the genesis account and, if that exists, of the default payer.
    pub(crate) keys: KeyRing,
    /// The names that every spec knows, that of the default payer among them if it exists.
    pub(crate) registry: Registry,
    /// Whether the default payer exists.
    pub(crate) has_payer: bool,
}

/// The beginning of the specs that have this genesis account and node: reading a key and filling a registry take longer
/// than a short spec.
struct Known {
    genesis: Operator,
    node: AccountId,
    beginning: Beginning,
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
        Self::in_lane(network, Lane::ONLY)
    }

    /// The network of a session that is in another process.
    pub(crate) fn attached(Attached { network, link }: Attached) -> Self {
        Self::with(network, link.lane(), Some(link))
    }

    /// The target that `network` is, for one of several processes that send to it.
    pub(crate) fn in_lane(network: Arc<dyn HederaNetwork>, lane: Lane) -> Self {
        Self::with(network, lane, None)
    }

    fn with(network: Arc<dyn HederaNetwork>, lane: Lane, link: Option<Arc<dyn SessionLink>>) -> Self {
        Self(Arc::new(Shared {
            network,
            beginnings: [const { OnceLock::new() }; 2],
            payer: MadeOnce::default(),
            fees: FeesAndRates::default(),
            statics: Statics::default(),
            last_valid_start: AtomicI64::new(0),
            lane,
            link,
        }))
    }

    /// The target that a fork is, a network that starts with the state of this one: it has the same default payer and the
    /// same statics. `fork` makes the fork; it is called once it is settled what that has, as what came to be on this
    /// network later need not be on the fork.
    pub fn forked(&self, fork: impl FnOnce() -> Arc<dyn HederaNetwork>) -> Self {
        match self.try_forked(|| Ok::<_, Infallible>(fork())) {
            Ok(forked) => forked,
            Err(never) => match never {},
        }
    }

    /// As [`Target::forked`], with a fork that may not be had.
    pub(crate) fn try_forked<E>(
        &self,
        fork: impl FnOnce() -> Result<Arc<dyn HederaNetwork>, E>,
    ) -> Result<Self, E> {
        let (payer, statics) = (self.0.payer.clone(), self.0.statics.inherited());
        Ok(Self(Arc::new(Shared {
            network: fork()?,
            beginnings: [const { OnceLock::new() }; 2],
            payer,
            statics,
            fees: FeesAndRates::default(),
            last_valid_start: AtomicI64::new(self.0.last_valid_start.load(Ordering::Relaxed)),
            lane: self.0.lane,
            link: None,
        })))
    }

    /// The network itself.
    pub fn network(&self) -> &dyn HederaNetwork {
        &*self.0.network
    }

    /// The fee schedule and the exchange rates of the network.
    pub fn fees(&self) -> &FeesAndRates {
        &self.0.fees
    }

    /// What a spec begins with, with the default payer that specs share if it `shares_payer` and there is one. Fails if
    /// `genesis` has a key or an account that it cannot be.
    pub(crate) fn beginning(
        &self,
        genesis: &Operator,
        node: &AccountId,
        shares_payer: bool,
    ) -> Result<Beginning, SpecError> {
        let payer = if shares_payer { self.0.payer.get() } else { None };
        let known = &self.0.beginnings[usize::from(payer.is_some())];
        if let Some(known) = known.get().filter(|known| known.genesis == *genesis && known.node == *node) {
            return Ok(known.beginning.copied());
        }
        let beginning = Beginning::new(genesis, node, payer.as_ref())?;
        let copied = beginning.copied();
        // When two are made at once, or their setups differ, it is the first that is kept.
        let _ = known.set(Known { genesis: genesis.clone(), node: node.clone(), beginning });
        Ok(copied)
    }

    /// The static fixtures on the network.
    pub(crate) fn statics(&self) -> &Statics {
        &self.0.statics
    }

    pub(crate) fn payer(&self) -> &MadeOnce<Payer> {
        &self.0.payer
    }

    /// The session of which the network is, where that is in another process.
    pub(crate) fn link(&self) -> Option<&Arc<dyn SessionLink>> {
        self.0.link.as_ref()
    }

    /// A valid start that no other transaction has on this network, whichever process of the session sends it:
    /// `offset_secs` from the present consensus time or just after, or else just after the one given out last.
    pub(crate) fn next_valid_start(&self, offset_secs: i64) -> Timestamp {
        let wanted = self.network().now().plus_seconds(offset_secs).as_nanos();
        let wanted = i64::try_from(wanted).unwrap_or(i64::MAX - 1);
        let next = |last: i64| self.0.lane.at_or_after(wanted.max(last.saturating_add(1)));
        let last = self
            .0
            .last_valid_start
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
        let (Ok(last) | Err(last)) = last;
        Timestamp::from_nanos(next(last).into())
    }
}

impl Beginning {
    fn new(genesis: &Operator, node: &AccountId, payer: Option<&Payer>) -> Result<Self, SpecError> {
        let key: PrivateKey = genesis.key.parse()?;
        let account: AccountId = genesis.account.parse()?;
        let registry = Registry::with_system_entities((account, key.public().into()), node.clone());
        let mut keys = BTreeMap::from([(key.public(), key)]);
        if let Some(payer) = payer {
            payer.enter(&registry);
            keys.insert(payer.key.public(), payer.key.clone());
        }
        Ok(Self { keys: keys.into(), registry, has_payer: payer.is_some() })
    }

    fn copied(&self) -> Self {
        let Self { keys, registry, has_payer } = self;
        Self { keys: Arc::clone(keys), registry: registry.copied(), has_payer: *has_payer }
    }
}

impl Payer {
    /// Has the registry know it as the default payer.
    pub(crate) fn enter(&self, registry: &Registry) {
        registry.put(registry::DEFAULT_PAYER, Key::from(self.key.public()));
        registry.put(registry::DEFAULT_PAYER, self.account.clone());
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.0.network).finish()
    }
}
