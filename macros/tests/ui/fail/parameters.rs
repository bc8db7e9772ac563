use hapi_test::prelude::*;

#[hapi_test]
fn patterns((alice, bob): (SpecAccount, SpecAccount), _: SpecAccount, ref carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn types(alice: &SpecAccount, bob: impl Clone, carol: [SpecAccount; 2], dave: fn()) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn cases(#[case(1, 2)] amount: impl Into<i64>, #[case((1, 2))] (a, b): (i64, i64)) -> impl IntoSpec {
    hapi_spec![]
}

struct Suite;

impl Suite {
    #[hapi_test]
    fn method(&self, alice: SpecAccount) -> Vec<String> {
        Vec::new()
    }
}

fn main() {}
