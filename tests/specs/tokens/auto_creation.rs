//! Accounts that come into being because tokens are sent to their alias.
//!
//! - <https://hips.hedera.com/hip/hip-542>
//! - <https://hips.hedera.com/hip/hip-583>

use hapi_test::prelude::*;

use super::{coin, deck};

/// Units sent to the alias of a key create an account with that key, which is associated with the token
#[hapi_test]
fn units_create_accounts(alice: SpecAccount, #[case(ED25519, SECP256K1)] kind: KeyShape) -> impl IntoSpec {
    hapi_spec![
        new_key_named("bob").shape(kind),
        coin(&alice),
        crypto_transfer(send(5.of("coin")).from(&alice).to(by_alias("bob"))).via("gift"),
        get_receipt("gift").and_child_receipts().has_child_auto_account_creations(1),
        get_txn_record("gift").saving_created_account_as("bob"),
        get_account_info(by_alias("bob"))
            .has(account_with().key("bob").balance(0.hbar()).max_auto_associations(-1).memo(""))
            .has_token(relationship_with("coin").balance(5).automatic(true)),
        crypto_transfer(send(2.of("coin")).from("bob").to(&alice)),
    ]
}

/// An NFT sent to an EVM address creates a hollow account that owns it
#[hapi_test]
fn nfts_create_hollow_accounts(alice: SpecAccount, #[key_spec(kind = ecdsa)] bob: SpecKey) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        crypto_transfer(send("card".serial(2)).from(&alice).to(by_evm_address_of(&bob))).via("gift"),
        get_txn_record("gift").saving_created_account_as("bob"),
        get_account_info("bob").is_hollow().has_owned_nfts(1),
        get_token_nft_info("card", 2).has_account_id("bob"),
        get_txn_record("gift").has_nft_transfer("card".serial(2), &alice, "bob"),
    ]
}

/// One account is created for all that is sent to an alias at once
#[hapi_test]
fn one_account_for_everything(alice: SpecAccount, bob: SpecKey) -> impl IntoSpec {
    let gifts = [
        send(1.hbar()).from(&alice).to(by_alias(&bob)),
        send(5.of("coin")).from(&alice).to(by_alias(&bob)),
        send("card".serial(1)).from(&alice).to(by_alias(&bob)),
    ];
    hapi_spec![
        coin(&alice),
        deck(&alice),
        crypto_transfer(gifts).via("gifts"),
        get_receipt("gifts").and_child_receipts().has_child_auto_account_creations(1),
        get_txn_record("gifts").has_priority(record_with().auto_association_count(2)),
        get_account_balance(by_alias(&bob)).has_hbar(1.hbar()).has_token_balance("coin", 5),
    ]
}

/// Several accounts are created in the order in which they are named: for hbar first, then token by token
#[hapi_test]
async fn creations_have_an_order(
    spec: &Spec,
    alice: SpecAccount,
    first: SpecKey,
    second: SpecKey,
    third: SpecKey,
) -> SpecResult {
    let gifts = [
        send("card".serial(1)).from(&alice).to(by_alias(&second)),
        send(5.of("coin")).from(&alice).to(by_alias(&third)),
        send(1.hbar()).from(&alice).to(by_alias(&first)),
    ];
    spec.run(blocking_order((coin(&alice), deck(&alice), crypto_transfer(gifts).via("gifts")))).await?;
    let mut created = Vec::new();
    for key in [&first, &second, &third] {
        created.push(spec.run(get_account_info(by_alias(key))).await?.account_id);
    }
    let answer = spec.run(get_txn_record("gifts").and_all_child_records()).await?;
    let receipts =
        answer.children.iter().map(|child| child.receipt.clone().and_then(|receipt| receipt.account_id));
    assert_eq!(receipts.collect::<Vec<_>>(), created);
    Ok(())
}

/// At most three accounts are created by a transfer
#[hapi_test]
fn three_at_once(alice: SpecAccount, a: SpecKey, b: SpecKey, c: SpecKey, d: SpecKey) -> impl IntoSpec {
    let to = |keys: &[&SpecKey]| {
        let receivers: Vec<_> = keys.iter().map(|key| by_alias(*key)).collect();
        crypto_transfer(send(12.of("coin")).from(&alice).distributing(receivers))
    };
    hapi_spec![coin(&alice), to(&[&a, &b, &c, &d]).fails_with(MaxChildRecordsExceeded), to(&[&a, &b, &c]),]
}

/// The payer pays five US cents for the account, five for its association, and for the transfer
#[hapi_test]
fn newcomers_cost(
    #[account_spec(balance = 100.hbar(), key = ed25519)] alice: SpecAccount,
    bob: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        crypto_transfer(send(5.of("coin")).from(&alice).to(by_alias(&bob))).paying_with(&alice).via("gift"),
        validate_charged_usd_within("gift", 0.051, 0.1),
        validate_charged_usd_with_child("gift", 0.101, 0.1),
    ]
}

/// Who cannot hold the token is not created for it
#[hapi_test]
fn nobody_is_created_in_vain(
    alice: SpecAccount,
    bob: SpecKey,
    keys: SpecKey,
    #[case(AccountFrozenForToken, AccountKycNotGrantedForToken)] code: ResponseCodeEnum,
) -> impl IntoSpec {
    let token = if code == AccountFrozenForToken {
        coin(&alice).freeze_key(&keys).freeze_default(true)
    } else {
        coin(&alice).kyc_key(&keys)
    };
    hapi_spec![
        token,
        crypto_transfer(send(1.of("coin")).from(&alice).to(by_alias(&bob))).via("gift").fails_with(code),
        get_account_info(by_alias(&bob)).fails_with(InvalidAccountId),
        get_txn_record("gift").and_all_child_records().has_child_record_count(0),
    ]
}

/// An alias that nobody has yet sends nothing, and nothing sent to it creates nobody
#[hapi_test]
fn strangers_send_nothing(alice: SpecAccount, bob: SpecKey) -> impl IntoSpec {
    let from_stranger = crypto_transfer(send(1.of("coin")).from(by_alias(&bob)).to(&alice));
    let card_from_stranger = crypto_transfer(send("card".serial(1)).from(by_alias(&bob)).to(&alice));
    hapi_spec![
        coin(&alice),
        deck(&alice),
        from_stranger.fails_with(InvalidAccountId),
        card_from_stranger.fails_with(InvalidAccountId),
        crypto_transfer(send(0.of("coin")).from(&alice).to(by_alias(&bob))).fails_with(InvalidAccountId),
    ]
}

/// What cannot be an alias creates nobody
#[hapi_test]
fn aliases_that_are_none(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        crypto_transfer(send(1.of("coin")).from(&alice).to(by_literal_alias(vec![7; 19])))
            .fails_with(InvalidAliasKey),
    ]
}

/// Somebody who has the alias gets what is sent to it, as to his number
#[hapi_test]
fn an_alias_in_use_names_its_account(alice: SpecAccount, bob: SpecKey) -> impl IntoSpec {
    let to_bob = || crypto_transfer(send(5.of("coin")).from(&alice).to(by_alias(&bob)));
    hapi_spec![
        coin(&alice),
        to_bob(),
        to_bob().via("again"),
        get_receipt("again").and_child_receipts().has_child_auto_account_creations(0),
        get_account_balance(by_alias(&bob)).has_token_balance("coin", 10),
    ]
}
