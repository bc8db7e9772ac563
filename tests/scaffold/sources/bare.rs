use hapi_test::prelude::*;

#[hapi_test]
fn a_spec() -> impl IntoSpec {
    crypto_create("alice")
}

// Without libtest the compiler drops it.
#[test]
fn forgotten() {
    panic!("nobody sees this");
}

hapi_test::main!();
