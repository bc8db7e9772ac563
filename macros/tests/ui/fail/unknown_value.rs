use hapi_test::prelude::*;

#[hapi_test]
fn accounts(
    #[account_spec(balence = 1.hbar(), memmo = "hi")] alice: SpecAccount,
    #[account_spec(initial_balance = 1.hbar(), alias = "x")] bob: SpecAccount,
    #[account_spec(max_automatic_associations = 1)] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn keys(#[key_spec(knid = ecdsa)] admin: SpecKey, #[key_spec(kind = ecdas)] supply: SpecKey) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
