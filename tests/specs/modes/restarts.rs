//! Networks that stop and start again.

use hapi_test::{ops::CryptoCreate, prelude::*};

const CEILING: &str = "ledger.maxAutoAssociations";

/// A creation with so many automatic associations.
fn with_slots(name: &str, slots: i32) -> Txn<CryptoCreate> {
    crypto_create(name).max_automatic_token_associations(slots)
}

/// Accounts outlive a restart, and their keys sign after it
#[restart_test(restart_type = SameVersion)]
fn accounts_outlive_a_restart(#[account_spec(balance = 5.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_update(&alice).entity_memo("from before"),
        restart_network(),
        get_account_info(&alice).has(account_with().memo("from before").key(&alice)),
        crypto_transfer(send(1.hbar()).from(&alice).to(FUNDING)).paying_with(DEFAULT_PAYER),
        get_account_balance(&alice).has_hbar(4.hbar()),
    ]
}

/// Files outlive a restart with their contents and keys
#[restart_test(restart_type = SameVersion)]
fn files_outlive_a_restart() -> impl IntoSpec {
    hapi_spec![
        file_create("novel").contents("It was a dark and stormy night"),
        restart_network(),
        file_append("novel").contents("; the rain fell"),
        get_file_contents("novel").has_contents("It was a dark and stormy night; the rain fell"),
    ]
}

/// Receipts and records are there after a restart, too
#[restart_test(restart_type = SameVersion)]
fn records_outlive_a_restart(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("gift"),
        restart_network(),
        get_receipt("gift").has_priority_status(Success),
        get_txn_record("gift").has_priority(record_with().status(Success)),
    ]
}

/// A restart makes no id usable again
#[restart_test(restart_type = SameVersion)]
fn a_restart_forgets_no_id(alice: SpecAccount) -> impl IntoSpec {
    let gift = || alice.transfer_hbars_to(FUNDING, 1.hbar()).txn_id("once");
    hapi_spec![
        usable_txn_id_named("once").payer_id(&alice),
        gift(),
        restart_network(),
        gift().has_precheck(DuplicateTransaction),
    ]
}

/// Numbers of entities go on where they were
#[restart_test(restart_type = SameVersion)]
async fn numbers_go_on_after_a_restart(spec: &Spec) -> SpecResult {
    let before = spec.run(crypto_create("before")).await?.account_id;
    spec.run(restart_network()).await?;
    let after = spec.run(crypto_create("after")).await?.account_id;
    assert_eq!(after.num(), before.num().map(|num| num + 1));
    Ok(())
}

/// Properties that a network was started with do not last, and those of the second start hold
#[restart_test(
    restart_type = SameVersion,
    setup_overrides = {"ledger.maxAutoAssociations" = "3"},
    restart_overrides = {"ledger.maxAutoAssociations" = "7"},
)]
fn each_start_has_properties_of_its_own() -> impl IntoSpec {
    hapi_spec![
        with_slots("three", 3),
        with_slots("four", 4).fails_with(InvalidMaxAutoAssociations),
        restart_network(),
        with_slots("seven", 7),
        with_slots("eight", 8).fails_with(InvalidMaxAutoAssociations),
    ]
}

/// What file 0.0.121 holds is state, and wins over what the network was started with again
#[restart_test(restart_type = SameVersion, restart_overrides = {"ledger.maxAutoAssociations" = "7"})]
fn overrides_outlive_a_restart() -> impl IntoSpec {
    hapi_spec![
        overriding(CEILING, 2),
        restart_network(),
        with_slots("two", 2),
        with_slots("three", 3).fails_with(InvalidMaxAutoAssociations),
    ]
}

/// A network may restart as often as a spec likes
#[restart_test(restart_type = SameVersion)]
fn restarts_follow_each_other(#[account_spec(balance = 3.hbar())] alice: SpecAccount) -> impl IntoSpec {
    let gift = || crypto_transfer(send(1.hbar()).from(&alice).to(FUNDING)).paying_with(DEFAULT_PAYER);
    hapi_spec![
        gift(),
        restart_network(),
        gift(),
        restart_network(),
        gift(),
        get_account_balance(&alice).has_hbar(0.hbar()),
    ]
}

/// A network that starts at genesis again knows nothing, and numbers begin anew
#[restart_test(restart_type = Genesis)]
async fn a_new_genesis_forgets(spec: &Spec) -> SpecResult {
    let first = spec.run(crypto_create("first")).await?.account_id;
    spec.run(crypto_create("second")).await?;
    spec.run(restart_network()).await?;
    spec.run(get_account_balance("second").has_answer_only_precheck(InvalidAccountId)).await?;
    assert_eq!(spec.run(crypto_create("again")).await?.account_id, first);
    Ok(())
}

/// A new genesis has the properties of the second start, whatever was overridden before it
#[restart_test(
    restart_type = Genesis,
    setup_overrides = {"ledger.maxAutoAssociations" = "5"},
    restart_overrides = {"ledger.maxAutoAssociations" = "7"},
)]
fn a_new_genesis_has_new_properties() -> impl IntoSpec {
    hapi_spec![
        overriding(CEILING, 2),
        with_slots("three", 3).fails_with(InvalidMaxAutoAssociations),
        restart_network(),
        with_slots("seven", 7),
        with_slots("eight", 8).fails_with(InvalidMaxAutoAssociations),
    ]
}
