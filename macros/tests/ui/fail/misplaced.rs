use hapi_test::prelude::*;

#[account_spec(memo = "hi")]
const ALICE: u8 = 0;

#[key_spec]
fn key() {}

#[case(1, 2)]
fn amount(_amount: i64) {}

#[hapi_test]
#[account_spec]
#[case(1)]
fn on_the_function() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
