//! What a test's body and attribute values can name: what stands around the function, and nothing of ours.
#![deny(warnings)]

use hapi_test::prelude::*;

#[allow(non_upper_case_globals)]
const fixtures: &str = "outside";
#[allow(non_upper_case_globals)]
const attributes: &str = "outside";

mod ordinary {
    use hapi_test::prelude::*;

    fn private() -> &'static str {
        "private"
    }

    fn spec() -> &'static str {
        "around"
    }

    pub mod inner {
        use super::*;

        #[hapi_test]
        #[cfg(unix)]
        fn paths(
            #[account_spec(memo = super::private())] alice: SpecAccount,
            #[case(super::spec())] word: &'static str,
        ) -> impl IntoSpec {
            hapi_spec![alice.attributes.memo, word, self::helper(), super::private()]
        }

        #[hapi_test]
        #[cfg(not(unix))]
        fn paths() -> impl IntoSpec {
            hapi_spec![]
        }

        fn helper() -> String {
            super::super::fixtures.to_owned()
        }
    }
}

#[hapi_test]
fn shadows(
    #[account_spec(memo = fixtures)] alice: SpecAccount,
    #[account_spec(memo = attributes)] bob: SpecAccount,
    #[case(fixtures)] word: &str,
) -> impl IntoSpec {
    hapi_spec![alice.attributes.memo, bob.attributes.memo, word]
}

#[cfg(any())]
#[hapi_test]
fn absent_before() -> impl IntoSpec {}

#[hapi_test]
#[cfg(any())]
fn absent_after(#[case(1)] word: i64) -> impl IntoSpec {}

#[cfg_attr(all(), ignore = "decided before")]
#[hapi_test]
fn conditional() -> impl IntoSpec {
    hapi_spec![]
}

#[hapi_test]
#[cfg_attr(all(), ignore = "decided after")]
#[cfg_attr(any(), should_panic)]
fn conditional_too() -> impl IntoSpec {
    hapi_spec![]
}

fn main() {
    assert_eq!(
        hapi_test::names(),
        ["ordinary::inner::paths::case_1_super_spec", "shadows::case_1_fixtures", "conditional", "conditional_too"]
    );
    assert_eq!(hapi_test::run("case_1_super_spec"), ["private", "around", "outside", "private"]);
    assert_eq!(hapi_test::run("shadows::case_1_fixtures"), ["outside", "outside", "outside"]);
    assert_eq!(hapi_test::tests()[2].ignore, Some("decided before"));
    assert_eq!(hapi_test::tests()[3].ignore, Some("decided after"));
}
