use hapi_test::prelude::*;

#[hapi_test(tag("slow"), timeout = 5, tags("quick"))]
fn unknown() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test(tags(slow, "quick" quick, 5 + 5))]
fn word() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test(tags("Slow", "", "quick", "quick", 5))]
fn tags() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test(crate = "hapi_test")]
fn path() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
