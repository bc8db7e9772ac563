use hapi_test::prelude::*;

#[hapi_test]
fn empty(#[case()] a: i64, #[case] b: i64, #[case = 1] c: i64) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn both(#[case(1)] #[account_spec] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn malformed(#[case(1 2)] amount: i64) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn many(
    #[case(0, 1, 2, 3, 4, 5, 6)] a: i64,
    #[case(0, 1, 2, 3, 4, 5, 6)] b: i64,
    #[case(0, 1, 2, 3, 4, 5, 6)] c: i64,
) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
