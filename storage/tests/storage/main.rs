//! What is on disk after everything that can happen to it.

mod damage;
mod faults;
mod lives;
mod log;
mod real;
mod start;
mod states;
mod support;
