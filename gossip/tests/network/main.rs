//! Members, strangers and misbehaving members on real sockets.

mod dialled;
mod exchange;
mod lives;
mod misbehaving;
mod raw;
mod settings;
mod strangers;
mod support;
