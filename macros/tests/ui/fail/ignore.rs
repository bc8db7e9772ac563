use hapi_test::prelude::*;

#[hapi_test]
#[ignore]
fn bare() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
#[ignore = " "]
fn empty() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
#[ignore("later")]
fn list() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
#[cfg_attr(all(), ignore)]
fn conditional() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
