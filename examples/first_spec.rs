//! Three short specs against a ledger embedded in this process: `cargo run --example first_spec`.

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
        get_txn_record("transfer")
            .has_priority(record_with().status(Success).transfers(including(&bob, 10.hbar()))),
        validate_charged_usd("transfer", 0.0001),
    ]
}

/// Nobody moves another's hbar without a signature
#[hapi_test]
fn theft_is_refused(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    mallory: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(10.hbar()).from(&alice).to(&mallory))
            .signed_by(DEFAULT_PAYER)
            .fails_with(InvalidSignature),
        get_account_balance(&alice).has_hbar(100.hbar()),
    ]
}

/// Where the flow needs values, a spec is an async function
#[hapi_test]
async fn a_receipt_names_the_new_account(spec: &Spec) -> SpecResult {
    let carol = spec.run(crypto_create("carol").balance(5.hbar())).await?;
    spec.run(crypto_update(carol.account_id).entity_memo("created a moment ago")).await?;
    spec.run(get_account_info("carol").has(account_with().memo("created a moment ago").balance(5.hbar())))
        .await?;
    Ok(())
}

// Show the operations of each spec, one spec after the other.
hapi_test::main!(flags = ["--show-output", "--test-threads=1"]);
