use hapi_test::prelude::*;

#[hapi_test]
#[should_panic(expected = "no")]
fn fails() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
