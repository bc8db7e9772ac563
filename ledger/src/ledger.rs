//! The ledger: state, what its files say, and the rules by which transactions change it.

use alloc::sync::Arc;

use hapi_proto::services::Timestamp;

use crate::{
    config::{Settings, SettingsError},
    crypto::Verifier,
    genesis::Genesis,
    handle::{self, CheckedTx, Outcome, Tools},
    state::{ChangeSet, Changes, State, StateHash},
    throttles::ConsensusThrottles,
};

/// A ledger. It changes by nothing but [`Ledger::handle`].
#[derive(Clone, Debug)]
pub struct Ledger {
    state: State,
    settings: Settings,
    throttles: ConsensusThrottles,
    verifier: Verifier,
}

impl Ledger {
    /// A ledger that has just begun.
    pub fn genesis(genesis: &Genesis) -> Self {
        Self::from_state(genesis.build(), Arc::new(genesis.config.clone()))
            .expect("a genesis has all system files, and they are usable")
    }

    /// A ledger that goes on from a state, as [`State::save`] and [`State::load`] carry it, started with this
    /// configuration.
    ///
    /// # Errors
    /// When a system file of the state is missing or unusable.
    pub fn from_state(state: State, config: Arc<crate::config::Config>) -> Result<Self, SettingsError> {
        let settings = Settings::from_state(&state, config)?;
        let throttles = ConsensusThrottles::new(&settings, &state.network);
        Ok(Self { state, settings, throttles, verifier: Verifier::default() })
    }

    /// Another ledger with the same past. O(1): they share what neither changes.
    pub fn fork(&self) -> Self {
        self.clone()
    }

    /// Everything it remembers.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The hash of its state, in time proportional to what changed since this was last asked.
    pub fn state_hash(&mut self) -> StateHash {
        self.state.rehash()
    }

    /// What its system files say.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the state directly, outside of any transaction, as tests of what no transaction can bring about do; then reads
    /// the system files anew.
    ///
    /// # Errors
    /// When a system file is missing or unusable after the change, which is undone then.
    pub fn mutate<T>(&mut self, change: impl FnOnce(&mut State) -> T) -> Result<T, SettingsError> {
        let mut state = self.state.clone();
        let made = change(&mut state);
        let mut changed = Self::from_state(state, Arc::clone(self.settings.base()))?;
        core::mem::swap(&mut changed.verifier, &mut self.verifier);
        *self = changed;
        Ok(made)
    }

    /// Handles a transaction that reached consensus at `now`, submitted by the node with id `creator`.
    ///
    /// Consensus times must grow from one transaction to the next by at least 1000 ns: the records of what happens before
    /// and after a transaction stand in between.
    pub fn handle(&mut self, tx: &CheckedTx, now: Timestamp, creator: u64) -> Outcome {
        self.handle_telling(tx, now, creator, |_, _| {})
    }

    /// As [`Ledger::handle`], and tells what changed, for the block stream.
    pub fn handle_and_tell(&mut self, tx: &CheckedTx, now: Timestamp, creator: u64) -> (Outcome, ChangeSet) {
        let mut told = ChangeSet::default();
        let outcome = self.handle_telling(tx, now, creator, |state, changes| {
            told = ChangeSet::new(state, changes);
        });
        (outcome, told)
    }

    fn handle_telling(
        &mut self,
        tx: &CheckedTx,
        now: Timestamp,
        creator: u64,
        tell: impl FnOnce(&State, &Changes),
    ) -> Outcome {
        let mut renewed = None;
        let tools =
            Tools { verifier: &mut self.verifier, throttles: &mut self.throttles, renewed: &mut renewed };
        let outcome = handle::handle(&mut self.state, &self.settings, tools, tx, now, creator, tell);
        if let Some(settings) = renewed {
            self.settings = settings;
        }
        outcome
    }
}
