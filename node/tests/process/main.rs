//! Nodes with directories, sockets and threads of their own.

mod agree;
mod support;
