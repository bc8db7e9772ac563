use hapi_test::prelude::*;

/// Made once for all tests of this target, whichever process names it first.
#[account_spec(memo = "of all")]
static SHARED: SpecAccount;

/// An account of its own. Networks that begin alike number theirs alike; two tests that share one never get the same.
async fn tells_an_account(spec: &Spec) -> SpecResult {
    let account = spec.run(crypto_create("anyone")).await?;
    let network = format!("{:?}", spec.network());
    let whose = if network.starts_with("AttachedNetwork") { "shared" } else { "own" };
    println!("account {} on the {whose} network", account.account_id);
    println!("static {}", SHARED.id(spec)?);
    // It signs in a process that did not make it, too.
    spec.run(crypto_update(&SHARED).entity_memo("of all")).await?;
    Ok(())
}

#[hapi_test]
async fn NAME_a(spec: &Spec) -> SpecResult {
    tells_an_account(spec).await
}

#[hapi_test]
async fn NAME_b(spec: &Spec) -> SpecResult {
    tells_an_account(spec).await
}

/// The payer that nobody names is the same for all.
#[hapi_test]
async fn NAME_payer(spec: &Spec) -> SpecResult {
    spec.run(crypto_create("anyone")).await?;
    println!("payer {}", spec.registry().get::<hapi_test::proto::services::AccountId>(DEFAULT_PAYER)?);
    Ok(())
}
