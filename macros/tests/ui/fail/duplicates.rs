use hapi_test::prelude::*;

#[hapi_test(tags("a"), crate = ::hapi_test, tags("b"), crate = ::hapi_test)]
#[ignore = "one"]
#[ignore = "two"]
fn duplicates(
    #[account_spec(memo = "a", memo = "b", name = "c", name = "d")] alice: SpecAccount,
    #[account_spec] #[account_spec] bob: SpecAccount,
    #[case(1)] #[case(2)] amount: i64,
) -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
fn names(alice: SpecAccount, #[account_spec(name = "alice")] bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
