use hapi_test::prelude::*;

#[hapi_test]
#[test]
fn plain() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
#[tokio::test]
async fn other(spec: &Spec) -> SpecResult {
    Ok(())
}

#[hapi_test]
#[hapi_test]
fn twice() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
