//! What the attributes do, by hand.

use std::env;

use hapi_test_runtime::test_case::{Leaky, Place, Traits};

/// Where all of them say that they stand.
pub(crate) const PLACE: Place = Place { file: file!(), line: line!(), column: column!() };

/// The traits of a leaky test.
pub(crate) const fn leaky(leaky: Leaky) -> Traits {
    Traits { attribute: "leaky_test", leaky: Some(leaky), ..Traits::PLAIN }
}

/// Whether leaky tests run on forks.
pub(crate) fn forks() -> bool {
    let mut args = env::args();
    let by_flag = args.any(|arg| arg == "--isolation=fork") || env::args().any(|arg| arg == "fork");
    by_flag || env::var("HAPI_ISOLATION").is_ok_and(|isolation| isolation == "fork")
}

/// Registers an `async` spec with these traits.
macro_rules! test {
    ($name:literal, $traits:expr, async |$spec:ident| $body:block) => {
        const _: () = {
            static TRAITS: ::hapi_test_runtime::test_case::Traits = $traits;
            ::hapi_test_runtime::private::inventory::submit! {
                ::hapi_test_runtime::test_case::TestCase {
                    path: concat!(module_path!(), "::", $name),
                    display: "",
                    place: $crate::register::PLACE,
                    ignore: None,
                    tags: &[],
                    traits: &TRAITS,
                    fixtures: |_| {},
                    body: ::hapi_test_runtime::test_case::Body::Async(|$spec, _| {
                        Box::pin(async move {
                            $body
                            Ok(())
                        })
                    }),
                }
            }
        };
    };
}
