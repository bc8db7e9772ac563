//! Tokens as parameters and as statics.
#![deny(warnings)]
#![forbid(unsafe_code)]

use hapi_test::prelude::*;

const WIPE: TokenRole = TokenRole::Wipe;

#[account_spec]
pub static BANK: SpecAccount;

#[fungible_token_spec(
    keys = [admin, kyc, freeze, WIPE, supply, fee_schedule, pause, metadata],
    initial_supply = 500,
    max_supply = 9_000_000_000,
    decimals = 2,
    treasury = &BANK,
    auto_renew_account = &BANK,
    freeze_default = true,
    memo = "shiny",
)]
static GOLD: SpecFungibleToken;

#[non_fungible_token_spec(keys = [], num_pre_mints = 4_294_967_295, use_auto_renew_account = true)]
static ART: SpecNonFungibleToken;

#[hapi_test]
fn parameters(
    #[fungible_token_spec(name = "Silver", decimals = 0)] silver: SpecFungibleToken,
    #[non_fungible_token_spec(keys = [TokenRole::Supply], max_supply = 1)] cards: SpecNonFungibleToken,
    bare: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![
        format!("{} {:?}", silver.name, silver.attributes()),
        format!("{} {:?}", cards.name, cards.attributes()),
        format!("{} {:?}", bare.name, bare.attributes() == silver.attributes()),
        format!("{:?}", GOLD.attributes()).replace(concat!(module_path!(), "::"), ""),
        format!("{:?}", ART.attributes()),
    ]
}

fn main() {
    assert_eq!(
        hapi_test::run("parameters"),
        [
            "Silver FungibleTokenAttributes { keys: TokenKeys([Admin, Supply]), max_supply: 0, treasury: None, \
             use_auto_renew_account: false, auto_renew_account: None, freeze_default: false, memo: \"\", \
             initial_supply: None, decimals: 0 }",
            "cards NonFungibleTokenAttributes { keys: TokenKeys([Supply]), max_supply: 1, treasury: None, \
             use_auto_renew_account: false, auto_renew_account: None, freeze_default: false, memo: \"\", \
             num_pre_mints: 0 }",
            "bare true",
            "FungibleTokenAttributes { keys: TokenKeys([Admin, Kyc, Freeze, Wipe, Supply, FeeSchedule, Pause, Metadata]), \
             max_supply: 9000000000, treasury: Some(\"BANK\"), use_auto_renew_account: false, \
             auto_renew_account: Some(\"BANK\"), freeze_default: true, memo: \"shiny\", initial_supply: Some(500), \
             decimals: 2 }",
            "NonFungibleTokenAttributes { keys: TokenKeys([]), max_supply: 0, treasury: None, \
             use_auto_renew_account: true, auto_renew_account: None, freeze_default: false, memo: \"\", \
             num_pre_mints: 4294967295 }",
        ]
    );
    let suffixes: Vec<_> = hapi_test::statics().iter().map(|path| path.rsplit("::").next().unwrap()).collect();
    assert_eq!(suffixes, ["BANK", "GOLD", "ART"]);
}
