use hapi_test::prelude::*;

fn plain(#[account_spec(memo = "hi")] alice: SpecAccount) -> SpecAccount {
    alice
}

fn main() {}
