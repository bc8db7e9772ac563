//! Suites, their hooks, and the fixtures that their tests share.
#![deny(warnings)]
#![forbid(unsafe_code)]

use hapi_test::{ContextRequirement, Moment, prelude::*};

suite! {
    /// The whole
    /// file
    tags("all")
}

/// An account for all
#[account_spec(memo = "shared", balance = 5.hbar())]
pub static ALICE: SpecAccount;

/// Inner
#[hapi_suite(ordered_in_isolation, leaky(PropertyOverrides, overrides = ["a"], reads = [SystemAccountKeys]))]
pub mod inner {
    //! and more.

    use hapi_test::prelude::*;

    #[account_spec(name = "bobby", memo = super::ALICE.attributes().memo)]
    static BOB: SpecAccount;

    #[before_all]
    async fn set_up(manager: &SpecManager) -> SpecResult {
        manager.do_adhoc(hapi_spec!["up", BOB]).await
    }

    #[after_all]
    async fn take_down(
        manager: &SpecManager,
        #[account_spec(memo = "last")] carol: SpecAccount,
    ) -> Result<(), String> {
        manager.do_adhoc(hapi_spec!["down", carol.attributes.memo]).await
    }

    #[hapi_test]
    fn shares() -> impl IntoSpec {
        hapi_spec![super::ALICE, BOB, BOB.attributes().memo]
    }

    #[hapi_suite]
    mod innermost {}
}

fn main() {
    let [whole, inner, innermost] = hapi_test::suites()[..] else { panic!() };
    assert_eq!((whole.path, whole.display, whole.tags), (module_path!(), "The whole file", &["all"][..]));
    assert!(!whole.ordered_in_isolation && whole.leaky.is_none());
    assert_eq!((inner.path, inner.display), (concat!(module_path!(), "::inner"), "Inner and more."));
    assert!(inner.ordered_in_isolation);
    let leaky = inner.leaky.unwrap();
    assert_eq!(leaky.reasons, [ContextRequirement::PropertyOverrides]);
    assert_eq!((leaky.overrides, leaky.reads), (&["a"][..], Some(&[ContextRequirement::SystemAccountKeys][..])));
    assert_eq!(innermost.path, concat!(module_path!(), "::inner::innermost"));

    let bob = concat!(module_path!(), "::inner::bobby");
    let [up, down] = &hapi_test::hooks()[..] else { panic!() };
    assert_eq!((up.0, up.1, up.2), (inner.path, "set_up", Moment::BeforeAll));
    assert_eq!(up.3, ["up", bob]);
    assert_eq!((down.1, down.2), ("take_down", Moment::AfterAll));
    assert_eq!(down.3, ["down", "last"]);

    let alice = concat!(module_path!(), "::ALICE");
    assert_eq!(hapi_test::statics(), [alice, bob]);
    assert_eq!(hapi_test::run("::shares"), [alice, bob, "shared"]);
}
