//! Properties that hold for a suite.

use hapi_test::prelude::*;

const LIMIT: &str = "ledger.maxAutoAssociations";

/// One association
#[hapi_suite(leaky(PropertyOverrides))]
mod one {
    use hapi_test::prelude::*;

    use super::LIMIT;

    #[before_all]
    async fn tighten(manager: &SpecManager) -> SpecResult {
        manager.override_in_suite([(LIMIT, 3)]).await?;
        manager.override_in_suite([(LIMIT, 1)]).await
    }

    /// What the suite overrides holds for its tests
    #[hapi_test]
    fn the_ceiling_is_low() -> impl IntoSpec {
        crypto_create("greedy").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations)
    }

    /// Two associations
    #[hapi_suite(leaky(PropertyOverrides))]
    mod two {
        use hapi_test::prelude::*;

        use super::LIMIT;

        #[before_all]
        async fn loosen(manager: &SpecManager) -> SpecResult {
            manager.override_in_suite([(LIMIT, 2)]).await
        }

        /// What an inner suite overrides wins
        #[hapi_test]
        fn the_ceiling_is_higher() -> impl IntoSpec {
            hapi_spec![
                crypto_create("modest").max_automatic_token_associations(2),
                crypto_create("greedy")
                    .max_automatic_token_associations(3)
                    .fails_with(InvalidMaxAutoAssociations),
            ]
        }
    }
}

/// Nothing of what suites override is met outside of them
#[hapi_test]
fn the_ceiling_is_where_it_was() -> impl IntoSpec {
    crypto_create("greedy").max_automatic_token_associations(4)
}
