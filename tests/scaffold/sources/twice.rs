use hapi_test::prelude::*;

#[hapi_test]
fn twice() -> impl IntoSpec {
    crypto_create("alice")
}

#[hapi_test]
fn twice() -> impl IntoSpec {
    crypto_create("bob")
}

hapi_test::main!();
