use hapi_test::prelude::*;

#[hapi_test]
async fn a_leaves(_spec: &Spec) -> SpecResult {
    std::process::exit(0)
}

#[hapi_test]
fn b_comes_after() -> impl IntoSpec {
    crypto_create("bob")
}

hapi_test::main!();
