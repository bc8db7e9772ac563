use hapi_test::prelude::*;

#[hapi_test]
fn attributes(
    #[acount_spec(memo = "hi")] alice: SpecAccount,
    #[cases(1, 2)] amount: i64,
    #[cfg(unix)] bob: SpecAccount,
    #[serde(default)] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![]
}

fn main() {}
