//! Networks that stop and start again.

use hapi_proto::services::ResponseCodeEnum::{InvalidAccountId, InvalidMaxAutoAssociations};
use hapi_test_runtime::{
    ops::{crypto_create, get_account_balance, restart_network},
    test_case::{Restart, RestartType, Traits, Venue},
};

const fn restart(restart_type: RestartType) -> Traits {
    let restart = Restart {
        restart_type,
        setup_overrides: &[("ledger.maxAutoAssociations", "3")],
        restart_overrides: &[("ledger.maxAutoAssociations", "7")],
    };
    Traits { attribute: "restart_test", venue: Venue::Restart(restart), ..Traits::PLAIN }
}

test!("state_outlives_a_restart_and_properties_do_not", restart(RestartType::SameVersion), async |spec| {
    spec.run(crypto_create("alice").balance(55)).await?;
    let greedy = || crypto_create("greedy").max_automatic_token_associations(4);
    spec.run(greedy().fails_with(InvalidMaxAutoAssociations)).await?;
    spec.run(restart_network()).await?;
    spec.run(get_account_balance("alice").has_tiny_bars(55)).await?;
    spec.run(greedy()).await?;
    spec.run(restart_network()).await?;
    spec.run(get_account_balance("greedy")).await?;
});

test!("a_genesis_forgets", restart(RestartType::Genesis), async |spec| {
    spec.run(crypto_create("alice").balance(55)).await?;
    spec.run(crypto_create("bob")).await?;
    spec.run(restart_network()).await?;
    spec.run(get_account_balance("bob").has_answer_only_precheck(InvalidAccountId)).await?;
    // It pays with the default payer, which is there again.
    let created = spec.run(crypto_create("carol")).await?;
    assert_eq!(created.account_id.num(), Some(1002));
});

test!("no_other_network_starts_again", Traits::PLAIN, async |spec| {
    let error = spec.run(restart_network()).await.expect_err("others use it");
    assert_eq!(
        error.message(),
        "only the network of a `#[restart_test]` starts again, as no other test has it: this is a `#[hapi_test]`"
    );
});
