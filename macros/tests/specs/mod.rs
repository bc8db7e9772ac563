//! Tests that are compiled under libtest's harness and without it.

use hapi_test::prelude::*;

/// Operations
#[hapi_test]
fn operations(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![alice]
}

#[hapi_test]
async fn asynchronous(spec: &Spec, alice: SpecAccount) -> SpecResult {
    spec.run(alice.name).await
}

mod inner {
    use hapi_test::prelude::*;

    #[hapi_test]
    fn amounts(#[case(1, -1, i64::MAX)] amount: i64, alice: SpecAccount) -> impl IntoSpec {
        hapi_spec![super::pay(&alice, amount)]
    }

    #[hapi_test]
    #[ignore = "only listed"]
    fn ignored() -> impl IntoSpec {
        hapi_spec![]
    }
}

fn pay(from: &SpecAccount, amount: i64) -> String {
    format!("{from} pays {amount}")
}

/// Their names, in the order of the source.
pub(crate) const NAMES: [&str; 6] = [
    "specs::operations",
    "specs::asynchronous",
    "specs::inner::amounts::case_1_1",
    "specs::inner::amounts::case_2_minus_1",
    "specs::inner::amounts::case_3_i64_max",
    "specs::inner::ignored",
];
