//! Suites, their hooks, and what their tests share. That hooks fail as they should is shown by the runtime's own tests.

mod endpoint;
mod lifecycle;
mod ordered;
mod overriding;
mod statics;
