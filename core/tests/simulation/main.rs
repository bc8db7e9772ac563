//! Nodes in one thread, with a scheduler that does them harm. A seed fixes everything: what fails can be run again with
//! `HAPI_SEED=n`.

mod chain;
mod clocks;
mod disagreement;
mod floods;
mod misbehaviour;
mod process;
mod restarts;
mod rng;
mod scenarios;
mod seeds;
mod status;
mod traffic;
mod verification;
mod world;
