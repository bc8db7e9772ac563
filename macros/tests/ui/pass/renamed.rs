//! The facade under other names, which `crate = path` tells.
#![deny(warnings)]

extern crate hapi_test as ledger_tests;

mod facade {
    pub use hapi_test as inner;
}

mod absolute {
    use ledger_tests::prelude::*;

    #[hapi_test(crate = crate::facade::inner)]
    fn here(#[case(1)] amount: i64) -> impl IntoSpec {
        hapi_spec![amount]
    }
}

mod relative {
    use ledger_tests::{self as renamed, prelude::*};

    #[hapi_test(crate = renamed, tags("a"))]
    fn imported(#[key_spec(kind = ecdsa)] admin: SpecKey) -> impl IntoSpec {
        hapi_spec![admin]
    }

    #[hapi_test(crate = renamed)]
    fn imported_cases(#[case(1)] amount: i64) -> impl IntoSpec {
        hapi_spec![amount]
    }

    #[hapi_test(crate = self::renamed)]
    async fn own(spec: &Spec, #[case(1)] amount: i64) -> SpecResult {
        spec.run(amount.to_string()).await
    }

    #[hapi_test(crate = super::facade::inner)]
    fn outer(#[case(1)] amount: i64) -> impl IntoSpec {
        hapi_spec![amount]
    }
}

fn main() {
    assert_eq!(
        ledger_tests::names(),
        [
            "absolute::here::case_1_1",
            "relative::imported",
            "relative::imported_cases::case_1_1",
            "relative::own::case_1_1",
            "relative::outer::case_1_1",
        ]
    );
}
