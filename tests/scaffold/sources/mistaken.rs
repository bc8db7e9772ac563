use hapi_test::prelude::*;

#[hapi_test]
fn holds_hbar(
    #[account_spec(balence = 7.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    get_account_balance(&alice).has_hbar(7.hbar())
}
