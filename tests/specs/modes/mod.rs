//! Specs that need more of a network than HAPI, or a network to themselves.

mod genesis;
mod ingest_skipped;
mod net_time;
mod network_resets;
mod restarts;
mod state_access;
mod state_locked;
mod throttled_time;
