//! Nodes with directories, sockets and threads of their own.

mod agree;
mod child;
#[path = "../shared/client.rs"]
mod client;
mod fronts;
mod hold;
mod idle;
mod lifecycle;
mod power;
mod restarts;
mod starts;
mod streams;
mod support;
