//! What goes on the wire, and who signs it.

use hapi_proto::services::{
    AccountId, CustomFee, FixedFee, Fraction, FractionalFee, Key, NftId, ResponseCodeEnum, RoyaltyFee,
    TokenId, TokenType, TokenUpdateTransactionBody, TransactionId, TransactionReceipt, custom_fee::Fee,
    pending_airdrop_id, token_reference::TokenIdentifier, transaction_body::Data,
};

use super::*;
use crate::{
    keys::Signer,
    ops::{
        Resolved, TransactionOp, Txn,
        assertions::testing,
        crypto::{moving, moving_with_allowance, send},
    },
    registry::{Memo, ReceiverSigRequired, TokenName, TokenTreasury},
    spec::Spec,
};

/// A spec that knows some accounts, tokens and keys.
fn spec() -> Spec {
    let spec = testing::spec();
    for (name, num, key) in [("a", 1001, 1), ("b", 1002, 2), ("DEFAULT_PAYER", 1003, 3)] {
        spec.registry().put(name, AccountId::from_num(num));
        spec.registry().put(name, key_of(key));
    }
    for (name, byte) in [("k", 11), ("l", 12)] {
        spec.registry().put(name, key_of(byte));
    }
    spec.registry().put("t", TokenId::from_num(2001));
    spec.registry().put("n", TokenId::from_num(2002));
    spec
}

fn key_of(byte: u8) -> Key {
    Key::ed25519(vec![byte; 32])
}

#[expect(clippy::unnecessary_wraps, reason = "fields of messages are optional")]
fn account(num: u64) -> Option<AccountId> {
    Some(AccountId::from_num(num))
}

#[expect(clippy::unnecessary_wraps, reason = "fields of messages are optional")]
fn token(num: u64) -> Option<TokenId> {
    Some(TokenId::from_num(num))
}

/// The keys that sign besides the payer's.
fn signing<B: TransactionOp>(spec: &Spec, txn: &Txn<B>) -> Vec<Key> {
    let signers = txn.op.default_signers(spec).unwrap();
    signers.iter().map(|signer| signer.resolve(spec).unwrap().0).collect()
}

/// Has the registry learn what follows from the success of `txn`.
fn succeed<B: TransactionOp>(spec: &Spec, txn: &Txn<B>, receipt: TransactionReceipt) {
    let resolved = Resolved {
        id: TransactionId::default(),
        status: ResponseCodeEnum::Success,
        receipt,
        body: Box::default(),
    };
    txn.op.on_success(spec, &resolved).unwrap();
}

fn created(num: u64) -> TransactionReceipt {
    TransactionReceipt { token_id: token(num), ..Default::default() }
}

macro_rules! body {
    ($spec:expr, $txn:expr, $data:ident) => {
        match $txn.op.body(&$spec).unwrap() {
            Data::$data(body) => body,
            other => panic!("{other:?}"),
        }
    };
}

#[test]
fn a_token_is_fungible_and_without_keys_unless_told_otherwise() {
    let spec = spec();
    let create = token_create("gold coin");
    let body = body!(spec, create, TokenCreation);
    assert_eq!((&*body.name, &*body.symbol), ("gold coin", "GOLDCOIN"));
    assert_eq!((body.initial_supply, body.decimals, body.max_supply), (10_000, 0, 0));
    assert_eq!((body.treasury, body.auto_renew_account), (account(1003), None));
    assert!(body.auto_renew_period.is_none());
    assert_eq!(body.expiry.unwrap().seconds, 1_000 + spec.setup().auto_renew_secs);
    let keys = [&body.admin_key, &body.kyc_key, &body.freeze_key, &body.wipe_key, &body.supply_key];
    assert!(keys.into_iter().all(Option::is_none));
    assert_eq!(signing(&spec, &create), [key_of(3)], "the treasury signs");
}

#[test]
fn who_renews_a_token_does_so_after_a_period() {
    let spec = spec();
    let body = body!(spec, token_create("t").auto_renew_account("a"), TokenCreation);
    assert_eq!(body.auto_renew_period.unwrap().seconds, spec.setup().auto_renew_secs);
    let unrenewed = token_create("t").auto_renew_account("a").without_auto_renew_period();
    assert!(body!(spec, unrenewed, TokenCreation).auto_renew_period.is_none());
    let period = token_create("t").auto_renew_period(7);
    assert_eq!(body!(spec, period, TokenCreation).auto_renew_period.unwrap().seconds, 7);
    assert_eq!(body!(spec, token_create("t").expiry(9), TokenCreation).expiry.unwrap().seconds, 9);
    assert!(body!(spec, token_create("t").without_expiry(), TokenCreation).expiry.is_none());
}

#[test]
fn nfts_start_with_none() {
    let body = body!(spec(), token_create("t").non_fungible().supply_key("k"), TokenCreation);
    assert_eq!((body.token_type, body.initial_supply), (TokenType::NonFungibleUnique.into(), 0));
    assert_eq!(body.supply_key, Some(key_of(11)));
}

#[test]
fn whom_a_creation_concerns_signs_it() {
    let spec = spec();
    let create = |fee: TokenFee| {
        token_create("new")
            .treasury("a")
            .admin_key("k")
            .supply_key("l")
            .auto_renew_account("b")
            .with_custom(fee)
    };
    let usual = [key_of(1), key_of(2), key_of(11)];
    assert_eq!(signing(&spec, &create(fixed_hbar_fee(1, "DEFAULT_PAYER"))), usual);
    let with_collector = [&usual[..], &[key_of(3)]].concat();
    assert_eq!(signing(&spec, &create(fixed_hts_fee(1, THIS_TOKEN, "DEFAULT_PAYER"))), with_collector);
    assert_eq!(signing(&spec, &create(fractional_fee(1, 2, "DEFAULT_PAYER").into())), with_collector);
    spec.registry().put("DEFAULT_PAYER", ReceiverSigRequired(true));
    assert_eq!(signing(&spec, &create(fixed_hbar_fee(1, "DEFAULT_PAYER"))), with_collector);
}

#[test]
fn the_key_of_a_role_signs_for_it() {
    let spec = spec();
    let create = TokenRole::ALL.iter().fold(token_create("new"), |create, role| {
        let byte = 20 + u8::try_from(*role as usize).unwrap();
        create.key(*role, key_of(byte))
    });
    succeed(&spec, &create, created(2003));
    assert_eq!(spec.registry().find::<TokenId>("new"), token(2003));
    assert_eq!(spec.registry().find("new"), Some(TokenName("new".into())));
    assert_eq!(spec.registry().find("new"), Some(TokenTreasury(AccountId::from_num(1003))));
    let role = |role: TokenRole| [key_of(20 + u8::try_from(role as usize).unwrap())];
    assert_eq!(signing(&spec, &mint_token("new", 1)), role(TokenRole::Supply));
    assert_eq!(signing(&spec, &burn_token("0.0.2003", 1)), role(TokenRole::Supply));
    assert_eq!(signing(&spec, &wipe_token_account("new", "a", [1])), role(TokenRole::Wipe));
    assert_eq!(signing(&spec, &token_freeze("new", "a")), role(TokenRole::Freeze));
    assert_eq!(signing(&spec, &token_unfreeze("new", "a")), role(TokenRole::Freeze));
    assert_eq!(signing(&spec, &grant_token_kyc("new", "a")), role(TokenRole::Kyc));
    assert_eq!(signing(&spec, &revoke_token_kyc("new", "a")), role(TokenRole::Kyc));
    assert_eq!(signing(&spec, &token_pause("new")), role(TokenRole::Pause));
    assert_eq!(signing(&spec, &token_unpause("new")), role(TokenRole::Pause));
    assert_eq!(signing(&spec, &token_delete(TokenId::from_num(2003))), role(TokenRole::Admin));
    assert_eq!(signing(&spec, &token_fee_schedule_update("new")), role(TokenRole::FeeSchedule));
    assert_eq!(signing(&spec, &token_update_nfts("new", "m", [1])), role(TokenRole::Metadata));
    assert_eq!(signing(&spec, &token_update("new").supply_key("k")), role(TokenRole::Admin));
}

#[test]
fn a_new_token_of_the_same_name_has_no_old_keys() {
    let spec = spec();
    succeed(&spec, &token_create("new").supply_key("k").pause_key("l"), created(2003));
    succeed(&spec, &token_create("new").supply_key("l"), created(2004));
    assert_eq!(signing(&spec, &mint_token("new", 1)), [key_of(12)]);
    assert!(signing(&spec, &token_pause("new")).is_empty());
    succeed(&spec, &token_delete("new").purging(), TransactionReceipt::default());
    assert!(spec.registry().find::<TokenId>("new").is_none());
    assert!(spec.registry().find::<Key>("new_SUPPLY_KEY").is_none());
}

#[test]
fn without_an_admin_key_the_holders_of_roles_change_them() {
    let spec = spec();
    succeed(&spec, &token_create("new").supply_key("k").metadata_key("l"), created(2003));
    assert_eq!(signing(&spec, &token_update("new").supply_key("a")), [key_of(11), key_of(1)]);
    let unchecked = token_update("new").supply_key("a").apply_no_validation_to_keys();
    assert_eq!(signing(&spec, &unchecked), [key_of(11)]);
    assert_eq!(signing(&spec, &token_update("new").properly_emptying_supply_key()), [key_of(11)]);
    assert_eq!(signing(&spec, &token_update("new").new_metadata("m")), [key_of(12)]);
    assert!(signing(&spec, &token_update("new").expiry(5)).is_empty());
}

#[test]
fn what_an_update_changes_is_known_afterwards() {
    let spec = spec();
    succeed(&spec, &token_create("new").admin_key("k").supply_key("l").pause_key("l"), created(2003));
    let update = token_update("new")
        .admin_key("l")
        .supply_key("a")
        .properly_emptying_pause_key()
        .treasury("b")
        .auto_renew_account("a")
        .entity_memo("m");
    assert_eq!(signing(&spec, &update), [key_of(11), key_of(12), key_of(2), key_of(1)]);
    succeed(&spec, &update, TransactionReceipt::default());
    assert_eq!(signing(&spec, &token_delete("new")), [key_of(12)]);
    assert_eq!(signing(&spec, &mint_token("new", 1)), [key_of(1)]);
    assert!(signing(&spec, &token_pause("new")).is_empty());
    assert_eq!(spec.registry().find("new"), Some(TokenTreasury(AccountId::from_num(1002))));
    assert_eq!(spec.registry().find("new"), Some(Memo("m".into())));
    let ended = token_update("new").without_auto_renew_account();
    assert_eq!(signing(&spec, &ended), [key_of(12)], "nobody signs for account 0.0.0");
}

#[test]
fn an_update_says_only_what_changes() {
    let spec = spec();
    let body = body!(spec, token_update("t"), TokenUpdate);
    let untouched = TokenUpdateTransactionBody { token: token(2001), ..Default::default() };
    assert_eq!(*body, untouched);
    let body =
        body!(spec, token_update("t").properly_emptying_kyc_key().using_invalid_wipe_key(), TokenUpdate);
    assert!(body.kyc_key.unwrap().is_empty_list());
    assert_ne!(body.wipe_key, None);
    let body = body!(spec, token_update("t").new_metadata("").entity_memo(""), TokenUpdate);
    assert_eq!((body.metadata, body.memo), (Some(vec![]), Some(String::new())));
}

#[test]
fn fees_go_on_the_wire_as_they_are_said() {
    let spec = spec();
    let fees = token_fee_schedule_update("t").with_custom((
        fixed_hbar_fee(5, "a"),
        fixed_hts_fee(7, "t", "b").all_collectors_exempt(),
        fractional_fee(1, 10, "a").min(2).max(9),
        fractional_fee_net_of_transfers(1, 3, "a"),
        royalty_fee_no_fallback(1, 4, "b"),
        royalty_fee_with_fallback(1, 4, fixed_hts_fee_inheriting_royalty_collector(6, "t"), "b"),
        incomplete_custom_fee("a"),
        fixed_hbar_fee(8, "a").without_collector(),
    ));
    let fraction = |numerator, denominator| Some(Fraction { numerator, denominator });
    let fixed = |amount, denominating_token_id| FixedFee { amount, denominating_token_id };
    let royalty = |fallback_fee| {
        Some(Fee::RoyaltyFee(RoyaltyFee { exchange_value_fraction: fraction(1, 4), fallback_fee }))
    };
    let fractional = |fractional_amount, minimum_amount, maximum_amount, net_of_transfers| {
        let fee = FractionalFee { fractional_amount, minimum_amount, maximum_amount, net_of_transfers };
        Some(Fee::FractionalFee(fee))
    };
    let expected = [
        (Some(Fee::FixedFee(fixed(5, None))), account(1001), false),
        (Some(Fee::FixedFee(fixed(7, token(2001)))), account(1002), true),
        (fractional(fraction(1, 10), 2, 9, false), account(1001), false),
        (fractional(fraction(1, 3), 0, 0, true), account(1001), false),
        (royalty(None), account(1002), false),
        (royalty(Some(fixed(6, token(2001)))), account(1002), false),
        (None, account(1001), false),
        (Some(Fee::FixedFee(fixed(8, None))), None, false),
    ];
    let expected = expected.map(|(fee, fee_collector_account_id, all_collectors_are_exempt)| CustomFee {
        fee,
        fee_collector_account_id,
        all_collectors_are_exempt,
    });
    assert_eq!(body!(spec, fees, TokenFeeScheduleUpdate).custom_fees, expected);
}

#[test]
fn accounts_sign_for_their_associations() {
    let spec = spec();
    let associate = token_associate("a", ["t", "n"]);
    assert_eq!(signing(&spec, &associate), [key_of(1)]);
    let body = body!(spec, associate, TokenAssociate);
    assert_eq!(
        (body.account, body.tokens),
        (account(1001), vec![token(2001).unwrap(), token(2002).unwrap()])
    );
    let dissociate = token_dissociate_with_alias("k", "t");
    assert_eq!(signing(&spec, &dissociate), [key_of(11)]);
    assert!(body!(spec, dissociate, TokenDissociate).account.unwrap().alias().is_some());
}

#[test]
fn airdrops_are_signed_by_who_gives() {
    let spec = spec();
    spec.registry().put("b", ReceiverSigRequired(true));
    let airdrop = token_airdrop([send_units("a", "b"), moving_with_allowance(1, "t").between("b", "a")]);
    assert_eq!(signing(&spec, &airdrop), [key_of(1)]);
    assert_eq!(body!(spec, airdrop, TokenAirdrop).token_transfers.len(), 1);
    let lists = body!(spec, token_airdrop(send_units("a", "b")), TokenAirdrop).token_transfers;
    let raw = token_airdrop_with(move |_, body| body.token_transfers.clone_from(&lists));
    assert_eq!(signing(&spec, &raw), [key_of(1)]);
    let hbar = token_airdrop(send(1).from("a").to("b")).op.body(&spec).unwrap_err();
    assert!(hbar.message().starts_with("an airdrop moves tokens"), "{hbar}");
}

fn send_units(from: &str, to: &str) -> crate::ops::Movement {
    moving(1, "t").between(from, to)
}

#[test]
fn receivers_claim_and_senders_cancel() {
    let spec = spec();
    let airdrops = [pending_airdrop("a", "b", "t"), pending_nft_airdrop("a", "b", "n", 7)];
    assert_eq!(signing(&spec, &token_claim_airdrop(airdrops[0].clone())), [key_of(2)]);
    assert_eq!(signing(&spec, &token_cancel_airdrop(airdrops[0].clone())), [key_of(1)]);
    let ids = body!(spec, token_claim_airdrop(airdrops), TokenClaimAirdrop).pending_airdrops;
    assert!(ids.iter().all(|id| id.sender_id == account(1001) && id.receiver_id == account(1002)));
    let nft = NftId { token_id: token(2002), serial_number: 7 };
    let expected = [
        pending_airdrop_id::TokenReference::FungibleTokenType(token(2001).unwrap()),
        pending_airdrop_id::TokenReference::NonFungibleToken(nft),
    ];
    assert_eq!(ids.iter().filter_map(|id| id.token_reference).collect::<Vec<_>>(), expected);
}

#[test]
fn rejections_are_the_payers_unless_an_owner_is_named() {
    let spec = spec();
    let reject = || token_reject((rejecting_token("t"), rejecting_nft("n", 3)));
    assert!(signing(&spec, &reject()).is_empty());
    assert_eq!(body!(spec, reject(), TokenReject).owner, None);
    let owned = reject().owner("a");
    assert_eq!(signing(&spec, &owned), [key_of(1)]);
    let body = body!(spec, owned, TokenReject);
    let nft = NftId { token_id: token(2002), serial_number: 3 };
    let expected = [TokenIdentifier::FungibleToken(token(2001).unwrap()), TokenIdentifier::Nft(nft)];
    let rejected: Vec<_> = body.rejections.iter().filter_map(|each| each.token_identifier).collect();
    assert_eq!((body.owner, &*rejected), (account(1001), &expected[..]));
}

#[test]
fn metadata_of_nfts_are_changed_by_the_supply_key_where_no_other_can() {
    let spec = spec();
    succeed(&spec, &token_create("n").non_fungible().supply_key("k"), created(2002));
    let update = token_update_nfts("n", "new", [1, 2]);
    assert_eq!(signing(&spec, &update), [key_of(11)]);
    assert_eq!(body!(spec, update, TokenUpdateNfts).metadata, Some(b"new".to_vec()));
    assert_eq!(
        body!(spec, token_update_nfts("n", "", [1]).without_metadata(), TokenUpdateNfts).metadata,
        None
    );
}

#[test]
fn both_quantities_at_once_can_be_said() {
    let spec = spec();
    let mint = body!(spec, invalid_mint_token("n", ["a"], 5), TokenMint);
    assert_eq!((mint.amount, mint.metadata.len()), (5, 1));
    let burn = body!(spec, invalid_burn_token("n", [1], 5), TokenBurn);
    assert_eq!((burn.amount, burn.serial_numbers), (5, vec![1]));
    let wipe = body!(spec, invalid_wipe_token_account("n", "a", [1], 5), TokenWipe);
    assert_eq!((wipe.amount, wipe.serial_numbers), (5, vec![1]));
}

#[test]
fn a_token_that_nobody_has_named_is_an_error() {
    let spec = spec();
    let pause = token_pause("nowhere");
    assert!(signing(&spec, &pause).is_empty());
    let error = pause.op.body(&spec).unwrap_err();
    assert!(error.message().contains("no token is named `nowhere`"), "{error}");
    let signer = Signer::from("t_SUPPLY_KEY").resolve(&spec).unwrap_err();
    assert!(signer.message().contains("no key is named `t_SUPPLY_KEY`"), "{signer}");
}
