use hapi_test::prelude::*;

#[hapi_test]
fn opaque() -> impl IntoSpec {
    5
}

#[hapi_test]
fn concrete() -> u32 {
    5
}

#[hapi_test]
async fn asynchronous(_spec: &Spec) -> u32 {
    5
}

fn main() {}
