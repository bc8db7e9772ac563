//! Networks that tests have to themselves.

use hapi_test_runtime::{
    ops::{crypto_create, overriding},
    spec::{Spec, SpecResult},
    test_case::{ContextRequirement, Leaky, Traits, Venue},
};

use crate::register::{forks, leaky};

const RESET: Traits = Traits { venue: Venue::Reset, ..Traits::PLAIN };

const fn genesis(overrides: &'static [(&'static str, &'static str)]) -> Traits {
    Traits { attribute: "genesis_test", venue: Venue::Genesis { overrides }, ..Traits::PLAIN }
}

/// The first account that a spec creates on a new network, after the default payer.
const FIRST: i64 = 1002;

async fn creates_the_first(spec: &Spec) -> SpecResult {
    let created = spec.run(crypto_create("first")).await?;
    assert_eq!(created.account_id.num(), Some(FIRST), "on {}", spec.network().name());
    Ok(())
}

test!("each_reset_begins_at_genesis", RESET, async |spec| {
    // On a fork of the session's network; where that is another process's, on a network of this test's own.
    creates_the_first(spec).await?;
});

test!("another_reset_begins_there_too", RESET, async |spec| {
    creates_the_first(spec).await?;
});

test!("plain_tests_share_one_network", Traits::PLAIN, async |spec| {
    assert!(!spec.network().name().contains('('), "{}", spec.network().name());
    spec.run(crypto_create("somebody")).await?;
});

test!("a_genesis_has_its_own_properties", genesis(&[("ledger.maxAutoAssociations", "7")]), async |spec| {
    assert_eq!(spec.network().startup_property("ledger.maxAutoAssociations").as_deref(), Some("7"));
    spec.run(crypto_create("seven").max_automatic_token_associations(7)).await?;
    creates_at_most(spec, 8).await?;
});

test!("two_of_them_share_nothing", genesis(&[("ledger.maxAutoAssociations", "9")]), async |spec| {
    creates_the_first(spec).await?;
    spec.run(crypto_create("nine").max_automatic_token_associations(9)).await?;
    // It is nobody else's network, so that nothing need be declared, nor put back.
    spec.run(overriding("ledger.maxAutoAssociations", "3")).await?;
    creates_at_most(spec, 4).await?;
});

/// Fails to create an account with so many slots: there are fewer.
async fn creates_at_most(spec: &Spec, slots: i32) -> SpecResult {
    use hapi_proto::services::ResponseCodeEnum::InvalidMaxAutoAssociations;
    let create = crypto_create("greedy").max_automatic_token_associations(slots);
    spec.run(create.fails_with(InvalidMaxAutoAssociations)).await.map(drop)
}

const PROPERTIES: Traits = leaky(Leaky::new(&[ContextRequirement::PropertyOverrides]));

test!("a_leaky_test_runs_where_the_isolation_says", PROPERTIES, async |spec| {
    assert_eq!(spec.network().name().ends_with(" (fork)"), forks());
    spec.run(overriding("ledger.maxAutoAssociations", "2")).await?;
    creates_at_most(spec, 3).await?;
});

test!("what_a_leaky_test_overrides_is_gone_for_the_next", PROPERTIES, async |spec| {
    spec.run(crypto_create("roomy").max_automatic_token_associations(3)).await?;
    spec.run(overriding("ledger.maxAutoAssociations", "1")).await?;
    creates_at_most(spec, 3).await?;
});

test!("nobody_else_meets_an_override", Traits::PLAIN, async |spec| {
    spec.run(crypto_create("roomy").max_automatic_token_associations(3)).await?;
});
