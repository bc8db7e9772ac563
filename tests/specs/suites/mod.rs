//! Suites and what their tests share.

mod endpoint;
