use hapi_test::prelude::*;

#[hapi_test]
fn number(amount: i64) -> impl IntoSpec {
    hapi_spec![amount]
}

#[hapi_test]
async fn word(spec: &Spec, memo: String) -> SpecResult {
    spec.run(memo).await
}

fn main() {}
