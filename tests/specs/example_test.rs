//! A spec to copy.

use hapi_test::prelude::*;

/// A transfer moves exactly the given amount, and the sender pays for it
#[hapi_test]
fn transfer_moves_hbar(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(10.hbar()).from(&alice).to(&bob)).paying_with(&alice).via("transfer"),
        get_account_balance(&bob).has_hbar(10.hbar()),
    ]
}
