use hapi_test::prelude::*;

#[leaky_test]
fn none() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(overrides = ["a"])]
fn none_but_overrides() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(PropertyOverride, SystemAccountKeys, SystemAccountKeys, NeedsStateAccess)]
fn unknown() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(SystemAccountKeys, overrides = ["a"], throttles = "b", fees = "c")]
fn undeclared() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_embedded_test(SystemAccountKeys)]
fn not_embedded() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_repeatable_test(NeedsStateAccess)]
fn not_leaky() -> impl IntoSpec {
    hapi_spec![]
}

#[embedded_test(NeedsTssControl)]
fn repeatable() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test(PropertyOverrides)]
fn plain() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(PropertyOverrides, reads = [PropertyOverrides, SystemAccountKeys, SystemAccountKeys, Fees])]
fn reads() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
