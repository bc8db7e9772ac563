//! A module of both targets. `#[test]` in a comment or a string is no test.

pub const TEXT: &str = "#[test] fn nothing() {}";
