use hapi_test::prelude::*;

#[hapi_test]
fn entities(
    #[key_spec(kind = ecdsa)] alice: SpecAccount,
    #[account_spec] admin: hapi_test::fixtures::SpecKey,
    #[account_spec] #[key_spec] both: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
