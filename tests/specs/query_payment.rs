//! What answers cost, and all the ways to pay for them, and not to.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use hapi_test::prelude::*;

/// Who asks for the cost and pays exactly that is answered; one tinybar less, and the node says what it wants
#[hapi_test]
async fn the_exact_cost_suffices(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let cost = Arc::new(AtomicI64::new(0));
    let seen = Arc::clone(&cost);
    let asked =
        get_account_info(&alice).exposing_node_payment_to(move |paid| seen.store(paid, Ordering::Relaxed));
    spec.run(asked).await?;
    let cost = cost.load(Ordering::Relaxed);
    assert!(cost > 0, "an account's info is not free");
    spec.run(get_account_info(&alice).node_payment(cost)).await?;
    let short = get_account_info(&alice).node_payment(cost - 1);
    spec.run(short.has_answer_only_precheck(InsufficientTxFee)).await?;
    Ok(())
}

/// A node keeps what it is given above the cost
#[hapi_test]
fn too_much_is_welcome(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).paying_with(&alice).node_payment(1.hbar()).via("generous"),
        get_txn_record("generous").has_hbar_amount(NODE, 1.hbar()),
    ]
}

/// The payer pays the node for the answer, and the network for the transfer of that
#[hapi_test]
fn a_question_costs_a_transfer_besides(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        take_balance_snapshots(&alice),
        get_account_info(&alice).paying_with(&alice).node_payment(1_000).via("question"),
        validate_charged_usd("question", 0.0001),
        validate_transfer_list_for_balances("question", &alice),
    ]
}

/// Asking for the cost costs nothing
#[hapi_test]
fn asking_for_the_cost_is_free(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info("0.0.999999999").paying_with(&alice).has_cost_answer_precheck(InvalidAccountId),
        get_account_balance(&alice).has_hbar(10.hbar()),
    ]
}

/// Whoever runs a node asks it for free, at a port of its own
#[hapi_test]
fn operators_ask_for_free(
    #[account_spec(balance = 1.hbar(), memo = "asked about")] alice: SpecAccount,
    file: SpecFile,
) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice)
            .paying_with(&alice)
            .as_node_operator()
            .has(account_with().memo("asked about")),
        get_file_info(&file).paying_with(&alice).as_node_operator().has_deleted(false),
        get_account_balance(&alice).as_node_operator().has_hbar(1.hbar()),
    ]
}

/// A payment that an operator sends all the same is not taken
#[hapi_test]
fn operators_cannot_pay(#[account_spec(balance = 2.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).paying_with(&alice).node_payment(1.hbar()).as_node_operator(),
        get_account_balance(&alice).has_hbar(2.hbar()),
    ]
}

/// Operators are told of errors as others are
#[hapi_test]
fn operators_are_refused_what_is_not_there() -> impl IntoSpec {
    get_account_info("0.0.999999999").as_node_operator().has_answer_only_precheck(InvalidAccountId)
}

/// Balances and receipts need no payment
#[hapi_test]
fn some_answers_are_free(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("transfer"),
        get_account_balance(&alice).no_payment().has_tiny_bars(less_than(9.hbar())),
        get_receipt("transfer").no_payment().has_priority_status(Success),
    ]
}

/// Other answers do
#[hapi_test]
fn unpaid_questions_are_not_answered(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).no_payment().has_answer_only_precheck(InvalidQueryHeader),
        get_account_info(&alice)
            .use_empty_txn_as_answer_payment()
            .has_answer_only_precheck(InvalidTransactionBody),
        get_account_info(&alice).node_payment(0).has_answer_only_precheck(InsufficientTxFee),
    ]
}

/// A payment must go to the node that is asked
#[hapi_test]
fn payments_go_to_the_node(alice: SpecAccount) -> impl IntoSpec {
    let astray = alice.transfer_hbars_to(FUNDING, 1.hbar());
    hapi_spec![
        get_account_info(&alice).with_payment(astray).has_answer_only_precheck(InvalidReceivingNodeAccount),
        get_account_balance(&alice).has_hbar(10.hbar()),
    ]
}

/// Only a transfer is a payment
#[hapi_test]
fn payments_are_transfers(alice: SpecAccount) -> impl IntoSpec {
    let creation = crypto_create("child").balance(0).paying_with(&alice);
    get_account_info(&alice).with_payment(creation).has_answer_only_precheck(InsufficientTxFee)
}

/// Several accounts may share the cost, if each signs
#[hapi_test]
fn costs_can_be_shared(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    #[account_spec(balance = 1.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    // lint: allow(closures): the payment is made anew for each query
    let shared = {
        let (alice, bob) = (alice.clone(), bob.clone());
        move || {
            let part = |account: &SpecAccount| send(500.tinybars()).from(account).to(NODE);
            crypto_transfer([part(&alice), part(&bob)]).paying_with(&alice)
        }
    };
    hapi_spec![
        get_account_info(&alice)
            .with_payment(shared().signed_by(&alice))
            .has_answer_only_precheck(InvalidSignature),
        get_account_balance(&bob).has_hbar(1.hbar()),
        get_account_info(&alice).with_payment(shared()),
        get_account_balance(&bob).has_hbar(1.hbar() - 500.tinybars()),
    ]
}

/// Who pays besides the payer must exist
#[hapi_test]
fn nobody_pays_for_nothing(alice: SpecAccount) -> impl IntoSpec {
    let by_nobody = crypto_transfer(send(1_000.tinybars()).from("0.0.999999999").to(NODE))
        .paying_with(&alice)
        .signed_by(&alice);
    get_account_info(&alice).with_payment(by_nobody).has_answer_only_precheck(InvalidAccountId)
}

/// Nobody asks at the expense of another
#[hapi_test]
fn payers_sign(alice: SpecAccount, mallory: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&mallory)
            .paying_with(&alice)
            .signed_by(&mallory)
            .has_answer_only_precheck(InvalidSignature),
        get_account_balance(&alice).has_hbar(10.hbar()),
    ]
}

/// Who has less than the answer and its transfer cost is not answered
#[hapi_test]
fn payers_are_solvent(
    #[account_spec(balance = 0.hbar())] pauper: SpecAccount,
    #[account_spec(balance = 100_000.tinybars())] poor: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&pauper).paying_with(&pauper).has_answer_only_precheck(InsufficientPayerBalance),
        get_account_info(&poor)
            .paying_with(&poor)
            .node_payment(50_000)
            .has_answer_only_precheck(InsufficientPayerBalance),
        get_account_balance(&poor).has_hbar(100_000.tinybars()),
    ]
}

/// Superusers are answered for free: their payment is looked at, but never submitted
#[hapi_test]
fn superusers_go_free(
    #[case(GENESIS, "SYSTEM_ADMIN")] payer: &'static str,
    alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).paying_with(payer).node_payment(0).via("favour"),
        get_receipt("favour").has_answer_only_precheck(ReceiptNotFound),
    ]
}

/// A payment is good for one answer
#[hapi_test]
fn a_payment_pays_once(alice: SpecAccount) -> impl IntoSpec {
    let pay = {
        let alice = alice.clone();
        move || alice.transfer_hbars_to(NODE, 1.hbar()).txn_id("once")
    };
    hapi_spec![
        usable_txn_id_named("once").payer_id(&alice),
        get_account_info(&alice).with_payment(pay()),
        get_account_info(&alice).with_payment(pay()).has_answer_only_precheck(DuplicateTransaction),
    ]
}

/// A payment is taken even when there is no answer to what was asked
#[hapi_test]
fn vain_questions_cost_too(#[account_spec(balance = 1.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info("0.0.999999999")
            .paying_with(&alice)
            .node_payment(1_000)
            .via("vain")
            .has_answer_only_precheck(InvalidAccountId),
        get_receipt("vain").has_priority_status(Success),
        get_account_balance(&alice).has_tiny_bars(less_than(1.hbar())),
    ]
}

/// Each further record that a question is about costs more
#[hapi_test]
async fn records_have_a_price_each(spec: &Spec, key: SpecKey) -> SpecResult {
    spec.run(crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_alias(&key))).via("creation")).await?;
    let costs = [Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0))];
    for (question, cost) in [get_txn_record("creation"), get_txn_record("creation").and_all_child_records()]
        .into_iter()
        .zip(&costs)
    {
        let cost = Arc::clone(cost);
        spec.run(question.exposing_node_payment_to(move |paid| cost.store(paid, Ordering::Relaxed))).await?;
    }
    let [alone, with_child] = costs.map(|cost| cost.load(Ordering::Relaxed));
    assert!(alone > 0 && with_child > 100 * alone, "{alone} and {with_child} tinybars");
    Ok(())
}
