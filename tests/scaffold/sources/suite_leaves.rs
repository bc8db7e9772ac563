use hapi_test::prelude::*;

const CEILING: &str = "ledger.maxAutoAssociations";

/// What the suite overrides, nobody puts back who is there: whoever watches kills the process.
#[hapi_suite(leaky(PropertyOverrides))]
mod a_suite {
    use std::{
        env,
        io::{Read, Write},
        os::unix::net::UnixStream,
        process,
    };

    use hapi_test::prelude::*;

    use super::CEILING;

    #[before_all]
    async fn tighten(manager: &SpecManager) -> SpecResult {
        manager.override_in_suite([(CEILING, 3)]).await?;
        manager.override_in_suite([(CEILING, 1)]).await
    }

    #[hapi_test]
    async fn dies(spec: &Spec) -> SpecResult {
        let greedy = crypto_create("carol").max_automatic_token_associations(2);
        spec.run(greedy.fails_with(InvalidMaxAutoAssociations)).await?;
        let mut watcher = UnixStream::connect(env::var("WATCHER").unwrap()).unwrap();
        writeln!(watcher, "dies {} 0.0.0", process::id()).unwrap();
        watcher.read_exact(&mut [0]).unwrap();
        Ok(())
    }
}

/// It meets the network as if nothing had been: neither override holds.
#[hapi_test]
fn b_lives() -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol").max_automatic_token_associations(4),
        get_file_contents("APP_PROPERTIES").has_no_setting(CEILING),
    ]
}

hapi_test::main!();
