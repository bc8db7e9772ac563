use hapi_test::prelude::*;

#[hapi_test]
fn passes() -> impl IntoSpec {
    crypto_create("alice")
}

mod inner {
    use super::*;

    #[hapi_test]
    async fn passes(spec: &Spec, alice: SpecAccount) -> SpecResult {
        spec.run(get_account_info(&alice)).await?;
        Ok(())
    }
}

/// Alice holds more than she was given
#[hapi_test]
fn fails(#[account_spec(balance = 7.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_balance(&alice).has_hbar(7.hbar()),
        get_account_balance(&alice).has_hbar(8.hbar()),
        get_account_balance(&alice).has_hbar(9.hbar()),
    ]
}

#[hapi_test]
async fn panics(_spec: &Spec) -> SpecResult {
    panic!("the sky is falling")
}

#[hapi_test]
fn amounts(#[case(1, 0, i64::MAX)] amount: i64) -> impl IntoSpec {
    let text = amount.to_string();
    crypto_create("alice").memo(text)
}

#[hapi_test]
#[ignore = "takes an hour"]
fn slow() -> impl IntoSpec {
    crypto_create("alice")
}

fn plain() {
    assert_eq!(2 + 2, 4);
}

hapi_test::main!(plain);
