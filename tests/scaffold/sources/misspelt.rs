use hapi_test::prelude::*;

/// There is an `s` missing.
#[leaky_test(PropertyOverrides, overrides = ["ledger.maxAutoAsociations"])]
fn is_misspelt() -> impl IntoSpec {
    crypto_create("carol")
}

#[hapi_test]
fn is_right() -> impl IntoSpec {
    crypto_create("carol")
}
