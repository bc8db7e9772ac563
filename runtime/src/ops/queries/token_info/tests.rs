use hapi_proto::{
    HbarExt,
    services::{CustomFee, Duration, FixedFee, Fraction, FractionalFee, Timestamp, custom_fee::Fee},
};

use super::*;
use crate::ops::{
    assertions::{Findings, Matcher, testing},
    token::{fixed_hbar_fee, fixed_hts_fee, fractional_fee, royalty_fee_with_fallback},
};

fn sample() -> TokenInfo {
    let carol = Some(AccountId::from_num(1003));
    let fixed = FixedFee { amount: 5, denominating_token_id: Some(TokenId::from_num(2001)) };
    let fraction = FractionalFee {
        fractional_amount: Some(Fraction { numerator: 1, denominator: 10 }),
        minimum_amount: 2,
        ..FractionalFee::default()
    };
    let fee =
        |fee| CustomFee { fee: Some(fee), fee_collector_account_id: carol.clone(), ..CustomFee::default() };
    TokenInfo {
        token_id: Some(TokenId::from_num(2001)),
        name: "Gold".into(),
        symbol: "AU".into(),
        decimals: 2,
        total_supply: 100,
        treasury: Some(AccountId::from_num(1001)),
        admin_key: Some(Key::ed25519(vec![7; 32])),
        default_kyc_status: TokenKycStatus::KycNotApplicable.into(),
        default_freeze_status: TokenFreezeStatus::Unfrozen.into(),
        auto_renew_period: Some(Duration { seconds: 7 }),
        expiry: Some(Timestamp::new(50, 0)),
        memo: "shiny".into(),
        token_type: TokenType::FungibleCommon.into(),
        supply_type: TokenSupplyType::Infinite.into(),
        pause_status: TokenPauseStatus::PauseNotApplicable.into(),
        custom_fees: vec![fee(Fee::FixedFee(fixed)), fee(Fee::FractionalFee(fraction))],
        ..TokenInfo::default()
    }
}

fn found(query: &Query<GetTokenInfo>) -> Vec<String> {
    let spec = testing::spec();
    spec.registry().put("alice", AccountId::from_num(1001));
    spec.registry().put("carol", AccountId::from_num(1003));
    spec.registry().put("gold", TokenId::from_num(2001));
    spec.registry().put("gold", TokenName("Gold".into()));
    spec.registry().put("gold", TokenSymbol("AU".into()));
    spec.registry().put("gold", Memo("dull".into()));
    spec.registry().put("seal", Key::ed25519(vec![7; 32]));
    testing::found(&query.checks, &sample(), &spec)
}

#[test]
fn a_token_as_expected_has_no_findings() {
    let query = get_token_info("gold")
        .has_registered_id("gold")
        .has_token_type(TokenType::FungibleCommon)
        .has_supply_type(TokenSupplyType::Infinite)
        .has_total_supply(100)
        .has_max_supply(0)
        .has_decimals(2)
        .has_registered_name()
        .has_registered_symbol()
        .has_entity_memo("shiny")
        .has_metadata(vec![])
        .has_treasury("alice")
        .has_no_auto_renew_account()
        .has_auto_renew_period(7)
        .has_expiry(50)
        .is_not_deleted()
        .has_pause_status(TokenPauseStatus::PauseNotApplicable)
        .has_kyc_default(TokenKycStatus::KycNotApplicable)
        .has_freeze_default(TokenFreezeStatus::Unfrozen)
        .has_admin_key("seal")
        .has_no_supply_key()
        .has_custom(fractional_fee(1, 10, "carol").min(2))
        .has_custom_fees((fixed_hts_fee(5, "gold", "carol"), fractional_fee(1, 10, "carol").min(2)));
    assert_eq!(found(&query), [""; 0]);
}

#[test]
fn every_difference_is_found_at_once() {
    let query = get_token_info("gold")
        .has_token_type(TokenType::NonFungibleUnique)
        .has_supply_type(TokenSupplyType::Finite)
        .has_total_supply(99)
        .has_name("Silver")
        .has_registered_memo()
        .has_treasury("carol")
        .has_auto_renew_account("carol")
        .has_expiry(51)
        .is_deleted()
        .has_pause_status(TokenPauseStatus::Paused)
        .has_no_admin_key()
        .has_kyc_key("seal");
    let key = format!("ed25519 {}", "07".repeat(32));
    let expected = [
        "type: NonFungibleUnique != FungibleCommon".to_owned(),
        "supply type: Finite != Infinite".to_owned(),
        "total supply: 99 != 100".to_owned(),
        "name: Silver != Gold".to_owned(),
        "memo: dull != shiny".to_owned(),
        "treasury: 0.0.1003 (carol) != 0.0.1001 (alice)".to_owned(),
        "renewing account: 0.0.1003 (carol) != none".to_owned(),
        "expiry: from 51 to 51 s != 50.000000000".to_owned(),
        "deletion: true != false".to_owned(),
        "pause status: Paused != PauseNotApplicable".to_owned(),
        format!("admin key: none != {key}"),
        format!("KYC key: {key} != none"),
    ];
    assert_eq!(found(&query), expected);
}

#[test]
fn custom_fees_are_told_in_words() {
    let royalty = royalty_fee_with_fallback(
        1,
        4,
        crate::ops::token::fixed_hbar_fee_inheriting_royalty_collector(9),
        "carol",
    );
    let all = "5 of 0.0.2001 (gold) to 0.0.1003 (carol), 1/10 of the units, at least 2 to 0.0.1003 (carol)";
    let query = get_token_info("gold")
        .has_custom(fixed_hbar_fee(1.hbar(), "carol"))
        .has_custom(royalty.all_collectors_exempt())
        .has_custom_fees(fractional_fee(1, 10, "carol").max(8).net_of_transfers())
        .has_no_custom_fees();
    let expected = [
        format!("custom fees: 100000000 tinybars to 0.0.1003 (carol) != {all}"),
        format!(
            "custom fees: 1/4 of the price, or 9 tinybars to 0.0.1003 (carol), collectors exempt != {all}"
        ),
        format!("custom fees: 1/10 of the units, at most 8, on top to 0.0.1003 (carol) != {all}"),
        format!("number of custom fees: 0 != 2 [{all}]"),
    ];
    assert_eq!(found(&query), expected);
}

#[test]
fn what_the_spec_does_not_know_of_the_token_is_an_error() {
    let query = get_token_info("0.0.7").has_registered_name();
    let error = query.checks.check(&sample(), &testing::spec(), &mut Findings::default());
    assert_eq!(error.unwrap_err().message(), "the spec has no name for 0.0.7, and knows no name of it");
}
