//! Consensus over random graphs: against the definitions, between members, with members that branch.

mod agreement;
mod definitions;
mod gossip;
mod intake;
mod naive;
mod rng;
mod rosters;
mod snapshots;
