//! The spec to copy: it shows, with comments, all that most specs need.
//!
//! To write your own, copy this file, rename it after its subject, add it to `main.rs`, and delete what you do not
//! need. Then run it: `cargo test --test specs -- example_test`.
//!
//! A good spec
//! - says in its doc comment which rule it holds the ledger to: that text is its name in reports;
//! - asserts something that fails when the ledger breaks this rule. Break the ledger once, and see it fail;
//! - has few operations. What is not about the rule belongs into a fixture or a helper;
//! - depends on nobody else's spec. All run at once, on one network: another one may move money, create accounts and
//!   use names as this one does. Its names are its own, but system accounts and their balances are everybody's.

// The prelude has all that specs use: attributes, operations, modifiers, matchers, amounts, and the response codes
// of HAPI under their bare names (`Success`, `InvalidSignature`).
use hapi_test::{ops::CryptoTransfer, prelude::*};

/// A transfer moves exactly the given amount, and the sender pays for it
#[hapi_test]
fn transfer_moves_hbar(
    // Parameters are fixtures: made before the first operation, and named like the parameter. `#[account_spec(..)]`
    // says what is special about an account; `bob` is not special at all: he has a simple key and ten hbar.
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    // Operations run in order, and the first that fails ends the spec. Each waits until consensus has decided.
    hapi_spec![
        // An operation is a factory and modifiers. Without the modifier, the default payer would pay. Who must sign
        // signs by itself, since the spec knows the keys of what it made. `via` names the transaction for later.
        crypto_transfer(send(10.hbar()).from(&alice).to(&bob)).paying_with(&alice).via("transfer"),
        // Queries are operations, too: what is expected of the answer, they are told by modifiers that begin with
        // `has`. They are asked and paid for as an SDK does it: first the cost, then the answer.
        get_account_balance(&bob).has_hbar(20.hbar()),
        // Larger answers are held against a matcher, which says nothing about what is not mentioned.
        get_txn_record("transfer").has_priority(
            record_with()
                .status(Success)
                .transfers(including(&bob, 10.hbar()).and(including_any_deduction(&alice))),
        ),
        // Prices are in US dollars, and compared at the exchange rate that the receipt says was used.
        validate_charged_usd("transfer", 0.0001),
    ]
}

/// Nobody moves another's hbar without their signature
#[hapi_test]
fn theft_is_refused(alice: SpecAccount, mallory: SpecAccount) -> impl IntoSpec {
    // An operation that is to fail says with which code; another code fails the spec, and so does success.
    // `fails_with` takes the code from the node's first check (the precheck) or from consensus. Where it matters
    // which, `has_precheck` and `has_known_status` pin it down.
    hapi_spec![
        // `signed_by` replaces the signers that the spec would choose.
        crypto_transfer(send(1.hbar()).from(&alice).to(&mallory))
            .paying_with(&mallory)
            .signed_by(&mallory)
            .fails_with(InvalidSignature),
        // What did not happen is worth an assertion as well.
        get_account_balance(&alice).has_hbar(10.hbar()),
    ]
}

/// Any amount that the sender has can be sent, nothing at all included
#[hapi_test]
fn any_amount_can_be_sent(
    // Each value makes a test of its own, which is listed, run and reported by itself.
    #[case(0, 1, 499_999_999, 500_000_000)] tinybars: i64,
    #[account_spec(balance = 5.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    // One operation alone is a spec, too; so are tuples, arrays and vectors.
    (gift(&alice, &bob, tinybars), get_account_balance(&bob).has_tiny_bars(tinybars))
}

/// What several specs share is a function that returns an operation. Modifiers can still be added where it is used.
fn gift(from: &SpecAccount, to: &SpecAccount, tinybars: i64) -> Txn<CryptoTransfer> {
    crypto_transfer(send(tinybars.tinybars()).from(from).to(to)).memo("a gift")
}

/// Two of three keys are enough to sign for a threshold key, and one is not
#[hapi_test]
fn thresholds_decide(#[account_spec(key = thresh_of(2, 3))] club: SpecAccount) -> impl IntoSpec {
    // Keys have a shape (`ED25519`, `SECP256K1`, `list_of(..)`, `thresh_of(..)`), and a control says which of their
    // parts sign.
    let signed = |who| club.transfer_hbars_to(FUNDING, 1.hbar()).sig_control(for_key(&club, who));
    hapi_spec![signed(sigs![ON, ON, OFF]), signed(sigs![ON, OFF, OFF]).fails_with(InvalidSignature),]
}

/// An account can be created, changed and deleted
#[hapi_test]
fn accounts_come_and_go(#[account_spec(balance = 0.hbar())] heir: SpecAccount) -> impl IntoSpec {
    // What a spec creates by itself gets a name, which stands for the account and for its key from then on. Names,
    // numbers (`"0.0.98"`), ids and fixtures are all the same to an operation.
    hapi_spec![
        crypto_create("carol").balance(5.hbar()).entity_memo("created"),
        crypto_update("carol").entity_memo("changed"),
        get_account_info("carol").has(account_with().memo("changed").balance(5.hbar())),
        crypto_delete("carol").transfer(&heir),
        get_account_info("carol").fails_with(AccountDeleted),
        get_account_balance(&heir).has_hbar(5.hbar()),
    ]
}

/// A receipt names the account that was created, and its record has the same receipt
// Where the flow needs values, a spec is an async function over `&Spec`. `run` runs one operation and gives what comes
// out of it; `?` ends the spec where it fails. The fixtures are the same.
#[hapi_test]
async fn a_receipt_names_the_new_account(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let carol = spec.run(crypto_create("carol").balance(0).paying_with(&alice).via("creation")).await?;
    let answer = spec.run(get_txn_record("creation")).await?;
    let receipt = answer.record.receipt.expect("each record has a receipt");
    // Assertions of Rust's own do as well: a panic is reported with the line, and with all that the spec did before.
    assert_eq!(receipt.account_id, Some(carol.account_id));
    Ok(())
}
