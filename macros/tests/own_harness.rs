//! The same file with tests, in a target with `harness = false`: nothing is unused there, and all is registered.
#![deny(warnings, clippy::all, clippy::pedantic, unused)]

mod specs;

fn main() {
    assert_eq!(hapi_test::names(), specs::NAMES);
    assert_eq!(hapi_test::run("operations"), ["alice"]);
    assert_eq!(hapi_test::run("asynchronous"), ["alice"]);
    assert_eq!(hapi_test::run("case_2_minus_1"), ["alice pays -1"]);
}
