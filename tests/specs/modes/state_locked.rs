//! Embedded tests that change something for others, too.

use hapi_test::prelude::*;

/// What an override writes is in file 0.0.121 as state holds it
#[leaky_embedded_test(PropertyOverrides, NeedsStateAccess, overrides = ["files.maxNumber"])]
fn an_override_is_written_to_state() -> impl IntoSpec {
    let holds =
        |file: &hapi_node::state::File| file.contents.windows(15).any(|name| name == b"files.maxNumber");
    let there = move |file: &_| assert!(holds(file));
    let gone = move |file: &_| assert!(!holds(file));
    hapi_spec![
        overriding("files.maxNumber", 1_000),
        view_file("APP_PROPERTIES", there),
        restore_default("files.maxNumber"),
        view_file("APP_PROPERTIES", gone),
    ]
}

/// Each creation takes the next number
#[leaky_embedded_test(NoConcurrentCreations, NeedsStateAccess)]
async fn numbers_follow_each_other_in_state(spec: &Spec) -> SpecResult {
    let created = spec.run(crypto_create("alice")).await?.account_id;
    let next = u64::try_from(created.num().unwrap_or_default())? + 1;
    spec.run(view_singleton(move |network| assert_eq!(network.next_entity, next))).await
}

/// Where numbers go on is state, and can be moved
#[leaky_embedded_test(NoConcurrentCreations, NeedsStateAccess)]
async fn numbers_go_on_where_state_says(spec: &Spec) -> SpecResult {
    spec.run(mutate_singleton(|network| network.next_entity += 1_000)).await?;
    let first = spec.run(crypto_create("alice")).await?.account_id;
    let second = spec.run(crypto_create("bob")).await?.account_id;
    assert!(first.num() >= Some(2_000));
    assert_eq!(second.num(), first.num().map(|num| num + 1));
    Ok(())
}

/// What has no bucket is refused by nodes, and past them at consensus
#[leaky_embedded_test(ThrottleOverrides, MustSkipIngest)]
fn what_skips_ingest_meets_throttles_at_consensus(alice: SpecAccount) -> impl IntoSpec {
    let create = || crypto_create("carol").balance(0).paying_with(&alice);
    hapi_spec![
        overriding_throttles("extreme-limits"),
        create().fee(1.hbar()).has_precheck(Busy),
        create().fee(1.hbar()).skipping_ingest().has_known_status(ThrottledAtConsensus),
    ]
}
