//! The nodes of a network, one by one: they stop, start and stand still, and the network goes on as long as enough of them do.

use hapi_test::prelude::*;

const ALL: NodeSelector = NodeSelector::All;

/// A network goes on when one of its four nodes does not, and the one that was away catches up
#[leaky_test(NodeControl)]
fn three_of_four_go_on() -> impl IntoSpec {
    hapi_spec![
        stop_nodes("node4"),
        crypto_create("alice").balance(3.hbar()),
        crypto_transfer(send(1.hbar()).from("alice").to(NODE)),
        start_nodes("node4"),
        crypto_create("bob"),
        crypto_create("carol").set_node("0.0.6"),
        get_account_balance("alice").set_node("0.0.6").has_hbar(2.hbar()),
    ]
}

/// What was answered outlives the loss of all nodes at once
#[leaky_test(NodeControl)]
fn what_was_answered_outlives_the_loss_of_all_nodes() -> impl IntoSpec {
    hapi_spec![
        crypto_create("alice").balance(3.hbar()).via("creation"),
        kill_nodes(ALL),
        start_nodes(ALL),
        get_account_balance("alice").has_hbar(3.hbar()),
        get_receipt("creation").has_priority_status(Success),
        crypto_transfer(send(1.hbar()).from("alice").to(NODE)),
        get_account_balance("alice").has_hbar(2.hbar()),
    ]
}

/// A node that stands still is passed by, and takes part again when it goes on
#[leaky_test(NodeControl)]
fn a_node_that_stands_still_is_passed_by() -> impl IntoSpec {
    hapi_spec![
        suspend_nodes(3),
        crypto_create("alice"),
        resume_nodes(3),
        crypto_create("bob").set_node("0.0.6"),
    ]
}

/// A restarted network is where it was
#[leaky_test(NodeControl)]
fn a_restarted_network_is_where_it_was() -> impl IntoSpec {
    hapi_spec![
        crypto_create("alice").balance(3.hbar()),
        restart_nodes(ALL),
        get_account_balance("alice").has_hbar(3.hbar()),
        crypto_create("bob"),
    ]
}

/// Nodes log that they begin, and what was logged before a spec began is not taken for that
#[leaky_test(NodeControl)]
fn nodes_log_that_they_begin() -> impl IntoSpec {
    hapi_spec![
        assert_log_does_not_contain(ALL, "ACTIVE"),
        restart_nodes("node2"),
        assert_log_contains("node2", "ACTIVE"),
        assert_log_does_not_contain(NodeSelector::Except(vec![1]), "STARTING_UP"),
    ]
}

/// An operation that means no node fails, and says which there are
#[leaky_test(NodeControl)]
async fn what_means_no_node_fails(spec: &Spec) -> SpecResult {
    let error = spec.run(stop_nodes("Carol")).await.expect_err("there is no such node");
    assert_eq!(error.message(), "no node of this network is Carol; it has node1, node2, node3, node4");
    let error = spec.run(assert_log_contains(7, "anything")).await.expect_err("there is no such node");
    assert!(error.message().contains("is node8"), "{}", error.message());
    Ok(())
}
