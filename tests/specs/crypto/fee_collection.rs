//! The account that collects all fees until the staking period ends, 0.0.802 (HIP-1259).
//!
//! - <https://hips.hedera.com/hip/hip-1259>

use hapi_test::prelude::*;

const FEE_COLLECTION: &str = "0.0.802";

/// All fees go to the fee collection account: the record shows no node and no reward account
#[hapi_test]
fn fees_are_collected_in_one_account(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 10.hbar()).via("transfer"),
        get_txn_record("transfer").has_priority(record_with().transfers(
            including(&bob, 10.hbar()).and(exact_participants([alice.name(), bob.name(), FEE_COLLECTION])),
        )),
        validate_record_transaction_fees("transfer"),
    ]
}

/// Nobody else gives hbar to the fee collection account, by transfer or by deletion
#[hapi_test]
fn nobody_pays_into_the_fee_collection_account(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        alice
            .transfer_hbars_to(FEE_COLLECTION, 1.hbar())
            .via("gift")
            .has_known_status(TransferToFeeCollectionAccountNotAllowed),
        validate_charged_usd_within("gift", 0.0001, 0.1),
        alice.delete_with_transfer(FEE_COLLECTION).has_known_status(TransferToFeeCollectionAccountNotAllowed),
        alice.get_info().has(account_with().deleted(false)),
    ]
}

/// The accounts that pay rewards take hbar from anyone, and give none away at anyone's wish
#[hapi_test]
fn reward_accounts_take_but_do_not_give(
    #[account_spec(balance = 100.hbar())] alice: SpecAccount,
    #[case(STAKING_REWARD, NODE_REWARD)] rewards: &'static str,
) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(rewards, 1.hbar()).via("gift"),
        get_txn_record("gift").has_hbar_amount(rewards, 1.hbar()),
        crypto_transfer(send(1.hbar()).from(rewards).to(&alice)).fails_with(InvalidAccountId),
    ]
}
