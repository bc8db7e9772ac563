//! State that is seen and changed directly.

use hapi_test::prelude::*;

/// State shows what no query does, such as how many tinybars are staked to an account in all
#[embedded_test(NeedsStateAccess)]
fn state_shows_what_an_account_holds(
    #[account_spec(balance = 7.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_create("staker").balance(150_000_000).staked_account_id(&alice),
        view_account(&alice, |account| {
            assert_eq!((account.balance, account.staked_to_me), (700_000_000, 100_000_000));
        }),
    ]
}

/// What is changed in state, queries tell, and transactions go by
#[embedded_test(NeedsStateAccess)]
fn a_balance_is_changed_without_a_transfer(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        mutate_account(&alice, |account| account.balance = 77),
        get_account_balance(&alice).has_tiny_bars(77),
        crypto_transfer(send(78.tinybars()).from(&alice).to(FUNDING))
            .has_known_status(InsufficientAccountBalance),
        crypto_transfer(send(77.tinybars()).from(&alice).to(FUNDING)),
    ]
}

/// An account that is deleted in state is gone for transactions
#[embedded_test(NeedsStateAccess)]
fn a_deletion_in_state_counts(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        mutate_account(&alice, |account| account.deleted = true),
        crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(&alice)).fails_with(AccountDeleted),
        get_account_info(&alice).has_cost_answer_precheck(AccountDeleted),
    ]
}

/// Who must sign follows from state, and not from the transaction that wrote it
#[embedded_test(NeedsStateAccess)]
fn a_receiver_that_must_sign_in_state_must_sign(bob: SpecAccount) -> impl IntoSpec {
    let gift = || crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(&bob));
    hapi_spec![
        gift().signed_by(DEFAULT_PAYER),
        mutate_account(&bob, |account| account.receiver_sig_required = true),
        gift().signed_by(DEFAULT_PAYER).has_known_status(InvalidSignature),
        gift().signed_by([DEFAULT_PAYER, "bob"]),
    ]
}

/// State holds a file's contents as they were written
#[embedded_test(NeedsStateAccess)]
fn state_shows_what_a_file_holds() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("abc"),
        view_file("notes", |file| assert_eq!((&*file.contents, file.deleted), (&b"abc"[..], false))),
    ]
}

/// Of a deleted file, state holds that it was there, and nothing that it held
#[embedded_test(NeedsStateAccess)]
fn state_shows_little_of_deleted_files() -> impl IntoSpec {
    hapi_spec![
        file_create("notes").contents("abc"),
        file_delete("notes"),
        view_file("notes", |file| assert!(file.deleted && file.contents.is_empty())),
    ]
}

/// A file is given contents that no transaction could give it
#[embedded_test(NeedsStateAccess)]
async fn a_file_is_changed_in_state(spec: &Spec) -> SpecResult {
    let file = spec.run(file_create("frozen").unmodifiable().contents("before")).await?.file_id;
    let num = u64::try_from(file.num())?;
    let rewrite = move |state: &mut hapi_node::state::State| {
        state.files.get_mut(&num).expect("it was created").contents = "after".into();
    };
    spec.run(file_append("frozen").contents("!").fails_with(Unauthorized)).await?;
    spec.run(mutate_state(rewrite)).await?;
    spec.run_all(get_file_contents("frozen").has_contents("after")).await
}

/// The address book is state: the first node is the one that transactions name
#[embedded_test(NeedsStateAccess)]
fn state_shows_the_nodes() -> impl IntoSpec {
    view_node(0, |node| assert!(node.account == 3 && node.weight > 0))
}

/// The time of the last transaction is state
#[embedded_test(NeedsStateAccess)]
async fn state_shows_the_last_consensus_time(spec: &Spec) -> SpecResult {
    let created = spec.run(crypto_create("alice").via("creation")).await?;
    let record = spec.run(get_txn_record("creation")).await?.record;
    let time = record.consensus_timestamp.expect("a record has it");
    let num = u64::try_from(created.account_id.num().unwrap_or_default())?;
    let is_known = move |state: &hapi_node::state::State| {
        // Others go on meanwhile.
        assert!(state.network.last_consensus_time >= time && state.accounts.get(&num).is_some());
    };
    spec.run(view_state(is_known)).await
}

/// A change that leaves the ledger without a system file is undone as a whole
#[embedded_test(NeedsStateAccess)]
async fn a_change_past_repair_is_undone(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let num = u64::try_from(alice.id(spec)?.num().unwrap_or_default())?;
    let lose = move |state: &mut hapi_node::state::State| {
        state.accounts.get_mut(&num).expect("it was created").balance = 1;
        state.files.remove(&112);
        state.in_force.remove(&112);
    };
    let error = spec.run(mutate_state(lose)).await.expect_err("there are no rates");
    assert!(error.message().contains("the change is undone"), "{error}");
    spec.run_all(get_account_balance(&alice).has_hbar(10.hbar())).await
}

/// What state does not hold is an error that names it
#[embedded_test(NeedsStateAccess)]
async fn what_state_lacks_is_named(spec: &Spec) -> SpecResult {
    let error = spec.run(view_account("0.0.999999", |_| ())).await.expect_err("there is none");
    assert_eq!(error.message(), "state has no account 0.0.999999");
    let error = spec.run(view_node(77, |_| ())).await.expect_err("there is none");
    assert_eq!(error.message(), "the address book has no node 77");
    Ok(())
}

/// A test with state access may say so as a need, too
#[hapi_test(needs(state_access))]
fn state_access_is_a_need(alice: SpecAccount) -> impl IntoSpec {
    view_account(&alice, |account| assert!(account.alias.is_empty()))
}
