use hapi_test::prelude::*;

#[leaky_test(PropertyOverrides, overrides = "a", throttles = [], fees)]
fn shapes() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(PropertyOverrides, overrides = ["a", "a", "", b], reset)]
fn names() -> impl IntoSpec {
    hapi_spec![]
}

#[genesis_test(overrides = ["a"])]
fn list() -> impl IntoSpec {
    hapi_spec![]
}

#[genesis_test(overrides = {"a" = "1", "b", "c" = 5, "a" = "2"}, override = {})]
fn pairs() -> impl IntoSpec {
    hapi_spec![]
}

#[restart_test(restart_type = Same)]
fn restart() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test(needs(virtual, grpc, grpc, "state_access"), extended = true)]
fn needs() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
#[order]
fn unordered() -> impl IntoSpec {
    hapi_spec![]
}

#[order(1)]
#[hapi_test]
#[order(2)]
fn twice() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(PropertyOverrides)]
#[hapi_test]
fn two_families() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
