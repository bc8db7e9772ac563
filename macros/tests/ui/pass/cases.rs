//! One listed test per case, and every combination of several.
#![deny(warnings)]

use hapi_test::prelude::*;

const LIMIT: i64 = 10;

/// Amounts
#[hapi_test(tags("amounts"))]
#[ignore = "slow"]
fn amounts(#[case(1, -1, LIMIT, i64::MAX)] amount: i64, alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![format!("{alice} {amount}")]
}

#[hapi_test]
async fn combined(
    spec: &Spec,
    #[case("", "hello world")] memo: &str,
    #[account_spec(name = "Alice")] alice: SpecAccount,
    #[case(Some(true), None)] flag: Option<bool>,
    bob: SpecAccount,
) -> SpecResult {
    spec.run(format!("{alice} {bob} {memo:?} {flag:?}")).await
}

macro_rules! generated {
    ($name:ident, $value:expr, $ty:ty) => {
        #[hapi_test]
        fn $name(#[case($value)] amount: i64, alice: $ty) -> impl IntoSpec {
            hapi_spec![format!("{alice} {amount}")]
        }
    };
}

generated!(by_macro, 1 + 1, SpecAccount);

macro_rules! generated_async {
    ($name:ident, $spec:ty, $body:block) => {
        #[hapi_test]
        async fn $name(_spec: $spec) -> SpecResult $body
    };
}

generated_async!(async_by_macro, &Spec, { Ok(()) });

fn main() {
    assert_eq!(
        hapi_test::names(),
        [
            "amounts::case_1_1",
            "amounts::case_2_minus_1",
            "amounts::case_3_limit",
            "amounts::case_4_i64_max",
            "combined::case_1_some_true",
            "combined::case_2_none",
            "combined::case_3_hello_world_some_true",
            "combined::case_4_hello_world_none",
            "by_macro::case_1_1_1",
            "async_by_macro",
        ]
    );
    for case in &hapi_test::tests()[..4] {
        assert_eq!((case.display, case.ignore, case.tags), ("Amounts", Some("slow"), &["amounts"][..]));
    }
    assert_eq!(hapi_test::run("amounts::case_2_minus_1"), ["alice -1"]);
    assert_eq!(hapi_test::run("amounts::case_4_i64_max"), ["alice 9223372036854775807"]);
    assert_eq!(hapi_test::run("combined::case_2_none"), ["Alice bob \"\" None"]);
    assert_eq!(hapi_test::run("combined::case_3_hello_world_some_true"), ["Alice bob \"hello world\" Some(true)"]);
    assert_eq!(hapi_test::run("by_macro::case_1_1_1"), ["alice 2"]);
}
