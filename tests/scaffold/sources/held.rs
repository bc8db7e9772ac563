use std::{
    env,
    io::{Read, Write},
    os::unix::net::UnixStream,
    process,
};

use hapi_test::prelude::*;

/// Tells whoever watches that this test is at work, and does not go on before it is told to.
async fn held(name: &str, spec: &Spec) -> SpecResult {
    let account = spec.run(crypto_create("anyone")).await?.account_id;
    let mut watcher = UnixStream::connect(env::var("WATCHER").unwrap()).unwrap();
    writeln!(watcher, "{name} {} {account}", process::id()).unwrap();
    watcher.read_exact(&mut [0]).unwrap();
    spec.run(get_account_balance(account)).await?;
    Ok(())
}

#[hapi_test]
async fn a_first(spec: &Spec) -> SpecResult {
    held("a_first", spec).await
}

#[hapi_test]
async fn b_second(spec: &Spec) -> SpecResult {
    held("b_second", spec).await
}

hapi_test::main!();
