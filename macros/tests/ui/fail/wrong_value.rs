use hapi_test::prelude::*;

#[hapi_test]
fn accounts(
    #[account_spec(balance = 100, memo = 5, receiver_sig_required = "yes", key = "ecdsa")] a: SpecAccount,
    #[account_spec(balance = -1.hbar())] b: SpecAccount,
    #[account_spec(balance = (-1).hbar())] c: SpecAccount,
    #[account_spec(cents = -1, staked_node_id = 1.5, max_auto_associations = -2)] d: SpecAccount,
    #[account_spec(max_auto_associations = 2147483648, staked_node_id = 9223372036854775808)] e: SpecAccount,
    #[account_spec(decline_reward = 1, name = NAME)] f: SpecAccount,
    #[account_spec(name = "")] g: SpecAccount,
    #[account_spec(balance = 1.hbar(), cents = 1)] h: SpecAccount,
    #[key_spec(kind = "ecdsa")] i: SpecKey,
) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
