use hapi_test::prelude::*;

#[hapi_test]
fn keys(
    #[fungible_token_spec(keys = [admn, supply, supply])] a: SpecFungibleToken,
    #[fungible_token_spec(keys = admin)] b: SpecFungibleToken,
    #[fungible_token_spec(keys = "admin")] c: SpecFungibleToken,
    #[fungible_token_spec(keys = [1, "kyc"])] d: SpecFungibleToken,
    #[fungible_token_spec(keys = &[admin])] e: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn values(
    #[fungible_token_spec(initial_supply = -1, max_supply = 9223372036854775808)] a: SpecFungibleToken,
    #[fungible_token_spec(decimals = 1.5, treasury = "bank")] b: SpecFungibleToken,
    #[non_fungible_token_spec(num_pre_mints = 4294967296, freeze_default = 1)] c: SpecNonFungibleToken,
    #[non_fungible_token_spec(use_auto_renew_account = true, auto_renew_account = &BANK)] d: SpecNonFungibleToken,
) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn names(
    #[fungible_token_spec(supply = 5, num_pre_mints = 1)] a: SpecFungibleToken,
    #[non_fungible_token_spec(initial_supply = 5)] b: SpecNonFungibleToken,
    #[fungible_token_spec] c: SpecNonFungibleToken,
    #[fungible_tokn_spec] d: SpecFungibleToken,
) -> impl IntoSpec {
    hapi_spec![]
}

#[fungible_token_spec]
fn function() {}

#[non_fungible_token_spec(keys = [suply])]
static ART: SpecNonFungibleToken;

#[non_fungible_token_spec]
static GOLD: SpecFungibleToken;

fn main() {}
