//! Stands for the root of a target that has lost a test.

mod below;

#[test]
fn forgotten() {}
