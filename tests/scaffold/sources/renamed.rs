use ht::prelude::*;

/// What Alice gives she has no more
#[hapi_test(crate = ht)]
fn amounts(#[case(1, 2)] hbars: i64, #[account_spec(balance = 7.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(hbars.hbar()).from(&alice).to(GENESIS)),
        get_account_balance(&alice).has_hbar((7 - hbars).hbar()),
    ]
}

fn plain() -> Result<(), String> {
    Ok(())
}

ht::main!(flags = ["--show-output", "--test-threads=1"], plain);
