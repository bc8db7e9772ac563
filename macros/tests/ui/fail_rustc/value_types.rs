use hapi_test::prelude::*;

#[hapi_test]
fn cases(#[case(1, "two")] amount: i64) -> impl IntoSpec {
    hapi_spec![amount]
}

#[hapi_test]
fn values(#[account_spec(memo = 5.hbar(), balance = NOTHING)] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![alice]
}

fn main() {}
