use hapi_test::prelude::*;

#[hapi_test]
fn operations(alice: SpecAccount) {
    hapi_spec![alice]
}

#[hapi_test]
async fn asynchronous(spec: &Spec) {}

fn main() {}
