//! Networks of processes: how they start, what is done to their nodes, and what is left when they end. The nodes are the program
//! `hapi-node`.

#![cfg(target_os = "linux")]

#[path = "../shared/client.rs"]
mod client;
mod control;
mod disagreement;
mod program;
mod starts;
mod support;
mod token_story;
