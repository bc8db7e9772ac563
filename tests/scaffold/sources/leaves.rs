use std::{
    env,
    io::{Read, Write},
    os::unix::net::UnixStream,
    process,
};

use hapi_test::prelude::*;

const CEILING: &str = "ledger.maxAutoAssociations";

/// Changes a property and does not live to put it back: whoever watches kills it.
#[leaky_test(PropertyOverrides, overrides = ["ledger.maxAutoAssociations"])]
async fn a_dies(spec: &Spec) -> SpecResult {
    spec.run(overriding(CEILING, "1")).await?;
    spec.run(crypto_create("carol").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations))
        .await?;
    let mut watcher = UnixStream::connect(env::var("WATCHER").unwrap()).unwrap();
    writeln!(watcher, "a_dies {} 0.0.0", process::id()).unwrap();
    watcher.read_exact(&mut [0]).unwrap();
    Ok(())
}

/// It meets the network as if nothing had been.
#[hapi_test]
fn b_lives() -> impl IntoSpec {
    crypto_create("carol").max_automatic_token_associations(2)
}

hapi_test::main!();
